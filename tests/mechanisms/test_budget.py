"""M15: the purse, to the penny."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.mechanisms.budget import Budget, close_ledger, monthly_part, proportion, set_budgets
from simulation.scenario import Scenario

SCENARIO = Scenario.load("doing_things")
POUNDS = st.integers(0, 10**9)


def purse(month=5, places=1, shares=0.0, dual=0.0, **cards):
    """A stand-in for a world with nothing but a purse and levers."""
    changes = {"budget.cost_growth": 0.0, **{f"budget.{name}": value for name, value in cards.items()}}
    scenario = SCENARIO.with_changes(changes)
    levers = SimpleNamespace(connecting_share=np.full(places, shares), dual_running=np.full(places, dual))
    world = SimpleNamespace(
        month=month, scenario=scenario, effort=levers, by_place=lambda key: np.full(places, scenario[key]),
        places=SimpleNamespace(turned_back=np.zeros(places, np.bool_)),
    )  # fmt: skip
    world.budget = Budget(places, world)
    return world


def four(*values):
    """One place's line by service."""
    return np.array([values], np.int64)


# prices


def test_prices_grow_with_costs():
    world = purse(month=24, cost_growth=0.02)
    assert world.budget.price(1000) == round(100_000 * 1.02**2)
    world.month = -7
    assert world.budget.price(12.345) == 1234


# what may be spent on duties


def test_the_limit_on_duties():
    """1,000 - 300 - floor(.1 x 205) + 500 x 1,000 / 2,000, and half of that again for a service half as rich."""
    world = purse(floor=0.1)
    b = world.budget
    b.income, b.fixed, b.first_discretionary = four(1000, 500, 500, 0), four(300, 0, 0, 0), four(205, 0, 0, 0)
    b.reserves[:] = 500
    assert b.duty_limit().tolist() == [[1000 - 300 - 20 + 250, 625, 625, 0]]


def test_limits_never_promise_more_than_there_is():
    """Every service may draw only its share of the reserves."""
    world = purse(floor=0.0)
    b = world.budget
    b.income, b.reserves[:] = four(7, 11, 13, 17), 1001
    assert b.duty_limit().sum() <= b.income.sum() + 1001


