"""What frames and events say of people, homes and groups, as tables by number."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.agents.groups import DOMAINS
from simulation.agents.residents import LADDERS, Status
from simulation.chronicle.fields import LEVEL_BITS, STATUS_BITS, unpack_ladders
from simulation.chronicle.frames import FIELDS, Frames
from simulation.chronicle.notebook import NONE
from simulation.chronicle.vocabulary import What, Why
from simulation.stories.archive import GROUP, NEVER, PERSON, SPELL, STANDING

type Rows = NDArray[Any]

PEOPLE_READ = (
    "key", "born", "sex", "ethnic", "neighbourhood", "fifth", "active", "formal", "informal", "helper", "helped_ladder",
)  # fmt: skip
GROUPS_READ = ("key", "neighbourhood", "domain", "formal")


def index(numbers: NDArray[np.integer], size: int) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Where each number from 1 stands, in order, and where its places begin; 0 is nobody.

    >>> index(np.array([2, 0, 1, 2]), 3)
    (array([2, 0, 3], dtype=uint32), array([0, 0, 1, 3]))
    """
    named = np.flatnonzero(numbers)
    order = named[np.argsort(numbers[named], kind="stable")]
    return order.astype(np.uint32), np.searchsorted(numbers[order], np.arange(size + 1))


def _said(frames: Frames, field: str) -> tuple[NDArray[np.int64], Rows]:
    """The changes of one field, and the frame of each."""
    at = np.flatnonzero(frames.changes["field"] == FIELDS.index(field))
    return frames.first + np.searchsorted(frames.starts, at, side="right") - 1, frames.changes[at]


def _table(frames: Frames, what: str, kind: np.dtype[Any], fields: tuple[str, ...], size: int) -> Rows:
    """Everybody who is ever here, as the first frame that shows them does."""
    month, here = _said(frames, f"{what}.here")
    rows = np.zeros(max(size, int(here["number"].max(initial=0)) + 1), kind)
    rows["came"], rows["gone"] = NEVER, NEVER
    came = here["value"] != 0
    rows["came"][here["number"][came]] = month[came]
    for field in fields:
        rows[field][:] = _first(frames, f"{what}.{field}", rows["came"])
    return rows


def _first(frames: Frames, field: str, came: NDArray[np.int16]) -> NDArray[np.int64]:
    month, said = _said(frames, field)
    then = month == came[said["number"]]
    values = np.zeros(len(came), np.int64)
    values[said["number"][then]] = said["value"][then]
    return values


def people(frames: Frames, size: int) -> Rows:
    """Rows of PERSON, as far as frames know."""
    rows = _table(frames, "resident", PERSON, PEOPLE_READ, size)
    rows["level"] = unpack_ladders(_first(frames, "resident.level", rows["came"]), LEVEL_BITS)
    rows["status"] = unpack_ladders(_first(frames, "resident.status", rows["came"]), STATUS_BITS)
    return rows


def groups(frames: Frames, size: int) -> Rows:
    """Rows of GROUP, as far as frames know."""
    return _table(frames, "group", GROUP, GROUPS_READ, size)


def add_what_happened(people: Rows, groups: Rows, events: Rows) -> None:
    """What frames do not show: who died or left, mothers, founders, ends, places, and levels in the month of arrival.

    events: in order of people.
    """
    what, person, by, month = (events[name] for name in ("what", "person", "by", "month"))
    gone = (what == What.DIED) | (what == What.LEFT_THE_PLACE)
    people["gone"][person[gone]] = month[gone]
    people["died"][person[what == What.DIED]] = True
    people["mother"][person[what == What.BORN]] = by[what == What.BORN]
    groups["founder"][by[what == What.FOUNDED_GROUP]] = person[what == What.FOUNDED_GROUP]
    groups["gone"][by[what == What.GROUP_ENDED]] = month[what == What.GROUP_ENDED]
    place_of = np.zeros(1 + max(int(one["neighbourhood"].max(initial=0)) for one in (people, groups)), np.int16)
    place_of[people["neighbourhood"][person]] = events["place"]
    people["place"], groups["place"] = place_of[people["neighbourhood"]], place_of[groups["neighbourhood"]]
    early = np.flatnonzero((events["before"] != NONE) & (month < people["came"][person]))[::-1]
    people["level"][person[early], events["ladder"][early]] = events["before"][early]


