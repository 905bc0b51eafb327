"""What is recorded is what is there: every measure counted again, the slow way, from the world's own columns."""

import numpy as np
import pytest

from simulation.agents.groups import UNKNOWN
from simulation.agents.residents import ADULT, CRISIS, Event, Status
from simulation.outcomes import PLACE_MEASURES, WHOLE, Line, Measure, Outcomes


@pytest.fixture
def busy(world):
    """Two villages after half a year of connecting."""
    levers = {"effort.connecting_share": 0.5, "effort.lag": 1}
    twin = world.fork({**levers, "budget.reserves_share": 2, "service.caseload": 60})
    twin.halls.open[::2] = False
    for _ in range(6):
        twin.step()
    return twin


def recorded(world, measure):
    """The last month's value in all."""
    return int(world.outcomes.people[world.outcomes.months - 1, :, :, measure].sum())


def living(world):
    r = world.residents
    return np.flatnonzero(r.alive[: r.count])


def test_people_are_counted_by_place_and_fifth(busy):
    r, rows = busy.residents, living(busy)
    expected = np.zeros((2, 5), int)
    np.add.at(expected, (busy.place_of[r.neighbourhood[rows]], r.fifth[rows] - 1), 1)
    assert np.array_equal(busy.outcomes.people[busy.outcomes.months - 1, :, :, Measure.RESIDENTS], expected)
    assert expected.sum() > 900


EVENTS = {
    Measure.AVOIDABLE_CRISES: Event.AVOIDABLE_CRISIS, Measure.UNAVOIDABLE_CRISES: Event.UNAVOIDABLE_CRISIS,
    Measure.SOUGHT_HELP: Event.SOUGHT, Measure.ABANDONED: Event.ABANDONED, Measure.HARMED: Event.HARM,
    Measure.RECOVERED: Event.RECOVERED, Measure.STARTED: Event.STARTED_HELPING, Measure.STOPPED: Event.STOPPED_HELPING,
}  # fmt: skip


@pytest.mark.parametrize("measure", EVENTS, ids=lambda measure: measure.name)
def test_events_are_counted(busy, measure):
    r, rows = busy.residents, living(busy)
    r.event[rows[::7]] |= np.uint8(EVENTS[measure])
    record_again(busy)
    assert recorded(busy, measure) == np.count_nonzero(r.event[rows] & EVENTS[measure]) > 0


def record_again(world):
    """Record the month that was, once more."""
    from simulation.outcomes import record

    world.month -= 1
    record(world)
    world.month += 1


def test_states_are_counted(busy):
    r, rows, month = busy.residents, living(busy), busy.month - 1
    need = rows[(r.level[rows] > 0).any(axis=1)]
    active = rows[r.active[rows]]
    expected = {
        Measure.ADULTS: (month - r.born[rows] >= ADULT).sum(),
        Measure.IN_NEED: len(need),
        Measure.IN_CRISIS: (r.level[rows] == CRISIS).any(axis=1).sum(),
        Measure.WAITING: (r.status[need] == Status.WAITING).any(axis=1).sum(),
        Measure.PLACED: (r.status[need] == Status.PLACED).any(axis=1).sum(),
        Measure.HELPED_BY_GROUP: (r.helper[need] >= 0).sum(),
        Measure.ACTIVE: len(active),
        Measure.FORMAL: (r.groups[active, 0] >= 0).sum(),
        Measure.INFORMAL: (r.groups[active, 1] >= 0).sum(),
        Measure.CIVIC_MINUTES: r.civic_given[rows].sum(),
        Measure.KIN_GIVEN_MINUTES: r.kin_given[rows].sum(),
        Measure.BURNT_OUT: (r.burnout[rows] >= np.float32(busy.scenario.burnout.burnt_out)).sum(),
    }
    assert {measure.name: recorded(busy, measure) for measure in expected} == {
        measure.name: int(value) for measure, value in expected.items()
    }


