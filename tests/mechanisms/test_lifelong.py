"""Lifelong need: a stock that nothing prevents, and fixed costs that move with it to the penny."""

import numpy as np
import pytest

from simulation.agents.residents import CRISIS, Lifelong, Status
from simulation.mechanisms.lifelong import bear_lifelong_need, borne_by
from simulation.mechanisms.service import meet_duties

from .village import CARE, FAMILY_SERVICE, FUNCTIONAL, YEARS, village

NONE, DISABILITY, SPECIAL = Lifelong


@pytest.mark.parametrize(
    ("lifelong", "age", "service"),
    [(NONE, 5, -1), (NONE, 50, -1), (DISABILITY, 5, FAMILY_SERVICE), (DISABILITY, 17.9, FAMILY_SERVICE),
     (DISABILITY, 18, CARE), (DISABILITY, 80, CARE), (SPECIAL, 17.9, FAMILY_SERVICE), (SPECIAL, 18, -1)],
)  # fmt: skip
def test_a_childs_is_borne_by_family_and_an_adults_by_care(lifelong, age, service):
    assert borne_by(lifelong, int(age * YEARS)) == service


def town_at_month_0():
    """Three adults and one child with a learning disability, two pupils with special needs, and one grown up."""
    town = village(20, month=0, lifelong__adult_cost=500.0, lifelong__child_cost=70.0, budget__cost_growth=0.03)
    r, b = town.residents, town.budget
    r.lifelong[:4], r.lifelong[4:7] = DISABILITY, SPECIAL
    r.born[3:6] = -6 * YEARS
    b.income[:], b.fixed[:], b.first_discretionary[:] = 10_000_000, [[400_000, 300_000, 200_000, 100_000]], 1_000_000
    bear_lifelong_need(town)
    return town


def test_when_income_is_fixed_lifelong_need_is_contained_in_fixed_costs():
    b = town_at_month_0().budget
    assert b.lifelong.tolist() == [[150_000, 21_000, 0, 0]]
    assert b.fixed.tolist() == [[400_000, 300_000, 200_000, 100_000]]


def test_afterwards_fixed_costs_move_with_its_number_and_its_price():
    """Month 156: all three children are 19; one adult died and five were born with special needs; prices x 1.03^13."""
    town = town_at_month_0()
    r, b = town.residents, town.budget
    town.month = 13 * YEARS
    r.alive[0] = False
    r.lifelong[8:13], r.born[8:13] = SPECIAL, town.month - 3
    bear_lifelong_need(town)
    adult, child = round(50_000 * 1.03**13), round(7_000 * 1.03**13)
    assert b.lifelong.tolist() == [[3 * adult, 5 * child, 0, 0]]
    care, family = 400_000 + 3 * adult - 150_000, 300_000 + 5 * child - 21_000
    assert b.fixed.tolist() == [[care, family, 200_000, 100_000]]


def test_fixed_costs_fall_with_it_but_not_below_nothing():
    town = town_at_month_0()
    town.residents.alive[:3] = False
    town.month = 1
    town.budget.other_fixed[0, CARE] = -1
    bear_lifelong_need(town)
    assert town.budget.lifelong[0, CARE] == town.budget.fixed[0, CARE] == 0


def test_switched_off_fixed_costs_stay_as_far_as_the_money_goes():
    """Income falls to 250,000 a service: 150,000 of 400,000 and 50,000 of 300,000 are not reached; then it recovers."""
    town = town_at_month_0()
    town.set(lifelong__on=False, budget__floor=0.0)
    b = town.budget
    b.income[:], town.month = 250_000, 1
    bear_lifelong_need(town)
    assert b.fixed.tolist() == [[250_000, 250_000, 200_000, 100_000]]
    assert b.unserved.tolist() == [[150_000, 50_000, 0, 0]]
    b.income[:], b.unserved[:], town.month = 10_000_000, 0, 2
    town.residents.alive[:3] = False
    bear_lifelong_need(town)
    assert b.fixed.tolist() == [[400_000, 300_000, 200_000, 100_000]]
    assert not b.unserved.any()


