"""Shooting a film: two ways of working lived through once, and watched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

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


def _settle(today: Scenario, seed: int) -> World:
    from simulation.world import World

    return World(today, rng=seed)


def record(task: Task, settle: Settle = _settle) -> Footage:
    """Live through a task's first two ways of working; the footage serves for stories as well as for a film."""
    from simulation.chronicle.watch import watch

    scenarios = [task.scenario(arm) for arm in task.arms[:2]]
    today = {one.today().fingerprint: one.today() for one in scenarios}
    settled = {fingerprint: settle(one, task.seed) for fingerprint, one in today.items()}
    worlds = tuple(settled[one.today().fingerprint].fork(one) for one in scenarios)
    chronicles = tuple(watch(world) for world in worlds)
    for world in worlds:
        while world.month < 12 * world.scenario.run.years:
            world.step_month()
    return Footage(worlds, chronicles)
