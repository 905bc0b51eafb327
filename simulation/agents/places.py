"""Places: each council as a whole, with its trust, its connectors' time and its neighbourhoods' readiness to begin."""

import numpy as np
from numpy.typing import NDArray

from simulation import chance

ACTS = 5
PLACE = np.uint64(0x504C414345)


class Places:
    """State of every place.

    key [place]: for luck. trust [place], 0-1. acts, acts_carried [place, act]: whole acts of connectors this month, and
    the fractions carried on. catalyst [neighbourhood]: help for new groups still felt, in logs of the founding rate.
    turned_back [place]: whether an election has turned it back to today's way of working.
    """

    def __init__(self, names: list[str], neighbourhoods: int, trust: float) -> None:
        self.names = names
        places = len(names)
        self.key = np.array([chance.mix(PLACE, np.uint64(p), np.uint64(0)) for p in range(places)], np.uint64)
        self.trust = np.full(places, trust)
        self.acts: NDArray[np.int64] = np.zeros((places, ACTS), np.int64)
        self.acts_carried = np.zeros((places, ACTS))
        self.catalyst = np.zeros(neighbourhoods)
        self.turned_back = np.zeros(places, np.bool_)
