"""Seeking help and triage: who comes forward, for which need, and who is sent the wrong way."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.agents.residents import CRISIS, Event, Status
from simulation.chance import Decision
from simulation.mechanisms.budget import close_ledger
from simulation.mechanisms.seeking import misrouted, seek

from .village import FUNCTIONAL, HOME, LIVELIHOOD, MENTAL, village

N = 2000
ALWAYS = 100.0
"""Trust with which everybody comes forward whose level has any rate."""


def needy(level=2, ladder=MENTAL, people=N, **cards):
    town = village(people, **{"seeking__rates": [1.0, 1.0, 1.0], "seeking__trust_effect": 0.5, **cards})
    town.places.trust[:] = ALWAYS
    town.residents.level[:, ladder] = level
    town.list_needs()
    return town


@given(st.floats(0, 1, exclude_max=True), st.integers(0, 3), st.floats(0, 1))
def test_where_agencies_take_every_call_nobody_is_misrouted(u, level, sensitivity):
    assert not misrouted(u, level, sensitivity, 0.0)


@given(st.floats(0, 1, exclude_max=True), st.floats(0, 1), st.floats(0, 1))
def test_emerging_need_is_never_misrouted(u, sensitivity, share):
    assert not misrouted(u, 1, sensitivity, share)


@pytest.mark.parametrize("level", [2, 3])
def test_the_share_misrouted(level):
    """(1 - .9) x .4 of complex and crisis cases."""
    assert misrouted(0.0399, level, 0.9, 0.4)
    assert not misrouted(0.0401, level, 0.9, 0.4)


def test_who_comes_forward():
    """P = 1 - exp(-rate x exp(effect (trust - start))): .4 x exp(.5 x .2)."""
    town = needy(3, seeking__rates=[0, 0, 0.4], seeking__trust_effect=0.5)
    town.places.trust[:] = town.scenario.trust.start + 0.2
    seek(town)
    expected = town.luck(Decision.SEEK_HELP) < 1 - math.exp(-0.4 * math.exp(0.1))
    assert np.array_equal(town.residents.status[:, MENTAL] == Status.WAITING, expected)
    assert np.array_equal(town.residents.event == Event.SOUGHT, expected)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_each_level_has_its_own_rate(level):
    rates = [0.0, 0.0, 0.0]
    rates[level - 1] = 1.0
    town = needy(level, people=5, seeking__rates=rates)
    town.residents.level[0, MENTAL] = level % 3 + 1
    seek(town)
    assert town.residents.status[:, MENTAL].tolist() == [Status.NONE] + [Status.WAITING] * 4


def test_once_a_month_for_the_worst_need_that_nobody_deals_with():
    town = needy(0, people=3)
    r = town.residents
    r.level[:, [FUNCTIONAL, MENTAL, LIVELIHOOD, HOME]] = [1, 2, 2, 3]
    r.status[1, HOME] = Status.STATUTORY
    r.status[2, :] = Status.WAITING
    town.list_needs()
    seek(town)
    assert (r.status[0] == Status.WAITING).tolist() == [False, False, False, False, True]
    assert (r.status[1] == Status.WAITING).tolist() == [False, True, False, False, False]
    assert r.event.tolist() == [Event.SOUGHT, Event.SOUGHT, 0]


def test_waits_are_counted_and_stop_at_the_end_of_their_byte():
    town = needy(1, people=2)
    r = town.residents
    r.status[:, MENTAL], r.wait[:, MENTAL] = Status.DIRECT, [3, 255]
    seek(town)
    assert r.wait[:, MENTAL].tolist() == [4, 255]
    assert r.wait[:, HOME].tolist() == [0, 0]


def test_triage_errs_only_where_connecting_staff_take_the_call():
    town = needy(2, seeking__sensitivity=0.5)
    town.budget.answered[:] = 0.6
    seek(town)
    wrong = town.luck(Decision.TRIAGE_MISS) < 0.5 * 0.6
    assert 0.25 * N < wrong.sum() < 0.35 * N
    assert np.array_equal(town.residents.status[:, MENTAL] == Status.MISROUTED, wrong)
    assert np.array_equal(town.residents.status[:, MENTAL] == Status.WAITING, ~wrong)


def test_the_same_calls_taken_by_delivery_are_all_routed_well():
    town = needy(3, seeking__sensitivity=0.0)
    town.budget.answered[:] = 0.0
    seek(town)
    assert not (town.residents.event & Event.HARM).any()


def test_a_complex_case_sent_the_wrong_way_falls_into_crisis():
    town = needy(2, people=1, seeking__sensitivity=0.0, capacity__scar=0.2)
    town.budget.answered[:] = 1.0
    town.residents.months[:, MENTAL] = 9
    seek(town)
    r = town.residents
    assert r.level[0, MENTAL] == CRISIS
    assert r.months[0, MENTAL] == 0
    assert r.event[0] == Event.SOUGHT | Event.HARM | Event.AVOIDABLE_CRISIS
    assert r.capacity[0] == pytest.approx(0.4)
    assert r.fell[0] == town.month


def test_a_crisis_sent_the_wrong_way_is_harm_but_no_new_crisis():
    town = needy(3, people=1, seeking__sensitivity=0.0)
    town.budget.answered[:] = 1.0
    seek(town)
    assert town.residents.event[0] == Event.SOUGHT | Event.HARM
    assert town.residents.status[0, MENTAL] == Status.MISROUTED


def test_those_sent_the_wrong_way_are_lost_for_the_delay():
    """With a delay of 3: misrouted at wait 0, still at 1 and 2, and seeking anew in the month that wait reaches 3."""
    town = needy(3, people=1, seeking__delay=3)
    town.residents.status[0, MENTAL] = Status.MISROUTED
    seen = []
    for _ in range(3):
        seek(town)
        seen.append(int(town.residents.status[0, MENTAL]))
    assert seen == [Status.MISROUTED, Status.MISROUTED, Status.WAITING]
    assert town.residents.wait[0, MENTAL] == 0


def test_calls_are_answered_by_connectors_as_far_as_money_paid_them():
    """3,000 of the 10,000 pence a month that may be chosen: .3; next to nothing left to choose: next to nobody errs."""
    town = needy(2)
    town.budget.first_discretionary[0] = [4_000, 3_000, 2_000, 1_000]
    town.budget.connecting[0] = [1_200, 900, 600, 300]
    close_ledger(town)
    assert town.budget.answered[0] == pytest.approx(0.3)
    town.budget.connecting[:] = 0
    close_ledger(town)
    assert town.budget.answered[0] == 0.0
