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
def _strengthen(  # type: ignore[no-untyped-def]
    alive, active, members, mapped, kept, delivery_attention, synapse, growth, decay, prune
):
    for g in range(len(alive)):
        if not alive[g]:
            continue
        activity = active[g] / members[g] if members[g] > 0 else 0.0
        usual = delivery_attention if mapped[g] != UNKNOWN else 0.0
        for k in range(4):
            attention = 1.0 if kept[g, k] else usual
            after = next_strength(float(synapse[g, k]), attention, activity, growth, decay)
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
    reset = world.by_place("synapse.reset")
    if reset.any():
        g.synapse *= (1.0 - reset[world.place_of[g.neighbourhood]])[:, None]
    kept = np.zeros(g.synapse.shape, np.bool_)
    known = np.flatnonzero(g.alive & (g.mapped != UNKNOWN))
    place = world.place_of[g.neighbourhood[known]]
    for p in np.flatnonzero(world.places.acts[:, KEEP]):
        here = known[place == p]
        order = here[np.lexsort((g.key[here], -g.synapse[here, g.domain[here]]))]
        groups, services = links_to_keep(order, g.domain, int(world.places.acts[p, KEEP]))
        kept[groups, services] = True
        g.mapped[groups] = 0
    _strengthen(
        g.alive, g.active, g.members, g.mapped, kept, cards.delivery_attention, g.synapse, cards.growth, cards.decay,
        cards.prune,
    )  # fmt: skip
