"""What the pages ask of a way of working: what it does without each of its parts, on a town in small."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from dashboards.answering.questions import SMALL_TOWN, sized
from dashboards.answering.runs import RunError
from dashboards.answering.ticket import Lost
from simulation.experiments import ablation
from simulation.experiments.ablation import FEWEST, SEEDS, YEARS, Ablation, Reading, not_made
from simulation.experiments.design import Task
from simulation.scenario import Scenario


def live(task: Task) -> list[Reading]:
    """The readings of a task, on the bench. Raises RunError where one of its runs fails."""
    readings = ablation.live(task)
    error = next((one.error for one in readings if one.error), "")
    if error:
        raise RunError(error)
    return readings


@dataclass(frozen=True)
class Parts:
    """The tasks of switching each mechanism of a scenario off in turn, all of one repeat run before the next."""

    scenario: Scenario
    tasks: tuple[Task, ...]
    work = staticmethod(live)

    @property
    def named(self) -> Hashable:
        """All that what is shown hangs on, titles that people wrote among it."""
        return self.scenario.title, self.scenario.fingerprint

    def found(self, results: Mapping[int, list[Reading] | Lost]) -> Ablation | None:
        """What whole repeat runs say, in the order of the command line; None where too few are for an interval."""
        begun = {task.seed for number, task in enumerate(self.tasks) if number not in results}
        told = [number for number, task in enumerate(self.tasks) if task.seed not in begun]
        if len({self.tasks[number].seed for number in told}) < FEWEST:
            return None
        readings = [one for number in told for one in self._readings(number, results[number])]
        return Ablation(self.tasks[0].arms[0].scenario, readings)

    def lost(self, results: Mapping[int, list[Reading] | Lost]) -> set[int]:
        """The repeat runs of which something is lost."""
        return {self.tasks[number].seed for number, one in results.items() if isinstance(one, Lost)}

    def _readings(self, number: int, result: list[Reading] | Lost) -> list[Reading]:
        return not_made(self.tasks[number]) if isinstance(result, Lost) else result


def each_off(scenario: Scenario) -> Parts:
    """As `run.py ablate` does it, in a town in small. Raises ScenarioError."""
    small = sized(scenario, SMALL_TOWN)
    return Parts(scenario, tuple(ablation.tasks(small, SEEDS, YEARS)))
