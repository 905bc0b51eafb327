"""M20 Politics: an election may turn a place's approach round; when money is short, connecting is cut first."""

from typing import TYPE_CHECKING

from simulation import chance
from simulation.chance import Decision
from simulation.kernels import rule

if TYPE_CHECKING:
    from simulation.world import World


def is_election(month: int, term: int) -> bool:
    """Whether places elect their councils in a month: at the end of every term of so many years."""
    return month > 0 and month % (12 * term) == 0


def turned(u: float, turned_back: bool, turn_chance: float) -> bool:
    """Whether a place works as today, and not as the scenario has it, after an election."""
    return turned_back != (u < turn_chance)


@rule
def share_when_cut(share, cut, bias):  # type: ignore[no-untyped-def]
    """Connecting's share of what is left to choose, when a part `cut` of that has gone.

    Connecting loses `bias` times that part of its own money, at most all; direct help loses the rest of the cut, and
    never gains by one.

    >>> share_when_cut(0.3, 0.25, 2.0)  # half of .3 is left, of .75 in all
    0.2
    """
    if cut >= 1.0:
        return 0.0
    return max(share * max(1.0 - bias * cut, 0.0), share - cut) / (1.0 - cut)


def hold_elections(world: "World") -> None:
    """At elections each place may turn back to today's way of working, or from there to the scenario's."""
    turned_back, turn_chance = world.places.turned_back, world.by_place("politics.turn_chance")
    due = is_election(world.month, world.scenario.politics.term)
    for p, called in enumerate(world.by_place("politics.called").tolist()):
        if not (due or called):
            continue
        u = chance.uniform(world.seed, world.places.key[p], world.month, int(Decision.ELECTION))
        turned_back[p] = turned(u, bool(turned_back[p]), turn_chance[p])
