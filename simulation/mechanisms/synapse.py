"""M8 The synapse: the working link between an agency and a group, stronger with use, weaker without."""

from typing import TYPE_CHECKING

import numpy as np

from simulation.agents.groups import UNKNOWN
from simulation.kernels import kernel, rule
from simulation.mechanisms.connecting import KEEP

if TYPE_CHECKING:
    from simulation.world import World


@rule
def next_strength(strength, agency, group, growth, decay):  # type: ignore[no-untyped-def]
    """A link's strength next month: S + growth x_k x_g (1 - S) - decay S, with x the activity at either end (Hebb)."""
    return strength + growth * agency * group * (1.0 - strength) - decay * strength


@kernel
def _strengthen(alive, active, members, attention, synapse, growth, decay, prune):  # type: ignore[no-untyped-def]
    for g in range(len(alive)):
        if not alive[g]:
            continue
        activity = active[g] / members[g] if members[g] > 0 else 0.0
        for k in range(4):
            after = next_strength(float(synapse[g, k]), attention[g, k], activity, growth, decay)
            synapse[g, k] = after if after >= prune else 0.0


def links_to_keep(order: np.ndarray, domain: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Groups and services of the `count` links that connectors keep alive.

    order: known groups, strongest first. Each one's own domain comes first, then the next service round, and so on.
    """
    turns = np.arange(min(count, 4 * len(order)))
    groups = order[turns % max(len(order), 1)]
    return groups, (domain[groups] + turns // max(len(order), 1)) % 4


def strengthen(world: "World") -> None:
    """Links grow where agency and group are both active and fade everywhere; connectors keep some of them alive."""
    g, cards = world.groups, world.scenario.synapse
    known = g.alive & (g.mapped != UNKNOWN)
    attention = np.where(known[:, None], cards.delivery_attention, np.zeros((1, 4)))
    place = world.place_of[g.neighbourhood]
    own = g.synapse[np.arange(len(g.domain)), g.domain]
    for p in np.flatnonzero(world.places.acts[:, KEEP]):
        here = np.flatnonzero(known & (place == p))
        order = here[np.lexsort((g.key[here], -own[here]))]
        groups, services = links_to_keep(order, g.domain, int(world.places.acts[p, KEEP]))
        attention[groups, services] = 1.0
        g.mapped[groups] = 0
    _strengthen(g.alive, g.active, g.members, attention, g.synapse, cards.growth, cards.decay, cards.prune)