def test_what_the_money_does_not_reach_is_not_spent_but_told():
    """Income of 10 million, of which a tenth of 1 million is set aside, and a quarter of reserves of 2 million."""
    town = town_at_month_0()
    town.set(lifelong__adult_cost=10_000.0, budget__floor=0.1, service__cost_spread=0)
    town.residents.lifelong[:], town.month, town.budget.reserves[:] = DISABILITY, 1, 2_000_000
    bear_lifelong_need(town)
    assert town.budget.lifelong[0, CARE] > 10_400_000
    assert town.budget.fixed[0, CARE] == 10_000_000 - 100_000 + 500_000
    wanted = 400_000 + town.budget.lifelong[0, CARE] - 150_000
    assert town.budget.unserved.tolist() == [[wanted - 10_400_000, 0, 0, 0]]
    town.residents.level[0, FUNCTIONAL], town.residents.status[0, FUNCTIONAL] = CRISIS, Status.WAITING
    town.list_needs()
    meet_duties(town)
    case = town.budget.price(town.scenario.service.cost[FUNCTIONAL])
    assert town.budget.unserved.tolist() == [[wanted - 10_400_000 + case, 0, 0, 0]]


def test_switched_off_it_is_reckoned_and_moves_nothing():
    town = town_at_month_0()
    town.set(lifelong__on=False)
    town.residents.lifelong[:], town.month = DISABILITY, 1
    bear_lifelong_need(town)
    assert town.budget.lifelong[0, CARE] > 150_000
    assert town.budget.fixed[0, CARE] == 400_000


def test_where_the_run_begins_does_not_depend_on_what_it_costs(world):
    """Income, fixed and discretionary budgets and reserves of month 0."""
    costly = world.fork({"lifelong.adult_cost": 5000.0, "lifelong.child_cost": 0.0})
    usual = world.fork({})
    for one in (costly, usual):
        one.step()
    assert not np.array_equal(costly.budget.lifelong, usual.budget.lifelong)
    for name in ("income", "fixed", "first_discretionary", "opening_reserves"):
        assert np.array_equal(getattr(costly.budget, name), getattr(usual.budget, name))


def test_nothing_that_either_way_of_working_does_touches_it(world):
    """The same people and the same pence; fixed costs as at month 0, and what lifelong need has cost more since."""
    rich = {"budget.reserves_share": 2, "population.special_needs_growth": 0.1}
    ways = [
        world.fork(rich | {"effort.connecting_share": share, "effort.earliness": early, "effort.lag": 1})
        for share, early in ((0.0, 0.0), (0.6, 0.9))
    ]
    for way in ways:
        way.step()
        first = way.budget.fixed - way.budget.lifelong
        way.run_for(30)
        assert np.array_equal(way.budget.fixed, first + way.budget.lifelong)
        assert np.array_equal(way.budget.lifelong, counted(way))
    assert np.array_equal(ways[0].residents.lifelong, ways[1].residents.lifelong)
    assert np.array_equal(ways[0].budget.fixed, ways[1].budget.fixed)
    assert not np.array_equal(ways[0].residents.capacity, ways[1].residents.capacity)


def counted(world):
    """The cost in the last month, person by person."""
    cards, month = world.scenario.lifelong, world.month - 1
    growth = (1 + world.scenario.budget.cost_growth) ** (month / 12)
    pence = np.zeros((2, 4), int)
    r = world.residents
    for i in np.flatnonzero(r.alive[: r.count]):
        grown = month - int(r.born[i]) >= 18 * YEARS
        place = world.place_of[r.neighbourhood[i]]
        if grown and r.lifelong[i] == DISABILITY:
            pence[place, CARE] += round(100 * cards.adult_cost * growth)
        elif not grown and r.lifelong[i] != NONE:
            pence[place, FAMILY_SERVICE] += round(100 * cards.child_cost * growth)
    return pence


def test_a_place_whose_fixed_costs_outgrow_its_money_runs_on(world):
    """Every line of the ledger is checked each month; without the limit reserves would fall below zero.

    What fixed costs lack is told with the duties that were not met, and none is met where they have taken all.
    """
    poor = world.fork({"budget.reserves_share": 0, "lifelong.adult_cost": 9900.0, "budget.cost_growth": 0.1})
    poor.run_for(60)
    b = poor.budget
    lacking = b.other_fixed + b.lifelong - b.fixed
    assert (lacking > 0).any()
    assert (b.unserved >= lacking).all()
    assert not b.statutory[lacking > 0].any()
    assert (b.reserves >= 0).all()
