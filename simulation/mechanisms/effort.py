"""M16 Two levers over the same money: how much effort moves to connecting, and how early it is spent."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.kernels import kernel, rule

if TYPE_CHECKING:
    from simulation.world import World


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
        _aim(
            month, connecting_share, earliness, self.connecting_share, self.earliness, self.since,
            self.from_connecting_share, self.from_earliness, self.to_connecting_share, self.to_earliness,
        )  # fmt: skip


@rule
def ramp(months_since, lag):  # type: ignore[no-untyped-def]
    """How much of a shift bears `months_since` months after it began: 0 before, then even steps up to 1 at `lag`."""
    return min(max((months_since + 1) / lag, 0.0), 1.0)


@rule
def effort_moved(from_share, from_earliness, to_share, to_earliness):  # type: ignore[no-untyped-def]
    """The share of all effort that a shift moves between late direct help, early direct help and connecting.

    Half the sum of the absolute differences of the two mixes.

    >>> round(effort_moved(0.0, 0.3, 0.3, 0.6), 3)  # (.7, .3, 0) to (.28, .42, .3)
    0.42
    """
    late = (1.0 - to_share) * (1.0 - to_earliness) - (1.0 - from_share) * (1.0 - from_earliness)
    early = (1.0 - to_share) * to_earliness - (1.0 - from_share) * from_earliness
    return 0.5 * (abs(late) + abs(early) + abs(to_share - from_share))


@kernel
def _aim(  # type: ignore[no-untyped-def]
    month, share_aim, earliness_aim, share, earliness, since, from_share, from_earliness, to_share, to_earliness
):
    for p in range(len(since)):
        if share_aim[p] != to_share[p] or earliness_aim[p] != to_earliness[p]:
            since[p], from_share[p], from_earliness[p] = month, share[p], earliness[p]
            to_share[p], to_earliness[p] = share_aim[p], earliness_aim[p]


@kernel
def _shift(  # type: ignore[no-untyped-def]
    month, lag, running_both, since, from_share, from_earliness, to_share, to_earliness, share, earliness, dual_running
):
    for p in range(len(since)):
        moved = ramp(month - since[p], lag)
        share[p] = from_share[p] + (to_share[p] - from_share[p]) * moved
        earliness[p] = from_earliness[p] + (to_earliness[p] - from_earliness[p]) * moved
        shifted = effort_moved(from_share[p], from_earliness[p], to_share[p], to_earliness[p])
        dual_running[p] = running_both * shifted if 0.0 < moved < 1.0 else 0.0


def shift_effort(world: "World") -> None:
    """Move towards the levers aimed at, at the pace of the lag, paying to run both ways meanwhile."""
    cards, e = world.scenario.effort, world.effort
    e.aim(world.month, *(world.by_place(lever) for lever in LEVERS))
    _shift(
        world.month, cards.lag, cards.dual_running, e.since, e.from_connecting_share, e.from_earliness,
        e.to_connecting_share, e.to_earliness, e.connecting_share, e.earliness, e.dual_running,
    )  # fmt: skip
