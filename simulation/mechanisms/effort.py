"""M16 Two levers over the same money: how much effort moves to connecting, and how early it is spent."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from simulation.world import World


class Effort:
    """The levers of every place.

    connecting_share, earliness, dual_running: this month's, shares [place]. The scenario's levers are reached from
    `from_connecting_share` and `from_earliness` over the lag, counted from the month `since`.
    """

    def __init__(self, places: int, connecting_share: float, earliness: float) -> None:
        self.connecting_share = np.full(places, connecting_share)
        self.earliness = np.full(places, earliness)
        self.dual_running = np.zeros(places)
        self.begin_shift(0)

    def begin_shift(self, month: int) -> None:
        """From this month on, move from the levers as they stand to whatever the scenario says."""
        self.since = month
        self.from_connecting_share = self.connecting_share.copy()
        self.from_earliness = self.earliness.copy()


def ramp(months_since: int, lag: float) -> float:
    """How much of a shift bears `months_since` months after it began: 0 before, then even steps up to 1 at `lag`."""
    return min(max((months_since + 1) / lag, 0.0), 1.0)


type Share = float | NDArray[np.float64]


def effort_moved(from_share: Share, from_earliness: Share, to_share: Share, to_earliness: Share) -> Share:
    """The share of all effort that a shift moves between late direct help, early direct help and connecting.

    Half the sum of the absolute differences of the two mixes; numbers or arrays [place].

    >>> round(float(effort_moved(0.0, 0.3, 0.3, 0.6)), 3)  # (.7, .3, 0) to (.28, .42, .3)
    0.42
    """
    late = (1.0 - to_share) * (1.0 - to_earliness) - (1.0 - from_share) * (1.0 - from_earliness)
    early = (1.0 - to_share) * to_earliness - (1.0 - from_share) * from_earliness
    return np.asarray(0.5 * (np.abs(late) + np.abs(early) + np.abs(to_share - from_share)))


def shift_effort(world: "World") -> None:
    """Move towards the scenario's levers at the pace of the lag, paying to run both ways meanwhile."""
    cards, effort = world.scenario.effort, world.effort
    moved = ramp(world.month - effort.since, cards.lag)
    share, earliness = effort.from_connecting_share, effort.from_earliness
    effort.connecting_share = share + (cards.connecting_share - share) * moved
    effort.earliness = earliness + (cards.earliness - earliness) * moved
    if 0.0 < moved < 1.0:
        all_moved = effort_moved(share, earliness, cards.connecting_share, cards.earliness)
        effort.dual_running = cards.dual_running * all_moved
    else:
        effort.dual_running = np.zeros_like(share)
