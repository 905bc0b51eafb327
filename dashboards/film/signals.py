"""Signals: social action that travels in a month, from whom to whom."""

from collections.abc import Iterator
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboards.film.gatherings import Gatherings
from dashboards.film.homes import Homes
from dashboards.film.replay import Shown, replay
from simulation.agents.groups import DOMAINS, SERVICE_OF_LADDER
from simulation.chronicle.fields import STATUS_BITS, unpack_ladders
from simulation.chronicle.frames import Frames
from simulation.chronicle.vocabulary import What

type Numbers = NDArray[np.int64]


class Kind(IntEnum):
    """What travels. Nodes are numbered: seats, then groups, then agencies, then the middle of each place."""

    ASKED = 0  # from the middle of a place to the person whom a connector asks to take part
    INTRODUCED = 1  # from the person in need to the other whom they meet through a connector
    STARTED = 2  # from a person who starts helping to their group, or to themselves where they have none
    LINKED = 3  # from the agency that somebody is in touch with to the group found, where the two work together
    GROUP_HELP = 4  # from that group, or any found, to the person
    AGENCY_HELP = 5  # from an agency to a person: direct help, or a duty taken on


SIGNAL = np.dtype([("kind", "u1"), ("from", "i4"), ("to", "i4")])

AGENCY_HELP = (What.ADMITTED, What.DIRECT_HELP_BEGAN)


def travelled(
    frames: Frames, events: NDArray[Any], homes: Homes, groups: Gatherings, world: int, place_of: Numbers
) -> list[NDArray[Any]]:
    """The signals of every month from 1 on, as rows of SIGNAL in order; people without a seat at its end left out.

    world: which of the worlds of `groups` this is.
    """
    seats = int(homes.capacity.sum())
    starts = np.searchsorted(events["month"], np.arange(frames.first, frames.last + 1))
    names = [f"resident.{name}" for name in ("neighbourhood", "status", "formal", "informal")]
    node_of_group = np.zeros(int(groups.number.max(initial=0)) + 1, np.int64)
    there = groups.number[world] > 0
    node_of_group[groups.number[world, there]] = seats + np.flatnonzero(there)
    said: list[NDArray[Any]] = []
    before = np.zeros(0, np.int64)
    for month, shown in replay(frames, names):
        if month > frames.first:
            k = month - frames.first - 1
            now = _Month(events[starts[k] : starts[k + 1]], shown, before, homes.sitting(month), node_of_group)
            links = groups.link[world, k]
            rows = [_rows(*one) for one in now.told(links, seats, len(groups.spot), place_of)]
            whole = np.concatenate(rows)
            whole = whole[(whole["from"] >= 0) & (whole["to"] >= 0)]
            said.append(whole[np.lexsort((whole["to"], whole["from"], whole["kind"]))])
        before = shown["resident.status"].copy()
    return said


class _Month:
    """What there is to tell of a month: its events, how people stand at its end and stood before, who sits where."""

    def __init__(
        self, events: NDArray[Any], shown: Shown, before: Numbers, sitting: Numbers, node_of_group: Numbers
    ) -> None:
        self.events, self.shown, self.before, self.node_of_group = events, shown, before, node_of_group
        self.seat = np.full(len(before), -1)
        self.seat[sitting[sitting > 0]] = np.flatnonzero(sitting)

    def told(self, links: NDArray[np.uint8], seats: int, groups: int, place_of: Numbers) -> Iterator[tuple[Any, ...]]:
        """Kind, from and to of each kind of signal. links [group, service]."""
        agencies = seats + groups
        halls = agencies + len(DOMAINS) * (int(place_of.max()) + 1)
        place = place_of[self.shown["resident.neighbourhood"]]
        asked, met, started, found, served = (
            self._of(*what)
            for what in (
                (What.ASKED_TO_TAKE_PART,), (What.INTRODUCED,), (What.STARTED_HELPING,), (What.GROUP_HELP_BEGAN,),
                AGENCY_HELP,
            )
        )  # fmt: skip
        yield Kind.ASKED, halls + place[asked["person"]], self.seat[asked["person"]]
        yield Kind.INTRODUCED, self.seat[met["person"]], self.seat[met["by"]]
        yield Kind.STARTED, self.seat[started["person"]], self._own_group(started["person"])
        group = self.node_of_group[found["by"]]
        service = np.array(SERVICE_OF_LADDER)[found["ladder"]]
        status = self.before[found["person"]] | self.shown["resident.status"][found["person"]]
        in_touch = unpack_ladders(status, STATUS_BITS)[np.arange(len(found)), found["ladder"]] > 0
        linked = in_touch & (links[group - seats, service] > 0) & (self.seat[found["person"]] >= 0)
        agency = agencies + len(DOMAINS) * place[found["person"]] + service
        yield Kind.LINKED, agency[linked], group[linked]
        yield Kind.GROUP_HELP, group, self.seat[found["person"]]
        service = np.array(SERVICE_OF_LADDER)[served["ladder"]]
        yield Kind.AGENCY_HELP, agencies + len(DOMAINS) * place[served["person"]] + service, self.seat[served["person"]]

    def _of(self, *what: What) -> NDArray[Any]:
        return self.events[np.isin(self.events["what"], what)]

    def _own_group(self, person: Numbers) -> Numbers:
        """The node of the formal group of each, or of the informal one, or else of the person."""
        formal, informal = self.shown["resident.formal"][person], self.shown["resident.informal"][person]
        own = np.where(formal > 0, formal, informal)
        return np.where(own > 0, self.node_of_group[own], self.seat[person])


def _rows(kind: Kind, start: Numbers, end: Numbers) -> NDArray[Any]:
    rows = np.empty(len(start), SIGNAL)
    rows["kind"], rows["from"], rows["to"] = kind, start, end
    return rows
