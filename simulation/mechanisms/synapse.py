"""M8 The synapse: the working link between an agency and a group, stronger with use, weaker without."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.agents.groups import UNKNOWN, Groups
from simulation.kernels import kernel, rule
from simulation.mechanisms.connecting import KEEP

if TYPE_CHECKING:
    from simulation.world import World


@rule
def next_strength(strength, agency, group, growth, decay):  # type: ignore[no-untyped-def]
    """A link's strength next month: S + growth x_k x_g (1 - S) - decay S, with x the activity at either end (Hebb)."""
    return strength + growth * agency * group * (1.0 - strength) - decay * strength


@rule
def link_to_keep(order, domain, turn):  # type: ignore[no-untyped-def]
    """The group and service of a link that connectors keep alive, one in each turn from 0 on.

    order: known groups, strongest first. Each one's own domain comes first, then the next service round, and so on.
    """
    g = order[turn % len(order)]
    return g, (domain[g] + turn // len(order)) % 4


@kernel
def _strengthen(  # type: ignore[no-untyped-def]
    alive, active, members, mapped, domain, neighbourhood, place_of, order, acts, delivery_attention, synapse, growth,
    decay, prune,
):  # fmt: skip
    """Connectors keep links alive, of each place's groups in `order` by as many `acts` [place]; then all change."""
    kept, first = np.zeros(synapse.shape, np.bool_), 0
    while first < len(order):
        p, last = place_of[neighbourhood[order[first]]], first + 1
        while last < len(order) and place_of[neighbourhood[order[last]]] == p:
            last += 1
        for turn in range(min(acts[p], 4 * (last - first))):
            g, k = link_to_keep(order[first:last], domain, turn)
            kept[g, k] = True
            mapped[g] = 0
        first = last
    for g in range(len(alive)):
        if not alive[g]:
            continue
        activity = active[g] / members[g] if members[g] > 0 else 0.0
        usual = delivery_attention if mapped[g] != UNKNOWN else 0.0
        for k in range(4):
            attention = 1.0 if kept[g, k] else usual
            after = next_strength(float(synapse[g, k]), attention, activity, growth, decay)
            synapse[g, k] = after if after >= prune else 0.0


def strongest_first(groups: Groups, place_of: NDArray[np.int16]) -> NDArray[np.intp]:
    """Rows of the groups that agencies know, place by place, the strongest link with their own service first."""
    g = groups
    known = np.flatnonzero(g.alive & (g.mapped != UNKNOWN))
    place = place_of[g.neighbourhood[known]]
    return known[np.lexsort((g.key[known], -g.synapse[known, g.domain[known]], place))]


def strengthen(world: "World") -> None:
    """Links grow where agency and group are both active and fade everywhere; connectors keep some of them alive."""
    g, cards = world.groups, world.scenario.synapse
    reset = world.by_place("synapse.reset")
    if any(reset.tolist()):
        g.synapse *= (1.0 - reset[world.place_of[g.neighbourhood]])[:, None]
    acts = world.places.acts[:, KEEP]
    order = strongest_first(g, world.place_of) if np.count_nonzero(acts) else np.empty(0, np.intp)
    _strengthen(
        g.alive, g.active, g.members, g.mapped, g.domain, g.neighbourhood, world.place_of, order, acts,
        cards.delivery_attention, g.synapse, cards.growth, cards.decay, cards.prune,
    )  # fmt: skip
