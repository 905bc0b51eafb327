"""Networks of textbooks, made of the model's own ties, and the two measures of a small world."""

import numpy as np

from simulation import chance
from simulation.chance import Decision
from simulation.kernels import kernel
from simulation.links.ties import Ties, tie, untie

EDGE = int(Decision.SYNTHESIS) + 1000
REWIRE = EDGE + 4
SEED = 20_240_101


@kernel
def _pairs(seed, network, people, a, b):  # type: ignore[no-untyped-def]
    for e in range(len(a)):
        first, second, _, _ = chance.words(
            seed, chance.mix(np.uint64(network), np.uint64(e), np.uint64(0)), 0, EDGE >> 2
        )
        a[e] = chance.below(first, people)
        b[e] = chance.below(second, people)


def random_graph(people: int, mean_degree: float, network: int) -> Ties:
    """A graph of `people` with as many ties, between pairs at random, as give the mean degree (Poisson degrees)."""
    one, other = np.empty((2, round(people * mean_degree / 2)), np.int32)
    _pairs(SEED, network, people, one, other)
    ties = Ties(people, round(mean_degree + 10 * mean_degree**0.5 + 10))
    ties.connect(one, other, np.ones(len(one), np.int64))
    return ties


def ring(people: int, reach: int, room: int = 0) -> Ties:
    """A ring where everybody knows the `reach` nearest on either side; `room` for further ties."""
    one = np.tile(np.arange(people), reach)
    other = (one + np.repeat(np.arange(1, reach + 1), people)) % people
    ties = Ties(people, 2 * reach + room)
    ties.connect(one, other, np.ones(len(one), np.int64))
    return ties


@kernel
def _rewire(seed, network, reach, probability, target, weight, degree):  # type: ignore[no-untyped-def]
    n = len(degree)
    for d in range(1, reach + 1):
        for i in range(n):
            key = chance.mix(np.uint64(network), np.uint64(i), np.uint64(d))
            moves, _, _, _ = chance.words(seed, key, 0, REWIRE >> 2)
            if chance.unit(moves) >= probability:
                continue
            for attempt in range(1, 100):
                to, _, _, _ = chance.words(seed, key, attempt, REWIRE >> 2)
                if tie(target, weight, degree, i, chance.below(to, n), 1):
                    untie(target, weight, degree, i, (i + d) % n)
                    break


def rewired_ring(people: int, reach: int, probability: float, network: int) -> Ties:
    """A ring each of whose ties keeps one end and with this probability moves the other to anybody at random."""
    ties = ring(people, reach, room=reach + 20)
    _rewire(SEED, network, reach, probability, ties.target, ties.weight, ties.degree)
    return ties


@kernel
def _clustering(target, degree):  # type: ignore[no-untyped-def]
    total = 0.0
    for i in range(len(degree)):
        k, closed = degree[i], 0
        for x in range(k):
            a = target[i, x]
            for y in range(x):
                b = target[i, y]
                for z in range(degree[a]):
                    closed += target[a, z] == b
        total += 2.0 * closed / (k * (k - 1.0)) if k > 1 else 0.0
    return total / len(degree)


def clustering(ties: Ties) -> float:
    """Mean over people of the share of pairs of their neighbours who are tied (Watts and Strogatz 1998)."""
    return float(_clustering(ties.target, ties.degree))


@kernel
def _path_length(target, degree, distance, queue):  # type: ignore[no-untyped-def]
    n, total, reached = len(degree), 0, 0
    for source in range(n):
        distance[:] = -1
        distance[source] = 0
        queue[0] = source
        head, tail = 0, 1
        while head < tail:
            i = queue[head]
            head += 1
            total += distance[i]
            for k in range(degree[i]):
                j = target[i, k]
                if distance[j] < 0:
                    distance[j] = distance[i] + 1
                    queue[tail] = j
                    tail += 1
        reached += tail - 1
    return total / reached


def path_length(ties: Ties) -> float:
    """Mean steps from person to person over all pairs that are joined."""
    distance, queue = np.empty((2, len(ties.degree)), np.int32)
    return float(_path_length(ties.target, ties.degree, distance, queue))
