"""One repeat run of two ways of working: what the second has more or less of than the first, line by line and year."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.experiments.appraisal import ledger
from simulation.experiments.appraisal.cashable import cashable, ends, saved
from simulation.experiments.execute import Run
from simulation.scenario import Scenario

SPENDING = tuple(one.name for one in ledger.SPENDING)

COMES_IN = ("taxes", "deals", "added")
"""What comes in beside the entitlement, which is the same in both ways wherever only policies differ."""

VIEWS = {
    "public": SPENDING,
    "cash": (*ledger.CHOSEN, "cashable"),
    "purse": (*SPENDING, *COMES_IN),
    "society": (*SPENDING, "unpaid"),
}
"""Whose account: the lines of `gains` that each sums. All payers; what of it is cash; the place's purse; society."""


@dataclass(frozen=True)
class Pair:
    """b less a of one repeat run. Pounds of the price year, or the unit that the name says.

    spent: all lines of the ledger, and reserves, by name [year]. payers [year]. unpaid, wellbys: pounds that hours are
    worth, and WELLBYs [year, fifth]. lived_in: whether anybody lives in a fifth [fifth]. lost: carers' earnings [year].
    cashable: what b frees in duties and fixed costs; not_cashable: what else it spends less there [year].
    """

    spent: dict[str, NDArray[np.float64]]
    payers: dict[str, NDArray[np.float64]]
    unpaid: NDArray[np.float64]
    wellbys: NDArray[np.float64]
    lived_in: NDArray[np.bool_]
    lost: NDArray[np.float64]
    cashable: NDArray[np.float64]
    not_cashable: NDArray[np.float64]

    @property
    def gains(self) -> dict[str, NDArray[np.float64]]:
        """What speaks for b, in pounds [year] by line: less spent, less unpaid time asked for, more coming in."""
        found = {name: -self.spent[name] for name in SPENDING}
        found |= {name: self.spent[name] for name in COMES_IN}
        return found | {"unpaid": -self.unpaid.sum(axis=1), "cashable": self.cashable}

    def gain(self, view: str) -> NDArray[np.float64]:
        """The sum of a view's gains, in pounds [year]."""
        gains = self.gains
        return np.asarray(np.sum([gains[name] for name in VIEWS[view]], axis=0))


def pair(a: Run, b: Run, scenario: Scenario, hour: float, earnings: float) -> Pair:
    """What b has more or less of than a, both of one seed; hour, earnings: pounds that an hour is worth."""
    spent, paid = (ledger.spent(a), ledger.spent(b)), (ledger.by_payer(a, scenario), ledger.by_payer(b, scenario))
    less, needed = saved(a, b)
    free = cashable(less, needed, ends(scenario, len(less)))
    lost = earnings * float(scenario.appraisal.earnings_lost) * (ledger.carers_hours(b) - ledger.carers_hours(a))
    return Pair(
        {name: spent[1][name] - spent[0][name] for name in spent[0]},
        {name: paid[1][name] - paid[0][name] for name in paid[0]},
        hour * (ledger.unpaid_hours(b) - ledger.unpaid_hours(a)), ledger.wellbys(b) - ledger.wellbys(a),
        ledger.lived_in(a) | ledger.lived_in(b), lost, _pounds(free), _pounds(less - free),
    )  # fmt: skip


def _pounds(pence: NDArray[np.int64]) -> NDArray[np.float64]:
    """Pence [month, place, service] as pounds [year]."""
    return np.asarray(ledger.by_year(pence.sum(axis=(1, 2))) / 100.0)
