"""M17 Connected across services: help for people with needs of several services, and what is lost between these."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.in_force import by_cards
from simulation.kernels import rule
from simulation.parameters import cards

if TYPE_CHECKING:
    from simulation.world import World


@rule
def needs_several(level):  # type: ignore[no-untyped-def]
    """Whether somebody of these levels [ladder] needs more than one service; two ladders are both of care."""
    care = level[0] > 0 or level[1] > 0
    return care + (level[2] > 0) + (level[3] > 0) + (level[4] > 0) > 1


def kept_in_hand_off(shared_view: NDArray[np.float64], usual: float, loss: float) -> NDArray[np.float64]:
    """What an agency's hour achieves for somebody with needs of several services, against today.

    loss: the share of hours lost where services do not share what they know of a person; `shared_view` and `usual`:
    the shares of such people of whom they do, now and today.

    >>> kept_in_hand_off(np.array([0.5, 1.0]), 0.5, 0.2).round(4).tolist()
    [1.0, 1.1111]
    """
    return np.asarray((1.0 - loss * (1.0 - shared_view)) / (1.0 - loss * (1.0 - usual)))


@by_cards
def more_view(world: "World") -> NDArray[np.float64]:
    """By how much the shared view exceeds today's [place]; 0 where this is off."""
    shared = world.by_place("hand_off.shared_view")
    if not world.scenario.hand_off.on:
        return np.zeros(len(shared))
    return np.asarray(shared - float(cards()["hand_off.shared_view"].value))  # type: ignore[arg-type]


@by_cards
def kept_by_place(world: "World") -> NDArray[np.float64]:
    """What an hour for people with several needs achieves this month against today [place]; 1 where this is off."""
    told, shared = world.scenario.hand_off, world.by_place("hand_off.shared_view")
    if not told.on:
        return np.ones(len(shared))
    usual = float(cards()["hand_off.shared_view"].value)  # type: ignore[arg-type]
    return kept_in_hand_off(shared, usual, told.loss)
