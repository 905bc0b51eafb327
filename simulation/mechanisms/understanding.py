"""M10 Understanding and alignment: what agencies know of the local network, and how well services fit the place."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.agents.groups import UNKNOWN
from simulation.chance import Decision
from simulation.kernels import kernel, rule
from simulation.mechanisms.connecting import MAP, act_key
from simulation.mechanisms.ladder import befalls
from simulation.mechanisms.public_realm import learning_speed, more_shared

if TYPE_CHECKING:
    from simulation.world import World


@kernel
def _known_share(alive, mapped, neighbourhood, place_of, place):  # type: ignore[no-untyped-def]
    here, known = 0, 0
    for g in range(len(alive)):
        own = alive[g] and place_of[neighbourhood[g]] == place
        here += own
        known += own and mapped[g] != UNKNOWN
    return known / max(here, 1)


class Understanding:
    """What the agencies of each place have learned.

    alignment [place, service, fifth]: the mix of needs by deprivation fifth that each service is set up for.
    fit [place, service]: effective hours in an hour of service.
    """

    def __init__(self, world: "World", places: int) -> None:
        self.world = world
        self.alignment = np.full((places, 4, 5), 0.2)
        self.fit = np.ones((places, 4))

    def known_share(self, place: int) -> float:
        """The share of a place's groups that its agencies know of."""
        g = self.world.groups
        return float(_known_share(g.alive, g.mapped, g.neighbourhood, self.world.place_of, place))


@rule
def next_alignment(alignment, profile, speed):  # type: ignore[no-untyped-def]
    """What a service is set up for, after a month of learning from what it finds."""
    return alignment + speed * (profile - alignment)


def drifted(alignment: NDArray[np.float64], drift: NDArray[np.float64]) -> NDArray[np.float64]:
    """What services are set up for [place, service, fifth] after a drift [place] to the average of those that drift.

    A place that drifts alone drifts to England's mix: a fifth of need in each fifth of neighbourhoods.
    """
    together = drift > 0.0
    average = alignment[together].mean(axis=0) if together.sum() > 1 else 0.2
    return np.asarray(alignment + drift[:, None, None] * (average - alignment))


@rule
def misfit(alignment, profile):  # type: ignore[no-untyped-def]
    """Half the sum of absolute differences of two mixes: 0 the same, 1 nothing in common."""
    apart = 0.0
    for f in range(len(profile)):
        apart += abs(profile[f] - alignment[f])
    return 0.5 * apart


@kernel
def _map(seed, month, place_key, acts, unknown, mapped):  # type: ignore[no-untyped-def]
    left = len(unknown)
    for number in range(min(acts, left)):
        u = chance.uniform(seed, act_key(place_key, number, MAP), month, Decision.MAP_GROUP)
        found = int(u * left)
        mapped[unknown[found]] = 0
        left -= 1
        for later in range(found, left):
            unknown[later] = unknown[later + 1]


@kernel
def _notice_and_forget(  # type: ignore[no-untyped-def]
    seed, month, n, alive, key, formal, mapped, discovery_formal, discovery_informal, stale
):
    for g in range(n):
        if not alive[g]:
            continue
        _, forgotten, noticed, _ = chance.words(seed, key[g], month, Decision.GROUP_STALE >> 2)
        if mapped[g] == UNKNOWN:
            if befalls(chance.unit(noticed), discovery_formal if formal[g] else discovery_informal):
                mapped[g] = 0
        elif mapped[g] > 0 and befalls(chance.unit(forgotten), stale):
            mapped[g] = UNKNOWN
        elif mapped[g] < UNKNOWN - 1:
            mapped[g] += 1


def map_groups(world: "World") -> None:
    """Connectors find groups; agencies come across some by themselves and lose sight of some that nobody visits."""
    g, cards = world.groups, world.scenario.understanding
    for p, acts in enumerate(world.places.acts[:, MAP].tolist()):
        if not acts:
            continue
        unknown = np.flatnonzero(g.alive & (g.mapped == UNKNOWN) & (world.place_of[g.neighbourhood] == p))
        unknown = unknown[np.argsort(g.key[unknown])]
        _map(world.seed, world.month, world.places.key[p], acts, unknown, g.mapped)
    _notice_and_forget(
        world.seed, world.month, g.count, g.alive, g.key, g.formal, g.mapped, cards.discovery_formal,
        cards.discovery_informal, cards.stale_rate,
    )  # fmt: skip


@kernel
def _learn(  # type: ignore[no-untyped-def]
    needed, rate, discretion, knowledge, more, alive, mapped, neighbourhood, place_of, alignment, profile
):
    """Services learn [place, service, fifth]; what agencies know of groups counts where others decide with them."""
    places, services, fifths = needed.shape
    for p in range(places):
        known = _known_share(alive, mapped, neighbourhood, place_of, p) if more[p] != 0.0 else 0.0
        speed = learning_speed(rate, discretion[p], knowledge, more[p], known)
        for k in range(services):
            total = needed[p, k].sum()
            for f in range(fifths):
                profile[p, k, f] = needed[p, k, f] / total if total > 0 else 0.2
                alignment[p, k, f] = next_alignment(alignment[p, k, f], profile[p, k, f], speed)


@kernel
def _fit(alignment, profile, effect, fit):  # type: ignore[no-untyped-def]
    for p in range(len(fit)):
        for k in range(fit.shape[1]):
            fit[p, k] = 1.0 - effect * misfit(alignment[p, k], profile[p, k])


def align(world: "World") -> None:
    """Services learn the place's own mix of needs; the poorer the fit, the less an hour of service does."""
    learned, g, cards = world.understanding, world.groups, world.scenario.understanding
    profile = np.empty_like(learned.alignment)
    _learn(
        world.needs.needed_by, cards.rate, world.by_place("understanding.discretion"),
        world.scenario.public_realm.knowledge, more_shared(world), g.alive, g.mapped, g.neighbourhood, world.place_of,
        learned.alignment, profile,
    )  # fmt: skip
    drift = world.by_place("understanding.drift")
    if np.count_nonzero(drift):
        learned.alignment = drifted(learned.alignment, drift)
    _fit(learned.alignment, profile, cards.misfit, learned.fit)
