"""The network across which action travels: links, groups, burnout that spreads, and what agencies learn."""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np

from simulation import chance
from simulation.agents.groups import UNKNOWN, Groups
from simulation.chance import Decision
from simulation.kernels import kernel
from simulation.mechanisms import understanding
from simulation.mechanisms.burnout import catches, next_burnout
from simulation.mechanisms.groups import ending, founding
from simulation.mechanisms.ladder import probability
from simulation.mechanisms.synapse import next_strength
from simulation.verification.actors import number_keys
from simulation.verification.check import Check, Result
from simulation.verification.networks import SEED

CATCH = int(Decision.SYNTHESIS) + 1068
GROUP_ENDS = CATCH + 4
GROUP_BEGINS = CATCH + 8


def link(growth: float = 0.2) -> list[Result]:
    """The strength of a link after ten months of use, and where it settles."""
    strength, path = 0.0, []
    for _ in range(1000):
        strength = next_strength(strength, 0.5, 1.0, growth, 0.05)
        path.append(strength)
    settled = 0.1 / 0.15
    return [
        Result("strength after 10 months", settled * (1 - 0.85**10), path[9], 1e-9),
        Result("strength in the end", settled, path[-1], 1e-9),
    ]


@kernel
def _epidemic(seed, run, contagion, burnt_out, recovery, burnout, immune):  # type: ignore[no-untyped-def]
    n, month, spent = len(burnout), 0, 1
    while spent > 0:
        spent = 0
        for i in range(n):
            spent += burnout[i] >= burnt_out
        exposure = spent / n
        for i in range(n):
            if burnout[i] >= burnt_out:
                immune[i] = True
            burnout[i] = next_burnout(burnout[i], 0.0, 0.0, recovery)
            if not immune[i]:
                u = chance.uniform(seed, chance.mix(np.uint64(run), np.uint64(i), np.uint64(4)), month, CATCH)
                if catches(u, exposure, contagion):
                    burnout[i] = burnt_out
        month += 1


def contagion(less: float = 0.0, people: int = 200_000, first: int = 100) -> list[Result]:
    """The share who ever burn out where all meet all, each is spent for a month and nobody burns out twice.

    less: taken from the contagion, not from what is expected.
    """
    results = []
    for contacts, share in ((1.5, 0.5828), (2.0, 0.7968), (3.0, 0.9405)):
        burnout, immune = np.zeros(people), np.zeros(people, np.bool_)
        burnout[:first] = 0.7
        _epidemic(SEED, int(10 * contacts), contacts - less, 0.7, 0.1, burnout, immune)
        results.append(Result(f"ever burnt out, R0 = {contacts:g}", share, float(immune.mean()), 0.01))
    return results


def burnout_path(gain: float = 0.08) -> list[Result]:
    """Burnout under a load that stays the same: it grows in even steps, and it heals at a steady rate."""
    worn = tired = 0.0
    rested = 0.6
    for _ in range(10):
        worn = next_burnout(worn, 1.5, gain, 0.1)
        tired = next_burnout(tired, 1.0, gain, 0.1)
        rested = next_burnout(rested, 0.5, gain, 0.1)
    return [
        Result("ten months of half too much", 10 * 0.08 * 0.5, worn, 1e-9),
        Result("ten months of just enough", 0.0, tired, 1e-9),
        Result("ten months of half the load", 0.6 * 0.95**10, rested, 1e-9),
    ]


@kernel
def _groups(seed, run, actors, birth, death, step, steps, count):  # type: ignore[no-untyped-def]
    keys = np.empty(1000, np.uint64)
    alive, made = 0, 0
    for t in range(steps):
        g = 0
        while g < alive:
            hazard = step * ending(death, 5, 5, 1.0, False, 1.0, 0.0, 1.0)
            if chance.uniform(seed, keys[g], t, GROUP_ENDS) < probability(hazard):
                alive -= 1
                keys[g] = keys[alive]
            else:
                g += 1
        for i in range(actors):
            hazard = step * founding(birth, 0.2, 0.2, 0.0, 1.0)
            if chance.uniform(seed, chance.mix(np.uint64(run), np.uint64(i), np.uint64(6)), t, GROUP_BEGINS) < (
                probability(hazard)
            ):
                keys[alive] = chance.mix(np.uint64(run), np.uint64(made), np.uint64(8))
                alive += 1
                made += 1
        count[t] = alive


