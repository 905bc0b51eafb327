"""A place that tips: where crises eat the money that would have prevented them, demand has two points of no return."""

from types import SimpleNamespace
from typing import Any

import numpy as np
from scipy.optimize import brentq

from simulation.agents.residents import CRISIS, FULL, LADDERS, Residents
from simulation.mechanisms import ladder
from simulation.mechanisms.budget import Budget
from simulation.mechanisms.demand import Demand
from simulation.scenario import Scenario
from simulation.verification.actors import number_keys
from simulation.verification.check import Check, Result
from simulation.verification.networks import SEED

MENTAL, COMPLEX = 1, 2
FREE = 0.3
"""Money beyond fixed costs, for each resident, as a share of what a crisis costs: it pays crises first."""
STEP = 0.04
CASE = 100_000


class Tipping:
    """People of complex need, some in crisis, whose duties and whose help are paid from one purse.

    With C the share in crisis, the purse leaves D = clip(.3 - C, floor, .3) for help, which meets the share D / .3 of
    everybody's need; the ladder takes people into crisis at .06 M exp(-2.4 D / .3) a month and out of it at .5. So
    C' = .06 M exp(-8 max(0, .3 - C)) (1 - C) - .5 C. M is put into this rung's own rate: the world's demand multiplies
    the first rung only, which help does not guard.
    """

    def __init__(self, crisis: float, floor: float = 0.0, people: int = 10_000) -> None:
        self.residents = r = Residents(people)
        r.append(people)
        number_keys(6, r.key)
        r.alive[:], r.born[:], r.fifth[:], r.capacity[:] = True, -1200, 3, 0.5
        r.level[:, MENTAL] = COMPLEX
        r.level[: round(crisis * people), MENTAL] = CRISIS
        self.plain = {
            "ladder.capacity_effect": 0, "ladder.support_effect": 2.4, "ladder.recovery_effect": 0,
            "ladder.support_centre": 0, "ladder.duration_power": 0, "ladder.deprivation": [0] * 5,
            "population.frailty_sd": 0, "ladder.mental_age": [1] * 14, "ladder.mental_down": [0, 0, 0.5 * STEP],
            **{f"ladder.{other}_up": [0, 0, 0] for other in LADDERS},
        }  # fmt: skip
        world: Any = SimpleNamespace(
            seed=np.uint64(SEED), month=0, residents=r, demand=Demand(),
            place_of=np.zeros(1, np.int16), places=SimpleNamespace(turned_back=np.zeros(1, np.bool_)),
            jobs=SimpleNamespace(need_of_work=lambda _: np.ones((1, 3))),
            commons=SimpleNamespace(need_of_homes=lambda _: np.ones(1)),
            effort=SimpleNamespace(dual_running=np.zeros(1), connecting_share=np.zeros(1)),
            by_place=lambda key: np.array(world.scenario.by_place(key)),
        )  # fmt: skip
        self.world, self.purse = world, Budget(1, world)
        self.purse.income[:, 0] = self.purse.first_discretionary[:, 0] = round(FREE * people * CASE)
        self.plain["budget.floor"] = floor

    @property
    def crisis(self) -> float:
        """The share of people in crisis."""
        return float((self.residents.level[:, MENTAL] == CRISIS).mean())

    def live(self, demand: float, months: float) -> float:
        """The share in crisis after so many months, on average over the last fifth of them."""
        r, purse = self.residents, self.purse
        self.world.scenario = Scenario.load(
            "doing_things", self.plain | {"ladder.mental_up": [0, 0, 0.06 * demand * STEP]}
        )
        steps = round(months / STEP)
        shares = np.empty(steps)
        for step in range(steps):
            purse.statutory[:, 0] = np.count_nonzero(r.level[:, MENTAL] == CRISIS) * CASE
            purse.share_out()
            r.agency_share[:, MENTAL] = FULL * purse.direct[0, 0] // purse.first_discretionary[0, 0]
            ladder.climb(self.world)
            self.world.month += 1
            shares[step] = self.crisis
        return float(shares[-steps // 5 :].mean())


def change(crisis: float, demand: float) -> float:
    """C' of the equation."""
    return float(0.06 * demand * np.exp(-8 * max(0.0, 0.3 - crisis)) * (1 - crisis) - 0.5 * crisis)


def low(demand: float) -> float:
    """The low share in crisis at which C' = 0; the fold is at C (1 - C) = 1 / 8."""
    return float(brentq(change, 0, (1 - 0.5**0.5) / 2, args=(demand,)))


def high(demand: float) -> float:
    """The high one, without help."""
    return 0.06 * demand / (0.06 * demand + 0.5)


def fold(floor: float = 0.0) -> list[Result]:
    """Either side of each point of no return, solved at M = 4.89 on the way up and 3.58 on the way down."""
    up, down = 4.89, 3.58
    return [
        Result("in crisis, up to 4 % short of 4.89", low(0.96 * up), Tipping(0.05, floor).live(0.96 * up, 50), 0.012),
        Result("in crisis, 4 % beyond 4.89", high(1.04 * up), Tipping(0.05, floor).live(1.04 * up, 100), 0.012),
        Result(
            "in crisis, down to 4 % above 3.58", high(1.04 * down), Tipping(0.38, floor).live(1.04 * down, 50), 0.012
        ),
        Result("in crisis, 4 % below 3.58", low(0.96 * down), Tipping(0.38, floor).live(0.96 * down, 50), 0.012),
    ]


CHECKS = (
    Check("a place that tips", "M15 budget", "budget.Budget.share_out, ladder.climb", f"{STEP} months",
          "solved: folds of C' = .06 M exp(-8 max(0, .3 - C)) (1 - C) - .5 C", fold),
)  # fmt: skip
