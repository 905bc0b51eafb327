"""The purse and the levers: every penny accounted for, and what changing over costs."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from simulation import chance
from simulation.agents.groups import DOMAINS
from simulation.chance import Decision
from simulation.mechanisms import borrowing, budget, effort, politics, pooling
from simulation.mechanisms.effort import Effort
from simulation.scenario import Scenario
from simulation.verification.check import Check, Result
from simulation.verification.networks import SEED

SUMS = int(Decision.SYNTHESIS) + 1080


def drawn(month: int, line: int, most: float) -> np.ndarray:
    """Pence for each of four services, drawn at random."""
    return np.array(
        [[int(most * chance.uniform(SEED, np.uint64(4 * line + k), month, SUMS)) for k in range(4)]], np.int64
    )


def _town(changes: dict[str, Any], **parts: Any) -> Any:
    """What these phases need of a world: a month, a scenario, and the parts that they are about."""
    scenario = Scenario.load("doing_things", changes)
    return SimpleNamespace(
        month=0, scenario=scenario, by_place=lambda key: np.array(scenario.by_place(key)),
        places=SimpleNamespace(turned_back=np.zeros(1, np.bool_)), **parts,
    )  # fmt: skip


def ledger(lost: int = 0, months: int = 120, added: float = 24_000.07) -> list[Result]:
    """Ten years of duties drawn at random, paid from the same income: pence that went astray, and limits kept.

    lost: pence a month that leave the reserves unrecorded. added: pounds a year on top.
    """
    shift = SimpleNamespace(dual_running=np.array([0.13]), connecting_share=np.array([0.37]))
    cards = {"budget.floor": 0.1, "budget.freeze_months": 12, "budget.income_growth": 0.0}
    town = _town(cards | {"budget.added": added}, effort=shift)
    purse = budget.Budget(1, town)
    town.budget = purse
    purse.income, purse.fixed = drawn(0, 0, 0) + 9_000_001, drawn(0, 1, 3_000_000)
    purse.first_discretionary, purse.reserves = drawn(0, 2, 2_000_000), np.array([70_000_003])
    opening = int(purse.reserves.sum())
    income = spent = unaccounted = beyond = on_top = 0
    for month in range(1, months + 1):
        town.month = month
        purse.statutory = drawn(month, 3, 8_000_000)
        purse.share_out()
        lines = purse.direct + purse.connecting + purse.dual_running
        income += int(purse.income.sum())
        on_top += int(purse.added.sum())
        spent += int((purse.fixed + purse.statutory + lines).sum())
        unaccounted += int(np.abs(purse.discretionary - lines).sum())
        frozen = month < purse.frozen_until[0]
        least = 0 if frozen else np.floor(0.1 * purse.first_discretionary)
        chosen = purse.discretionary - purse.added * (not frozen)
        beyond += int((chosen > purse.first_discretionary).sum() + (chosen < least).sum())
        budget.close_ledger(town)
        purse.reserves = purse.reserves - lost
    return [
        Result("pence astray in ten years", 0, opening + income + on_top - spent - int(purse.reserves.sum()), 0),
        Result("pence added in ten years", 10 * 2_400_007, on_top, 0),
        Result("discretionary pence not allotted", 0, unaccounted, 0),
        Result("discretionary budgets beyond their limits", 0, beyond, 0),
    ]


def borrowed(rate: float = 0.03, term: int = 15) -> list[Result]:
    """A million pounds borrowed in one month, repaid in equal instalments: interest falls by the same every month."""
    town = _town({"borrowing.interest": rate, "borrowing.term": term})
    purse = budget.Budget(1, town)
    town.budget, debts = purse, purse.debts
    purse.income = drawn(0, 0, 0) + 9_000_001
    sum_owed = 100_000_000
    borrowing.owe(town, np.array([sum_owed]))
    interest = repaid = months = 0
    while debts.owed.any() and months < 1000:
        months += 1
        town.month = months
        borrowing.service_debts(town)
        interest += int(purse.interest.sum())
        repaid += int(purse.repaid.sum())
    steps = 12 * 15
    return [
        Result("months until all is repaid", steps, months, 0),
        Result("pence repaid beyond what was borrowed", 0, repaid - sum_owed, 0),
        Result("interest in pounds", 1_000_000 * 0.03 / 12 * (steps + 1) / 2, interest / 100, 1.0),
    ]


def changing_over(lag: int = 12) -> list[Result]:
    """What a shift from (.72, .18, .1) late, early and connecting to (.06, .24, .7) costs, and when it is made."""
    levers = Effort(1, 0.1, 0.2)
    cards = {"connecting_share": 0.7, "earliness": 0.8, "lag": lag, "dual_running": 0.15}
    told = {f"effort.{name}": value for name, value in cards.items()}
    town = _town(told, effort=levers)
    charged, moved = 0.0, []
    for month in range(36):
        town.month = month
        effort.shift_effort(town)
        charged += float(levers.dual_running[0])
        moved.append(float(levers.connecting_share[0]))
    return [
        Result("months' discretionary money charged", 0.66 * 0.15 * 11, charged, 1e-9),
        Result("connecting share after 6 months", 0.1 + 0.6 * 6 / 12, moved[5], 1e-9),
        Result("connecting share at the lag", 0.7, moved[11], 1e-9),
        Result("connecting share, sum over the lag", 12 * 0.1 + 0.6 * 13 / 2, sum(moved[:12]), 1e-9),
        Result("earliness in the end", 0.8, float(levers.earliness[0]), 1e-9),
    ]


def elections(chance_of_turning: float = 0.3, places: int = 20_000, held: int = 3) -> list[Result]:
    """Many places vote again and again: a chain of two states that changes with the same chance either way."""
    keys = np.array([chance.mix(np.uint64(3), np.uint64(p), np.uint64(0)) for p in range(places)])
    told = Scenario.load("doing_things", {"politics.turn_chance": chance_of_turning})
    town: Any = SimpleNamespace(
        seed=SEED, scenario=told, places=SimpleNamespace(key=keys, turned_back=np.zeros(places, np.bool_)),
        by_place=lambda key: np.full(places, told[key]),
    )  # fmt: skip
    found = []
    for number in range(1, held + 1):
        town.month = 48 * number
        politics.hold_elections(town)
        expected = (1.0 - (1.0 - 2.0 * chance_of_turning) ** number) / 2.0
        share = float(town.places.turned_back.mean())
        found.append(Result(f"turned back after {number} elections", expected, share, 4.0 * 0.5 / places**0.5))
    return found


def cuts() -> list[Result]:
    """What connecting has left of 100 pounds, of 300 in all, when a part of all is cut."""
    told = [(0.1, 1.0, 90.0), (0.1, 2.0, 80.0), (0.4, 2.0, 20.0), (0.5, 2.0, 0.0), (0.7, 2.0, 0.0)]
    return [
        Result(
            f"pounds left, a cut of {cut}, bias {bias}",
            left,
            300.0 * (1.0 - cut) * politics.share_when_cut(1.0 / 3.0, cut, bias),
            1e-9,
        )
        for cut, bias, left in told
    ]


def pooled(share: float = 0.4, growth: float = 0.05, cost: int = 900_000) -> list[Result]:
    """What comes back of a year in which duties cost always the same and were expected to grow from 10,000 pounds."""
    budget = SimpleNamespace(
        first_duties=np.full((1, 4), 1_000_000), statutory=np.full((1, 4), cost), unserved=np.zeros((1, 4), np.int64),
        pooled=np.zeros(1), instalment=np.zeros(1, np.int64),
    )  # fmt: skip
    town = _town({"pooling.share": share, "pooling.expected_growth": growth}, budget=budget)
    for town.month in range(13):
        pooling.pool(town)
    expected = 1_000_000 * growth / ((1.0 + growth) ** (1.0 / 12.0) - 1.0)
    others = sum(1.0 - getattr(town.scenario.payers, f"{name}_duties")[0] for name in DOMAINS)
    due = share * others * (expected - 12 * cost)
    found = [Result("pence due a month in the second year", due / 12.0, float(budget.instalment[0]), 1.0)]
    purse, by = np.array([10**9]), np.array([[1, 2, 3, 4]])
    paid = float(pooling.released(budget.instalment, purse, by).sum())
    return [*found, Result("pence released a month", due / 12.0, paid, 5.0)]


CHECKS = (
    Check("the purse", "M15 budget", "budget.Budget.share_out, close_ledger", "a month",
          "solved: reserves + income = spending + reserves", ledger),
    Check("changing over", "M16 two levers", "effort.shift_effort, ramp", "a month",
          "solved: (lag - 1) months of dual running; even steps", changing_over),
    Check("pooled budgets", "M15 pooled budgets", "pooling.pool, released", "a month",
          "solved: a geometric series of what was expected", pooled),
    Check("borrowing", "M15 borrowing", "borrowing.service_debts, owe", "a month",
          "solved: equal instalments, interest r J (n + 1) / 2", borrowed),
    Check("elections", "M20 politics", "politics.hold_elections", "an election",
          "solved: chain of two states, (1 - (1 - 2 q)^n) / 2", elections),
    Check("cuts", "M20 politics", "politics.share_when_cut", "a month", "solved: max(0, 1 - bias x cut)", cuts),
)  # fmt: skip