def birth_and_death(death: float = 0.05, months: int = 60_000, step: float = 0.1) -> list[Result]:
    """How many groups there are, where two are founded a month and each ends with hazard 0.05."""
    actors, births = 40, 2.0
    count = np.empty(round(months / step), np.int64)
    _groups(SEED, 0, actors, 0.2 * births / actors, death, step, len(count), count)
    settled = count[len(count) // 100 :]
    return [
        Result("mean number of groups", 40, float(settled.mean()), 1.0),
        Result("variance of the number of groups", 40, float(settled.var()), 3.0),
    ]


def learning(rate: float = 0.04) -> list[Result]:
    """How far a service's mix lies from its place's, as it learns; and how much two mixes differ."""
    england, place = np.full(5, 0.2), np.array([0.4, 0.3, 0.2, 0.1, 0.0])
    mix = england
    for _ in range(24):
        mix = understanding.next_alignment(mix, place, rate)
    apart = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    return [
        Result("misfit at first", 0.3, float(understanding.misfit(england, place)), 1e-12),
        Result("misfit after 24 months", 0.3 * 0.96**24, float(understanding.misfit(mix, place)), 1e-12),
        Result("misfit with nothing in common", 1.0, float(understanding.misfit(*apart)), 1e-12),
        Result("share of a mix kept", 1.0, float(mix.sum()), 1e-12),
    ]


def knowing(stale: float = 0.03, people: int = 20_000, months: int = 600) -> list[Result]:
    """The share of groups that agencies know of where nobody maps: some are come across, others are lost sight of.

    A group is known for a month without risk of being forgotten, and then for 1 / P(stale) on average.
    """
    found = (0.07, 0.0033)
    g = Groups(people)
    g.append(people)
    number_keys(2, g.key)
    g.alive[:], g.formal[: people // 2] = True, True
    town: Any = SimpleNamespace(
        seed=np.uint64(SEED), groups=g, place_of=np.zeros(1, np.int16),
        places=SimpleNamespace(acts=np.zeros((1, 5), np.int64)),
        scenario=SimpleNamespace(
            understanding=SimpleNamespace(discovery_formal=found[0], discovery_informal=found[1], stale_rate=stale)
        ),
    )  # fmt: skip
    known = np.zeros(2)
    for month in range(months):
        town.month = month
        understanding.map_groups(town)
        if month >= months // 2:
            known += [(g.mapped[g.formal == formal] != UNKNOWN).mean() for formal in (True, False)]
    known /= months - months // 2
    lasts = 1.0 + 1.0 / -math.expm1(-0.03)
    return [
        Result(
            f"known of those come across at {rate:g} a month", lasts / (lasts + 1.0 / -math.expm1(-rate)), share, 0.01
        )
        for rate, share in zip(found, known.tolist(), strict=True)
    ]


CHECKS = (
    Check("burnout contagion", "M12 burnout", "burnout.catches, next_burnout", "a month",
          "Kermack and McKendrick 1927: 1 - z = exp(-R0 z)", contagion),
    Check("burnout under a steady load", "M12 burnout", "burnout.next_burnout", "a month", "solved", burnout_path),
    Check("synapse", "M8 synapse", "synapse.next_strength", "a month",
          "Hebb; solved: S = .1 / .15 (1 - .85^t)", link),
    Check("groups born and dying", "M11 groups", "groups.founding, ending", "0.1 months",
          "solved: immigration and death, Poisson 40", birth_and_death),
    Check("what agencies know", "M10 understanding", "understanding.map_groups", "a month",
          "solved: alternating renewal, mean time known over mean cycle", knowing),
    Check("alignment", "M10 understanding", "understanding.next_alignment, misfit", "a month",
          "solved: the gap shrinks as (1 - rate)^t", learning),
)  # fmt: skip
