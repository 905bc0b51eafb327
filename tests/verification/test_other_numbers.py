"""The same published results at other numbers, each worked out here in another way."""

import itertools
import math

import networkx
import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import binom, norm, poisson

from simulation.verification import cascades, help_given, need, networked, queues, rings, thresholds
from simulation.verification.networks import clustering, path_length, random_graph, rewired_ring, ring


def got(results):
    return [result.got for result in results]


@pytest.mark.parametrize(
    ("crowd", "acting"),
    [([0], 1), ([1], 0), ([0, 0, 2, 5, 5], 3), ([0, 1, 1, 3, 6, 6], 4), ([3, 3, 3, 0, 1, 2], 6), ([1, 2, 3], 0)],
)
def test_crowds(crowd, acting):
    assert thresholds.crowd(np.array(crowd)) == acting


@pytest.mark.parametrize("deviation", [0.08, 0.11, 0.15, 0.25])
def test_normal_crowds_settle_where_their_distribution_says(deviation):
    share = 0.0
    for _ in range(20_000):
        share = float(norm.cdf((share - 0.25) / deviation))
    assert thresholds.equilibrium(0.25, deviation) == pytest.approx(share, abs=5e-4)


@pytest.mark.parametrize(("people", "reach", "others"), [(101, 3, 2), (250, 5, 5), (250, 5, 6), (64, 1, 1), (64, 1, 2)])
def test_rings(people, reach, others):
    ties = ring(people, reach)
    share, rounds = cascades.spread(ties, rings.thresholds(ties, others), np.arange(2 * reach))
    if others > reach:
        assert share == 2 * reach / people
    else:
        latest = math.ceil((people - 2 * reach) / (2 * (reach - others + 1)))
        assert share == 1
        assert latest - 2 <= rounds <= latest


@pytest.mark.parametrize(("phi", "most"), [(0.21, 4), (0.19, 5), (0.15, 6)])
def test_cascade_windows(phi, most):
    """With everybody of at most `most` ties moved by one, the window is where z P(Poisson(z) <= most - 2) = 1."""
    ends = [brentq(lambda z: z * poisson.cdf(most - 2, z) - 1, low, high) for low, high in ((0.5, 1.6), (1.6, 20))]
    assert got(cascades.window(phi)) == pytest.approx(ends, abs=1e-6)


@pytest.mark.parametrize(
    ("degree", "phi", "first"), [(3, 0.18, 0.02), (5, 0.3, 0.15), (6, 0.25, 0.01), (4, 0.25, 0.03)]
)
def test_many_seeds_follow_the_tree(degree, phi, first):
    """Gleeson and Cahalane's recursion: q is the chance that the far end of a tie acts, one level further up a tree."""
    k = np.arange(1, 60)
    enough = np.ceil(k * phi - 1e-9)
    share = poisson.pmf(k, degree)
    q = first
    for _ in range(300):
        q = first + (1 - first) * float((k * share / degree * binom.sf(enough - 1, k - 1, q)).sum())
    expected = first + (1 - first) * float((share * binom.sf(enough - 1, k, q)).sum())
    people, shares = cascades.PEOPLE, []
    for network in range(5):
        chosen = cascades.drawn(network, people, int(first * people))
        shares.append(cascades.spread(random_graph(people, degree, network), np.full(people, phi), chosen)[0])
    assert np.mean(shares) == pytest.approx(expected, abs=0.012)


def test_measures_of_networks_agree_with_another_library():
    ties = rewired_ring(200, 3, 0.2, network=4)
    graph = networkx.Graph()
    graph.add_edges_from((i, int(j)) for i in range(200) for j in ties.target[i, : ties.degree[i]])
    assert graph.number_of_edges() == 600
    assert networkx.is_connected(graph)
    assert clustering(ties) == pytest.approx(networkx.average_clustering(graph))
    assert path_length(ties) == pytest.approx(networkx.average_shortest_path_length(graph))


@pytest.mark.parametrize(("people", "degree"), [(5000, 2.0), (5000, 8.0)])
def test_random_graphs_have_poisson_degrees(people, degree):
    drawn = random_graph(people, degree, network=3).degree
    assert drawn.mean() == pytest.approx(degree, rel=0.01)
    assert drawn.var() == pytest.approx(degree, rel=0.1)


