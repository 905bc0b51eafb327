"""One world's chronicle as files to be looked into, never loaded whole: any life is found by two numbers and a slice.

Every array is mapped into memory, so that all processes and visitors share the pages that they happen to read.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.outcomes import Outcomes

NEVER = 32767
"""The month of what does not happen within the chronicle."""

PERSON = np.dtype(
    [
        ("key", "u8"), ("came", "i2"), ("gone", "i2"), ("died", "?"), ("mother", "i4"), ("born", "i2"), ("sex", "u1"),
        ("ethnic", "u1"), ("fifth", "u1"), ("neighbourhood", "i2"), ("place", "i2"), ("level", "u1", 5),
        ("status", "u1", 5), ("active", "?"), ("formal", "i4"), ("informal", "i4"), ("helper", "i4"),
        ("helped_ladder", "u1"),
    ]
)  # fmt: skip
"""Who somebody is, and how they stood in the first frame that shows them. came: the month of that frame, or NEVER;
gone: the month in which they died or left; mother: her number where the birth was recorded, else 0."""

SPELL = np.dtype([("home", "i4"), ("person", "i4"), ("since", "i2"), ("until", "i2")])
"""Somebody lived at a home, known by the number of who heads it, in the frames from `since` to before `until`."""

GROUP = np.dtype(
    [
        ("key", "u8"), ("came", "i2"), ("gone", "i2"), ("founder", "i4"), ("neighbourhood", "i2"), ("place", "i2"),
        ("domain", "u1"), ("formal", "?"),
    ]
)  # fmt: skip
"""What a group is. came: the first frame that shows it; gone: the month in which it ended; founder: if recorded."""

STANDING = np.dtype([("members", "i4"), ("active", "i4"), ("known", "?"), ("links", "u1", 4)])
"""How a group stands in a frame; links: strength with each service, in 1/250."""


class Event(NamedTuple):
    """One event, as EVENT says."""

    month: int
    what: int
    person: int
    place: int
    ladder: int
    before: int
    after: int
    by: int
    minutes: int
    why: int
    why_kin: int
    why_group: int


def one_by_one(rows: NDArray[Any]) -> list[Event]:
    """Rows of EVENT, each by itself."""
    return [Event._make(row) for row in rows.tolist()]


class Archive:
    """The filed chronicle of one world.

    events: rows of EVENT, each person's own together and in order, what happens to nobody in particular first.
    people, groups: rows of PERSON and GROUP by number. homes: rows of SPELL by home. first, last: frames.
    standing [frame, number of group]: rows of STANDING. cases [month, place, ladder, Status]: how many stood so when
    the month was over. needed [ladder, level]: minutes a month.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.first, self.last = (int(frame) for frame in self._array("frames"))

    def open(self) -> None:
        """Map every array now, so that all can be read on when the folder goes."""
        for name, one in vars(type(self)).items():
            if isinstance(one, cached_property):
                getattr(self, name)

    def _array(self, name: str) -> NDArray[Any]:
        mapped = np.load(self.folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        return np.asarray(mapped)

    @cached_property
    def events(self) -> NDArray[Any]:
        """All events, person by person."""
        return self._array("events")

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return self._array("starts")

    @cached_property
    def _others(self) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        return self._array("others_starts"), self._array("others")

    @cached_property
    def _doings(self) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        return self._array("doings_starts"), self._array("doings")

    @cached_property
    def people(self) -> NDArray[Any]:
        """Rows of PERSON by number."""
        return self._array("people")

    @cached_property
    def groups(self) -> NDArray[Any]:
        """Rows of GROUP by number."""
        return self._array("groups")

    @cached_property
    def standing(self) -> NDArray[Any]:
        """How every group stood in every frame."""
        return self._array("standing")

    @cached_property
    def cases(self) -> NDArray[np.int32]:
        """How many cases stood how with the service of each ladder."""
        return self._array("cases")

    @cached_property
    def tally(self) -> NDArray[np.int32]:
        """How often each What happened."""
        return self._array("tally")

    @cached_property
    def gaps(self) -> NDArray[np.int32]:
        """How many needs lacked help, and why from services."""
        return self._array("gaps")

    @cached_property
    def needed(self) -> NDArray[np.int64]:
        """Minutes a month that need takes."""
        return self._array("needed")

    @cached_property
    def places(self) -> list[str]:
        """The names of the places."""
        return [str(name) for name in self._array("places")]

    @cached_property
    def outcomes(self) -> Outcomes:
        """The monthly record of the same world."""
        months, places = self._array("outcomes_places").shape[:2]
        kept = Outcomes(places, 0)
        for name in Outcomes.MONTHLY:
            setattr(kept, name, self._array(f"outcomes_{name}"))
        kept.months = months
        return kept

    @cached_property
    def _number_of(self) -> dict[str, tuple[NDArray[np.uint64], NDArray[np.intp]]]:
        order = {name: np.argsort(getattr(self, name)["key"]) for name in ("people", "groups")}
        return {name: (getattr(self, name)["key"][at], at) for name, at in order.items()}

    def number(self, table: str, key: int) -> int | None:
        """The number of the person or group with this key here, if there ever is one. table: people or groups."""
        keys, numbers = self._number_of[table]
        at = int(np.searchsorted(keys, np.uint64(key)))
        return int(numbers[at]) if at < len(keys) and keys[at] == np.uint64(key) and key else None

    def life(self, number: int) -> NDArray[Any]:
        """What happened to this person, in order. Of number 0, what happened to places and groups."""
        return self.events[self._starts[number] : self._starts[number + 1]]

    def given(self, number: int) -> NDArray[Any]:
        """What happened to others by this person or with them, in the order of those others."""
        starts, at = self._others
        return self.events[at[starts[number] : starts[number + 1]]]

    def doings(self, group: int) -> NDArray[Any]:
        """What happened by or with this group, month by month."""
        starts, at = self._doings
        found = self.events[at[starts[group] : starts[group + 1]]]
        return found[np.argsort(found["month"], kind="stable")]

    def home(self, person: int, frame: int) -> list[int]:
        """Who else lives with this person in a frame."""
        mine = self._homes_of(person)
        here = mine[(mine["since"] <= frame) & (frame < mine["until"])]
        if not len(here):
            return []
        begin, end = np.searchsorted(self._homes["home"], [here["home"][0], here["home"][0] + 1])
        spells = self._homes[begin:end]
        there = spells["person"][(spells["since"] <= frame) & (frame < spells["until"])]
        return [one for one in there.tolist() if one != person]

    @cached_property
    def _homes(self) -> NDArray[Any]:
        return self._array("homes")

    @cached_property
    def _at_home(self) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        return self._array("homes_of_starts"), self._array("homes_of")

    def _homes_of(self, person: int) -> NDArray[Any]:
        starts, at = self._at_home
        return self._homes[at[starts[person] : starts[person + 1]]]
