"""Each mechanism off in turn: what the main outcomes, and those it is meant to move, are without it, paired by run.

A place settles as it is, once for each repeat run; from its first reported month on it lives as the scenario says, and
again with one switch off for good. So everybody starts from the same place with the same money, and a difference is
what the rest does without that mechanism from then on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from simulation.experiments import intervals
from simulation.experiments.compiling import compile_kernels
from simulation.experiments.design import MOST_SEEDS, Arm, Draw, Task, plan
from simulation.experiments.execute import Failure, Progress, Run, lost, perform
from simulation.experiments.explaining import FLOWS, Flow
from simulation.experiments.intervals import Interval
from simulation.experiments.measures import MAIN, Main
from simulation.experiments.shelf import Shelf, key
from simulation.experiments.workers import in_order
from simulation.outcomes import Outcomes
from simulation.parameters import cards
from simulation.scenario import Scenario, ScenarioError
from simulation.scenario.schedule import Change
from simulation.words import words

SEEDS, YEARS = 8, 10
"""As many repeat runs and years as answer within a few minutes."""

FEWEST = 2
"""Repeat runs that it takes for an interval."""

TOGETHER = 7
"""Worlds of one repeat run that one process lives through from one settled place before the results are kept."""

WHOLE = "as it is"

type Work = Callable[[Task], list[Reading]]


@dataclass(frozen=True)
class Outcome:
    """Something that a mechanism may be meant to move: its unit, what people call it, and how it is reckoned."""

    unit: str
    label: str
    of: Callable[[Outcomes], float]


def _mean(flow: Flow) -> Callable[[Outcomes], float]:
    return lambda outcomes: float(flow.of(outcomes).mean())


def _outcomes() -> dict[str, Outcome]:
    named = {name for card in cards().values() for name in card.moves}
    flows = {
        flow.name: Outcome(flow.unit, words()["flows"][flow.name], _mean(flow)) for flow in FLOWS if flow.name in named
    }
    return {main.name: Outcome(main.unit, main.label.partition(",")[0].lower(), main.of) for main in MAIN} | flows


OUTCOMES: Mapping[str, Outcome] = _outcomes()
"""What is read of every run: the main outcomes, and what `explain` follows as far as a switch says that it moves it."""


@dataclass(frozen=True)
class Reading:
    """OUTCOMES of one run by name, or why it did not end. arm: the switch that is off, or WHOLE."""

    arm: str
    seed: int
    outcomes: dict[str, float]
    error: str = ""


@dataclass(frozen=True)
class Effect:
    """A mechanism off: outcome by outcome, without it less as it is.

    without: the mean without it. runs: repeat runs that ended both ways. identical: to the last digit, in all of them.
    """

    switch: str
    without: dict[str, float]
    difference: dict[str, Interval]
    runs: int
    identical: bool

    @property
    def clear(self) -> list[Main]:
        """The main outcomes whose interval leaves nothing on the other side of zero."""
        return [one for one in MAIN if self.difference[one.name].clear]

    @property
    def moves(self) -> tuple[str, ...]:
        """The outcomes that it is meant to move."""
        return cards()[self.switch].moves

    @property
    def missed(self) -> list[str]:
        """Those of them whose interval does not leave zero out."""
        return [name for name in self.moves if not self.difference[name].clear]


def switches(scenario: Scenario) -> list[str]:
    """Every switch of a mechanism that is on in a scenario, in the order of the cards."""
    return [key for key, card in cards().items() if card.name == "on" and scenario[key]]


def without(scenario: Scenario, switch: str) -> Scenario:
    """The same place, which settles with the mechanism and goes on without it."""
    off = Change(0, None, (), {switch: False}, {}, "switched off")
    return replace(scenario, schedule=(*scenario.schedule, off))


def tasks(scenario: Scenario, seeds: int, years: int) -> list[Task]:
    """Every repeat run with every switch off in turn, a few at a time. Raises ScenarioError."""
    if not FEWEST <= seeds <= MOST_SEEDS:
        raise ScenarioError(f"--seeds is {seeds}, but must be a whole number from {FEWEST} to {MOST_SEEDS:,}.")
    whole = plan([scenario], seeds, years).arms[0].scenario
    if not switches(whole):
        raise ScenarioError(
            "Every mechanism is off in this scenario, so that none is left to switch off. Leave one on."
        )
    arms = [Arm(WHOLE, whole), *(Arm(one, without(whole, one)) for one in switches(whole))]
    parts = [tuple(arms[i : i + TOGETHER]) for i in range(0, len(arms), TOGETHER)]
    return [Task(seed, Draw.ALL, part) for seed in range(1, seeds + 1) for part in parts]


def live(task: Task) -> list[Reading]:
    """The outcomes of a task's runs."""
    return [_reading(result) for result in perform(task)]


