"""M19: what a place shares is used, grows back, and is missed where it is scarce."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from simulation.chance import Decision
from simulation.mechanisms.commons import next_stock, share_commons
from simulation.mechanisms.ladder import climb

from .village import HOME, village


@given(st.floats(0.0, 1.0), st.floats(1e-4, 1.0), st.floats(0.0, 2.0))
def test_a_stock_is_never_less_than_nothing_nor_more_than_there_can_be(stock, renewal, use):
    assert 0.0 <= next_stock(stock, renewal, use) <= 1.0 + 1e-12


@pytest.mark.parametrize(
    ("stock", "renewal", "use"), [(0.3, 0.2, 0.05), (0.9, 0.1, 0.3), (0.5, 0.4, 0.4), (0.02, 1, 0)]
)
def test_a_month_is_the_solution_of_the_equation(stock, renewal, use):
    solved = solve_ivp(lambda _, r: renewal * r * (1 - r) - use * r, (0, 1), [stock], rtol=1e-10, atol=1e-12)
    assert next_stock(stock, renewal, use) == pytest.approx(solved.y[0, -1], rel=1e-7)


def settled(people, active, **changes):
    """A village in which a share has always been active, at month 1."""
    town = village(people, month=-1, **changes)
    town.residents.active[: round(active * people)] = True
    share_commons(town)
    town.month = 1
    return town


def test_a_settled_place_keeps_what_it_has():
    town = settled(100, 0.2, commons__use_growth=0.0)
    for _ in range(50):
        share_commons(town)
    assert town.commons.stock == pytest.approx([0.6], abs=1e-12)
    assert town.commons.scarcity() == pytest.approx([0.0], abs=1e-12)


@pytest.mark.parametrize(("active", "stewardship"), [(0.5, 2.0), (0.0, 2.0), (0.5, 0.0)])
def test_use_falls_as_more_take_part(active, stewardship):
    town = settled(100, 0.2, commons__use_growth=0.0, commons__stewardship=stewardship, commons__renewal=0.05)
    town.residents.active[:] = np.arange(100) < 100 * active
    for _ in range(2000):
        share_commons(town)
    assert town.commons.stock == pytest.approx([1 - 0.4 * math.exp(-stewardship * (active - 0.2))], abs=1e-6)


def test_more_people_use_more():
    town = settled(100, 0.0, commons__use_growth=0.0, commons__renewal=0.05)
    town.residents.alive[75:] = False
    for _ in range(2000):
        share_commons(town)
    assert town.commons.stock == pytest.approx([1 - 0.4 * 0.75], abs=1e-6)


def test_use_that_grows_outruns_renewal():
    town = settled(100, 0.0, commons__use_growth=0.02)
    for month in range(480):
        town.month = month
        share_commons(town)
    assert 0.0 < town.commons.stock[0] < 0.6 - 0.1


def test_scarcity_is_felt_at_home_and_in_prices():
    cards = {"ladder__home_up": [0.1, 0.1, 0.1], "ladder__capacity_effect": 0.0, "population__frailty_sd": 0.0}
    town = village(5000, commons__need_effect=1.5, commons__price_effect=0.5, **cards)
    town.residents.head[:] = True
    town.commons.stock[:] = 0.3
    cost, placed = town.budget.case_prices()
    usual = [town.budget.price(pounds) for pounds in town.scenario.service.cost]
    assert cost[0, :HOME].tolist() == usual[:HOME]
    assert cost[0, HOME] == pytest.approx(usual[HOME] * math.exp(0.5 * 0.5), abs=1)
    assert placed == town.budget.price(town.scenario.service.placement_cost)
    u, age = town.luck(Decision.HOME_STEP), town.scenario.ladder.home_age[5]
    climb(town)
    assert (town.residents.level[:, HOME] == (u >= math.exp(-0.1 * age * math.exp(1.5 * 0.5)))).all()
