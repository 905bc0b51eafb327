"""M16 Two levers over the same money: how much effort moves to connecting, and how early it is spent."""

from typing import TYPE_CHECKING

import numpy as np

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


def shift_effort(world: "World") -> None:
    """Move towards the scenario's levers at the pace of the lag, paying to run both ways meanwhile."""
    cards, effort = world.scenario.effort, world.effort
    moved = ramp(world.month - effort.since, cards.lag)
    change = cards.connecting_share - effort.from_connecting_share
    effort.connecting_share = effort.from_connecting_share + change * moved
    effort.earliness = effort.from_earliness + (cards.earliness - effort.from_earliness) * moved
    effort.dual_running = np.abs(change) * cards.dual_running if 0.0 < moved < 1.0 else np.zeros_like(change)
