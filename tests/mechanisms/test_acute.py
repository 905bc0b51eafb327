"""Acute arrivals: how many, on which ladder, and that nothing prevents them."""

import math

import numpy as np
import pytest

from simulation.agents.residents import CRISIS, Event
from simulation.chance import Decision
from simulation.mechanisms.acute import strike

from .village import FAMILY, FUNCTIONAL, HOME, LIVELIHOOD, MENTAL, village

N = 4000
RATES = [0.05, 0.04, 0.03, 0.02, 0.01]


def struck_town(**cards):
    town = village(N, acute__rates=RATES, acute__scale=1.0, ladder__deprivation=[0.0] * 5, **cards)
    strike(town)
    return town


def test_everybody_is_struck_by_their_own_luck():
    """Adults, no heads: functional, mental and livelihood apply. P = 1 - exp(-.11); the ladder is u / P of .11."""
    town = struck_town()
    u, p = town.luck(Decision.ACUTE_ARRIVAL), 1 - math.exp(-0.11)
    expected = np.zeros((N, 5), int)
    at = u / p * 0.11
    expected[(u < p) & (at < 0.05), FUNCTIONAL] = CRISIS
    expected[(u < p) & (at >= 0.05) & (at < 0.09), MENTAL] = CRISIS
    expected[(u < p) & (at >= 0.09), LIVELIHOOD] = CRISIS
    assert np.array_equal(town.residents.level, expected)
    assert (expected.sum(axis=0) > 0).tolist() == [True, True, False, True, False]


def test_what_a_strike_leaves_behind():
    town = struck_town(capacity__scar=0.2)
    r, hit = town.residents, (town.residents.level == CRISIS).any(axis=1)
    assert (r.event[hit] == Event.UNAVOIDABLE_CRISIS).all()
    assert (r.event[~hit] == 0).all()
    assert (r.fell[hit] == town.month).all()
    assert r.capacity[hit] == pytest.approx(0.4)
    assert r.capacity[~hit] == pytest.approx(0.5)


def test_nothing_prevents_it():
    """Capacity, help and frailty change nothing; only place, demand and age do."""
    one = struck_town()
    other = village(N, acute__rates=RATES, acute__scale=1.0, ladder__deprivation=[0.0] * 5)
    r = other.residents
    r.capacity[:], r.frailty_score[:], r.kin_share[:], r.agency_share[:], r.civic_share[:] = 1.0, 255, 255, 255, 255
    strike(other)
    assert np.array_equal(one.residents.level, other.residents.level)


def test_deprivation_and_demand_multiply():
    """.01 x exp(.5 (3 - 1)) x 3 for home, of heads alone, once the other rates are 0; and twice `scale`."""
    town = village(N, acute__rates=[0, 0, 0, 0, 0.01], acute__scale=2.0, ladder__deprivation=[0, 0, 0, 0, 0.5])
    town.demand.multiple[:] = [1.0, 1.0, 1.0, 3.0]
    town.residents.fifth[:] = 1
    town.residents.head[::2] = True
    strike(town)
    p = 1 - math.exp(-0.06 * math.e)
    expected = (town.luck(Decision.ACUTE_ARRIVAL) < p) & town.residents.head
    assert np.array_equal(town.residents.level[:, HOME] == CRISIS, expected)
    assert expected.sum() > 100


def test_those_in_crisis_already_cannot_fall_again():
    town = village(N, acute__rates=RATES, ladder__deprivation=[0.0] * 5)
    r = town.residents
    r.level[:, [FUNCTIONAL, MENTAL, LIVELIHOOD]] = CRISIS
    r.level[:, FAMILY] = 0
    strike(town)
    assert not r.event.any()
