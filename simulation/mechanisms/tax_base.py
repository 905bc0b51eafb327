"""M18 The tax base: local earnings are partly spent locally, and what they move of the council's income is realised.

What a council is entitled to does not depend on how it works; what its tax base brings above or below that does, and is
told apart.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.mechanisms.jobs import IN_WORK, LABOUR, share

if TYPE_CHECKING:
    from simulation.world import World

type Shares = NDArray[np.float64]


class TaxBase:
    """The local economy.

    activity [place]: how far it lies above or below what is usual, as a share of it. outside [place]: what tools bring
    into it from outside, by `jobs` [place], with others in preparation (M18, growth).
    """

    def __init__(self, places: int) -> None:
        self.activity = np.zeros(places)
        self.outside = np.zeros(places)
        self.jobs, self.preparing = np.zeros(places), np.zeros(places)


def next_activity(activity: Shares, earned: Shares, spent_locally: float) -> Shares:
    """Activity next month: what is earned anew, and what is spent locally of what was earned before.

    All are shares of what is usual, above or below it. A lasting change comes to earned / (1 - spent_locally).

    >>> float(next_activity(np.array(0.10), np.array(0.03), 0.5))
    0.08
    """
    return np.asarray(earned + spent_locally * activity)


def collect(world: "World") -> None:
    """The local economy moves with work, and the council's income with it; what is due stays what it is."""
    budget, cards, tax = world.budget, world.scenario.tax_base, world.tax_base
    if world.month <= 0:
        return
    usual = world.jobs.usual(IN_WORK, LABOUR, 1.0)
    employed = share(world.jobs.counts, IN_WORK, LABOUR, 1.0)
    earned = np.divide(employed, usual, out=np.ones_like(usual), where=usual > 0.0) - 1.0
    tax.activity = next_activity(tax.activity, earned + tax.outside, cards.spent_locally)
    if budget.settling:
        return
    sensitivity = cards.own_share * world.by_place("tax_base.retained") * tax.activity
    free = budget.income + budget.grant - budget.fixed - budget.set_aside()
    brought = np.floor(budget.income * sensitivity[:, None]).astype(np.int64)
    budget.tax_base = np.maximum(brought, -np.maximum(free, 0))
