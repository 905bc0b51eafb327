"""Which kin gave whom how much: the mechanism's own rounds of asking, gone through once more and kept pair by pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from simulation.mechanisms.kin import Grants, ask_kin, asks_of_kin

if TYPE_CHECKING:
    from simulation.world import World


class Kin(NamedTuple):
    """What kin give in a month.

    wanted, received [need]: minutes asked of kin and given by them, in all. helpers [need]: how many had time to be
    asked. grants: what each of them gave over all rounds.
    """

    wanted: NDArray[np.int64]
    received: NDArray[np.int64]
    helpers: NDArray[np.int64]
    grants: Grants

    @classmethod
    def of(cls, world: World) -> Self:
        """Of this month, from the phase *kin first* on; the world stays as it is."""
        wanted, pot = asks_of_kin(world)
        rounds: list[Grants] = []
        _, received = ask_kin(world.needs.rows, wanted, pot, world.ties, rounds)
        first, *later = rounds
        for again in later:
            first.minutes[np.searchsorted(_pairs(first), _pairs(again))] += again.minutes
        helpers = np.bincount(first.holder, minlength=len(wanted))
        return cls(wanted, received, helpers, first)

    @classmethod
    def nothing(cls, needs: int) -> Self:
        """Nobody gives anything."""
        zero = np.zeros(needs, np.int64)
        nobody = np.empty(0, np.uint32)
        return cls(zero, zero, zero, Grants(nobody, nobody, np.empty(0, np.int32)))


def _pairs(grants: Grants) -> NDArray[np.uint64]:
    """Each pair as one number; ascending, as ties are."""
    return (grants.holder.astype(np.uint64) << np.uint64(32)) | grants.helper
