"""Shooting a film: two ways of working lived through once, watched, laid out and wound on a reel."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dashboards.film.gatherings import Gatherings, gather
from dashboards.film.ground import Ground, lay_out
from dashboards.film.helped import helped
from dashboards.film.homes import Homes, settle
from dashboards.film.reel import wind
from dashboards.film.replay import replay
from dashboards.film.signals import travelled
from dashboards.film.states import filmed
from simulation.agents.groups import DOMAINS

if TYPE_CHECKING:
    import pyarrow as pa

    from simulation.chronicle.frames import Frames
    from simulation.chronicle.watch import Chronicle
    from simulation.experiments.design import Task
    from simulation.outcomes import Outcomes
    from simulation.world import World

GRAIN = 8
"""Positions are kept in eighths of a unit."""


@dataclass(frozen=True)
class Film:
    """A film and what it was made from.

    key: a name that says what is in it. reel: what a browser plays. events: `chronicle.table`, and outcomes: every
    month, of each way of working by name; row m - 1 of the outcomes and the events of month m - 1 belong to film month
    m. people: the birth key of every number; groups: those of each way of working.
    """

    key: str
    reel: bytes
    events: Mapping[str, pa.Table]
    outcomes: Mapping[str, Outcomes]
    people: NDArray[np.uint64]
    groups: Mapping[str, NDArray[np.uint64]]


def shoot(task: Task) -> Film:
    """Film a task's first two ways of working, from the first month to the last.

    Raises ValueError where the two are not lived through by the same people, which no policy can change.
    """
    from simulation.chronicle.table import table
    from simulation.chronicle.watch import watch
    from simulation.world import World

    scenarios = [task.scenario(arm) for arm in task.arms[:2]]
    settled = World(scenarios[0], rng=task.seed)
    worlds = [settled.fork(scenario) for scenario in scenarios]
    chronicles = [watch(world) for world in worlds]
    for world in worlds:
        while world.month < 12 * world.scenario.run.years:
            world.step_month()
    names = [arm.name for arm in task.arms[:2]]
    reel = develop(worlds, chronicles, [arm.title for arm in task.arms[:2]])
    return Film(
        hashlib.blake2b(reel, digest_size=12).hexdigest(),
        reel,
        {name: table(one.scribe) for name, one in zip(names, chronicles, strict=True)},
        {name: world.outcomes for name, world in zip(names, worlds, strict=True)},
        chronicles[0].scribe.people.keys,
        {name: one.scribe.groups.keys for name, one in zip(names, chronicles, strict=True)},
    )


def develop(worlds: Sequence[World], chronicles: Sequence[Chronicle], titles: Sequence[str]) -> bytes:
    """The reel of worlds that have been watched from their first month on."""
    frames = [one.camera.frames() for one in chronicles]
    _same_people(*(one.scribe.people.keys for one in chronicles))
    homes, groups = settle(frames[0]), gather(frames)
    place_of, fifth_of = worlds[0].place_of.astype(np.int64), worlds[0].fifth_of.astype(np.int64)
    ground = lay_out(homes, groups, place_of, fifth_of)
    heading = {
        "months": frames[0].last,
        "titles": list(titles),
        "places": list(worlds[0].places.names),
        "agencies": list(DOMAINS),
        "size": ground.size,
        "grain": GRAIN,
        "blocks": [
            {"place": place, "fifth": fifth, "at": np.round(at, 2).tolist()}
            for place, fifth, at in zip(place_of.tolist(), fifth_of.tolist(), ground.blocks, strict=True)
        ],
    }
    arrays = _ground(ground, homes, groups) | _people(frames[0], homes)
    states = [_states(*both, homes) for both in zip(worlds, chronicles, frames, strict=True)]
    for w, (world, chronicle) in enumerate(zip(worlds, chronicles, strict=True)):
        signals = travelled(frames[w], chronicle.scribe.notebook.events(), homes, groups, w, place_of)
        arrays |= {
            f"states.{w}": states[w] - states[0] if w else states[0],
            f"active.{w}": groups.active[w],
            f"link.{w}": groups.link[w],
            f"frozen.{w}": world.outcomes.places[: frames[w].last, :, 2].astype(np.uint8),
            f"signals.{w}": np.cumsum([0, *(len(month) for month in signals)]).astype(np.int32),
        }
        whole = np.concatenate(signals)
        arrays |= {f"{name}.{w}": whole[name] for name in ("kind", "from", "to")}
    return wind(heading, arrays)


def _same_people(ours: NDArray[np.uint64], theirs: NDArray[np.uint64]) -> None:
    if not np.array_equal(ours, theirs):
        raise ValueError("These two worlds are not lived in by the same people: what differs must not be demography.")


def _states(world: World, chronicle: Chronicle, frames: Frames, homes: Homes) -> NDArray[np.uint8]:
    help_ = helped(chronicle.scribe.notebook.events(), frames.last, len(chronicle.scribe.people))
    return filmed(frames, homes, help_, world.scenario.burnout.burnt_out)


def _ground(ground: Ground, homes: Homes, groups: Gatherings) -> dict[str, NDArray[Any]]:
    points = {"seat": ground.seats, "group": ground.groups, "agency": ground.agencies, "hall": ground.halls}
    return {f"{name}.at": np.rint(at * GRAIN).astype(np.int32) for name, at in points.items()} | {
        "seat.home": homes.home_of_seat.astype(np.int32),
        "home.block": homes.neighbourhood.astype(np.int32),
        "group.number": groups.number.T.astype(np.int32),
        "group.block": groups.neighbourhood.astype(np.int32),
        "group.domain": groups.domain.astype(np.uint8),
        "group.formal": groups.formal.astype(np.uint8),
    }


def _people(frames: Frames, homes: Homes) -> dict[str, NDArray[Any]]:
    """Who sits where from when to when, and when people were born and whether they are male, by number."""
    *_, (_, seen) = replay(frames, ("resident.born", "resident.sex"))
    stays = ("person", "seat", "begin", "end")
    return {f"stay.{name}": getattr(homes, name).astype(np.int32) for name in stays} | {
        "person.born": seen["resident.born"].astype(np.int32),
        "person.male": seen["resident.sex"].astype(np.uint8),
    }
