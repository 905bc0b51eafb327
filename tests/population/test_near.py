"""Which groups are near."""

from types import SimpleNamespace

import numpy as np

from simulation.agents.groups import Groups
from simulation.links.near import CIRCLES, NEAR, nearest_groups


def groups_at(neighbourhoods, keys):
    groups = Groups(len(keys))
    groups.append(len(keys))
    groups.alive[:] = True
    groups.neighbourhood[:] = neighbourhoods
    groups.key[:] = keys
    return groups


def by_key(groups, near):
    return [[int(groups.key[g]) for g in row.T.ravel() if g >= 0] for row in near]


PLACES = np.array([0, 0, 0, 0, 0, 1], np.int16)


def test_own_neighbourhood_first_then_the_ring_and_keys_break_ties():
    groups = groups_at([0, 0, 1, 4, 2, 3, 5], [9, 8, 7, 6, 5, 4, 3])
    near = nearest_groups(SimpleNamespace(groups=groups, place_of=PLACES))
    assert by_key(groups, near) == [
        [8, 9, 6, 7, 4, 5],  # 1 and 4 are one away on the ring, 2 and 3 two away
        [7, 5, 8, 9, 4, 6],
        [5, 4, 7, 6, 8, 9],
        [4, 5, 6, 7, 8, 9],
        [6, 4, 8, 9, 5, 7],
        [3],
    ]
    assert near[5].ravel().tolist().count(-1) == CIRCLES * NEAR - 1
    assert [int(groups.key[g]) for g in near[0, 0]][:3] == [8, 6, 4]  # dealt out in turn
    assert [int(groups.key[g]) for g in near[0, 1]][:3] == [9, 7, 5]


def test_the_order_of_rows_does_not_matter_and_ended_groups_are_not_near():
    where, keys = np.arange(40) % 6, np.arange(100, 140)
    groups = groups_at(where, keys)
    shuffled = np.random.default_rng(1).permutation(40)
    moved = groups_at(where[shuffled], keys[shuffled])
    near, again = (nearest_groups(SimpleNamespace(groups=g, place_of=PLACES)) for g in (groups, moved))
    assert near.shape == (6, CIRCLES, NEAR)
    assert by_key(groups, near) == by_key(moved, again)
    groups.alive[near[0, 0, 0]] = False
    assert near[0, 0, 0] not in nearest_groups(SimpleNamespace(groups=groups, place_of=PLACES))