def read(task: Task) -> list[Reading]:
    """The same, from the shelf where they have been made before; failures are not kept."""
    shelf, name = Shelf(), key(live, task)
    kept: list[Reading] | None = shelf.get(name)
    if kept is not None:
        return kept
    readings = live(task)
    if not any(one.error for one in readings):
        shelf.put(name, readings)
    return readings


def not_made(task: Task) -> list[Reading]:
    """In place of the readings of a task whose process was lost: why there are none."""
    return [_reading(one) for one in lost(task)]


def _reading(result: Run | Failure) -> Reading:
    if isinstance(result, Failure):
        return Reading(result.arm, result.seed, {}, result.error)
    return Reading(result.arm, result.seed, {name: one.of(result.outcomes) for name, one in OUTCOMES.items()})


def ablate(asked: Sequence[Task], workers: int, progress: Progress = lambda _: None, work: Work = read) -> "Ablation":
    """Do all tasks. With `read` those that were done before are not done again: a stopped ablation goes on.

    Readings come in the order of the tasks, whatever the number of workers: a mean hangs on the order of its terms.
    """
    compile_kernels(asked[0].arms[0].scenario)
    found = in_order(work, asked, workers, not_made, progress)
    return Ablation(asked[0].arms[0].scenario, [one for some in found for one in some])


class Ablation:
    """What came of it. scenario: as it is."""

    def __init__(self, scenario: Scenario, readings: Sequence[Reading]) -> None:
        self.scenario = scenario
        self.readings = [one for one in readings if not one.error]
        self.failures = sorted((one for one in readings if one.error), key=lambda one: (one.seed, one.arm))

    @cached_property
    def _read(self) -> dict[str, dict[int, dict[str, float]]]:
        arms: dict[str, dict[int, dict[str, float]]] = {}
        for one in self.readings:
            arms.setdefault(one.arm, {})[one.seed] = one.outcomes
        return arms

    @cached_property
    def whole(self) -> dict[str, float]:
        """The mean of every outcome as it is."""
        runs = list(self._read.get(WHOLE, {}).values())
        return {name: float(np.mean([run[name] for run in runs])) if runs else np.nan for name in OUTCOMES}

    @cached_property
    def effects(self) -> list[Effect]:
        """Every mechanism that is on, those first that move most outcomes clearly; then by name."""
        found = [self._effect(one) for one in switches(self.scenario)]
        return sorted(found, key=lambda one: (-len(one.clear), one.identical, one.switch))

    def _effect(self, switch: str) -> Effect:
        on, off = self._read.get(WHOLE, {}), self._read.get(switch, {})
        seeds = sorted(set(on) & set(off))
        apart = {name: np.array([off[s][name] - on[s][name] for s in seeds]) for name in OUTCOMES}
        return Effect(
            switch,
            {name: float(np.mean([off[s][name] for s in seeds])) if seeds else np.nan for name in OUTCOMES},
            {name: intervals.mean_interval(values) for name, values in apart.items()},
            len(seeds), bool(seeds) and not any(np.nan_to_num(values).any() for values in apart.values()),
        )  # fmt: skip
