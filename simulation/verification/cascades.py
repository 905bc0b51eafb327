"""Cascades on random graphs: the seed of one in Watts 2002, and of one in a hundred in Gleeson and Cahalane 2007."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import poisson

from simulation import chance
from simulation.chance import Decision
from simulation.kernels import kernel
from simulation.links.ties import Ties
from simulation.mechanisms.activation import chance_to_start, exposed, readiness
from simulation.verification.check import Check, Result
from simulation.verification.networks import SEED, random_graph

PEOPLE = 10_000
WHO_STARTS = int(Decision.SYNTHESIS) + 1012
GLOBAL = 0.1


@kernel
def _spread(target, weight, degree, threshold, acting, front, room, seen):  # type: ignore[no-untyped-def]
    starters, rounds = len(front), 0
    now, then = room
    now[:starters] = front
    while starters > 0:
        rounds += 1
        joined = 0
        for f in range(starters):
            for k in range(degree[now[f]]):
                i = target[now[f], k]
                if acting[i] or seen[i] == rounds:
                    continue
                seen[i] = rounds
                active, total = exposed(target, weight, degree, acting, i)
                ready = readiness(active / total, threshold[i], 0.0, 0.0, 0.0, 0.0)
                if chance_to_start(ready, 0.0, 1.0, 0.0) >= 1.0:
                    then[joined] = i
                    joined += 1
        for j in range(joined):
            acting[then[j]] = True
        now, then = then, now
        starters = joined
    return rounds - 1


def spread(ties: Ties, threshold: NDArray[np.float64], first: NDArray[np.int64]) -> tuple[float, int]:
    """Let action spread from the `first` to act, without luck: the share that acts in the end, and the rounds taken."""
    n = len(ties.degree)
    acting = np.zeros(n, np.bool_)
    acting[first] = True
    rounds = _spread(
        ties.target, ties.weight, ties.degree, threshold, acting, first, np.empty((2, n), np.int64),
        np.zeros(n, np.int64),
    )  # fmt: skip
    return float(acting.mean()), int(rounds)


def drawn(run: int, people: int, count: int) -> NDArray[np.int64]:
    """`count` different people, drawn at random."""
    chosen: dict[int, None] = {}
    number = 0
    while len(chosen) < count:
        key = np.uint64(chance.mix(np.uint64(run), np.uint64(number), np.uint64(5)))
        chosen[int(chance.uniform(SEED, key, 0, WHO_STARTS) * people)] = None
        number += 1
    return np.array(list(chosen))


def window(phi: float = 0.18) -> list[Result]:
    """The mean degrees between which the people whom one acting neighbour moves are joined through the whole graph."""
    k = np.arange(1, 60)
    moved = np.array([chance_to_start(readiness(1.0 / n, phi, 0.0, 0.0, 0.0, 0.0), 0.0, 1.0, 0.0) for n in k])

    def joined(z: float) -> float:
        return float((k * (k - 1) * moved * poisson.pmf(k, z)).sum() - z)

    return [
        Result("mean degree where cascades begin", 1.0207, float(brentq(joined, 0.5, 2)), 1e-4),
        Result("mean degree where cascades end", 5.7647, float(brentq(joined, 3, 9)), 1e-4),
    ]


def one_seed(phi: float = 0.18, networks: int = 20, seeds: int = 40) -> list[Result]:
    """How often one actor sets off a global cascade, and how far those go, at five mean degrees."""
    results = []
    for z, probability, size in (
        (1.5, 0.549, 0.580), (2, 0.754, 0.797), (3, 0.874, 0.941), (4, 0.865, 0.980), (5, 0.695, 0.993),
    ):  # fmt: skip
        shares: list[float] = []
        for network in range(networks):
            ties, firsts = random_graph(PEOPLE, z, network), drawn(network, PEOPLE, seeds)
            shares += [spread(ties, np.full(PEOPLE, phi), np.array([first]))[0] for first in firsts]
        cascades = [share for share in shares if share > GLOBAL]
        results += [
            Result(f"P(global), z = {z:g}", probability, len(cascades) / len(shares), 0.06),
            Result(f"size of global cascades, z = {z:g}", size, float(np.mean(cascades)) if cascades else 0.0, 0.01),
        ]
    return results


def many_seeds(phi: float = 0.18, networks: int = 10) -> list[Result]:
    """The share that acts in the end when one in a hundred begins."""
    results = []
    for z, share in ((2, 0.8000), (4, 0.9804), (6, 0.9975), (8, 0.9997)):
        runs = [
            spread(random_graph(PEOPLE, z, network), np.full(PEOPLE, phi), drawn(network, PEOPLE, PEOPLE // 100))[0]
            for network in range(networks)
        ]
        results.append(Result(f"share acting, z = {z}", share, float(np.mean(runs)), 0.01))
    return results


RULES = "activation.exposed, readiness, chance_to_start"
CHECKS = (
    Check("cascade window", "M6 activation", "activation.readiness, chance_to_start", "none",
          "Watts 2002, eq. 5, phi = .18", window),
    Check("Watts cascades", "M6 activation", RULES, "a month a round", "Watts 2002, phi = .18, N = 10,000, one seed",
          one_seed),
    Check("cascades from 1 %", "M6 activation", RULES, "a month a round",
          "Gleeson and Cahalane 2007, phi = .18, N = 10,000", many_seeds),
)  # fmt: skip
