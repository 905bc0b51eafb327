"""Incentives for citizens: people who help if others do, pay that crowds out before it crowds in, and its bill."""

from types import SimpleNamespace
from typing import Any

import numpy as np
from scipy.optimize import brentq

from simulation.agents.incentives import Incentives
from simulation.agents.residents import Residents
from simulation.kernels import kernel
from simulation.mechanisms import incentives
from simulation.mechanisms.budget import Budget
from simulation.scenario import Scenario
from simulation.verification.actors import number_keys
from simulation.verification.check import Check, Result
from simulation.verification.networks import SEED

WEALTH = 1_000_000_000
"""Pence of direct help a month: enough for every offer."""

MIDDLE = (0, 1, 2)
"""The cell of the people of these towns: 25 to 64, in a neighbourhood of the middle fifth, of the one place."""


class Town:
    """A place of adults who all take part and give ten hours each, in one group, with money to choose from."""

    def __init__(self, people: int = 1, money: int = WEALTH, /, **cards: float) -> None:
        self.residents = r = Residents(people)
        r.append(people)
        number_keys(8, r.key)
        r.alive[:], r.active[:], r.born[:], r.fifth[:] = True, True, -480, 3
        r.groups[:, 0], r.civic_minutes[:], r.spare_minutes[:] = 0, 600, 6000
        self.month, self.seed = 0, SEED
        self.place_of, self.fifth_of = np.zeros(1, np.int16), np.full(1, 3)
        self.places: Any = SimpleNamespace(trust=np.full(1, 0.6))
        self.incentives = Incentives(1, 1)
        self.budget = Budget(1, self)  # type: ignore[arg-type]
        self.money = money
        self.say(**cards)

    def say(self, **cards: float) -> None:
        """Change what is offered, or what it does."""
        said = {f"incentives.{name}": value for name, value in cards.items()}
        self.scenario = Scenario.load("doing_things", said)

    def by_place(self, key: str) -> Any:
        """What a card says here."""
        return np.array(self.scenario.by_place(key))

    def live(self, months: int = 1) -> float:
        """Months of the phase alone; what pay and what it cost in motivation come to in the last, in U of M6."""
        for _ in range(months):
            self.budget.direct = np.array([[self.money, 0, 0, 0]])
            self.incentives.forget()
            incentives.offer(self)  # type: ignore[arg-type]
            self.month += 1
        return float(self.incentives.push[MIDDLE])


@kernel
def _contributions(key, conditional, believed, reciprocity):  # type: ignore[no-untyped-def]
    given = 0.0
    for i in range(len(key)):
        if incentives.helps_if_others_do(SEED, key[i], conditional):
            given += incentives.answers(believed, reciprocity)
    return given / len(key)


def contributions(conditional: float = 0.5, reciprocity: float = 0.9, update: float = 0.4) -> list[Result]:
    """Rounds in which those who help if others do give what they believe others give, and the others nothing."""
    key = np.empty(200_000, np.uint64)
    number_keys(9, key)
    belief, given = np.ones(1), []
    for _ in range(6):
        given.append(_contributions(key, conditional, float(belief[0]), reciprocity))
        belief = incentives.next_belief(belief, np.array(given[-1:]), update)
    by_luck = 4.0 * 0.4 * 0.9 * (0.25 / len(key)) ** 0.5
    return [
        Result("contributions, times a round", 0.78, given[1] / given[0], by_luck),
        Result("contributions after five rounds, of the first", 0.78**5, given[5] / given[0], 5.0 * by_luck),
    ]


def crowding_out(crowding: float = 0.12, effect: float = 0.01) -> list[Result]:
    """What pay does to readiness where .3 of the work is left to choose: down at once, and up with every pound."""

    def value(pay: float, autonomy: float = 0.3) -> float:
        said = {"crowding_out": crowding, "payment_effect": effect, "autonomy": autonomy}
        return Town(payment=pay, payment_delay=1, **said).live()

    return [
        Result("pay that breaks even, GBP an hour", 8.4, float(brentq(value, 1.0, 30.0, xtol=1e-12)), 1e-9),
        Result("what no pay does", 0.0, value(0.0), 0.0),
        Result("what hardly any pay does", -0.084, value(1e-9), 1e-9),
        Result("what half of it does", -0.042, value(4.2), 1e-9),
        Result("what twice it does", 0.084, value(16.8), 1e-9),
        Result("what half of it does to those free to choose", 0.042, value(4.2, 1.0), 1e-9),
    ]


def recovery(half_life: float = 12.0) -> list[Result]:
    """Motivation once pay has ended."""
    town = Town(payment=5.0, payment_delay=3, crowding_out=0.12, autonomy=0.0, motivation_half_life=half_life)
    paid = town.live(3)
    town.say(motivation_half_life=half_life)
    return [
        Result("what pay of 5 does", -0.07, paid, 1e-9),
        Result("a year after it ends", -0.06, town.live(12), 1e-9),
        Result("three years after it ends", -0.015, town.live(24), 1e-9),
        Result("and in the end", 0.0, town.live(240), 0.0),
    ]


def bills(hours: float = 10.0) -> list[Result]:
    """A hundred people who give ten hours each are paid 4 pounds an hour, and the purse holds 6,000 or 1,000 pounds."""
    cards = {"payment": 4.0, "payment_cost": 1.25, "payment_delay": 1, "crowding_out": 0.0, "payment_effect": 0.01}
    results = []
    for money in (600_000, 100_000):
        town = Town(100, money, **cards)
        town.residents.civic_minutes[:] = int(60 * hours)
        push, paid = town.live(), int(town.budget.incentives.sum())
        bill = 100 * 10 * 500
        results += [
            Result(f"pence paid of {money:,}", min(bill, money), paid, 1),
            Result(f"pence astray of {money:,}", 0, money - paid - int(town.budget.direct.sum()), 0),
            Result(f"what pay does, of {money:,}", 0.04 * min(money / bill, 1.0), push, 1e-9),
        ]
    return results


CHECKS = (
    Check("conditional helpers", "M13 incentives", "incentives.answers, helps_if_others_do, next_belief",
          "a month a round", "Fischbacher and Gächter 2010; solved: 1 - .4 + .4 x .5 x .9", contributions),
    Check("crowding out", "M13 incentives", "incentives.offer", "a month",
          "solved: -kappa (1 - autonomy) [pay > 0] + beta pay", crowding_out),
    Check("motivation after pay", "M13 incentives", "incentives.offer", "a month",
          "solved: exponential decay", recovery),
    Check("the bill of incentives", "M13 incentives", "incentives.offer, budget.Budget.charge", "a month",
          "solved: hours x pay, and no more than there is", bills),
)  # fmt: skip
