"""How evenly hours are given: givers by the minutes that they gave in a month, in a compact histogram."""

import numpy as np
from numpy.typing import NDArray

type Histogram = NDArray[np.int64]

BINS = 64
PARTS = 4
"""Bins to a doubling of minutes: a bin's minutes differ by less than a quarter."""

LONGEST = 43_800
"""Minutes of a month: nobody gives more."""


def bin_of(minutes: int) -> int:
    """The bin of a positive number of minutes: 1, 2 and 3 by themselves, then four bins to every doubling.

    >>> [bin_of(m) for m in (1, 3, 4, 5, 7, 8, 9, 10, 60)]
    [1, 3, 4, 5, 7, 8, 8, 9, 19]
    """
    if minutes < PARTS:
        return minutes
    octave = minutes.bit_length() - 1
    return PARTS * (octave - 1) + (minutes >> (octave - 2)) % PARTS


BIN_OF = np.array([bin_of(minutes) for minutes in range(LONGEST + 1)], np.uint8)
"""The bin of every number of minutes."""


def lorenz(histogram: Histogram) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The Lorenz curve: shares of givers, least generous first, and of the minutes that they give, from 0 to 1.

    histogram [bin, 2]: givers and their minutes. Within a bin all count as giving its mean, so that inequality is
    understated by a little.
    """
    there = histogram[histogram[:, 0] > 0].astype(float)
    sums = np.vstack([np.zeros((1, 2)), np.cumsum(there, axis=0)])
    whole = np.maximum(sums[-1], 1.0)
    return sums[:, 0] / whole[0], sums[:, 1] / whole[1]


def gini(histogram: Histogram) -> float:
    """The Gini coefficient of minutes between givers: 0 all give alike, 1 one gives all; 0 where nobody gives.

    1 - 2 x the area under the Lorenz curve (Gini 1912).
    """
    people, minutes = lorenz(histogram)
    return float(1.0 - 2.0 * np.trapezoid(minutes, people)) if len(people) > 1 else 0.0


def top_share(histogram: Histogram, top: float = 0.2) -> float:
    """The share of all minutes that the most generous share `top` of givers gives; 0 where nobody gives."""
    people, minutes = lorenz(histogram)
    return float(1.0 - np.interp(1.0 - top, people, minutes)) if len(people) > 1 else 0.0
