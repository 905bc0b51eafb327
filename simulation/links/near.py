"""Which groups are near: the few in or next to a neighbourhood that each of its people meets."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from simulation.agents.groups import Groups
from simulation.kernels import kernel, rule

NEAR = 5
"""Groups within reach of a person, so that reach does not grow with the size of the town (model, M8)."""

CIRCLES = 2
"""Circles of people in a neighbourhood: the groups nearest to it are dealt out to them in turn."""


class HasGroups(Protocol):
    """What has groups in places: a world, or a population just made."""

    groups: Groups
    place_of: NDArray[np.int16]


@rule
def circle(key):  # type: ignore[no-untyped-def]
    """The circle that the person with this key belongs to."""
    return np.int64(key & np.uint64(1))


@rule
def closest(row, count, key, h, low, high, starts, order, far):  # type: ignore[no-untyped-def]
    """Enter the groups `far` from neighbourhood `h` on the ring low..high into `row`, by key; the new count."""
    ring = high - low
    left, right = low + (h - low - far) % ring, low + (h - low + far) % ring
    i, end_i = starts[left], starts[left + 1]
    j, end_j = starts[right], starts[right + 1]
    if left == right:
        j = end_j
    while count < len(row) and (i < end_i or j < end_j):
        if j >= end_j or (i < end_i and key[order[i]] < key[order[j]]):
            row[count] = order[i]
            i += 1
        else:
            row[count] = order[j]
            j += 1
        count += 1
    return count


@kernel
def _nearest(key, order, starts, place_of, near):  # type: ignore[no-untyped-def]
    low = 0
    neighbourhoods = len(place_of)
    while low < neighbourhoods:
        high = low
        while high < neighbourhoods and place_of[high] == place_of[low]:
            high += 1
        for h in range(low, high):
            count = 0
            far = 0
            while count < near.shape[1] and 2 * far <= high - low:
                count = closest(near[h], count, key, h, low, high, starts, order, far)
                far += 1
            near[h, count:] = -1
        low = high


def nearest_groups(town: HasGroups) -> NDArray[np.int32]:
    """The rows of the groups near each circle of a neighbourhood, nearest first: [neighbourhood, CIRCLES, NEAR].

    A place's neighbourhoods lie on a ring, in the order of their numbers; among groups equally far the key decides.
    -1 where there are fewer.
    """
    g = town.groups
    rows = np.flatnonzero(g.alive[: g.count])
    order = rows[np.lexsort((g.key[rows], g.neighbourhood[rows]))]
    starts = np.searchsorted(g.neighbourhood[order], np.arange(len(town.place_of) + 1))
    near = np.empty((len(town.place_of), NEAR * CIRCLES), np.int32)
    _nearest(g.key, order, starts, town.place_of, near)
    return np.ascontiguousarray(near.reshape(-1, NEAR, CIRCLES).transpose(0, 2, 1))
