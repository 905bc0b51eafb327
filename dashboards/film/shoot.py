"""Shooting a film: two ways of working lived through once, watched, and developed into a film."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dashboards.film.develop import wound

if TYPE_CHECKING:
    from simulation.chronicle.watch import Chronicle
    from simulation.experiments.design import Task
    from simulation.outcomes import Outcomes
    from simulation.scenario import Scenario
    from simulation.world import World

type Settle = Callable[[Scenario, int], World]
"""Makes a world settled under today's way of working, from a scenario and a seed."""


@dataclass(frozen=True)
class Footage:
    """Two worlds lived through and watched, in the order of their task's ways of working."""

    worlds: tuple[World, ...]
    chronicles: tuple[Chronicle, ...]


@dataclass(frozen=True)
class Film:
    """A film, and what is asked about those in it.

    key: a name made from what is in it. reel: what a browser plays. outcomes [world]: every month; row m - 1 belongs to
    film month m. people [number], groups [world][number]: birth keys.
    """

    key: str
    reel: bytes
    outcomes: tuple[Outcomes, ...]
    people: NDArray[np.uint64]
    groups: tuple[NDArray[np.uint64], ...]


def shoot(task: Task) -> Film:
    """Film a task's first two ways of working, from the first month to the last.

    >>> shoot(plan([Scenario.load(a), Scenario.load(b)], seeds=1).tasks()[-1]).key      # doctest: +SKIP

    Raises ValueError where the two are not lived in by the same people, which no policy can change.
    """
    return develop(record(task))


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


def develop(footage: Footage) -> Film:
    """The film of worlds that have been watched from their first month on."""
    scribes = [one.scribe for one in footage.chronicles]
    reel = wound(footage.worlds, footage.chronicles)
    return Film(
        hashlib.blake2b(reel, digest_size=12).hexdigest(),
        reel,
        tuple(world.outcomes for world in footage.worlds),
        scribes[0].people.keys,
        tuple(scribe.groups.keys for scribe in scribes),
    )
