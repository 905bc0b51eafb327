"""How unequally something falls: slope and relative index of inequality, and variance between places."""

import math

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
    NaN where everybody is in one group, which can be set against none. Pamuk (1985), Population Studies 39:17-31;
    Mackenbach and Kunst (1997), Social Science & Medicine 44:757-771.

    >>> round(slope_index([10.0, 20.0, 30.0, 40.0, 50.0], [1, 1, 1, 1, 1]), 6)
    50.0
    """
    there = np.asarray(people) > 0
    weights, heights = np.asarray(people, float)[there], np.asarray(rates, float)[there]
    x = ridits(weights)
    x = x - np.average(x, weights=weights)
    spread = np.sum(weights * x * x)
    return float(np.sum(weights * x * heights) / spread) if len(x) > 1 else math.nan


def relative_index(rates: ArrayLike, people: ArrayLike) -> float:
    """The relative index of inequality: the slope index as a share of the mean rate, 0 where the mean is 0.

    Arguments as for `slope_index`. Pamuk (1985); of 1 it says that the very bottom lies above the very top by as much
    as people have on average.
    """
    weights = np.asarray(people, float)
    mean = float((np.asarray(rates, float) * weights).sum() / max(weights.sum(), 1.0))
    return slope_index(rates, people) / (mean or 1.0)


def variance_between(rates: ArrayLike, people: ArrayLike) -> float:
    """The variance of a rate between places, each counting by its people, in the rate's unit squared; 0 for one place.

    Chance is part of it: rare events differ between small places even where nothing else does.
    """
    weights, heights = np.asarray(people, float), np.asarray(rates, float)
    if len(weights) < 2 or weights.sum() == 0.0:
        return 0.0
    return float(np.average((heights - np.average(heights, weights=weights)) ** 2, weights=weights))
