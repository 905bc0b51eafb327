"""The appraisal: present values, payback, correction for optimism and weights, over paired repeat runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simulation.experiments.appraisal.costs import UnitCost, at_price_year
from simulation.experiments.appraisal.discounting import factors, payback, present_value
from simulation.experiments.appraisal.ledger import CHOSEN
from simulation.experiments.appraisal.paired import SPENDING, VIEWS, Pair, pair
from simulation.experiments.design import Arm
from simulation.experiments.execute import Run
from simulation.experiments.intervals import Interval, mean_interval
from simulation.scenario import Scenario

DECIDED = ("direct",)
"""Gains that are decided and not hoped for: money moved out of direct help is free at once, and counts in full."""

HOPED = tuple(name for name in SPENDING if name not in CHOSEN)
"""Lines that are corrected as one: what follows for all duties and fixed costs together."""


@dataclass(frozen=True)
class Worth:
    """What the second way is worth against the first in one view, in pounds; below 0 the first is worth more.

    plain: net present value. corrected: the same after correction for optimism. paid_back, paid_back_discounted,
    paid_back_corrected: the year in which the mean of the runs has paid back (0: nothing to pay back; infinite: not
    within the years simulated). pays: in how many repeat runs it pays back, discounted.
    """

    view: str
    plain: Interval
    corrected: Interval
    paid_back: float
    paid_back_discounted: float
    paid_back_corrected: float
    pays: int


def optimism(present: NDArray[np.float64], benefits: float, costs: float, decided: bool) -> float:
    """What a line of gains [seed] is multiplied by: less of what speaks for b on average, more of what speaks against.

    benefits, costs: shares of `appraisal.optimism_benefits` and `optimism_costs`.
    """
    if present.mean() < 0.0:
        return 1.0 + costs
    return 1.0 if decided else 1.0 - benefits


def weights(incomes: Sequence[float], elasticity: float) -> NDArray[np.float64]:
    """What a pound counts for people of these incomes, relative to the median (HM Treasury, Green Book 2018, A3.20).

    >>> weights((0.5, 1.0), 1.0).tolist()
    [2.0, 1.0]
    """
    return np.asarray(np.asarray(incomes, float) ** -elasticity)


class Appraisal:
    """Two ways of working, appraised. pairs: one of each repeat run that ended well in both."""

    def __init__(self, arms: tuple[Arm, Arm], costs: Sequence[UnitCost], runs: Sequence[tuple[Run, Run]]) -> None:
        self.arms, self.costs = arms, tuple(costs)
        self.seeds = [a.seed for a, _ in runs]
        self.pairs = [self.paired(a, b) for a, b in runs]
        self.years = len(self.pairs[0].cashable)

    @property
    def scenario(self) -> Scenario:
        """Whose cards judge: the first way's."""
        return self.arms[0].scenario

    def price(self, name: str) -> float:
        """A unit cost in pounds of the price year."""
        return next(at_price_year(one, self.scenario) for one in self.costs if one.name == name)

    def paired(self, a: Run, b: Run) -> Pair:
        """What b has more or less of than a."""
        return pair(a, b, self.scenario, self.price("unpaid_hour"), self.price("lost_earnings_hour"))

    @cached_property
    def worth_today(self) -> NDArray[np.float64]:
        """Discount factors for money [year]."""
        return factors(self.scenario.appraisal.discount_rates, self.years)

    @cached_property
    def gains(self) -> dict[str, NDArray[np.float64]]:
        """Gains by line [seed, year], in pounds."""
        each = [one.gains for one in self.pairs]
        return {name: np.array([one[name] for one in each]) for name in each[0]}

    @cached_property
    def corrections(self) -> dict[str, float]:
        """What correction for optimism multiplies each line by."""
        cards = self.scenario.appraisal
        present = {name: present_value(gains, self.worth_today) for name, gains in self.gains.items()}
        together = np.sum([present[name] for name in HOPED], axis=0)
        return {
            name: optimism(
                together if name in HOPED else one, cards.optimism_benefits, cards.optimism_costs, name in DECIDED
            )
            for name, one in present.items()
        }

    def path(self, view: str, corrected: bool = False) -> NDArray[np.float64]:
        """A view's gains [seed, year], in pounds."""
        parts = [self.gains[name] * (self.corrections[name] if corrected else 1.0) for name in VIEWS[view]]
        return np.asarray(np.sum(parts, axis=0))

    def worth(self, view: str) -> Worth:
        """Net present value and payback in one view."""
        plain, corrected = self.path(view), self.path(view, corrected=True)
        mean, hard, today = plain.mean(axis=0), corrected.mean(axis=0), self.worth_today
        return Worth(
            view,
            mean_interval(present_value(plain, today)),
            mean_interval(present_value(corrected, today)),
            payback(mean),
            payback(mean * today),
            payback(hard * today),
            sum(payback(one * today) < np.inf for one in plain),
        )

    @cached_property
    def fifth_weights(self) -> NDArray[np.float64]:
        """What a pound counts in the five fifths of neighbourhoods."""
        cards = self.scenario.appraisal
        return weights(cards.fifth_incomes, cards.income_elasticity)

    def unpaid_by_fifth(self) -> NDArray[np.float64]:
        """Present value of unpaid time asked for less [seed, fifth], in pounds, unweighted."""
        return np.array([-self.worth_today @ one.unpaid for one in self.pairs])

    def weighted(self) -> Interval:
        """Society's net present value with a pound of poorer people counting more; taxpayers count 1."""
        others = present_value(self.path("public"), self.worth_today)
        return mean_interval(others + self.unpaid_by_fifth() @ self.fifth_weights)

    def wellbys(self, discounted: bool = True) -> NDArray[np.float64]:
        """WELLBYs gained over all years [seed, fifth], discounted at the rate for wellbeing or not."""
        rates = self.scenario.appraisal.wellbeing_rates if discounted else (0.0, 0.0)
        worth = factors(rates, self.years)
        return np.array([worth @ one.wellbys for one in self.pairs])
