"""The search for a breaking point: by bisection in every repeat run, and the middle of what they find."""

import math
from collections.abc import Callable, Sequence

from simulation.experiments.intervals import LEVEL, Interval

LEAST, MOST = 1.0, 100.0
"""Multiples of demand that are searched: today's, and the essay's hundred times."""

TOLERANCE = 1.02
"""The factor within which two multiples count as much the same."""

FINE = 1.0023
"""The factor within which a breaking point is searched: eleven halvings of the way from LEAST to MOST.

All repeat runs share one grid of multiples. It must be fine against what differs between them: where it is as coarse,
the interval misses the middle far too often.
"""


def bisect(stops: Callable[[float], bool], low: float = LEAST, high: float = MOST, factor: float = FINE) -> float:
    """The smallest multiple at which something that more demand brings about holds, to a factor.

    `low` where it holds there already; infinite where it does not hold at `high`. Of all multiples asked for at which
    it holds, what is returned was the last.

    >>> 4.89 <= bisect(lambda demand: demand >= 4.89) < 4.89 * FINE
    True
    """
    if stops(low):
        return low
    if not stops(high):
        return math.inf
    while high > low * factor:
        middle = math.sqrt(low * high)
        low, high = (low, middle) if stops(middle) else (middle, high)
    return high


def lower_median(values: Sequence[float], factor: float = 1.0) -> Interval:
    """The smallest value that at least half do not exceed, with the interval of a median by order statistics.

    Its ends are the k-th smallest and the k-th largest value, k being the largest for which a binomial(n, 1/2) variable
    lies below k with at most 2.5 % chance; without any such k it is infinite on both sides (n < 6). factor: within
    which values were searched by `bisect`, so that each lies up to so much above what is true; it counts as the middle
    of where that may lie, but for LEAST, below which nothing is searched.
    """
    from scipy.stats import binom

    middle = math.sqrt(factor)
    ordered, n = sorted(one if one == LEAST else one / middle for one in values), len(values)
    k = int(binom.ppf((1.0 - LEVEL) / 2.0, n, 0.5))
    k -= int(binom.cdf(k - 1, n, 0.5) > (1.0 - LEVEL) / 2.0)
    low, high = (ordered[k - 1], ordered[n - k]) if k >= 1 else (-math.inf, math.inf)
    return Interval(ordered[(n - 1) // 2], low, high, n)
