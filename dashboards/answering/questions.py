"""What the pages ask about ways of working: a first answer at once, then a refined one, both on a town in small.

question = refined([baseline, changed])
ticket = bench().ask(visitor, live, question.tasks, told)
question.so_far(results)                                    # a Comparison, whenever another result has been told
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboards.answering.runs import live
from dashboards.answering.ticket import Lost
from dashboards.asking.size import check_size
from simulation.experiments.compare import Comparison
from simulation.experiments.compiling import compile_kernels
from simulation.experiments.design import Arm, Design, Draw, Task, plan
from simulation.experiments.execute import Failure, Result, Run
from simulation.parameters import cards
from simulation.scenario import Scenario

FIRST_TOWN, SMALL_TOWN = 1_000, 2_500
"""Residents for the first answer, and for the refined one: as many as it takes for each fifth to have a street."""

SEEDS = 20

FIRST_YEARS = 2
"""Years of the first answer where others ask too: a month of a small town takes as long however few live there."""


@dataclass(frozen=True)
class Question:
    """Tasks of one run each, and the design that they answer.

    The tasks name each way of working by its fingerprint, so that visitors share results whatever they call it. draw:
    what differs between the repeat runs that the answer is about.
    """

    design: Design
    draw: Draw
    names: tuple[str, ...]
    tasks: tuple[Task, ...]
    work = staticmethod(live)

    @property
    def named(self) -> Hashable:
        """All that what is shown hangs on, titles that people wrote among it."""
        return tuple((arm.name, arm.scenario.title, arm.scenario.fingerprint) for arm in self.design.arms)

    def found(self, results: Mapping[int, Run | Lost]) -> Comparison | None:
        """The same as `so_far`, or None where no repeat run has ended in both ways."""
        comparison = self.so_far(results)
        return comparison if comparison.seeds(self.draw, *comparison.names) else None

    def so_far(self, results: Mapping[int, Run | Lost]) -> Comparison:
        """The comparison of what has been told so far, by the number of the task: whole repeat runs only."""
        told = {(self.tasks[number].draw, self.tasks[number].seed, self.names[number]) for number in results}
        both = [arm.name for arm in self.design.arms]
        return Comparison(
            self.design,
            [
                self._named(number, result)
                for number, result in sorted(results.items())
                if all((self.tasks[number].draw, self.tasks[number].seed, name) in told for name in both)
            ],
        )

    def lost(self, results: Mapping[int, Run | Lost]) -> set[int]:
        """The repeat runs, by their seeds, that lack a way of working since its run was lost."""
        both = [arm.name for arm in self.design.arms]
        gone = [number for number, result in results.items() if isinstance(result, Lost)]
        return {
            self.tasks[number].seed
            for number in gone
            if self.tasks[number].draw is self.draw and self.names[number] in both
        }

    def _named(self, number: int, result: Run | Lost) -> Result:
        name, task = self.names[number], self.tasks[number]
        if isinstance(result, Lost):
            return Failure(name, task.draw, task.seed, result.why)
        return replace(result, arm=name)


def quick(pair: Sequence[Scenario]) -> Question:
    """One repeat run with all assumptions at their central values: the same luck for all, and nothing but luck.

    Read it by `values(outcome, Draw.LUCK, ...)` of the comparison, which has no intervals.
    """
    return _single(pair, int(pair[0].run.years))


def quickest(pair: Sequence[Scenario]) -> Question | None:
    """The first years of the same run, for where others ask too; None where there are no more years anyway."""
    return _single(pair, FIRST_YEARS) if pair[0].run.years > FIRST_YEARS else None


def _single(pair: Sequence[Scenario], years: int) -> Question:
    design = plan([sized(one, FIRST_TOWN) for one in pair], 1, years, split=False)
    return _question(design, Draw.LUCK, [Task(1, Draw.LUCK, design.arms)])


def refined(pair: Sequence[Scenario]) -> Question:
    """All that the report asks for; the repeat runs of the ways themselves come first, what explains them after."""
    design = plan([sized(one, SMALL_TOWN) for one in pair], SEEDS)
    return _question(design, Draw.ALL, design.tasks())


def _question(design: Design, draw: Draw, tasks: Sequence[Task]) -> Question:
    """Two tasks at a time, each way for both before the next: of two processes, each goes on from its own world."""

    def turn(of: tuple[int, int, Task, Arm]) -> tuple[bool, int, int]:
        order, way, task, arm = of
        explains = task.draw is not draw or arm in design.corners
        return explains, order // 2, way

    every = [(order, way, task, arm) for order, task in enumerate(tasks) for way, arm in enumerate(task.arms)]
    runs = [(arm.name, replace(task, arms=(_unnamed(arm),))) for _, _, task, arm in sorted(every, key=turn)]
    names, singles = zip(*runs, strict=True)
    return Question(design, draw, names, singles)


def _unnamed(arm: Arm) -> Arm:
    return Arm(arm.scenario.fingerprint, arm.scenario)


def sized(scenario: Scenario, residents: int) -> Scenario:
    """The same world with about so many residents, unless it is smaller: each place keeps its share and its mixture."""
    check_size(scenario)
    whole = sum(place.residents for place in scenario.places)
    if whole <= residents:
        return scenario
    return scenario.with_changes({"places": [_in_small(place, residents / whole) for place in scenario.places]})


def _in_small(place: Any, scale: float) -> dict[str, Any]:
    said = {name: getattr(place, name) for name in place.__slots__}
    for name in ("residents", "neighbourhood_size"):
        least, _ = cards()[f"place.{name}"].bounds or (1, 0)
        said[name] = max(round(scale * said[name]), int(least))
    return said


def warm() -> None:
    """Make this process ready: kernels loaded, the small town settled."""
    pair = [Scenario.load(name) for name in ("doing_things", "making_things_happen")]
    compile_kernels(pair[0])
    for task in quick(pair).tasks:
        live(task)
