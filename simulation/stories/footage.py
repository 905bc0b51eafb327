"""Two ways of working lived through once, watched, and filed for stories."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.stories.archive import Archive

if TYPE_CHECKING:
    from simulation.chronicle.watch import Chronicle
    from simulation.experiments.design import Task
    from simulation.scenario import Scenario
    from simulation.world import World

type Settle = Callable[[Scenario, int], World]
"""Makes a world settled under today's way of working, from a scenario and a seed."""


@dataclass(frozen=True)
class Footage:
    """Two worlds lived through and watched, in the order of their task's ways of working."""

    worlds: tuple[World, ...]
    chronicles: tuple[Chronicle, ...]


def record(task: Task, settle: Settle | None = None, progress: Callable[[int], None] = lambda _: None) -> Footage:
    """Live through a task's first two ways of working; the footage serves for stories as well as for a film.

    progress is called with the number of months lived so far, in both worlds together.
    """
    from simulation.chronicle.watch import watch
    from simulation.experiments import execute

    settle = settle or execute.settle
    scenarios = [task.scenario(arm) for arm in task.arms[:2]]
    today = {one.today().fingerprint: one.today() for one in scenarios}
    settled = {fingerprint: settle(one, task.seed) for fingerprint, one in today.items()}
    worlds = tuple(settled[one.today().fingerprint].fork(one) for one in scenarios)
    chronicles = tuple(watch(world) for world in worlds)
    for number, world in enumerate(worlds):
        while world.month < 12 * world.scenario.run.years:
            world.step_month()
            progress(world.month + number * worlds[0].month)
    return Footage(worlds, chronicles)


def file(footage: Footage, folder: Path) -> tuple[Archive, ...]:
    """File each world's chronicle in a folder of its own within `folder`, under its number."""
    from simulation.chronicle.table import table
    from simulation.stories import filing

    return tuple(
        filing.file(
            folder / str(number), table(one.scribe), one.camera.frames(), world.outcomes, world.needs.needed_at,
            one.scribe.places,
        )
        for number, (world, one) in enumerate(zip(footage.worlds, footage.chronicles, strict=True))
    )  # fmt: skip
