"""How runs are done: in this process or in several, with the same results in the same order either way.

A failed run is a result like any other: it is listed with its error and the rest is kept.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.agents.residents import ADULT
from simulation.experiments.compiling import compile_kernels
from simulation.experiments.design import Arm, Draw, Task
from simulation.experiments.workers import shared_out
from simulation.outcomes import Outcomes
from simulation.scenario import Scenario

if TYPE_CHECKING:
    from simulation.chronicle.watch import Chronicle
    from simulation.world import World

type Progress = Callable[[int], None]
type Work = Callable[[Task], list[Result]]
type Make = Callable[[Sequence[Task], int, Progress], list[Result]]


@dataclass(frozen=True)
class Run:
    """What one run leaves behind.

    outcomes: the reported months. baseline: the last settled year. spare_minutes: all the minutes a month that adults
    have free at the start, and discretionary: pence a month that the place may choose how to spend [place, service];
    posts: full-time posts that this pays. opening_reserves: pence [place]. drawn: quantiles of the drawn assumptions.
    seconds: time by phase of the month. chronicle: who lived through what, where that was asked for.
    """

    arm: str
    draw: Draw
    seed: int
    outcomes: Outcomes
    baseline: Outcomes
    spare_minutes: int
    discretionary: NDArray[np.int64]
    posts: float
    opening_reserves: NDArray[np.int64]
    drawn: dict[str, float]
    fingerprint: str
    seconds: NDArray[np.float64]
    chronicle: "Chronicle | None" = None


@dataclass(frozen=True)
class Failure:
    """A run that did not end, and why."""

    arm: str
    draw: Draw
    seed: int
    error: str


type Result = Run | Failure


def execute(
    tasks: Sequence[Task], workers: int, progress: Progress = lambda _: None, work: Work | None = None
) -> list[Result]:  # fmt: skip
    """Every run of every task, in the order of the tasks, whatever the number of workers.

    progress is called with the number of tasks done so far. work: how a task's runs are made, if not by `perform`.
    """
    work = work or perform
    if workers == 1 or len(tasks) <= 1:
        return list(_here(work, tasks, progress))
    compile_kernels(tasks[0].arms[0].scenario)
    return _elsewhere(work, tasks, min(workers, len(tasks)), progress)


def _here(work: Work, tasks: Sequence[Task], progress: Progress) -> Iterator[Result]:
    for done, task in enumerate(tasks, 1):
        yield from work(task)
        progress(done)


def _elsewhere(work: Work, tasks: Sequence[Task], workers: int, progress: Progress) -> list[Result]:
    results: list[list[Result]] = [[] for _ in tasks]
    with closing(shared_out(work, tasks, workers)) as made:
        for done, (number, runs) in enumerate(made, 1):
            results[number] = runs or lost(tasks[number])
            progress(done)
    return [result for some in results for result in some]


def lost(task: Task) -> list[Result]:
    """All runs of a task whose process was lost, as failures."""
    error = "the worker process ended, perhaps for want of memory"
    return [Failure(arm.name, task.draw, task.seed, error) for arm in task.arms]


def settle(today: Scenario, seed: int) -> "World":
    """A world that has settled under today's way of working, from which every other begins."""
    from simulation.world import World

    return World(today, rng=seed)


def perform(task: Task, settle: Callable[[Scenario, int], "World"] = settle) -> list[Result]:
    """The task's runs: the place settles once, then goes on under each way of working.

    settle: where settled worlds come from, for those who keep them from task to task.
    """
    settled: dict[Scenario, World] = {}
    results: list[Result] = []
    for arm in task.arms:
        try:
            scenario = task.scenario(arm)
            today = scenario.today()
            if today not in settled:
                settled[today] = settle(today, task.seed)
            results.append(_run(settled[today].fork(scenario), task, arm))
        except Exception as error:
            results.append(Failure(arm.name, task.draw, task.seed, f"{type(error).__name__}: {error}"))
    return results


def _run(world: "World", task: Task, arm: Arm) -> Run:
    scenario, spare = world.plan, spare_minutes(world)
    world.seconds[:] = 0.0
    chronicle = _watched(world) if task.recorded else None
    world.step_month()
    opening, discretionary = world.budget.opening_reserves.copy(), world.budget.first_discretionary.copy()
    while world.month < 12 * scenario.run.years:
        world.step_month()
    post = 100.0 * scenario.service.direct_hour * scenario.service.hours_per_fte
    return Run(
        arm.name, task.draw, task.seed, world.outcomes.last(world.outcomes.months), world.baseline, spare,
        discretionary, float(discretionary.sum() / post), opening, dict(scenario.drawn), scenario.fingerprint,
        world.seconds.copy(), chronicle,
    )  # fmt: skip


def spare_minutes(world: "World") -> int:
    """All the minutes a month that adults have free."""
    r = world.residents
    adults = r.alive[: r.count] & (world.month - r.born[: r.count] >= ADULT)
    return int(r.spare_minutes[: r.count][adults].sum(dtype=np.int64))


def _watched(world: "World") -> "Chronicle":
    from simulation.chronicle.watch import watch

    return watch(world)
