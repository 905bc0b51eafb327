"""M16 Two levers over the same money: how much effort moves to connecting, and how early it is spent."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from simulation.world import World


type Shares = float | NDArray[np.float64]
type Months = int | NDArray[np.int64]

LEVERS = ("effort.connecting_share", "effort.earliness")
"""The cards of the two levers; a schedule may move them in some places alone."""


class Effort:
    """The levers of every place.

    connecting_share, earliness, dual_running: this month's, shares [place]. They move from `from_connecting_share` and
    `from_earliness` to `to_connecting_share` and `to_earliness` over the lag, counted from the month `since` [place].
    """

    def __init__(self, places: int, connecting_share: float, earliness: float) -> None:
        self.connecting_share = np.full(places, connecting_share)
        self.earliness = np.full(places, earliness)
        self.dual_running = np.zeros(places)
        self.since = np.zeros(places, np.int64)
        self.from_connecting_share, self.from_earliness = self.connecting_share.copy(), self.earliness.copy()
        self.to_connecting_share, self.to_earliness = self.connecting_share.copy(), self.earliness.copy()

    def aim(self, month: int, connecting_share: NDArray[np.float64], earliness: NDArray[np.float64]) -> None:
        """Aim at these levers from now on; where they are others than before, a shift begins."""
        new = (connecting_share != self.to_connecting_share) | (earliness != self.to_earliness)
        self.since = np.where(new, month, self.since)
        self.from_connecting_share = np.where(new, self.connecting_share, self.from_connecting_share)
        self.from_earliness = np.where(new, self.earliness, self.from_earliness)
        self.to_connecting_share, self.to_earliness = connecting_share, earliness


def ramp(months_since: Months, lag: float) -> Shares:
    """How much of a shift bears `months_since` months after it began: 0 before, then even steps up to 1 at `lag`."""
    return np.clip((months_since + 1) / lag, 0.0, 1.0)


def effort_moved(from_share: Shares, from_earliness: Shares, to_share: Shares, to_earliness: Shares) -> Shares:
    """The share of all effort that a shift moves between late direct help, early direct help and connecting.

    Half the sum of the absolute differences of the two mixes; numbers or arrays [place].

    >>> round(float(effort_moved(0.0, 0.3, 0.3, 0.6)), 3)  # (.7, .3, 0) to (.28, .42, .3)
    0.42
    """
    late = (1.0 - to_share) * (1.0 - to_earliness) - (1.0 - from_share) * (1.0 - from_earliness)
    early = (1.0 - to_share) * to_earliness - (1.0 - from_share) * from_earliness
    return np.asarray(0.5 * (np.abs(late) + np.abs(early) + np.abs(to_share - from_share)))


def shift_effort(world: "World") -> None:
    """Move towards the levers aimed at, at the pace of the lag, paying to run both ways meanwhile."""
    cards, effort = world.scenario.effort, world.effort
    effort.aim(world.month, *(world.by_place(lever) for lever in LEVERS))
    share, earliness = effort.from_connecting_share, effort.from_earliness
    to_share, to_earliness = effort.to_connecting_share, effort.to_earliness
    moved = ramp(world.month - effort.since, cards.lag)
    effort.connecting_share = share + (to_share - share) * moved
    effort.earliness = earliness + (to_earliness - earliness) * moved
    shifting = (moved > 0.0) & (moved < 1.0)
    effort.dual_running = shifting * cards.dual_running * effort_moved(share, earliness, to_share, to_earliness)
