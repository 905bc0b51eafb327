"""Homes: who lives where and when, so that households are seen together and nobody moves on the picture without moving.

A home is let to one household at a time and to another once it is empty; it has as many seats as people ever lived in
it at once.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dashboards.film.replay import replay
from simulation.chronicle.frames import FIELDS, Frames

LOOKED_AT = ("resident.here", "resident.neighbourhood", "resident.household")
NOWHERE = -1

type Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Homes:
    """Who lived where.

    neighbourhood, capacity [home]. person, seat, begin, end [stay]: who sat where in the months begin to end - 1. Seats
    are numbered home after home.
    """

    neighbourhood: Numbers
    capacity: Numbers
    person: Numbers
    seat: Numbers
    begin: Numbers
    end: Numbers

    @property
    def home_of_seat(self) -> Numbers:
        """The home of every seat."""
        return np.repeat(np.arange(len(self.capacity)), self.capacity)

    def sitting(self, month: int) -> Numbers:
        """Who sits on every seat in a month, by number; 0 where nobody does."""
        there = (self.begin <= month) & (month < self.end)
        who = np.zeros(int(self.capacity.sum()), np.int64)
        who[self.seat[there]] = self.person[there]
        return who


def settle(frames: Frames) -> Homes:
    """Find a home for everybody in every month of these frames."""
    people = int(frames.changes["number"][frames.changes["field"] == FIELDS.index("resident.here")].max()) + 1
    register = _Register(np.full(people, NOWHERE))
    for month, shown in replay(frames, LOOKED_AT):
        here, neighbourhood, household = (shown[name] for name in LOOKED_AT)
        register.let(month, here != 0, neighbourhood, household)
    return register.close(frames.last + 1)


@dataclass
class _Register:
    """Homes as they are let.

    home_of [person]. seats [home]: who sits on each, 0 nobody. empty: homes without anybody. begun: since when each
    of those here sits.
    """

    home_of: Numbers
    neighbourhood: list[int] = field(default_factory=list)
    seats: list[list[int]] = field(default_factory=list)
    empty: set[int] = field(default_factory=set)
    begun: dict[int, int] = field(default_factory=dict)
    stays: list[tuple[int, int, int, int, int]] = field(default_factory=list)

    def let(self, month: int, here: NDArray[np.bool_], neighbourhood: Numbers, household: Numbers) -> None:
        """Let those stay who can; show the gone out, then everybody else in."""
        for person in np.flatnonzero((self.home_of != NOWHERE) & ~here).tolist():
            self._leave(person, month)
        people = np.flatnonzero(here)
        kept = self._keepers(people, neighbourhood, household)
        moving: dict[int, list[int]] = {}
        for person in people[(kept[household[people]] != self.home_of[people]) | (self.home_of[people] < 0)].tolist():
            moving.setdefault(int(household[person]), []).append(person)
            if self.home_of[person] != NOWHERE:
                self._leave(person, month)
        for own, movers in moving.items():
            at = int(kept[own])
            if at == NOWHERE:
                at = self._find(int(neighbourhood[movers[0]]), len(movers))
            for person in movers:
                self._enter(person, at, month)

    def close(self, month: int) -> Homes:
        """Everybody's stay ends with the film."""
        for person in np.flatnonzero(self.home_of != NOWHERE).tolist():
            self._leave(person, month)
        capacity = np.array([len(seats) for seats in self.seats], np.int64)
        first = np.cumsum(capacity) - capacity
        people, home, chair, begin, end = np.array(sorted(self.stays), np.int64).reshape(-1, 5).T
        return Homes(np.array(self.neighbourhood, np.int64), capacity, people, first[home] + chair, begin, end)

    def _keepers(self, people: Numbers, neighbourhood: Numbers, household: Numbers) -> Numbers:
        """The home that each household keeps: where most of it lives, unless more people of another live there."""
        kept = np.full(len(self.home_of), NOWHERE)
        where = np.array([*self.neighbourhood, NOWHERE])
        stay = people[where[self.home_of[people]] == neighbourhood[people]]
        pairs, count = np.unique(self.home_of[stay] * len(kept) + household[stay], return_counts=True)
        pairs = pairs[np.argsort(-count, kind="stable")]
        home, own = np.divmod(pairs, len(kept))
        most_of_home = np.unique(home, return_index=True)[1]
        home, own = home[np.sort(most_of_home)], own[np.sort(most_of_home)]
        most_of_own = np.unique(own, return_index=True)[1]
        kept[own[most_of_own]] = home[most_of_own]
        return kept

    def _find(self, neighbourhood: int, people: int) -> int:
        """The smallest empty home with room enough, or else the largest, which is built on to, or else a new one."""
        homes = [(len(self.seats[home]), home) for home in self.empty if self.neighbourhood[home] == neighbourhood]
        if homes:
            return min((one for one in homes if one[0] >= people), default=max(homes))[1]
        self.neighbourhood.append(neighbourhood)
        self.seats.append([])
        return len(self.seats) - 1

    def _enter(self, person: int, home: int, month: int) -> None:
        seats = self.seats[home]
        if 0 not in seats:
            seats.append(0)
        seats[seats.index(0)] = person
        self.empty.discard(home)
        self.home_of[person], self.begun[person] = home, month

    def _leave(self, person: int, month: int) -> None:
        home = int(self.home_of[person])
        self.home_of[person] = NOWHERE
        chair = self.seats[home].index(person)
        self.seats[home][chair] = 0
        if not any(self.seats[home]):
            self.empty.add(home)
        self.stays.append((person, home, chair, self.begun.pop(person), month))
