"""Where events are written down as they happen: a few bytes each, a page a month; and the keys behind numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.chronicle.packing import Page, pack, unpack
from simulation.chronicle.vocabulary import What

if TYPE_CHECKING:
    from simulation.world import World

type Before = dict[str, NDArray[Any]]
"""What a phase found, by name."""

NOBODY = 0
"""The number where there is no person or group; numbers count from 1."""

NONE = -1
"""Where a ladder, a level or minutes do not apply."""

EVENT = np.dtype(
    [
        ("month", "i2"), ("what", "u1"), ("person", "i4"), ("place", "i2"), ("ladder", "i1"), ("before", "i1"),
        ("after", "i1"), ("by", "i4"), ("minutes", "i4"), ("why", "u1"), ("why_kin", "u1"), ("why_group", "u1"),
    ]
)  # fmt: skip
"""One event: 23 bytes. before, after: levels of need. by: a number of a person or group, as What says."""

BLANK = np.array((0, 0, NOBODY, 0, NONE, NONE, NONE, NOBODY, NONE, 0, 0, 0), EVENT)


class Register:
    """The key of every number there has been, so that the same being can be found in two worlds."""

    def __init__(self) -> None:
        self.keys: NDArray[np.uint64] = np.zeros(1, np.uint64)

    def __len__(self) -> int:
        """One more than the highest number there has been."""
        return len(self.keys)

    def reach(self, numbers: int) -> None:
        """Make room for numbers below `numbers`."""
        if numbers > len(self.keys):
            self.keys = np.concatenate([self.keys, np.zeros(numbers - len(self.keys), np.uint64)])

    def enter(self, numbers: NDArray[np.int32], keys: NDArray[np.uint64]) -> None:
        """Note the keys of these numbers."""
        self.reach(int(numbers.max(initial=0)) + 1)
        self.keys[numbers] = keys


class Notebook:
    """Events in the order in which they happened: a page for every month past, and this month's as they come."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.today: list[NDArray[Any]] = []

    def write(self, world: World, what: What | NDArray[np.integer], rows: NDArray[np.integer], **said: Any) -> None:
        """One event for each of these rows of residents; `said` are further fields, one value or one for each."""
        r = world.residents
        self.put(world, what, r.id[rows], world.place_of[r.neighbourhood[rows]], **said)

    def put(self, world: World, what: Any, person: Any, place: Any, **said: Any) -> None:
        """One event for each of these numbers of people, who need not be here."""
        if not len(place):
            return
        page = np.full(np.shape(place), BLANK)
        page["month"], page["what"], page["person"], page["place"] = world.month, what, person, place
        for field, value in said.items():
            page[field] = value
        self.today.append(page)

    def turn_page(self) -> None:
        """The month is over."""
        if self.today:
            self.pages.append(pack(np.concatenate(self.today)))
        self.today = []

    def events(self) -> NDArray[Any]:
        """All events so far, as rows of EVENT."""
        return np.concatenate([unpack(self.pages, EVENT), *self.today])
