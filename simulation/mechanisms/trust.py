"""Trust of residents in local services: it follows whether needs are met, and falls with harm."""

from typing import TYPE_CHECKING

import numpy as np

from simulation.agents.residents import Event
from simulation.kernels import kernel, rule
from simulation.mechanisms.public_realm import trust_earned

if TYPE_CHECKING:
    from simulation.world import World


@rule
def next_trust(trust, met, harm, start, met_effect, usual_met, speed, harm_effect, earned):  # type: ignore[no-untyped-def]
    """A place's trust next month, in [0, 1].

    met: share of needed hours met this month. harm: harm events for each 1,000 residents. earned: what a say in
    decisions adds to the trust that residents come to have. The others are cards of `trust`.
    """
    towards = start + met_effect * (met - usual_met) + earned
    return min(max(trust + speed * (towards - trust) - harm_effect * harm, 0.0), 1.0)


@kernel
def _settle(  # type: ignore[no-untyped-def]
    n, event, neighbourhood, place_of, people, needed_by, met_by, earned, start, met_effect, usual_met, speed,
    harm_effect, trust,
):  # fmt: skip
    harm = np.zeros(len(trust), np.int64)
    for i in range(n):
        if event[i] & Event.HARM:
            harm[place_of[neighbourhood[i]]] += 1
    for p in range(len(trust)):
        needed, harms = needed_by[p].sum(), 1000.0 * harm[p] / max(people[p], 1)
        met = met_by[p].sum() / needed if needed > 0 else 1.0
        trust[p] = next_trust(trust[p], met, harms, start, met_effect, usual_met, speed, harm_effect, earned[p])


def settle_trust(world: "World") -> None:
    """Trust in every place moves with the month's record of needs met and harm done."""
    r, needs, cards = world.residents, world.needs, world.scenario.trust
    _settle(
        r.count, r.event, r.neighbourhood, world.place_of, world.people, needs.needed_by, needs.met_by,
        trust_earned(world), cards.start, cards.met, cards.usual_met, cards.speed, cards.harm, world.places.trust,
    )  # fmt: skip
