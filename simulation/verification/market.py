"""The market: what few sellers make of prices, what outcome pay makes of effort, and how slowly hours follow."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from simulation.mechanisms import market
from simulation.mechanisms.budget import Budget
from simulation.mechanisms.providers import first_providers, trade
from simulation.scenario import Scenario
from simulation.verification.check import Check, Result
from simulation.verification.networks import SEED


def few_sellers(elasticity: float = 1.7) -> list[Result]:
    """Firms that choose quantities, each the best against the others', of which the price is solved without shares.

    With unlike unit costs c_i and demand Q = P^-e, their first-order conditions add up to P = sum c / (n - 1 / e), and
    firm i sells the share e (1 - c_i / P) of all.
    """
    found = []
    for costs in ([1.0], [1.0, 1.0], [1.0] * 5, [0.9, 1.0, 1.15]):
        cost = np.array(costs)
        price = cost.sum() / (len(cost) - 1.0 / elasticity)
        share = elasticity * (1.0 - cost / price)
        times = market.markup(np.array((share**2).sum()), 1.7)
        found.append(Result(f"price, costs {costs}", price, float(times * (share * cost).sum()), 1e-12))
    return found


def best_effort(cost: float = 0.8) -> list[Result]:
    """The efforts that pay a provider best, found by trying all in steps of a thousandth; and what is left to it."""
    values, found = (0.5, 0.3), []
    for share in (0.2, 0.6, 1.0):
        s, tried = np.array(share), np.arange(1001) / 1000.0
        efforts = tuple(market.effort(s, value, cost) for value in values)
        left = [
            market.outcome_gain(s, both, values) - market.effort_costs(both, 0.8)
            for both in ((tried, 0.0 * tried), (0.0 * tried, tried))
        ]
        for name, effort, one in zip(("prevention", "picking"), efforts, left, strict=True):
            best = float(tried[one.argmax()])
            found.append(Result(f"{name}, {share:.0%} of pay", best, float(effort), 5.1e-4))
        best_left = share**2 * (values[0] ** 2 + values[1] ** 2) / (2.0 * 0.8)
        got = market.outcome_gain(s, efforts, values) - market.effort_costs(efforts, 0.8)
        found.append(Result(f"left to the provider, {share:.0%} of pay", best_left, float(got), 1e-12))
    return found


def best_share(picking: float = 0.3) -> list[Result]:
    """The share of pay that serves the public best where only one of two measured tasks is worth anything to it.

    Worth f = (b, 0) and measure g = (v, z): b v / (v^2 + z^2), less than all the more there is to pick.
    """
    values, worth, cost = (0.5, 0.3), 0.4, 0.8
    shares = np.arange(10001) / 10000.0
    efforts = tuple(market.effort(shares, value, cost) for value in (values[0], picking))
    surplus = worth * efforts[0] - market.effort_costs(efforts, cost)
    expected = worth * values[0] / (values[0] ** 2 + values[1] ** 2)
    return [Result("share of pay tied to outcomes", expected, float(shares[surplus.argmax()]), 1e-4)]


def following(adjust: float = 0.05, months: int = 24) -> list[Result]:
    """Hours for sale after demand has doubled at an unchanged price: each month closes the same part of the gap."""
    told = {"market.adjust": adjust, "market.providers": 4, "market.usual_use": 0.8, "market.entry": 0.0}
    scenario = Scenario.load("doing_things", told)
    town: Any = SimpleNamespace(
        month=0, seed=SEED, scenario=scenario, market=market.Market(1),
        by_place=lambda key: np.array(scenario.by_place(key)),
        places=SimpleNamespace(key=np.array([7], np.uint64), turned_back=np.zeros(1, np.bool_)),
    )  # fmt: skip
    town.budget = Budget(1, town)
    town.providers = first_providers(town)
    town.market.for_duties[:] = 60 * 800
    trade(town)
    start = float(market.capacity_of(town)[0])
    for month in range(months):
        town.month = month
        town.market.for_duties[:] = np.minimum(60 * 1600, np.floor(60 * market.capacity_of(town)))
        town.market.refused[:] = 60 * 1600 - town.market.for_duties
        trade(town)
    left = (1.0 - 0.05) ** months
    return [
        Result("hours for sale at first", 800 / 0.8, start, 1e-9),
        Result(f"hours for sale after {months} months", 2000 - 1000 * left, float(market.capacity_of(town)[0]), 1e-6),
    ]


CHECKS = (
    Check("few sellers", "M14 market", "market.markup", "none",
          "Cowling and Waterson 1976; Cournot with unlike costs, solved", few_sellers),
    Check("outcome pay", "M14 market", "market.effort, outcome_gain, effort_costs", "none",
          "Holmstrom and Milgrom 1991, separable quadratic costs: share x value / cost", best_effort),
    Check("distorted measure", "M14 market", "market.effort, effort_costs", "none",
          "Baker 2002, J. Human Resources 37, 728-751: f.g / g.g", best_share),
    Check("slow hours", "M14 market", "providers.trade", "a month",
          "solved: the gap shrinks by (1 - adjust) a month", following),
)  # fmt: skip
