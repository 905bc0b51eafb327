"""Developing: from worlds that have been watched to the reel, array by array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dashboards.film.gatherings import Gatherings, gather
from dashboards.film.ground import Ground, lay_out
from dashboards.film.helped import helped
from dashboards.film.homes import LOOKED_AT, Homes, settle
from dashboards.film.reel import wind
from dashboards.film.replay import replay
from dashboards.film.signals import travelled
from dashboards.film.states import state_bytes
from simulation.chronicle.frames import FIELDS, Frames
from simulation.outcomes import PLACE_MEASURES

if TYPE_CHECKING:
    from simulation.chronicle.watch import Chronicle
    from simulation.world import World

type Arrays = dict[str, NDArray[Any]]

GRAIN = 8
"""Positions are kept in eighths of a unit."""

FROZEN = PLACE_MEASURES.index("frozen")


def wound(worlds: Sequence[World], chronicles: Sequence[Chronicle]) -> bytes:
    """The reel of worlds that have been watched from their first month on."""
    frames = [one.camera.frames() for one in chronicles]
    _check_same_people(frames, [one.scribe.people.keys for one in chronicles])
    homes, groups = settle(frames[0]), gather(frames)
    place_of, fifth_of = worlds[0].place_of.astype(np.int64), worlds[0].fifth_of.astype(np.int64)
    ground = lay_out(homes, groups, place_of, fifth_of)
    heading = {
        "months": frames[0].last,
        "places": list(worlds[0].places.names),
        "size": ground.size,
        "grain": GRAIN,
        "blocks": [
            {"place": place, "fifth": fifth, "at": np.round(at, 2).tolist()}
            for place, fifth, at in zip(place_of.tolist(), fifth_of.tolist(), ground.blocks, strict=True)
        ],
        "group_names": groups.name,
    }
    arrays = _ground(ground, homes, groups) | _people(frames[0], homes)
    for w, (world, chronicle) in enumerate(zip(worlds, chronicles, strict=True)):
        events = chronicle.scribe.notebook.events()
        arrays |= _states(w, arrays, world, frames[w], events, homes)
        arrays |= {f"active.{w}": groups.active[w], f"link.{w}": groups.link[w]}
        arrays |= _signals(w, travelled(frames[w], events, homes, groups, w, place_of))
    return wind(heading, arrays)


def _check_same_people(frames: Sequence[Frames], keys: Sequence[NDArray[np.uint64]]) -> None:
    """They must be the same people who come, go and live together in the same months."""
    fields = [FIELDS.index(name) for name in LOOKED_AT]
    lives = [one.changes[np.isin(one.changes["field"], fields)] for one in frames]
    if not (np.array_equal(keys[0], keys[1]) and np.array_equal(lives[0], lives[1])):
        raise ValueError("These two worlds are not lived in by the same people: what differs must not be demography.")


def _states(w: int, arrays: Arrays, world: World, frames: Frames, events: NDArray[Any], homes: Homes) -> Arrays:
    """States of the second world as what differs from the first, since much does not; and whose spending is frozen."""
    people = len(next(replay(frames, ["resident.here"]))[1]["resident.here"])
    shown = state_bytes(frames, homes, helped(events, frames.last, people), world.scenario.burnout.burnt_out)
    return {
        f"states.{w}": shown - arrays["states.0"] if w else shown,
        f"frozen.{w}": world.outcomes.places[: frames.last, :, FROZEN].astype(np.uint8),
    }


def _signals(w: int, months: Sequence[NDArray[Any]]) -> Arrays:
    """All signals one after another, and where each month's begin."""
    whole = np.concatenate(months)
    starts = np.cumsum([0, *(len(month) for month in months)]).astype(np.int32)
    return {f"signals.{w}": starts} | {f"{name}.{w}": whole[name] for name in ("kind", "from", "to")}


def _ground(ground: Ground, homes: Homes, groups: Gatherings) -> Arrays:
    points = {"seat": ground.seats, "group": ground.groups, "agency": ground.agencies, "hall": ground.halls}
    return {f"{name}.at": np.rint(at * GRAIN).astype(np.int32) for name, at in points.items()} | {
        "seat.home": homes.home_of_seat.astype(np.int32),
        "home.block": homes.neighbourhood.astype(np.int32),
        "group.number": groups.number.T.astype(np.int32),
        "group.block": groups.neighbourhood.astype(np.int32),
        "group.domain": groups.domain.astype(np.uint8),
        "group.formal": groups.formal.astype(np.uint8),
    }


def _people(frames: Frames, homes: Homes) -> Arrays:
    """Who sits where from when to when, and when people were born and whether they are male, by number."""
    *_, (_, seen) = replay(frames, ("resident.born", "resident.sex"))
    stays = ("person", "seat", "begin", "end")
    return {f"stay.{name}": getattr(homes, name).astype(np.int32) for name in stays} | {
        "person.born": seen["resident.born"].astype(np.int32),
        "person.male": seen["resident.sex"].astype(np.uint8),
    }