def erlang_c(servers, load):
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = load * blocked / (n + load * blocked)
    return servers * blocked / (servers - load * (1 - blocked))


@pytest.mark.parametrize(("servers", "load"), [(3, 2.0), (8, 6.0), (1, 0.5)])
def test_other_queues(servers, load):
    queue = queues.run_queue(servers, load, 30_000, 0.005)
    wait_chance = erlang_c(servers, load)
    assert queue.chance_of_wait == pytest.approx(wait_chance, rel=0.06)
    assert queue.wait == pytest.approx(wait_chance / (servers - load), rel=0.06)
    assert queue.length == pytest.approx(load * queue.wait, rel=0.02), "Little's law"
    assert queue.astray == 0


@pytest.mark.parametrize(("servers", "load", "patience"), [(4, 6.0, 1.0), (6, 5.0, 0.2)])
def test_other_impatient_queues(servers, load, patience):
    up = np.array([load / (min(n, servers) + patience * max(n - servers, 0)) for n in range(1, 300)])
    share = np.array([1.0, *np.cumprod(up)])
    share /= share.sum()
    length = float((share * np.maximum(np.arange(300) - servers, 0)).sum())
    queue = queues.run_queue(servers, load, 20_000, 0.005, patience)
    assert queue.length == pytest.approx(length, rel=0.06)
    assert queue.abandoned == pytest.approx(patience * length / load, rel=0.06)


def test_a_coarse_step_makes_queues_wait_too_long():
    fine, coarse = (queues.run_queue(5, 4.0, 20_000, step).wait for step in (0.005, 0.25))
    assert coarse > 1.3 * fine


def test_another_ladder():
    step = np.array([[0.9, 0.06, 0.03, 0.01], [0.3, 0.5, 0.15, 0.05], [0.1, 0.2, 0.5, 0.2], [0.05, 0.05, 0.2, 0.7]])
    values, vectors = np.linalg.eig(step.T)
    share = np.real(vectors[:, np.argmax(np.real(values))])
    share /= share.sum()
    months = np.linalg.solve(np.eye(3) - step[:3, :3], np.ones(3))
    results = got(need.markov(step, people=10_000, months=600))
    assert [results[0], *results[5:]] == pytest.approx(months, rel=0.03)
    assert results[1:5] == pytest.approx(share, abs=0.004)


@pytest.mark.parametrize("contacts", [1.3, 2.5, 4.0])
def test_other_epidemics(contacts):
    final = brentq(lambda z: 1 - z - math.exp(-contacts * z), 1e-6, 1)
    assert got(networked.contagion(less=1.5 - contacts))[0] == pytest.approx(final, abs=0.01)


@pytest.mark.parametrize("deviation", [0.5, 1.5])
def test_other_lognormals(deviation):
    gini, top = 2 * norm.cdf(deviation / math.sqrt(2)) - 1, norm.cdf(deviation - norm.ppf(0.8))
    assert got(help_given.unequal_hours(deviation)) == pytest.approx([gini, top], abs=0.01)


@pytest.mark.parametrize(("death", "mean"), [(0.1, 20), (0.2, 10)])
def test_other_lives_of_groups(death, mean):
    assert got(networked.birth_and_death(death)) == pytest.approx([mean, mean], rel=0.06)


@pytest.mark.parametrize(("exponent", "hours"), [(0.5, 45.0), (-2.0, 27.4398), (0.99, 49.9035)])
def test_other_mixes_of_help(exponent, hours):
    assert help_given.joint_help(10.0, 40.0, 1.0, exponent) == pytest.approx(hours, abs=0.01)


@pytest.mark.parametrize(("askers", "pot"), [(2, 90), (3, 90), (4, 10)])
def test_kin_give_all_who_ask_the_same(askers, pot):
    pots = np.array([pot, *itertools.repeat(0, 6)], np.int32)
    kin = help_given.Kin(ring(7, 3), pots, 1000, np.arange(1, 1 + askers))
    assert np.ptp(kin.received) == 0
    assert pot - askers <= kin.given[0] == kin.received.sum() <= pot
