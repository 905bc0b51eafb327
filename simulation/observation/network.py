"""What the network of ties, groups and agencies is like: how far it bridges, and what hangs on one agency.

Costly, so recorded once a year; sums are of integers.
"""

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.agents.groups import SERVICE_OF_LADDER
from simulation.kernels import kernel
from simulation.links.near import circle
from simulation.mechanisms.ladder import probability
from simulation.mechanisms.routing import path_to, way_in, worst_emerging

if TYPE_CHECKING:
    from simulation.world import World

CHANCES = 1 << 32
"""A probability of 1 in the integers that chances are added up in."""


class Net(IntEnum):
    """Sums over one place: weights of ties outside the household, and chances of finding a group."""

    TIES = 0
    ACROSS_NEIGHBOURHOODS = 1
    ACROSS_FIFTHS = 2
    ACROSS_ETHNIC_GROUPS = 3
    FOUND = 4
    FOUND_WITHOUT_CARE = 5
    FOUND_WITHOUT_FAMILY = 6
    FOUND_WITHOUT_LIVELIHOOD = 7
    FOUND_WITHOUT_HOME = 8


@kernel
def _bridge(  # type: ignore[no-untyped-def]
    n, alive, household, neighbourhood, fifth, ethnic, place_of, target, weight, degree, out
):
    for i in range(n):
        if not alive[i]:
            continue
        ties, far, unlike, other = 0, 0, 0, 0
        for t in range(degree[i]):
            j = target[i, t]
            w = np.int64(weight[i, t]) * (household[j] != household[i])
            ties += w
            far += w * (neighbourhood[j] != neighbourhood[i])
            unlike += w * (fifth[j] != fifth[i])
            other += w * (ethnic[j] != ethnic[i])
        p = place_of[neighbourhood[i]]
        out[p, Net.TIES] += ties
        out[p, Net.ACROSS_NEIGHBOURHOODS] += far
        out[p, Net.ACROSS_FIFTHS] += unlike
        out[p, Net.ACROSS_ETHNIC_GROUPS] += other


@kernel
def _hazards(  # type: ignore[no-untyped-def]
    near, group_alive, domain, synapse, between, base, path_strength, other_domain, by_chance, by_path
):
    """M8: hazards of finding any near group, by chance [neighbourhood, circle, service] and for a full entry by paths.

    by_path [neighbourhood, circle, service, 5]: with all agencies, and without each: no path leads through one that is
    gone, and needs of its own service enter no more.
    """
    links = np.empty(4, synapse.dtype)
    for h in range(near.shape[0]):
        for ring in range(near.shape[1]):
            for g in near[h, ring]:
                if g < 0 or not group_alive[g]:
                    continue
                for k in range(4):
                    fits = 1.0 if domain[g] == k else other_domain
                    by_chance[h, ring, k] += base * fits
                    for one in range(5):
                        for agency in range(4):
                            links[agency] = 0.0 if agency == one - 1 else synapse[g, agency]
                        if one != k + 1:
                            by_path[h, ring, k, one] += path_strength * path_to(links, k, between) * fits


@kernel
def _lose(  # type: ignore[no-untyped-def]
    rows, first, ladder, missing, key, neighbourhood, place_of, level, status, groups, synapse, by_chance, by_path, out
):
    for j in range(len(rows)):
        i = rows[j]
        worst = worst_emerging((first[j], first[j + 1]), ladder, level[i])
        if worst < 0 or missing[worst] <= 0:
            continue
        k = SERVICE_OF_LADDER[ladder[worst]]
        entry = way_in(status[i, ladder[worst]], groups[i], synapse, k)
        h, ring = neighbourhood[i], circle(key[j])
        p = place_of[h]
        found, before = np.int64(0), -1.0
        for one in range(5):
            hazard = by_chance[h, ring, k] + entry * by_path[h, ring, k, one]
            if hazard != before:
                found, before = np.int64(probability(hazard) * CHANCES), hazard
            out[p, Net.FOUND + one] += found


def describe(world: "World", out: NDArray[np.int64]) -> None:
    """Add this month's sums to out [place, Net]; the chances are 0 where travel to groups is switched off."""
    r, t, g, needs = world.residents, world.ties, world.groups, world.needs
    _bridge(
        r.count, r.alive, r.household, r.neighbourhood, r.fifth, r.ethnic, world.place_of, t.target, t.weight,
        t.degree, out,
    )  # fmt: skip
    cards = world.scenario.routing
    if not cards.on:
        return
    by_chance, by_path = np.zeros((*world.near.shape[:2], 4)), np.zeros((*world.near.shape[:2], 4, 5))
    _hazards(
        world.near, g.alive, g.domain, g.synapse, world.scenario.synapse.between_agencies, cards.base, cards.path,
        cards.other_domain, by_chance, by_path,
    )  # fmt: skip
    missing = needs.needed - needs.kin - needs.statutory - needs.direct
    _lose(
        needs.rows, needs.first, needs.ladder, missing, needs.key, r.neighbourhood, world.place_of, r.level, r.status,
        r.groups, g.synapse, by_chance, by_path, out,
    )  # fmt: skip


def bridging(net: NDArray[np.int64]) -> dict[str, float]:
    """Shares of the weight of ties outside the household that cross neighbourhoods, fifths and ethnic groups."""
    crossing = (Net.ACROSS_NEIGHBOURHOODS, Net.ACROSS_FIFTHS, Net.ACROSS_ETHNIC_GROUPS)
    return {kind.name.lower(): float(net[kind]) / max(float(net[Net.TIES]), 1.0) for kind in crossing}


def lost_without(net: NDArray[np.int64]) -> dict[str, float]:
    """The share of the chances of finding a group that goes with each agency, and the largest of them.

    0 for everyone where there is nothing to find.
    """
    services = ("care", "family", "livelihood", "home")
    whole = max(float(net[Net.FOUND]), 1.0)
    each = {name: float(net[Net.FOUND] - net[Net.FOUND + 1 + k]) / whole for k, name in enumerate(services)}
    return each | {"any": max(each.values())}
