"""Which savings can be spent on something else: only those whose post, contract or placement has ended.

Work that was left undone for want of money or providers is no saving.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.experiments.execute import Run
from simulation.outcomes import Line
from simulation.scenario import Scenario

type Pence = NDArray[np.int64]

BUDGET = 12
"""Months on whose mean it is judged whether less is needed: a budget's year."""


@dataclass(frozen=True)
class Ends:
    """What has to end before money is free; the last axis is posts, contracts, placements.

    shares [service, 3]: of duties and fixed costs. notice [3]: months. fixed [3]: the share that never comes free.
    units [month, service, 3]: pence a month of the smallest part that can end, 0 where any part can.
    """

    shares: NDArray[np.float64]
    notice: tuple[int, ...]
    fixed: NDArray[np.float64]
    units: NDArray[np.float64]


def ends(scenario: Scenario, months: int) -> Ends:
    """What the scenario's cards say has to end: whole posts, whole placements, and any part of a contract."""
    cards, prices = scenario.appraisal, scenario.service
    placed = np.array(cards.placements)
    bought = (1.0 - placed) * np.array(scenario.market.duties_bought)
    post = prices.direct_hour * prices.hours_per_fte
    placement = (prices.cost[0], prices.placement_cost, 0.0, prices.cost[4])
    growth = (1.0 + scenario.budget.cost_growth) ** (np.arange(months) / 12.0)
    units = 100.0 * growth[:, None, None] * np.array([[post, 0.0, one] for one in placement])
    shares = np.stack([1.0 - placed - bought, bought, placed], axis=-1)
    return Ends(shares, tuple(round(one) for one in cards.notice), np.array(cards.fixed_shares), units)


def saved(a: Run, b: Run) -> tuple[Pence, Pence]:
    """What b spends less than a on duties and fixed costs, and what it needs less, in pence [month, place, service].

    Needed is what is spent and what money or providers did not reach.
    """
    months = a.outcomes.months
    apart = a.outcomes.money[:months] - b.outcomes.money[:months]
    spent = np.asarray(apart[..., [Line.FIXED, Line.STATUTORY]].sum(axis=-1))
    return spent, np.asarray(spent + apart[..., Line.UNSERVED])


def cashable(spent: Pence, needed: Pence, given: Ends) -> Pence:
    """What of `spent` is money to spend on something else that month, in pence [month, place, service].

    Both are judged on their mean over BUDGET months, nothing before month 0. A saving is what is spent less as far as
    less is needed; of it counts what has lasted through the notice, in whole posts and placements, without what stays.
    Where b spends more, all of that is money, at once.
    """
    level = np.minimum(_mean_so_far(spent), np.maximum(_mean_so_far(needed), 0.0))
    found = np.zeros_like(spent)
    for kind, notice in enumerate(given.notice):
        part = level * given.shares[:, kind]
        lasting = part.copy()
        for months in range(1, min(notice, len(part)) + 1):
            lasting[months:] = np.minimum(lasting[months:], part[:-months])
            lasting[:months] = np.minimum(lasting[:months], 0.0)
        unit = given.units[: len(part), None, :, kind]
        whole = np.where(unit > 0.0, np.floor(lasting / np.where(unit > 0.0, unit, 1.0)) * unit, lasting)
        free = np.where(part < 0.0, part, (1.0 - given.fixed[kind]) * np.maximum(whole, 0.0))
        found += np.floor(free).astype(np.int64)
    return found


def _mean_so_far(saving: Pence) -> NDArray[np.float64]:
    """The mean of this and the BUDGET - 1 months before."""
    so_far = np.cumsum(saving, axis=0)
    so_far[BUDGET:] = so_far[BUDGET:] - so_far[:-BUDGET]
    return np.asarray(so_far / BUDGET)
