"""Lifelong need: learning disability and special educational needs, which no prevention removes, and what they cost.

The stock is people's own (`population/traits.py`) and grows as more are born or come with it. Its cost is part of the
fixed costs of duties: contained in them when the run begins, it moves them afterwards, in every way of working alike,
as long as the money reaches. What it does not reach counts with the duties that were not met.
"""

from typing import TYPE_CHECKING

import numpy as np

from simulation.agents.residents import Lifelong
from simulation.kernels import kernel, rule
from simulation.population.applies import OF_AGE
from simulation.prices import in_pence

if TYPE_CHECKING:
    from simulation.mechanisms.budget import Pence
    from simulation.world import World

CARE, FAMILY = 0, 1


@rule
def borne_by(lifelong, age):  # type: ignore[no-untyped-def]
    """The service that bears a lifelong need at this age in months, or -1: family a child's, care an adult's.

    Special educational needs end with childhood.
    """
    if lifelong == Lifelong.NONE:
        return -1
    if age < OF_AGE:
        return FAMILY
    return CARE if lifelong == Lifelong.LEARNING_DISABILITY else -1


@kernel
def _add_up(n, month, alive, born, lifelong, neighbourhood, place_of, pounds, level, cost):  # type: ignore[no-untyped-def]
    price = in_pence(pounds[0], level), in_pence(pounds[1], level)
    for i in range(n):
        service = borne_by(lifelong[i], month - born[i])
        if alive[i] and service >= 0:
            cost[place_of[neighbourhood[i]], service] += price[service]


@kernel
def _bear(other_fixed, lifelong, means, unserved):  # type: ignore[no-untyped-def]
    """Fixed costs with those of lifelong need, as far as means go; what they do not reach is added to `unserved`."""
    fixed = np.empty_like(other_fixed)
    for p in range(len(fixed)):
        for k in range(fixed.shape[1]):
            wanted = max(other_fixed[p, k] + lifelong[p, k], 0)
            fixed[p, k] = min(max(means[p, k], 0), wanted)
            unserved[p, k] += wanted - fixed[p, k]
    return fixed


def cost_of_stock(world: "World") -> "Pence":
    """Pence that lifelong need costs this month [place, service]."""
    r, cards, budget = world.residents, world.scenario.lifelong, world.budget
    cost: Pence = np.zeros(budget.fixed.shape, np.int64)
    _add_up(
        r.count, world.month, r.alive, r.born, r.lifelong, r.neighbourhood, world.place_of,
        (cards.adult_cost, cards.child_cost), budget.price_level, cost,
    )  # fmt: skip
    return cost


def bear_lifelong_need(world: "World") -> None:
    """Reckon what lifelong need costs; once income is fixed, fixed costs move with it as far as the money goes."""
    budget, before = world.budget, world.budget.lifelong
    budget.lifelong = cost_of_stock(world)
    if budget.settling or world.month == 0:
        budget.other_fixed = budget.fixed - budget.lifelong
        return
    if not world.scenario.lifelong.on:
        budget.other_fixed = budget.other_fixed + before - budget.lifelong
    budget.fixed = _bear(budget.other_fixed, budget.lifelong, budget.means(), budget.unserved)
