"""What follows from the cards in force alone is worked out once, for as long as they are."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from simulation.world import World


def by_cards[T](reckon: Callable[["World"], T]) -> Callable[["World"], T]:
    """A function of nothing but what the scenario says this month by place; its answer is kept, not to be written."""

    @wraps(reckon)
    def known(world: "World") -> T:
        kept, asked = world.scenario.kept, (reckon, world.places.turned_back.tobytes())
        try:
            return kept[asked]
        except KeyError:
            kept[asked] = found = reckon(world)
        for array in found if isinstance(found, tuple) else (found,):
            if isinstance(array, np.ndarray):
                array.setflags(write=False)
        return found

    return known