def test_a_city_of_two_millions_draws_its_own_part_of_the_reserves_too():
    """Its reserves times its income, in pence, are more than 64 bits hold; Python's own integers are not."""
    world = purse(floor=0.0)
    b = world.budget
    b.income, b.reserves[:] = four(7_000_000_000, 11_000_000_001, 2_000_000_000, 300_000_003), 30_000_000_007
    total, reserves = int(b.income.sum()), int(b.reserves[0])
    assert b.means().tolist() == [[one + reserves * one // total for one in b.income[0].tolist()]]


@given(amount=st.integers(0, 10**14), part=st.integers(0, 10**12), rest=st.integers(0, 10**12))
def test_a_part_of_an_amount_is_exact_however_large(amount, part, rest):
    whole = max(part + rest, 1)
    assert proportion(amount, part, whole) == amount * part // whole


def test_no_more_is_set_aside_than_comes_in():
    """Else fixed costs would have to be less than nothing to pay for it."""
    world = purse(floor=1.0)
    b = world.budget
    b.income, b.first_discretionary = four(90, 0, 200, 5), four(100, 100, 100, 0)
    assert b.set_aside().tolist() == [[90, 0, 100, 0]]


@pytest.mark.parametrize(("month", "on"), [(-1, True), (5, False)])
def test_there_is_no_limit_while_settling_or_without_a_budget(month, on):
    assert (purse(month=month, on=on).budget.duty_limit() > 10**18).all()


# what is left


@pytest.mark.parametrize(
    ("statutory", "left"),
    [(0, 200), (600, 200), (650, 150), (779, 21), (780, 20), (900, 20), (5000, 20)],
)
def test_what_is_left_is_clipped_between_the_floor_and_the_first_budget(statutory, left):
    """Income 1,000, fixed 200, first discretionary budget 200, floor a tenth of it."""
    world = purse(floor=0.1)
    b = world.budget
    b.income, b.fixed, b.first_discretionary = four(1000, 0, 0, 0), four(200, 0, 0, 0), four(200, 0, 0, 0)
    b.statutory = four(statutory, 0, 0, 0)
    b.share_out()
    assert b.discretionary[0, 0] == left


def test_the_levers_divide_what_is_left():
    """1,000: a fifth runs both ways, .3 of the other 800 connects."""
    world = purse(shares=0.3, dual=0.2, floor=0.0)
    b = world.budget
    b.income = b.first_discretionary = four(1000, 0, 0, 0)
    b.share_out()
    assert (b.dual_running[0, 0], b.connecting[0, 0], b.direct[0, 0]) == (200, 240, 560)


@given(POUNDS, POUNDS, POUNDS, POUNDS, st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_every_penny_has_one_use(income, fixed, statutory, first, share, dual, floor):
    world = purse(shares=share, dual=dual, floor=floor)
    b = world.budget
    b.income, b.fixed, b.statutory, b.first_discretionary = (
        four(x, 0, 0, 0) for x in (income, fixed, statutory, first)
    )
    b.share_out()
    lines = (b.dual_running[0, 0], b.connecting[0, 0], b.direct[0, 0])
    assert sum(lines) == b.discretionary[0, 0]
    assert min(lines) >= 0
    assert min(int(floor * first), income) <= b.discretionary[0, 0] <= first


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_levers_move_money_and_make_none(share):
    world = purse(shares=share)
    b = world.budget
    b.income = b.first_discretionary = four(12_345, 678, 9, 0)
    b.share_out()
    assert b.discretionary.tolist() == [[12_345, 678, 9, 0]]
    assert (b.connecting + b.direct).tolist() == [[12_345, 678, 9, 0]]


def test_what_money_buys():
    """100 pounds at 40 an hour: 150 minutes; 9,200 pounds of connecting: 2 connectors at 4,600."""
    world = purse()
    b = world.budget
    b.direct, b.connecting = four(10_000, 0, 0, 0), four(460_000, 460_000, 0, 0)
    world.scenario = world.scenario.with_changes({"service.direct_hour": 40.0, "service.connector_month": 4600.0})
    assert b.direct_minutes().tolist() == [[150, 0, 0, 0]]
    assert b.connector_fte().tolist() == [2.0]


# settling


def settled(months, duties=5500, **cards):
    """A purse that settled with the same duties for some months, then began month 0."""
    world = purse(statutory_share=0.55, discretionary_share=0.15, reserves_share=0.1, **cards)
    for month in range(-months, 0):
        world.month = month
        set_budgets(world)
        world.budget.statutory = four(duties + month, 0, 0, 0)
        world.budget.share_out()
        close_ledger(world)
    world.month = 0
    set_budgets(world)
    return world


def test_while_settling_income_is_what_is_spent():
    world = settled(3)
    world.month = -1
    b = world.budget
    for duties in (1000, 7777, 3):
        b.statutory = four(duties, duties // 3, 0, 0)
        b.share_out()
        before = b.reserves.copy()
        close_ledger(world)
        assert np.array_equal(b.income, b.fixed + b.statutory + b.dual_running + b.connecting + b.direct)
        assert np.array_equal(b.reserves, before)


def test_month_0_fixes_the_shares_on_the_last_twelve_months():
    """Duties of 5,500 - m for m = 1..12 of 20 months: mean 5,493.5; others by their shares .15 and .30 of it / .55."""
    b = settled(20).budget
    assert b.income[0, 0] == round(5493.5) + b.fixed[0, 0] + b.first_discretionary[0, 0]
    assert b.first_discretionary[0, 0] == round(5493.5 * 0.15 / 0.55)
    assert b.fixed[0, 0] == round(5493.5 * 0.30 / 0.55)
    assert b.reserves[0] == round(0.1 * 12 * b.income.sum())
    assert np.array_equal(b.opening_reserves, b.reserves)


def test_income_grows_once_a_year_and_the_rest_stays():
    world = settled(12, income_growth=0.1)
    b, first = world.budget, int(world.budget.income[0, 0])
    fixed = b.fixed.copy()
    for month in range(1, 25):
        world.month = month
        set_budgets(world)
        assert b.income[0, 0] == round(round(first * 1.1) * 1.1) if month == 24 else True
        if month in (11, 12, 23):
            assert b.income[0, 0] == (first if month < 12 else round(first * 1.1))
    assert np.array_equal(b.fixed, fixed)


# the ledger and the freeze


@given(*(st.integers(0, 10**10),) * 5)
def test_reserves_carry_what_was_not_spent(income, fixed, statutory, discretionary, reserves):
    world = purse()
    b = world.budget
    b.income, b.fixed, b.statutory, b.discretionary = (
        four(x, 0, 0, 0) for x in (income, fixed, statutory, discretionary)
    )
    b.reserves[:] = reserves
    close_ledger(world)
    assert b.reserves[0] == reserves + income - fixed - statutory - discretionary


def spending(over, reserves, month=5, **cards):
    """A month in which duties and fixed costs are `over` above an income of 1,000."""
    world = purse(month=month, freeze_months=12, **cards)
    b = world.budget
    b.income, b.fixed, b.statutory = four(1000, 0, 0, 0), four(400, 0, 0, 0), four(600 + over, 0, 0, 0)
    b.reserves[:] = reserves
    b.recent_duties = [b.statutory.copy()] * 12
    close_ledger(world)
    return world


@pytest.mark.parametrize(
    ("over", "reserves", "freezes"),
    [(0, 0, False), (10, 130, False), (10, 129, True), (1, 1000, False), (-50, 0, False), (100, 1299, True)],
)
def test_a_freeze_begins_when_a_year_at_this_rate_exceeds_income_and_reserves(over, reserves, freezes):
    """12 x over against the reserves carried forward, which this month's overspend has lowered: 13 x over in all."""
    assert (spending(over, reserves).budget.frozen_until[0] > 5) == freezes


def test_a_freeze_stops_discretionary_spending_for_its_twelve_months():
    world = spending(10, 0)
    b = world.budget
    b.first_discretionary = four(500, 0, 0, 0)
    frozen = []
    for month in range(6, 20):
        world.month = month
        b.statutory = four(0, 0, 0, 0)
        b.share_out()
        close_ledger(world)
        if b.discretionary[0, 0] == 0:
            frozen.append(month)
    assert frozen == list(range(6, 18))


def test_a_freeze_that_runs_is_not_prolonged():
    world = spending(10, 0)
    until = int(world.budget.frozen_until[0])
    world.month = 9
    close_ledger(world)
    assert world.budget.frozen_until[0] == until == 18


def test_a_place_that_still_cannot_balance_freezes_on():
    """None begins while one runs (months 6 to 17); what month 17 shows bears from month 18."""
    world = spending(10, 0)
    ends = []
    for month in (17, 18):
        world.month = month
        close_ledger(world)
        ends.append(int(world.budget.frozen_until[0]))
    assert ends == [30, 30]


@pytest.mark.parametrize("cards", [{"month": -3}, {"on": False}])
def test_nothing_freezes_while_settling_or_without_limits(cards):
    assert spending(1000, 0, **cards).budget.frozen_until[0] < 0


def test_one_places_freeze_leaves_the_next_alone():
    world = purse(places=2)
    b = world.budget
    b.income = np.array([[1000, 0, 0, 0], [1000, 0, 0, 0]])
    b.statutory = np.array([[2000, 0, 0, 0], [900, 0, 0, 0]])
    b.reserves[:] = 5000
    b.recent_duties = [b.statutory.copy()]
    close_ledger(world)
    assert (b.frozen_until > 5).tolist() == [True, False]
    assert b.reserves.tolist() == [4000, 5100]


# money added


@given(pence=POUNDS, month=st.integers(0, 480))
def test_twelve_months_bring_all_that_is_added_to_the_penny(pence, month):
    parts = [monthly_part(pence, month + later) for later in range(12)]
    assert sum(parts) == pence
    assert max(parts) - min(parts) <= 1


@pytest.mark.parametrize(
    ("to_connecting", "connecting"),
    [(0.0, 0.25 * 310), (1.0, 100 + 0.25 * 210), (0.5, 50 + 0.25 * 260)],
)
def test_what_is_added_is_spent_by_the_ways_own_split_or_on_connectors(to_connecting, connecting):
    """Income 1,000, fixed 200, duties 700 leave 100, of the first 200 and 100; 12 pounds a year bring 100 pence."""
    world = purse(month=5, shares=0.25, floor=0.0, saving=0.0, added=12.0, added_to_connecting=to_connecting)
    b = world.budget
    world.scenario = world.scenario.with_changes({"politics.on": False})
    b.income, b.fixed, b.statutory = four(1000, 110, 0, 0), four(200, 0, 0, 0), four(700, 0, 0, 0)
    b.first_discretionary = four(200, 200, 0, 0)
    b.share_out()
    assert b.added.tolist() == [[50, 50, 0, 0]], "by what each could choose at first"
    assert b.discretionary.tolist() == [[150, 160, 0, 0]]
    assert b.connecting.sum() == pytest.approx(connecting, abs=2), "whole pence"
    assert (b.connecting + b.direct == b.discretionary).all()
    close_ledger(world)
    assert b.reserves.sum() == 0, "all of it is spent"


def test_duties_do_not_reach_what_is_added_and_a_freeze_keeps_it():
    frozen, rich = purse(added=12.0), purse()
    for world in (frozen, rich):
        b = world.budget
        b.income, b.first_discretionary = four(1000, 0, 0, 0), four(200, 0, 0, 0)
        b.statutory, b.frozen_until[:] = four(800, 0, 0, 0), 99
        limit = b.duty_limit().tolist()
        b.share_out()
        close_ledger(world)
        assert limit == [[1000 - 20, 0, 0, 0]], "floor a tenth of 200"
        assert b.discretionary.sum() == 0
    assert frozen.budget.reserves.sum() - rich.budget.reserves.sum() == 100


def test_nothing_is_added_while_places_settle():
    world = purse(month=-3, added=1200.0)
    world.budget.share_out()
    assert not world.budget.added.any()
