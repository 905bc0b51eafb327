"""M18 The tax base: local earnings are partly spent locally, and what they move of the council's income is realised.

What a council is entitled to does not depend on how it works; what its tax base brings above or below that does, and is
told apart.
"""

from typing import TYPE_CHECKING

import numpy as np

from simulation.kernels import kernel, rule
from simulation.mechanisms.budget import kept_for_choice, part_of
from simulation.mechanisms.jobs import IN_WORK, LABOUR, share_of

if TYPE_CHECKING:
    from simulation.world import World


class TaxBase:
    """The local economy.

    activity [place]: how far it lies above or below what is usual, as a share of it. outside [place]: what tools bring
    into it from outside, by `jobs` [place], with others in preparation (M18, growth).
    """

    def __init__(self, places: int) -> None:
        self.activity = np.zeros(places)
        self.outside = np.zeros(places)
        self.jobs, self.preparing = np.zeros(places), np.zeros(places)


@rule
def next_activity(activity, earned, spent_locally):  # type: ignore[no-untyped-def]
    """Activity next month: what is earned anew, and what is spent locally of what was earned before.

    All are shares of what is usual, above or below it. A lasting change comes to earned / (1 - spent_locally).

    >>> next_activity(0.10, 0.03, 0.5)
    0.08
    """
    return earned + spent_locally * activity


@kernel
def _collect(  # type: ignore[no-untyped-def]
    counts, usual_counts, outside, spent_locally, own_share, retained, income, grant, fixed, floor, first, activity,
    tax_base,
):  # fmt: skip
    for p in range(len(activity)):
        usual = share_of(usual_counts[p], IN_WORK, LABOUR, 1.0)
        employed = share_of(counts[p], IN_WORK, LABOUR, 1.0)
        earned = employed / usual - 1.0 if usual > 0.0 else 0.0
        activity[p] = next_activity(activity[p], earned + outside[p], spent_locally)
        sensitivity = own_share * retained[p] * activity[p]
        for k in range(income.shape[1]):
            aside = kept_for_choice(floor, first[p, k], income[p, k])
            free = income[p, k] + grant[p, k] - fixed[p, k] - aside
            tax_base[p, k] = max(part_of(income[p, k], sensitivity), -max(free, 0))


def collect(world: "World") -> None:
    """The local economy moves with work, and the council's income with it; what is due stays what it is."""
    budget, cards, tax = world.budget, world.scenario.tax_base, world.tax_base
    if world.month <= 0:
        return
    own_share = 0.0 if budget.settling else cards.own_share
    _collect(
        world.jobs.counts, world.jobs.year, tax.outside, cards.spent_locally, own_share,
        world.by_place("tax_base.retained"), budget.income, budget.grant, budget.fixed, world.scenario.budget.floor,
        budget.first_discretionary, tax.activity, budget.tax_base,
    )  # fmt: skip
