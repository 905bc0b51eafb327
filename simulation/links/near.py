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


@rule
def groups_in_order(count, alive, neighbourhood, key, neighbourhoods):  # type: ignore[no-untyped-def]
    """The rows of the groups by neighbourhood and key, and where each neighbourhood's begin."""
    starts = np.zeros(neighbourhoods + 1, np.int64)
    for g in range(count):
        starts[neighbourhood[g] + 1] += alive[g]
    for h in range(neighbourhoods):
        starts[h + 1] += starts[h]
    order, end = np.empty(starts[-1], np.int32), starts.copy()
    for g in range(count):
        if alive[g]:
            h = neighbourhood[g]
            to = end[h]
            while to > starts[h] and key[order[to - 1]] > key[g]:
                order[to] = order[to - 1]
                to -= 1
            order[to] = g
            end[h] += 1
    return order, starts


@kernel
def _nearest(count, alive, neighbourhood, key, place_of, near):  # type: ignore[no-untyped-def]
    low, neighbourhoods = 0, len(place_of)
    order, starts = groups_in_order(count, alive, neighbourhood, key, neighbourhoods)
    row = np.empty(near.shape[1] * near.shape[2], np.int32)
    while low < neighbourhoods:
        high = low
        while high < neighbourhoods and place_of[high] == place_of[low]:
            high += 1
        for h in range(low, high):
            found = far = 0
            row[:] = -1
            while found < len(row) and 2 * far <= high - low:
                found = closest(row, found, key, h, low, high, starts, order, far)
                far += 1
            for each in range(len(row)):
                near[h, each % near.shape[1], each // near.shape[1]] = row[each]
        low = high


def nearest_groups(town: HasGroups) -> NDArray[np.int32]:
    """The rows of the groups near each circle of a neighbourhood, nearest first: [neighbourhood, CIRCLES, NEAR].

    A place's neighbourhoods lie on a ring, in the order of their numbers; among groups equally far the key decides.
    -1 where there are fewer.
    """
    g = town.groups
    near = np.empty((len(town.place_of), CIRCLES, NEAR), np.int32)
    _nearest(g.count, g.alive, g.neighbourhood, g.key, town.place_of, near)
    return near
