"""What travels on the film is what the events say, from whom to whom."""

import numpy as np
import pytest

from dashboards.film.signals import Kind
from simulation.agents.groups import DOMAINS, SERVICE_OF_LADDER
from simulation.agents.residents import LADDERS
from simulation.chronicle.fields import STATUS_BITS, unpack_ladders
from simulation.chronicle.table import table

MONTHS = 26
WORLDS = (0, 1)


@pytest.fixture(scope="module")
def events(filmed):
    return [table(one.scribe).to_pylist() for one in filmed.chronicles]


def travelled(filmed, world, month):
    start, end = filmed.arrays[f"signals.{world}"][month - 1 : month + 1]
    return list(
        zip(*(filmed.arrays[f"{name}.{world}"][start:end].tolist() for name in ("kind", "from", "to")), strict=True)
    )


def told(filmed, sitting, events, world, month):
    """The signals of a month, one event after the other."""
    seats, groups = len(filmed.arrays["seat.home"]), len(filmed.arrays["group.block"])
    places = len(filmed.heading["places"])
    agency, hall = seats + groups, seats + groups + 4 * places
    seat = {person: at for at, person in enumerate(sitting(month).tolist()) if person}
    group = {number: seats + g for g, number in enumerate(filmed.arrays["group.number"][:, world].tolist())}
    was, now = (filmed.frames[world].at(m) for m in (month - 1, month))
    for event in events[world]:
        what, person = event["what"], event["person"]
        if event["month"] != month - 1 or person not in seat:
            continue
        place = filmed.heading["places"].index(event["place"])
        if what == "asked to take part":
            yield Kind.ASKED, hall + place, seat[person]
        elif what == "introduced" and event["by"] in seat:
            yield Kind.INTRODUCED, seat[person], seat[event["by"]]
        elif what == "started helping":
            own = now.residents["formal"][person] or now.residents["informal"][person]
            yield Kind.STARTED, seat[person], group[own] if own else seat[person]
        elif what in ("admitted", "direct help began"):
            service = SERVICE_OF_LADDER[LADDERS.index(event["ladder"])]
            yield Kind.AGENCY_HELP, agency + 4 * place + service, seat[person]
        elif what == "group help began":
            ladder = LADDERS.index(event["ladder"])
            service = SERVICE_OF_LADDER[ladder]
            statuses = [one.residents["status"] for one in (was, now)]
            touch = any(
                unpack_ladders(status[[person]], STATUS_BITS)[0, ladder] for status in statuses if person < len(status)
            )
            if touch and now.groups[f"link_{DOMAINS[service]}"][event["by"]]:
                yield Kind.LINKED, agency + 4 * place + service, group[event["by"]]
            yield Kind.GROUP_HELP, group[event["by"]], seat[person]


@pytest.mark.parametrize("world", WORLDS)
def test_every_signal_is_an_event_and_every_event_a_signal(filmed, sitting, events, world):
    for month in range(1, MONTHS + 1):
        assert travelled(filmed, world, month) == sorted(told(filmed, sitting, events, world, month))


@pytest.mark.parametrize("kind", Kind)
def test_there_are_signals_of_every_kind(filmed, kind):
    """Else the test above shows little."""
    assert np.count_nonzero(filmed.arrays["kind.1"] == kind)
