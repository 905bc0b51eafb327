"""Compiling all kernels before the work begins, so that no two workers compile the same one."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from simulation.experiments.workers import hand, hire, interrupts_held, let_go, usable_cores
from simulation.kernels import CACHE
from simulation.scenario import Scenario

if TYPE_CHECKING:
    from simulation.world import World

LONG_ENOUGH = 13
"""Months in which every phase has met whatever a kernel is for: a year's end among them."""


def compile_kernels(scenario: Scenario) -> None:
    """Compile every kernel, unless that has been done, by living a year in the smallest of places.

    A second processor begins with the year's end and the month's last phase, so that the two meet halfway.
    """
    compiled = CACHE / "compiled"
    if compiled.exists():
        return
    world = _hamlet(scenario)
    with _met_halfway(world):
        _live(world)
    with suppress(OSError):
        compiled.touch()


def load_kernels(scenario: Scenario) -> None:
    """Have every kernel at hand in this process: the first place to live in takes some seconds more than others."""
    compile_kernels(scenario)
    _live(_hamlet(scenario))


def _hamlet(scenario: Scenario) -> "World":
    from simulation.world import World

    hamlet: dict[str, Any] = {name: getattr(scenario.places[0], name) for name in scenario.places[0].__slots__}
    hamlet["residents"] = 300
    return World(scenario.with_changes({"places": [hamlet], "run.settling_months": 0, "run.years": 2}), rng=1)


def _live(world: "World") -> None:
    while world.month < LONG_ENOUGH:
        world.step()


@contextmanager
def _met_halfway(world: "World") -> Iterator[None]:
    """Another process compiles what this one would come to last; what it is still at when this one is done is dropped.

    A process that may have none of its own, as those of a pool may not, does all alone.
    """
    if usable_cores() == 1 or multiprocessing.current_process().daemon:
        yield
        return
    with interrupts_held():
        helper = hire(None)
    hand(helper, live_backwards, world)
    try:
        yield
    finally:
        helper.process.terminate()
        let_go(helper)


def live_backwards(world: "World") -> None:
    """The year's end, then the phases of a month from the last to the first: of no meaning, but the same kernels."""
    from simulation.population.turnover import compact
    from simulation.world import PHASES, count_hours, list_needs

    compact(world)
    list_needs(world)
    count_hours(world)
    for phase in reversed(PHASES):
        if not phase.switch or getattr(world.scenario, phase.switch).on:
            with suppress(Exception):
                phase.run(world)
