"""M15: whom direct help reaches, before crisis and in it, who gives up, and that no row's place decides it."""

import math

import numpy as np
import pytest

from simulation.agents.residents import CRISIS, Event
from simulation.chance import Decision
from simulation.mechanisms.direct_help import help_directly
from simulation.mechanisms.service import EARLY, LATE, meet_duties

from .casework import S, line, town
from .village import CARE, MENTAL


def test_whoever_is_below_the_threshold_is_turned_away_and_has_not_given_up():
    made = town([1, 1, 2, 1], [S.WAITING, S.DIRECT, S.WAITING, S.NONE], service__threshold=2)
    help_directly(made)
    assert made.residents.status[:4, MENTAL].tolist() == [S.NONE, S.NONE, S.WAITING, S.NONE]
    assert made.needs.direct.tolist() == [0] * 4
    assert not made.residents.event[:4].any()


def test_assessing_takes_hours_of_those_who_begin_to_wait():
    """Of 80 hours 3 x 2 go to assessing, so that 7 slots of 10 are left; who waits already was assessed before."""
    statuses = [S.WAITING] * 9
    for triage, slots in (("need", 8), ("waiting", 8), ("gain", 7)):
        made = town([2] * 9, statuses, direct=3200, service__triage=triage, service__assessment=2.0)
        made.residents.wait[:, MENTAL] = [0, 0, 0, 1, 2, 3, 4, 5, 6]
        help_directly(made)
        assert (made.minutes("direct") > 0).sum() == slots
    made = town([2] * 9, statuses, direct=3200, service__triage="gain", service__assessment=40.0)
    help_directly(made)
    assert made.minutes("direct").sum() == 0, "no less than nothing"


def test_slots_serve_as_many_as_they_are():
    """2,400 pounds buy 60 hours: 6 slots of 10 hours; 8 wait at level 2, and 6 of them get 600 minutes each."""
    made = town([2] * 8, [S.WAITING] * 8, direct=2400)
    order = line(made, EARLY)
    help_directly(made)
    helped = made.minutes("direct")[:, MENTAL]
    assert sorted(order[:6]) == np.flatnonzero(helped).tolist()
    assert (helped[order[:6]] == 600).all()
    assert (made.residents.status[order[:6], MENTAL] == S.DIRECT).all()
    assert (made.residents.status[order[6:], MENTAL] == S.WAITING).all()
    assert made.budget.minutes_given[0, CARE] == 3600


def test_money_short_of_a_slot_buys_none():
    """399 pounds are 598 minutes."""
    made = town([2], [S.WAITING], direct=399)
    help_directly(made)
    assert made.needs.direct.sum() == 0


def test_minutes_that_one_does_not_need_go_to_others_who_are_served():
    """Two slots, 1,200 minutes: level 2 comes first and needs 1,200, level 1 only 300; the third has no slot."""
    made = town([1, 2, 1], [S.DIRECT, S.WAITING, S.WAITING], direct=800)
    help_directly(made)
    assert made.minutes("direct")[:, MENTAL].tolist() == [300, 900, 0]
    assert made.residents.status[:, MENTAL].tolist() == [S.DIRECT, S.DIRECT, S.WAITING]


@pytest.mark.parametrize(
    ("earliness", "early", "late"), [(1.0, [300, 300], []), (0.5, [300], [900]), (0.0, [300], [900])]
)
def test_spare_minutes_stay_with_their_purpose_until_it_needs_none(earliness, early, late):
    """Two slots. What one early case of 300 minutes leaves is of use to no other of them, and goes to a crisis."""
    made = town([1, 1, 3], [S.WAITING] * 3, direct=800, earliness=earliness)
    made.needs.kin[made.case(2, MENTAL)] = 1800
    help_directly(made)
    given = made.minutes("direct")[:, MENTAL]
    assert [one for one in given[:2].tolist() if one] == early
    assert [one for one in given[2:].tolist() if one] == late


def test_no_minute_lies_idle_while_anybody_who_is_served_lacks_one():
    """Four slots, 2,400 minutes, two of them early; need of 300 minutes early and 900 beside kin in crisis."""
    for before, in_crisis in ((1, 9), (9, 1), (2, 2), (3, 0), (0, 3)):
        made = town([1] * before + [3] * in_crisis, [S.WAITING] * (before + in_crisis), direct=1600, earliness=0.5)
        for row in range(before, before + in_crisis):
            made.needs.kin[made.case(row, MENTAL)] = 2100
        help_directly(made)
        given = made.minutes("direct")[:, MENTAL]
        lack = np.array([300] * before + [900] * in_crisis)[given > 0].sum()
        assert given.sum() == min(2400, lack)


def test_nobody_gets_more_than_they_need():
    """300 minutes needed, of which kin gave 120."""
    made = town([1], [S.WAITING], direct=400)
    made.needs.kin[made.case(0, MENTAL)] = 120
    help_directly(made)
    assert made.minutes("direct")[0, MENTAL] == 180


