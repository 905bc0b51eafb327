"""Pooled budgets: part of what others save on a place's duties comes back, a year later, as money to choose with.

A place chooses how to spend one part of its money, and much of what that saves falls to others: health, national
benefits, schools, police. Their part of it lies in the place's reserves, which only duties may draw on. Where budgets
are pooled a share of it is released. Nothing comes from outside: what is released was not spent.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.agents.groups import DOMAINS

if TYPE_CHECKING:
    from simulation.world import World

type Pence = NDArray[np.int64]
type Pounds = NDArray[np.float64]


def council_shares(payers: Any) -> Pounds:
    """The part of the cost of duties that the council bears [service]. payers: the section of cards."""
    return np.array([getattr(payers, f"{service}_duties")[0] for service in DOMAINS])


def saved_by_others(expected: Pounds, cost: Pence, council: Pounds) -> Pounds:
    """What others than the council save this month, below zero where duties cost more than expected.

    expected, cost: duties [place, service] in pence, those that the money did not reach included in the cost; council:
    the council's share of each service's duties [service].

    >>> saved_by_others(np.array([[1000.0]]), np.array([[900]]), np.array([0.75]))
    array([[25.]])
    """
    return np.asarray((expected - cost) * (1.0 - council))


def released(due: Pence, purse: Pence, by: Pence) -> Pence:
    """What is released this month [place, service]: what is due [place] as far as the purse [place] goes.

    It is divided by the first discretionary budgets `by` [place, service], rounded down.

    >>> released(np.array([90]), np.array([60]), np.array([[20, 40]]))
    array([[20, 40]])
    """
    within = np.clip(due, 0, np.maximum(purse, 0)).astype(object)  # Python's integers: the product of two sums is large
    return np.asarray(within[:, None] * by // np.maximum(by.sum(axis=1, keepdims=True), 1), np.int64)


def pool(world: "World") -> None:
    """Count what others save on duties against what was expected; settle once a year, to be paid over the next."""
    budget, cards = world.budget, world.scenario.pooling
    share = world.by_place("pooling.share")
    if world.month < 0 or not any(map(np.count_nonzero, (share, budget.pooled, budget.instalment))):
        return
    if world.month % 12 == 0:
        budget.instalment = np.floor(np.maximum(budget.pooled, 0.0) / 12.0).astype(np.int64)
        budget.pooled[:] = 0.0
    expected = budget.first_duties * (1.0 + cards.expected_growth) ** (world.month / 12.0)
    cost = budget.statutory + budget.unserved
    saved = saved_by_others(expected, cost, council_shares(world.scenario.payers))
    budget.pooled += share * saved.sum(axis=1)