def test_minutes_are_those_of_the_ledger(busy):
    needs = busy.needs
    for measure, minutes in {
        Measure.NEED_MINUTES: needs.needed, Measure.MET_MINUTES: needs.met, Measure.KIN_MINUTES: needs.kin,
        Measure.STATUTORY_MINUTES: needs.statutory, Measure.DIRECT_MINUTES: needs.direct,
        Measure.GROUP_MINUTES: needs.civic,
    }.items():  # fmt: skip
        assert recorded(busy, measure) == minutes.sum() > 0
    short = 2 * needs.by_ladder(needs.met).sum(axis=1) < needs.by_ladder(needs.needed).sum(axis=1)
    assert recorded(busy, Measure.WITHOUT_HELP) == short.sum() > 0


@pytest.mark.parametrize(("measure", "column"), [(Measure.WELLBEING, "wellbeing"), (Measure.CAPACITY, "capacity")])
def test_sums_of_fractions_are_in_65536ths(busy, measure, column):
    """Rounded down for each person: short of the true sum by less than one part for each."""
    rows = living(busy)
    true = getattr(busy.residents, column)[rows].astype(float).sum() * WHOLE
    assert true - len(rows) < recorded(busy, measure) <= true


def test_waits_are_counted_by_length(busy):
    r = busy.residents
    rows = busy.needs.rows
    waiting = r.status[rows] == Status.WAITING
    lengths = np.minimum(r.wait[rows][waiting], 60)
    kept = busy.outcomes.waits[busy.outcomes.months - 1].sum(axis=0)
    assert np.array_equal(kept, np.bincount(lengths, minlength=61))
    assert kept.sum() > 0


def test_money_lines_are_the_budgets(busy):
    money = busy.outcomes.money[busy.outcomes.months - 1]
    for line in Line:
        assert np.array_equal(money[:, :, line], getattr(busy.budget, line.name.lower()))
    assert (money[:, :, Line.CONNECTING].sum(axis=1) > 0).all()


def test_places_are_described(busy):
    kept = dict(zip(PLACE_MEASURES, busy.outcomes.places[busy.outcomes.months - 1].T, strict=True))
    g = busy.groups
    place = busy.place_of[g.neighbourhood]
    for p in range(2):
        here = g.alive & (place == p)
        assert kept["groups"][p] == here.sum()
        assert kept["formal_groups"][p] == (here & g.formal).sum()
        assert kept["halls"][p] == len(busy.place_agents[p].halls) > 0
        assert kept["known_groups"][p] == (here & (g.mapped != UNKNOWN)).sum()
        own = g.synapse[np.flatnonzero(here), g.domain[here]]
        assert kept["synapse"][p] == pytest.approx(own.mean())
    assert np.array_equal(kept["reserves"], busy.budget.reserves)
    assert np.array_equal(kept["trust"], busy.places.trust)
    assert np.array_equal(np.array([kept[name] for name in ("births", "deaths", "arrivals", "leavers")]), busy.flows)
    assert np.array_equal(kept["demand_home"], [busy.demand.multiple[3]] * 2)


def test_one_row_a_month(world):
    before = world.outcomes.months
    for month in range(1, 4):
        world.step()
        assert world.outcomes.months == before + month


def test_making_room_keeps_what_was_recorded():
    kept = Outcomes(2, 3)
    kept.people[1], kept.money[2], kept.places[0] = 7, 8, 9.5
    kept.reserve(10)
    assert all(len(table) == 10 for table in (kept.people, kept.money, kept.waits, kept.places))
    assert (kept.people[1] == 7).all()
    assert (kept.money[2] == 8).all()
    assert (kept.places[0] == 9.5).all()
    assert not kept.people[3:].any()
    kept.reserve(4)
    assert len(kept.people) == 10


def test_a_run_longer_than_planned_is_recorded_to_the_end(world):
    world.outcomes.people = world.outcomes.people[: world.outcomes.months + 1]
    for name in ("money", "waits", "places"):
        setattr(world.outcomes, name, getattr(world.outcomes, name)[: world.outcomes.months + 1])
    for _ in range(3):
        world.step()
    assert recorded(world, Measure.RESIDENTS) == len(living(world))
