"""How surely: intervals for paired differences and for what variance is made of."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

LEVEL = 0.95

FEWEST = 3
"""Values that may all be the same and still say how far another would lie from them."""


@dataclass(frozen=True)
class Interval:
    """An estimate with its 95 % interval from n repeat runs; the interval is NaN where n is too small for one."""

    estimate: float
    low: float
    high: float
    n: int

    @property
    def clear(self) -> bool:
        """Whether it leaves nothing on the other side of 0."""
        return self.low > 0.0 or self.high < 0.0


NOTHING = Interval(math.nan, math.nan, math.nan, 0)


def mean_interval(values: ArrayLike) -> Interval:
    """The mean with Student's t interval: mean -+ t(n - 1) s / sqrt(n).

    None from one value, or from two that are the same, unless they are zero: counts of people differ by whole numbers,
    so that two often agree by chance, and would be told as if nothing else could be.
    """
    x = np.asarray(values, float)
    n = len(x)
    if n == 0:
        return NOTHING
    mean = float(x.mean())
    if n < FEWEST and not x.max() > x.min():
        same = 0.0 if mean == 0.0 else math.nan
        return Interval(mean, mean + same, mean + same, n)
    reach = quantile_t(n - 1) * float(x.std(ddof=1)) / math.sqrt(n)
    return Interval(mean, mean - reach, mean + reach, n)


def over_points_and_runs(values: ArrayLike) -> Interval:
    """The mean over points and repeat runs [point, run], NaN where nothing is known; the interval counts both.

    Points share their repeat runs. Where a value is a sum of a part of its point, a part of its repeat run and a rest,
    the variance of the points' means over their number plus that of the repeat runs' means over theirs counts the first
    two once and the rest twice, and so is never too small in expectation; Student's t is taken at the smaller number
    less one. Of one point or one repeat run only the other counts.
    """
    x = np.asarray(values, float)
    there = np.isfinite(x)
    n = int(there.sum())
    if not n:
        return NOTHING
    known = np.where(there, x, 0.0)
    with np.errstate(invalid="ignore"):
        each = [known.sum(axis=axis) / there.sum(axis=axis) for axis in (1, 0)]
    parts = [some for one in each if len(some := one[np.isfinite(one)]) > 1]
    mean = float(x[there].mean())
    if not parts:
        return Interval(mean, math.nan, math.nan, n)
    variance = sum(float(one.var(ddof=1)) / len(one) for one in parts)
    reach = quantile_t(min(len(one) for one in parts) - 1) * math.sqrt(variance)
    return Interval(mean, mean - reach, mean + reach, n)


def quantile_t(freedom: int) -> float:
    """The upper 2.5 % point of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + LEVEL / 2.0))


def variance_cut(a: ArrayLike, b: ArrayLike) -> Interval:
    """How many times smaller shared luck makes the variance of b - a: (Var a + Var b) / Var(b - a).

    With S = a + b and D = b - a it is (1 + Var S / Var D) / 2, and the interval is Pitman and Morgan's for the ratio of
    two correlated variances (Pitman 1939, Morgan 1939, Biometrika 31): w (K -+ sqrt(K^2 - 1)) with w = Var S / Var D,
    K = 1 + 2 (1 - r^2) t^2 / (n - 2), r the correlation of S and D. Exact where a and b are normal.
    """
    total, difference = np.asarray(np.add(a, b), float), np.asarray(np.subtract(b, a), float)
    n = len(total)
    if n < 4:
        return Interval(math.nan, math.nan, math.nan, n)
    if not difference.any():
        return Interval(math.inf, math.inf, math.inf, n)
    w = float(total.var(ddof=1) / difference.var(ddof=1))
    r = float(np.corrcoef(total, difference)[0, 1])
    k = 1.0 + 2.0 * (1.0 - r * r) * quantile_t(n - 2) ** 2 / (n - 2)
    root = math.sqrt(k * k - 1.0)
    return Interval((1.0 + w) / 2.0, (1.0 + w * (k - root)) / 2.0, (1.0 + w * (k + root)) / 2.0, n)


def share_beyond(part: ArrayLike, whole: ArrayLike) -> Interval:
    """The share of the variance of `whole` that `part` does not have: 1 - Var part / Var whole, within [0, 1].

    The interval takes the two as independent samples from normal distributions (F), and so is rough.
    """
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    n, m = len(part), len(whole)
    if n < 2 or m < 2 or float(np.std(whole)) == 0.0:
        return Interval(math.nan, math.nan, math.nan, min(n, m))
    from scipy.special import fdtri

    ratio = float(np.var(part, ddof=1) / np.var(whole, ddof=1))
    ends = [ratio / float(fdtri(n - 1, m - 1, p)) for p in (0.025, 0.975)]
    low, middle, high = (min(max(1.0 - one, 0.0), 1.0) for one in (ends[0], ratio, ends[1]))
    return Interval(middle, low, high, min(n, m))


def split(late: ArrayLike, connecting: ArrayLike, earlier: ArrayLike, both: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """What "connecting" and "earlier" add to a difference: the mean over both orders of adding them (Shapley 1953).

    The four corners, run by run. The two parts sum to both - late.
    """
    l, c, e, b = (np.asarray(one, float) for one in (late, connecting, earlier, both))
    return ((c - l) + (b - e)) / 2.0, ((e - l) + (b - c)) / 2.0
