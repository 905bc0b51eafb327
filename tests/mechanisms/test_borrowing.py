"""M15 Borrowing and settled income, bare: what bridges a bad year, what it costs later, and what never happens."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.mechanisms.borrowing import divided, first_instalment, monthly_interest, owe, service_debts
from simulation.mechanisms.budget import close_ledger, set_budgets

from .test_budget import four, purse


def council(limit=0.0, settlement=1, interest=0.0, term=1, month=5, **cards):
    """A place with 1,000 a month for each service, of which 100 may be chosen where duties leave them."""
    world = purse(month=month, floor=0.0, **cards)
    changes = {"limit": limit, "settlement": settlement, "interest": interest, "term": term}
    world.scenario = world.scenario.with_changes({f"borrowing.{name}": value for name, value in changes.items()})
    world.by_place = lambda key: np.array([world.scenario[key]])
    b = world.budget
    b.income[:], b.fixed[:], b.first_discretionary[:] = 1000, 300, 100
    return world


def lived(world, *duties):
    """A month with these duties in every service, from its first to its last phase of money."""
    b = world.budget
    set_budgets(world)
    for line in (b.interest, b.repaid, b.borrowed, b.debts.due):
        line[:] = 0
    service_debts(world)
    b.statutory = four(*duties)
    opening, owed = int(b.reserves[0]), int(b.opening_debt[0])
    b.share_out()
    close_ledger(world)
    spent = b.fixed + b.statutory + b.discretionary
    assert opening + b.realised.sum() + b.borrowed.sum() == spent.sum() + b.reserves[0]
    assert owed + b.borrowed.sum() == b.debts.owed[0] + b.repaid.sum()
    assert b.debts.owed[0] >= 0
    world.month += 1
    return b


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=4, max_size=4))
def test_every_penny_that_is_divided_goes_somewhere(amount, by):
    parts = divided(np.array([amount]), np.array([by]))
    assert parts.min() >= 0
    assert parts.sum() == (amount if sum(by) else 0)
    assert not parts[0, np.array(by) == 0].any()


@given(st.integers(1, 10**12), st.integers(1, 50))
def test_an_instalment_repays_a_debt_within_its_term_and_not_a_month_sooner_than_pennies_make_it(debt, term):
    instalment = int(first_instalment(np.array([debt]), term)[0])
    assert instalment * 12 * term >= debt > (instalment - 1) * 12 * term


def test_interest_is_a_twelfth_of_the_yearly_rate():
    assert monthly_interest(np.array([120_000]), 0.05).tolist() == [500]


def test_nothing_is_borrowed_unless_it_is_allowed_and_lacking():
    assert lived(council(limit=0.0), 680, 700, 700, 700).borrowed.sum() == 0
    b = lived(council(limit=0.5), 600, 600, 600, 600)
    assert (b.borrowed.sum(), b.discretionary.sum()) == (0, 400)


def test_what_is_lacking_is_borrowed_where_it_is_lacking_and_spent():
    """Duties leave 100, 40, 0 and -50 of 100: 60, 100 and 100 are lacking; what duties take beyond is not chosen."""
    b = lived(council(limit=0.5), 600, 660, 700, 750)
    assert b.borrowed.tolist() == [[0, 60, 100, 100]]
    assert b.discretionary.tolist() == [[100, 100, 100, 100]]
    assert b.debts.owed.tolist() == [260]


def test_debt_never_passes_its_limit():
    """A hundredth of a year's income of 48,000 is 480: 400 in the first month, 80 and what is repaid in the next."""
    world = council(limit=0.01, term=1)
    assert lived(world, 700, 700, 700, 700).borrowed.sum() == 400
    b = lived(world, 700, 700, 700, 700)
    assert b.debts.owed[0] == 480
    for _ in range(5):
        assert lived(world, 700, 700, 700, 700).debts.owed[0] <= 480


def test_interest_and_repayment_come_before_choice():
    """12,000 owed over a year at 12 % costs 1,120 in its first month, 280 of each service's 1,000."""
    world = council(interest=0.12, term=1)
    owe(world, np.array([12_000]))
    b = lived(world, 350, 350, 350, 350)
    assert (b.interest.sum(), b.repaid.sum(), b.debts.owed[0]) == (120, 1000, 11_000)
    assert b.discretionary.tolist() == [[70, 70, 70, 70]]


def test_interest_that_cannot_be_paid_is_owed():
    """Fixed costs take all income: 100 of interest a month, nothing paid."""
    world = council(interest=0.12, term=50)
    world.budget.fixed[:] = 1000
    owe(world, np.array([10_000]))
    b = lived(world, 0, 0, 0, 0)
    assert b.debts.owed[0] == 10_100
    assert (b.interest + b.repaid == 0).all()


@pytest.mark.parametrize(("debt", "freezes"), [(0, False), (2388, False), (2400, True)])
def test_the_test_of_the_sums_sees_debt(debt, freezes):
    """Duties and fixed costs leave 199 of 4,000 a month: an instalment of 199 can be borne, one of 200 cannot."""
    world = council(term=1)
    owe(world, np.array([debt]))
    world.budget.first_discretionary[:] = 0
    b = lived(world, 650, 650, 650, 651)
    assert bool(b.frozen_until[0] > world.month - 1) is freezes


def test_a_frozen_place_does_not_borrow():
    world = council(limit=1.0)
    world.budget.frozen_until[:] = 99
    b = lived(world, 700, 700, 700, 700)
    assert (b.borrowed.sum(), b.discretionary.sum(), b.debts.owed[0]) == (0, 0, 0)


def test_income_known_for_years_lets_reserves_fill_what_is_lacking():
    """Of 14,400 in reserve 14,400 x 3 / (12 x 16) = 225 a month for four years, before anything is borrowed."""
    for settlement, drawn in ((1, 0), (4, 225)):
        world = council(limit=1.0, settlement=settlement, month=48)
        world.budget.reserves[:] = 14_400
        b = lived(world, 700, 700, 700, 700)
        assert (b.borrowed.sum(), b.reserves[0]) == (400 - drawn, 14_400 - drawn)
        assert b.discretionary.sum() == 400


def test_a_settlement_begins_with_its_round_and_ends_at_once():
    world = council(settlement=4, month=47)
    world.budget.reserves[:] = 14_400
    assert lived(world, 600, 600, 600, 600).debts.planned[0] == 0
    assert lived(world, 600, 600, 600, 600).debts.planned[0] == 225
    assert lived(world, 600, 600, 600, 600).debts.planned[0] == 225
    world.scenario = world.scenario.with_changes({"borrowing.settlement": 1})
    assert lived(world, 600, 600, 600, 600).debts.planned[0] == 0


def test_what_is_planned_is_never_more_than_there_is():
    world = council(settlement=4, month=48)
    world.budget.reserves[:] = 14_400
    lived(world, 600, 600, 600, 600)
    world.budget.reserves[:] = 150
    b = lived(world, 700, 700, 700, 700)
    assert (b.discretionary.sum(), b.reserves[0]) == (150, 0)


def test_off_nothing_moves():
    world = council(limit=1.0, settlement=4, month=48)
    world.scenario = world.scenario.with_changes({"borrowing.on": False})
    world.budget.debts.planned[:] = 500
    world.budget.reserves[:] = 5000
    b = lived(world, 700, 700, 700, 700)
    assert (b.borrowed.sum(), b.discretionary.sum()) == (0, 0)
