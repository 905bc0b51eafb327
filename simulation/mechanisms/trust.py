"""Trust of residents in local services: it follows whether needs are met, and falls with harm."""

from typing import TYPE_CHECKING

import numpy as np

from simulation.agents.residents import Event
from simulation.kernels import kernel
from simulation.mechanisms.public_realm import trust_earned

if TYPE_CHECKING:
    from simulation.world import World


def next_trust(trust: float, met: float, harm: float, cards, earned: float = 0.0) -> float:  # type: ignore[no-untyped-def]
    """A place's trust next month, in [0, 1].

    met: share of needed hours met this month. harm: harm events for each 1,000 residents. cards: section
    `trust`. earned: what a say in decisions adds to the trust that residents come to have.
    """
    towards = cards.start + cards.met * (met - cards.usual_met) + earned
    return float(min(max(trust + cards.speed * (towards - trust) - cards.harm * harm, 0.0), 1.0))


@kernel
def _count_harm(n, event, neighbourhood, place_of, harm):  # type: ignore[no-untyped-def]
    for i in range(n):
        if event[i] & Event.HARM:
            harm[place_of[neighbourhood[i]]] += 1


def settle_trust(world: "World") -> None:
    """Trust in every place moves with the month's record of needs met and harm done."""
    r, needs, places = world.residents, world.needs, world.places
    harm = np.zeros(len(places.trust), np.int64)
    _count_harm(r.count, r.event, r.neighbourhood, world.place_of, harm)
    needed, met = needs.needed_by.sum(axis=(1, 2)), needs.met_by.sum(axis=(1, 2))
    earned = trust_earned(world)
    for p, residents in enumerate(world.people):
        share = met[p] / needed[p] if needed[p] > 0 else 1.0
        per_thousand = 1000.0 * harm[p] / max(residents, 1)
        places.trust[p] = next_trust(places.trust[p], share, per_thousand, world.scenario.trust, earned[p])
