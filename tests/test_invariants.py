"""Nothing is made of nothing: each line of the ledger is seen when it breaks, and none breaks by itself."""

import numpy as np
import pytest

from simulation.invariants import EQUAL, WITHIN, BrokenInvariantError, check
from simulation.outcomes import Line


def give_kin(world):
    world.residents.kin_given[0] += 1


def receive_kin(world):
    world.needs.kin[0] += 1


def give_group(world):
    world.groups.given[0] += 1


def receive_direct(world):
    world.needs.direct[0] += 1


def lose_a_penny(world):
    world.budget.direct[0, 0] += 1


def find_reserves(world):
    world.budget.reserves[0] += 1


def lose_somebody(world):
    world.residents.alive[0] = False


def give_too_much(world):
    world.residents.civic_given[0] = world.residents.spare_minutes[0] + world.residents.kin_given[0] + 1


def meet_twice(world):
    world.needs.met[0] = world.needs.needed[0] + 1


def empty_pool(world):
    world.groups.pool[:] = world.groups.given - 1


def unpaid_help(world):
    world.budget.minutes_given[0, 0] += 10**9
    world.needs.direct[0] += 10**9


def overdraw(world):
    world.budget.opening_reserves -= world.budget.reserves + 1
    world.budget.reserves[:] = -1


def forget_a_debt(world):
    world.budget.opening_debt[0] += 1


def lend_to_the_lender(world):
    world.budget.opening_debt -= world.budget.debts.owed + 1
    world.budget.debts.owed[:] = -1


def sell_too_much(world):
    world.market.for_duties[0] = world.market.room[0] - world.market.for_direct[0] + 1


def keep_a_deal_that_nobody_pays(world):
    world.budget.grant[0, 0] += 1
    world.budget.reserves[0] += 1


BREACHES = {
    give_kin: "hours: given to kin = received from kin",
    receive_kin: "hours: given to kin = received from kin",
    give_group: "hours: given by groups = received from groups",
    receive_direct: "hours: direct help given = direct help received",
    lose_a_penny: "money: discretionary = direct + connecting + incentives + changing over + growth + joint work",
    find_reserves: "money: reserves before + income + borrowed + added = spending + reserves after",
    lose_somebody: "people: those here now = those before + born + arrived - died - left",
    give_too_much: "hours: nobody gives more than they have",
    meet_twice: "hours: no need is met twice",
    empty_pool: "hours: groups give no more than their members gave",
    unpaid_help: "hours: direct help fits in what was paid for",
    overdraw: "money: reserves are never below zero",
    forget_a_debt: "money: debt before + borrowed = debt after + repaid",
    lend_to_the_lender: "money: debt is never below zero",
    sell_too_much: "hours: providers sell no more than they have",
    keep_a_deal_that_nobody_pays: "money: what deals with the centre bring some, others pay",
}


def test_a_months_ledger_adds_up(world):
    """Run for two years with both levers moving; the phase checks every month and would stop the run."""
    twin = world.fork({"effort.connecting_share": 0.5, "budget.reserves_share": 2})
    for _ in range(24):
        twin.step()
    assert twin.month == 24


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: breach.__name__)
def test_a_breach_stops_the_run_and_is_named(world, breach):
    world.step()
    world.month -= 1
    check(world)
    breach(world)
    with pytest.raises(BrokenInvariantError) as seen:
        check(world)
    assert str(seen.value).startswith(f"Month {world.month}: {BREACHES[breach]} fails")


def test_every_line_of_the_ledger_has_a_breach():
    assert set(BREACHES.values()) == {*EQUAL, *WITHIN}


def test_money_spent_is_money_that_came_in(world):
    """From the record alone: income less spending over a year is what reserves gained."""
    before = world.budget.reserves.copy()
    first = world.outcomes.months
    world.step()
    after_first = world.budget.reserves.copy()
    for _ in range(11):
        world.step()
    money = world.outcomes.money[first + 1 : world.outcomes.months].sum(axis=(0, 2))
    came = money[:, Line.INCOME] + money[:, Line.TAX_BASE] + money[:, Line.GRANT]
    gained = came - money[:, Line.FIXED] - money[:, Line.STATUTORY] - money[:, Line.DISCRETIONARY]
    assert money[:, Line.TAX_BASE].any(), "the local economy moved"
    assert np.array_equal(world.budget.reserves - after_first, gained)
    assert before.shape == gained.shape


@pytest.mark.parametrize(("column", "row"), [("groups", 99_999), ("groups", -2), ("helper", 99_999)])
def test_no_month_begins_with_a_group_that_is_not_there(world, column, row):
    getattr(world.residents, column)[3] = row
    with pytest.raises(BrokenInvariantError, match=rf"Month 0: residents' {column} names row {row}"):
        world.step_month()
    assert world.month == 0
