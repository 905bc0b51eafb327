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
def _experience(n, event, neighbourhood, place_of, needed_by, met_by, harm, met):  # type: ignore[no-untyped-def]
    for i in range(n):
        if event[i] & Event.HARM:
            harm[place_of[neighbourhood[i]]] += 1
    for p in range(len(met)):
        needed = needed_by[p].sum()
        met[p] = met_by[p].sum() / needed if needed > 0 else 1.0


def settle_trust(world: "World") -> None:
    """Trust in every place moves with the month's record of needs met and harm done."""
    r, needs, places = world.residents, world.needs, world.places
    harm, met = np.zeros(len(places.trust), np.int64), np.empty(len(places.trust))
    _experience(r.count, r.event, r.neighbourhood, world.place_of, needs.needed_by, needs.met_by, harm, met)
    per_thousand = 1000.0 * harm / np.maximum(world.people, 1)
    cards, columns = world.scenario.trust, (places.trust, met, per_thousand, trust_earned(world))
    each = zip(*(column.tolist() for column in columns), strict=True)
    places.trust[:] = [next_trust(before, share, harms, cards, earned) for before, share, harms, earned in each]
