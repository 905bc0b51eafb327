"""M20 Politics: an election may turn a place's approach round; when money is short, connecting is cut first."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.chance import Decision

if TYPE_CHECKING:
    from simulation.world import World

type Shares = NDArray[np.float64]


def is_election(month: int, term: int) -> bool:
    """Whether places elect their councils in a month: at the end of every term of so many years."""
    return month > 0 and month % (12 * term) == 0


def turned(u: float, turned_back: bool, turn_chance: float) -> bool:
    """Whether a place works as today, and not as the scenario has it, after an election."""
    return turned_back != (u < turn_chance)


def share_when_cut(share: Shares, cut: Shares, bias: float) -> Shares:
    """Connecting's share of what is left to choose, when a part `cut` of that has gone.

    Connecting loses `bias` times that part of its own money, at most all; direct help loses the rest of the cut, and
    never gains by one.

    >>> float(share_when_cut(np.array(0.3), np.array(0.25), 2.0))  # half of .3 is left, of .75 in all
    0.2
    """
    left = np.maximum(share * np.maximum(1.0 - bias * cut, 0.0), share - cut)
    return np.asarray(np.divide(left, 1.0 - cut, out=np.zeros_like(left), where=cut < 1.0))


def hold_elections(world: "World") -> None:
    """At elections each place may turn back to today's way of working, or from there to the scenario's."""
    turned_back, turn_chance = world.places.turned_back, world.by_place("politics.turn_chance")
    due = is_election(world.month, world.scenario.politics.term)
    for p, called in enumerate(world.by_place("politics.called").tolist()):
        if not (due or called):
            continue
        u = chance.uniform(world.seed, world.places.key[p], world.month, Decision.ELECTION)
        turned_back[p] = turned(u, bool(turned_back[p]), turn_chance[p])