def homes(frames: Frames) -> Rows:
    """Rows of SPELL, by home and then as they began."""
    month, lives = _said(frames, "resident.household")
    left_month, left = _said(frames, "resident.here")
    left_month, left = left_month[left["value"] == 0], left[left["value"] == 0]
    person = np.concatenate([lives["number"], left["number"]])
    home = np.concatenate([lives["value"], np.zeros(len(left), np.int64)])
    since = np.concatenate([month, left_month])
    order = np.lexsort((since, person))
    person, home, since = person[order], home[order], since[order]
    until = np.append(since[1:], 0)
    until[np.append(person[1:] != person[:-1], True)] = NEVER
    spells = np.empty(len(person), SPELL)
    spells["home"], spells["person"], spells["since"], spells["until"] = home, person, since, until
    spells = spells[home != 0]
    return spells[np.argsort(spells["home"], kind="stable")]


def standing(frames: Frames, size: int) -> Rows:
    """Rows of STANDING [frame, group]."""
    rows = np.zeros((frames.last - frames.first + 1, size), STANDING)
    named = {"members": "members", "active": "active", "known": "known"}
    for field in (*named, *(f"link_{domain}" for domain in DOMAINS)):
        column = rows[field] if field in named else rows["links"][:, :, DOMAINS.index(field.removeprefix("link_"))]
        month, said = _said(frames, f"group.{field}")
        for frame, number, value in zip(month - frames.first, said["number"], said["value"], strict=True):
            column[frame:, number] = value
    return rows


def cases(frames: Frames, people: Rows, places: int) -> NDArray[np.int32]:
    """How many cases stood in each Status [month, place, ladder, Status] when the month was over; NONE stays 0."""
    status, here = FIELDS.index("resident.status"), FIELDS.index("resident.here")
    now = np.zeros((len(people), len(LADDERS)), np.uint8)
    count = np.zeros((places, len(LADDERS), len(Status)), np.int32)
    ladders = np.arange(len(LADDERS))
    kept = np.empty((frames.last - frames.first, *count.shape), np.int32)
    for frame in range(frames.first, frames.last + 1):
        new = frames.new(frame)
        gone = new[(new["field"] == here) & (new["value"] == 0)]
        said = new[new["field"] == status]
        for number, value in (
            (gone["number"], np.zeros((len(gone), len(LADDERS)), np.uint8)),
            (said["number"], unpack_ladders(said["value"], STATUS_BITS)),
        ):
            where = people["place"][number][:, None]
            np.subtract.at(count, (where, ladders, now[number]), 1)
            np.add.at(count, (where, ladders, value), 1)
            now[number] = value
        count[:, :, Status.NONE] = 0
        if frame > frames.first:
            kept[frame - frames.first - 1] = count
    return kept


def tally(events: Rows, first: int, months: int, places: int) -> NDArray[np.int32]:
    """How often each What happened [month, place, What]."""
    shape = (months, places, len(What))
    at = np.ravel_multi_index((events["month"] - first, events["place"], events["what"]), shape)
    return np.bincount(at, minlength=int(np.prod(shape))).reshape(shape).astype(np.int32)


def gaps(events: Rows, people: Rows, first: int, months: int, places: int) -> NDArray[np.int32]:
    """How many needs lacked help in each month, by why services leave them unmet [month, place, Why].

    events: in order of people. A gap lasts until the next word on the same need, or until the person is gone.
    """
    said = events[events["what"] == What.HELP_MISSING]
    need = said["person"].astype(np.int64) * len(LADDERS) + said["ladder"]
    said = said[np.argsort(need, kind="stable")]
    until = np.minimum(people["gone"][said["person"]], first + months)
    again = (said["person"][1:] == said["person"][:-1]) & (said["ladder"][1:] == said["ladder"][:-1])
    until[:-1] = np.where(again, said["month"][1:], until[:-1])
    change = np.zeros((months + 1, places, len(Why)), np.int32)
    there = said["minutes"] > 0
    for month, by in ((said["month"], 1), (until, -1)):
        np.add.at(change, (month[there] - first, said["place"][there], said["why"][there]), by)
    return np.cumsum(change, axis=0, dtype=np.int32)[:-1]
