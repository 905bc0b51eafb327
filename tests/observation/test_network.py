"""The network, once a year: every tie and every need counted again, one after another, from the equations."""

import copy
import math

import numpy as np
import pytest

from simulation.agents.residents import Status
from simulation.observation.network import CHANCES, Net, bridging, describe, lost_without

SERVICE = (0, 0, 1, 2, 3)


VILLAGES = """
places:
  - {name: Upper Village, residents: 3100, neighbourhood_size: 500, informal_groups: 20, ethnic: [.7, .1, .1, .05, .05]}
  - {name: Lower Village, residents: 1200, neighbourhood_size: 500, informal_groups: 20, ethnic: [.7, .1, .1, .05, .05]}
run: {settling_months: 12}
"""


@pytest.fixture(scope="module")
def connected(tmp_path_factory):
    """Two villages after half a year of connecting, so that links are strong enough to be missed."""
    from simulation.world import World

    path = tmp_path_factory.mktemp("villages") / "villages.yaml"
    path.write_text(VILLAGES)
    world = World(str(path), rng=7).fork({"effort.connecting_share": 0.6, "effort.lag": 1})
    for _ in range(6):
        world.step()
    return world


@pytest.fixture
def linked(connected):
    """The same, for a test to go on with."""
    return copy.deepcopy(connected)


def described(world):
    out = np.zeros((2, len(Net)), np.int64)
    describe(world, out)
    return out


def test_the_world_is_one_to_tell_by(linked):
    assert len(linked.place_of) > len(set(linked.fifth_of)) > 1


def test_ties_that_bridge(linked):
    r, t = linked.residents, linked.ties
    expected = np.zeros((2, 4), int)
    for i in np.flatnonzero(r.alive[: r.count]):
        for j, w in zip(t.target[i, : t.degree[i]], t.weight[i, : t.degree[i]], strict=True):
            if r.household[i] != r.household[j]:
                unlike = [
                    r.neighbourhood[i] != r.neighbourhood[j],
                    r.fifth[i] != r.fifth[j],
                    r.ethnic[i] != r.ethnic[j],
                ]
                expected[linked.place_of[r.neighbourhood[i]]] += [int(w), *(int(w) * one for one in unlike)]
    assert np.array_equal(described(linked)[:, :4], expected)
    assert (expected.sum(axis=0) > 0).all()


def chance(world, i, ladder, without):
    """M8, word for word: the chance of finding a group near, one agency being gone (-1: none)."""
    r, g, cards = world.residents, world.groups, world.scenario
    k = SERVICE[ladder]
    own = [float(g.synapse[h, k]) for h in r.groups[i] if h >= 0]
    entry = 1.0 if r.status[i, ladder] != Status.NONE else max(own, default=0.0)
    if k == without:
        entry = 0.0
    total = 0.0
    for h in world.near[r.neighbourhood[i], int(r.key[i]) % 2]:
        if h >= 0 and g.alive[h]:
            links = [
                (1.0 if other == k else cards.synapse.between_agencies) * float(g.synapse[h, other])
                for other in range(4)
                if other != without
            ]
            x = cards.routing.base + cards.routing.path * entry * max(links)
            total += x * (1.0 if g.domain[h] == k else cards.routing.other_domain)
    return 1.0 - math.exp(-total)


def test_what_goes_with_each_agency(linked):
    r, needs = linked.residents, linked.needs
    expected = np.zeros((2, 5))
    missing = needs.by_ladder(needs.needed - needs.kin - needs.statutory - needs.direct)
    for j, i in enumerate(needs.rows):
        emerging = [(int(r.level[i, l]), -l) for l in range(5) if r.level[i, l] in (1, 2)]
        if not emerging:
            continue
        ladder = -max(emerging)[1]
        if missing[j, ladder] > 0:
            p = linked.place_of[r.neighbourhood[i]]
            expected[p] += [chance(linked, i, ladder, without) for without in range(-1, 4)]
    found = described(linked)[:, Net.FOUND :] / CHANCES
    assert found == pytest.approx(expected, rel=1e-6)
    assert (expected[:, 1:].sum(axis=0) < 0.999 * expected[:, 0].sum()).sum() >= 2, (
        "no agency carries anything: the test would see nothing"
    )


def test_shares():
    net = np.array([200, 50, 20, 10, 1000, 600, 900, 1000, 950])
    assert bridging(net) == pytest.approx(
        {"across_neighbourhoods": 0.25, "across_fifths": 0.1, "across_ethnic_groups": 0.05}
    )
    assert lost_without(net) == pytest.approx({"care": 0.4, "family": 0.1, "livelihood": 0, "home": 0.05, "any": 0.4})
    assert set(lost_without(np.zeros(9, int)).values()) == {0.0}


def test_no_group_is_found_where_travel_is_off(linked):
    assert not described(linked.fork({"routing.on": False}))[:, Net.FOUND :].any()


def test_it_is_recorded_at_the_end_of_the_year(linked):
    for _ in range(5):
        linked.step()
    assert not linked.outcomes.network.any()
    linked.step()
    assert np.array_equal(linked.outcomes.network[0], described(linked))
