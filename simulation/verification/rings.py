"""Complex contagion on rings: what needs several others to act spreads along wide bridges, unless luck helps it.

Centola and Macy (2007): rewiring a ring slows and then stops what one contact alone cannot pass on. Eckles, Mossel,
Rahimian and Sen (2024): where people sometimes act with fewer others than their threshold asks, rewiring speeds it up.
"""

import math

import numpy as np
from numpy.typing import NDArray

from simulation.links.ties import Ties
from simulation.verification.actors import Actors
from simulation.verification.cascades import RULES, spread
from simulation.verification.check import Check, Result
from simulation.verification.networks import rewired_ring, ring

PEOPLE = 1000
REACH = 4
NEARLY_ALL = 0.9


def thresholds(ties: Ties, others: int) -> NDArray[np.float64]:
    """The share of each person's ties that is reached when `others` of them act and not before."""
    return (others - 0.5) / ties.degree


def along_the_ring(people: int = 600, extra: int = 0) -> list[Result]:
    """Whether action that asks for a of 2r neighbours goes round, and how many rounds it takes.

    extra: added to the threshold, not to what is expected.
    """
    results = []
    for reach, others in ((2, 2), (4, 1), (4, 3), (4, 4), (4, 5), (6, 6), (6, 7)):
        ties = ring(people, reach)
        share, rounds = spread(ties, thresholds(ties, others + extra), np.arange(2 * reach))
        name = f"r = {reach}, a = {others}"
        if others > reach:
            results.append(Result(f"share acting, {name}", 2 * reach / people, share, 0))
        else:
            latest = math.ceil((people - 2 * reach) / (2 * (reach - others + 1)))
            results.append(Result(f"share acting, {name}", 1, share, 0))
            results.append(Result(f"rounds, {name}", latest - 1, rounds, 1))
    return results


def rewired(others: int = 3, networks: int = 50) -> list[Result]:
    """How often action that asks for three of eight neighbours reaches nearly all, by how far the ring is rewired."""
    results = []
    for p, probability in ((0.0, 1.0), (0.001, 1.0), (0.01, 1.0), (0.2, 0.0), (0.5, 0.0), (1.0, 0.0)):
        reached = 0
        for network in range(networks):
            ties = rewired_ring(PEOPLE, REACH, p, network)
            reached += spread(ties, thresholds(ties, others), np.arange(2 * REACH))[0] > NEARLY_ALL
        results.append(Result(f"P(over 90 %), p = {p:g}", probability, reached / networks, 0.02))
    return results


def months_to_nearly_all(p: float, others: int, noise: float, run: int, most: int = 2000) -> int:
    """Months until nearly all act, where thresholds are softened by `noise`; `most` if they never do."""
    ties = rewired_ring(PEOPLE, REACH, p, run)
    actors = Actors(thresholds(ties, others), ties, run)
    actors.residents.active[: 2 * REACH] = True
    while actors.share <= NEARLY_ALL and actors.month < most:
        if actors.step(noise) == 0 and noise == 0.0:
            return most
    return actors.month


def with_luck(noise: float = 0.025, others: int = 3, runs: int = 20) -> list[Result]:
    """How often a ring rewired by a fifth is faster than the ring, with the same people: without luck, with a little.

    noise: the spread of readiness, in units of exposure; at 0.025 one neighbour too few still moves one in thirteen.
    """
    results = []
    for softness, faster in ((0.0, 0.0), (noise, 1.0)):
        wins = 0
        for run in range(runs):
            on_the_ring = months_to_nearly_all(0.0, others, softness, run)
            wins += months_to_nearly_all(0.2, others, softness, run) < on_the_ring
        results.append(Result(f"P(p = .2 faster than p = 0), spread {softness:g}", faster, wins / runs, 0.05))
    return results


CHECKS = (
    Check("complex contagion on a ring", "M6 activation", RULES, "a month a round",
          "solved: spreads if a <= r, 2 (r - a + 1) more each round", along_the_ring),
    Check("rewired ring without luck", "M6 activation", RULES, "a month a round",
          "Centola and Macy 2007, N = 1000, k = 8, a = 3", rewired),
    Check("rewired ring with luck", "M6 activation", "activation._decide, _change", "a month a round",
          "Eckles, Mossel, Rahimian and Sen 2024: luck below the threshold reverses the order", with_luck),
)  # fmt: skip
