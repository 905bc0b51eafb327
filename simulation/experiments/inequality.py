"""How unequally something falls: the slope index of inequality."""

import numpy as np
from numpy.typing import ArrayLike


def ridits(people: ArrayLike) -> np.ndarray:
    """The middle of each group's range in the population ranked from 0 to 1, for groups given in rank order."""
    weights = np.asarray(people, float)
    shares = weights / weights.sum()
    return np.asarray(np.cumsum(shares) - shares / 2.0)


def slope_index(rates: ArrayLike, people: ArrayLike) -> float:
    """The slope index of inequality: how much higher the rate is at the very bottom than at the very top.

    rates [group]: the rate in each group, the best-off group first. people [group]: how many are in it. The index is
    the slope of the least-squares line of the rates on the groups' ridits, weighted by people, in the rates' unit;
    0 where everybody is in one group. Pamuk (1985), Population Studies 39:17-31; Mackenbach and Kunst (1997), Social
    Science & Medicine 44:757-771.

    >>> round(slope_index([10.0, 20.0, 30.0, 40.0, 50.0], [1, 1, 1, 1, 1]), 6)
    50.0
    """
    there = np.asarray(people) > 0
    weights, heights = np.asarray(people, float)[there], np.asarray(rates, float)[there]
    x = ridits(weights)
    x = x - np.average(x, weights=weights)
    spread = np.sum(weights * x * x)
    return float(np.sum(weights * x * heights) / spread) if len(x) > 1 else 0.0