def test_those_whose_slot_goes_wait_anew():
    made = town([2, 1], [S.DIRECT] * 2, direct=400)
    made.residents.wait[:, MENTAL] = 7
    help_directly(made)
    assert made.residents.status[:, MENTAL].tolist() == [S.DIRECT, S.WAITING]
    assert made.residents.wait[:, MENTAL].tolist() == [7, 0]


@pytest.mark.parametrize(("earliness", "early", "late"), [(1.0, 4, 0), (0.5, 2, 2), (0.3, 1, 3), (0.0, 0, 4)])
def test_earliness_divides_the_slots(earliness, early, late):
    """Four slots; floor of the early share."""
    made = town([2] * 9 + [3] * 9, [S.WAITING] * 18, direct=1600, earliness=earliness)
    help_directly(made)
    helped = made.minutes("direct")[:, MENTAL] > 0
    assert (helped[:9].sum(), helped[9:].sum()) == (early, late)


def test_slots_that_one_purpose_cannot_use_go_to_the_other():
    """Four slots, half of them early, and one early case: three late ones are served; and the other way round."""
    for before, in_crisis, early, late in ((1, 9, 1, 3), (9, 1, 3, 1), (1, 1, 1, 1)):
        levels = [2] * before + [3] * in_crisis
        made = town(levels, [S.WAITING] * len(levels), direct=1600, earliness=0.5)
        help_directly(made)
        helped = made.minutes("direct")[:, MENTAL] > 0
        assert (helped[:before].sum(), helped[before:].sum()) == (early, late)


def test_those_whose_need_is_met_in_full_take_no_slot():
    """The first in the order have all they need of their kin, or of a duty; the next ones are served, none is moved."""
    statuses = [S.DIRECT, S.DIRECT, S.STATUTORY, S.STATUTORY]
    made = town([2, 2, 3, 3], statuses, direct=800, earliness=0.5)
    met = [line(made, purpose)[0] for purpose in (EARLY, LATE)]
    for row, by in zip(met, (made.needs.kin, made.needs.statutory), strict=True):
        by[made.case(row, MENTAL)] = made.needs.needed[made.case(row, MENTAL)]
    help_directly(made)
    assert np.flatnonzero(made.minutes("direct")[:, MENTAL]).tolist() == sorted({0, 1, 2, 3} - set(met))
    assert made.residents.status[:, MENTAL].tolist() == statuses


def test_late_help_goes_first_to_those_whom_no_duty_reached():
    made = town([3] * 4, [S.STATUTORY, S.WAITING, S.STATUTORY, S.WAITING], direct=800, earliness=0.0)
    help_directly(made)
    assert np.flatnonzero(made.minutes("direct")[:, MENTAL]).tolist() == [1, 3]
    assert made.residents.status[:, MENTAL].tolist() == [S.STATUTORY, S.WAITING] * 2


def test_help_ends_and_waits_are_given_up_by_luck():
    n = 400
    made = town([2] * n, [S.DIRECT] * (n // 2) + [S.WAITING] * (n // 2), direct=99_999,
                service__end_rate=0.5, service__abandon_rate=0.0)  # fmt: skip
    made.residents.level[n // 2 :, MENTAL] = CRISIS
    help_directly(made)
    ended = made.luck(Decision.SERVICE_ENDS + 4 * MENTAL)[: n // 2] < 1 - math.exp(-0.5)
    assert np.array_equal(made.residents.status[: n // 2, MENTAL] == S.NONE, ended)
    assert not made.residents.event.any()
    made.set(service__abandon_rate=0.3)
    made.budget.direct[:] = 0
    help_directly(made)
    left = made.luck(Decision.QUEUE_ABANDON + 4 * MENTAL)[n // 2 :] < 1 - math.exp(-0.3)
    assert np.array_equal(made.residents.event[n // 2 :] == Event.ABANDONED, left)
    assert np.array_equal(made.residents.status[n // 2 :, MENTAL] == S.NONE, left)


def busy(order=None):
    """60 people with mixed need and little money; rows in another order where asked. What each person gets."""
    n = 60
    order = np.arange(n) if order is None else order
    levels = np.array([1 + i % 3 for i in range(n)])
    statuses = np.array([(S.WAITING, S.DIRECT, S.STATUTORY, S.WAITING, S.NONE)[i % 5] for i in range(n)])
    made = town(levels, statuses, income=900, direct=4000, earliness=0.5, service__outreach=0.3,
                service__end_rate=0.2, service__abandon_rate=0.2, service__cost_spread=0.5)  # fmt: skip
    r = made.residents
    for column in (r.key, r.level, r.status):
        column[:] = column[order].copy()
    made.list_needs()
    meet_duties(made)
    made.budget.direct[0, CARE] = 400_000
    help_directly(made)
    got = np.zeros((n, 4), np.int64)
    got[order, 0], got[order, 1] = r.status[:, MENTAL], r.event
    got[order[made.needs.rows], 2] = made.minutes("statutory")[:, MENTAL]
    got[order[made.needs.rows], 3] = made.minutes("direct")[:, MENTAL]
    return got


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rows_may_lie_in_any_order(seed):
    """The same people are served, whatever the order of rows."""
    first = busy()
    assert all(first[:, column].any() for column in range(4))
    assert np.array_equal(first, busy(np.random.default_rng(seed).permutation(60)))
