"""Incentives for citizens: what each place offers, for how long already, and what people feel of it."""

import numpy as np
from numpy.typing import NDArray

from simulation.kernels import rule

INCENTIVES = ("asking", "recognition", "voice", "time_credits", "payment", "tax_discount", "micro_grants")
ASKING, RECOGNITION, VOICE, TIME_CREDITS, PAYMENT, TAX_DISCOUNT, MICRO_GRANTS = range(7)

CELLS = (4, 5)
"""Bands of age of adults, and fifths of neighbourhoods: what is offered may differ between them."""


@rule
def band(months):  # type: ignore[no-untyped-def]
    """An adult's band of age: 16-24, 25-64, 65-79, 80 and over."""
    return (months >= 25 * 12) + (months >= 65 * 12) + (months >= 80 * 12)


class Incentives:
    """State of the incentives of every place; a cell is a band of age and a fifth.

    months [place, incentive]: for how long each has been offered. lost [place, cell]: motivation lost to pay, in units
    of exposure. belief [place]: share of adults whom people believe to take part. This month's: push [place, cell], to
    everybody's readiness; credit [place, cell], to that of people who help if others do; lapse [place, cell], a factor
    on the chance of stopping; founding [neighbourhood], in logs of the founding rate.
    """

    def __init__(self, places: int, neighbourhoods: int) -> None:
        self.months: NDArray[np.int64] = np.zeros((places, len(INCENTIVES)), np.int64)
        self.lost = np.zeros((places, *CELLS))
        self.belief = np.zeros(places)
        self.push, self.credit = np.zeros((2, places, *CELLS))
        self.lapse = np.ones((places, *CELLS))
        self.founding = np.zeros(neighbourhoods)

    def forget(self) -> None:
        """What is felt within a month begins at nothing."""
        self.lapse.fill(1.0)
        for felt in (self.push, self.credit, self.founding):
            felt.fill(0.0)
