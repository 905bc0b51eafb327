"""Borrowing, and income that is known for years: what bridges a bad year, and what that costs in those that follow.

Where a place may do so, it fills what its discretionary budget lacks: first from that part of its reserves which it
need not keep for years whose income it does not know yet, then from lenders, within a limit. Interest and repayment
come before anything that may be chosen.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from simulation.world import World

type Pence = NDArray[np.int64]
type Shares = NDArray[np.float64]
type Years = NDArray[np.int64]

YEAR = 12


def monthly_interest(debt: Pence, rate: float) -> Pence:
    """Interest of a month on a debt, at a yearly rate, to the penny.

    >>> monthly_interest(np.array([1_200_000]), 0.02).tolist()
    [2000]
    """
    return np.rint(debt * (rate / YEAR)).astype(np.int64)


def first_instalment(debt: Pence, term: int) -> Pence:
    """What is repaid a month so that a debt is gone after `term` years, rounded up to the penny.

    >>> first_instalment(np.array([2401]), 10).tolist()
    [21]
    """
    return np.asarray(-(-debt // (YEAR * term)))


def divided(amount: Pence, by: Pence) -> Pence:
    """An amount [place] over services in proportion to `by` [place, service], to the penny; nothing where that is 0.

    >>> divided(np.array([10]), np.array([[1, 1, 1]])).tolist()
    [[3, 3, 4]]
    """
    so_far = np.cumsum(by, axis=1).astype(object)  # Python's integers, since a product of two sums of pence is large
    parts = amount[:, None] * so_far // np.maximum(so_far[:, -1:], 1)
    return np.diff(parts, axis=1, prepend=0).astype(np.int64)


def spare_reserves(reserves: Pence, years: Years) -> Pence:
    """What a place may plan to spend of its reserves a month, while its income is known for so many years [place].

    n - 1 of n years known would not be known from year to year: their part of the reserves, spread over n years.

    >>> spare_reserves(np.array([3_600_000, 3_600_000]), np.array([1, 3])).tolist()
    [0, 66666]
    """
    return np.asarray(reserves * (years - 1) // (YEAR * years * years))


class Debts:
    """What every place owes, and what it may plan with, in pence [place].

    owed: debt. instalment: what is repaid of it a month. due: this month's interest and repayment, paid or not.
    planned: what of the reserves may be spent a month.
    """

    def __init__(self, places: int) -> None:
        self.owed: Pence = np.zeros(places, np.int64)
        self.instalment: Pence = np.zeros(places, np.int64)
        self.due: Pence = np.zeros(places, np.int64)
        self.planned: Pence = np.zeros(places, np.int64)


def service_debts(world: "World") -> None:
    """Pay interest and repayment, as far as income goes; plan with reserves where income becomes known for years."""
    budget, debts = world.budget, world.budget.debts
    if budget.settling:
        return
    years = world.by_place("borrowing.settlement")
    if np.count_nonzero(years > 1) or np.count_nonzero(debts.planned):
        begins = world.month % (YEAR * years) == 0
        debts.planned = np.where(begins, spare_reserves(budget.reserves, years), debts.planned * (years > 1))
    if not np.count_nonzero(debts.owed):
        return
    interest = monthly_interest(debts.owed, world.scenario.borrowing.interest)
    debts.due = interest + np.minimum(debts.instalment, debts.owed)
    free = np.maximum(budget.realised - budget.fixed - budget.set_aside(), 0)
    paid = np.minimum(divided(debts.due, budget.income), free)
    budget.interest = divided(interest, budget.income)
    budget.repaid = paid - budget.interest
    debts.owed = debts.owed - budget.repaid.sum(axis=1)


def bridge(world: "World", lacking: Pence, purse: Pence) -> tuple[Pence, Pence]:
    """What fills the gaps of the discretionary budgets: from reserves, and borrowed [place, service].

    lacking [place, service]: what each budget is short of its first. purse [place]: the reserves as they would stand.
    """
    debts, whole = world.budget.debts, lacking.sum(axis=1)
    from_reserves = np.minimum(np.minimum(debts.planned, np.maximum(purse, 0)), whole)
    limit = world.by_place("borrowing.limit") * (YEAR * world.budget.income.sum(axis=1))
    borrowed = np.minimum(whole - from_reserves, np.maximum(np.floor(limit).astype(np.int64) - debts.owed, 0))
    return divided(from_reserves, lacking), divided(borrowed, lacking)


def owe(world: "World", borrowed: Pence) -> None:
    """Add what was borrowed to the debt; all of it is then due in equal parts over the term. borrowed [place]."""
    debts = world.budget.debts
    debts.owed = debts.owed + borrowed
    anew = first_instalment(debts.owed, world.scenario.borrowing.term)
    debts.instalment = np.where(borrowed > 0, anew, debts.instalment)
