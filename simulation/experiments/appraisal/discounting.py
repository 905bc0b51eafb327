"""Money and wellbeing over time: discount factors, present values, money of the day, and the year of payback.

Flows are yearly, the last axis being years 1, 2, ...; those of year 1 count as one year away.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

FALLS_AFTER = 30
"""Years after which the lower rate holds (HM Treasury, Green Book 2022, annex 6)."""

type Years = NDArray[np.float64]


def factors(rates: Sequence[float], years: int) -> Years:
    """What 1 of each of the years 1 to `years` is worth today; rates: of the first 30 years, and of those after.

    >>> factors((0.035, 0.03), 10).round(4)[[0, 9]]
    array([0.9662, 0.7089])
    """
    each = np.where(np.arange(1, years + 1) <= FALLS_AFTER, rates[0], rates[1])
    return np.asarray(1.0 / np.cumprod(1.0 + each))


def present_value(flows: ArrayLike, worth: Years) -> NDArray[np.float64]:
    """The sum over years of flows [..., year], each times what it is worth today."""
    return np.asarray(np.asarray(flows, float) @ worth)


def money_of_the_day(inflation: float, years: int) -> Years:
    """What real money of the years 1 to `years` is multiplied by to be in prices of its own year."""
    return np.asarray((1.0 + inflation) ** np.arange(1, years + 1))


def payback(gains: ArrayLike) -> float:
    """The first year from which all gains [year] so far are no longer below 0, to the end.

    0 where they never are below 0, so that there is nothing to pay back; infinite where the last year leaves them so.
    """
    so_far = np.cumsum(np.asarray(gains, float))
    below = np.flatnonzero(so_far < 0.0)
    if not len(below):
        return 0.0
    return float(below[-1] + 2) if below[-1] + 1 < len(so_far) else math.inf
