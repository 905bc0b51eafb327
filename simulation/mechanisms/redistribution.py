"""M17 What direction by the centre brings beside its templates: money moved to where need is, and economies of scale.

Places that are directed by the centre share what they are due: part of what a place has beyond its share of their need
goes to those that have less. Nothing is added. And what is bought for all of them together costs less.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.in_force import by_cards
from simulation.mechanisms.borrowing import divided

if TYPE_CHECKING:
    from simulation.world import World

type Pence = NDArray[np.int64]


@by_cards
def directed(world: "World") -> NDArray[np.bool_]:
    """Which places the centre directs this month [place]."""
    return np.asarray((world.by_place("innovation.governance") == "centre") & world.scenario.innovation.on)


def moved(income: Pence, needs: Pence, free: Pence, share: float) -> Pence:
    """What places gain by redistribution, below zero where they give; it sums to 0.

    income, needs, free [place]: what each is due, what it needs, and the most that it can give. share: the part of the
    difference between what it is due and its share of the need that is moved.

    >>> moved(np.array([100, 100]), np.array([300, 100]), np.array([99, 99]), 0.5).tolist()
    [25, -25]
    """
    due = divided(income.sum()[None], needs[None, :])[0] if needs.any() else income
    given = np.minimum(np.floor(share * np.maximum(income - due, 0)).astype(np.int64), np.maximum(free, 0))
    return np.asarray(divided(given.sum()[None], np.maximum(due - income, 0)[None, :])[0] - given)


def redistribute(world: "World") -> Pence:
    """What redistribution brings each service of each place this month, or takes [place, service]; it sums to 0."""
    budget, here = world.budget, directed(world)
    if np.count_nonzero(here) < 2 or not budget.needs.any():
        return np.zeros(budget.income.shape, np.int64)
    income, can_give = budget.income, np.maximum(budget.realised - budget.fixed - budget.set_aside(), 0)
    change = np.zeros(len(here), np.int64)
    change[here] = moved(
        income[here].sum(axis=1), budget.needs[here], can_give[here].sum(axis=1),
        world.scenario.innovation.redistribution,
    )  # fmt: skip
    return np.asarray(divided(np.maximum(change, 0), income) - divided(np.maximum(-change, 0), can_give))


@by_cards
def price_of_scale(world: "World") -> NDArray[np.float64]:
    """What an hour costs, from month 0 on, that is bought for all places that the centre directs [place]."""
    return np.where(directed(world), 1.0 - world.scenario.innovation.scale_saving, 1.0)
