"""M17 Connected across the public realm: groups, providers and citizens hold a share of decisions."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.in_force import by_cards
from simulation.kernels import rule
from simulation.parameters import cards

if TYPE_CHECKING:
    from simulation.world import World


@by_cards
def more_shared(world: "World") -> NDArray[np.float64]:
    """By how much the share of decisions held outside the council exceeds today's [place]; 0 where this is off."""
    shared = world.by_place("public_realm.shared_decisions")
    if not world.scenario.public_realm.on:
        return np.zeros(len(shared))
    return np.asarray(shared - float(cards()["public_realm.shared_decisions"].value))  # type: ignore[arg-type]


@by_cards
def trust_earned(world: "World") -> NDArray[np.float64]:
    """What a say in decisions adds to the trust that residents come to have [place]."""
    return np.asarray(world.scenario.public_realm.trust_gain * more_shared(world))


@rule
def learning_speed(rate, discretion, knowledge, more, known):  # type: ignore[no-untyped-def]
    """The share of the gap that services close in a month between themselves and the needs of their place.

    Front-line staff learn by discretion. Others who decide bring what they know, as far as agencies know them:
    `more` is the share of decisions that they hold beyond today's, `known` the share of groups that agencies know.

    >>> round(learning_speed(0.1, 0.3, 1.0, 0.2, 0.5), 9)
    0.04
    """
    return min(max(rate * (discretion + knowledge * more * known), 0.0), 1.0)
