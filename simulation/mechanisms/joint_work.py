"""M17 What working with others costs: a shared view of people, decisions that others hold, visits between places.

Whoever buys them pays for them out of what may be spent by choice, from the month in which they are bought.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.in_force import by_cards
from simulation.mechanisms.hand_off import more_view
from simulation.mechanisms.public_realm import more_shared

if TYPE_CHECKING:
    from simulation.world import World


@by_cards
def part_for_joint_work(world: "World") -> NDArray[np.float64]:
    """The part of the discretionary money that working with others takes this month [place].

    Only what is beyond today costs: what is shared today is in today's prices, and sharing less saves nothing. A place
    alone has nobody to visit.
    """
    cards, told = world.scenario.innovation, world.scenario
    view = told.hand_off.view_cost * np.maximum(more_view(world), 0.0)
    decisions = told.public_realm.decisions_cost * np.maximum(more_shared(world), 0.0)
    visits = world.by_place("innovation.governance") == "networked" if cards.on and len(decisions) > 1 else 0.0
    return np.asarray(np.minimum(view + decisions + cards.visit_cost * visits, 1.0))
