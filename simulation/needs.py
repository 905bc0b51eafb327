"""The month's ledger of hours: who needs help on which ladder, and who met how much of it, in minutes."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.agents.groups import SERVICE_OF_LADDER
from simulation.agents.residents import LADDERS, Residents
from simulation.kernels import kernel

if TYPE_CHECKING:
    from simulation.scenario import Scenario


class Needs:
    """One line for each resident with any need this month.

    rows [m]: rows of the residents. needed, kin, statutory, direct, met [m, 5]: minutes by ladder; statutory and
    direct are minutes given, met is what help of every kind came to. civic [m]: minutes that a group gave, on the
    resident's `helped_ladder`. needed_at, kin_most [5, 4]: minutes that each ladder and level takes, and the most of
    them that kin can carry. needed_by, met_by [place, service, fifth]: minutes in all.
    """

    rows: NDArray[np.int32]
    needed: NDArray[np.int32]
    kin: NDArray[np.int32]
    statutory: NDArray[np.int32]
    direct: NDArray[np.int32]
    met: NDArray[np.int32]
    civic: NDArray[np.int32]

    def __init__(self, scenario: "Scenario", places: int) -> None:
        hours = np.array([(0.0, *getattr(scenario.hours, ladder)) for ladder in LADDERS])
        most = np.array([(0.0, *getattr(scenario.hours, f"kin_{ladder}")) for ladder in LADDERS])
        self.needed_at = np.rint(60.0 * hours).astype(np.int64)
        self.kin_most = np.floor(self.needed_at * most).astype(np.int64)
        self.needed_by: NDArray[np.int64] = np.zeros((places, 4, 5), np.int64)
        self.met_by: NDArray[np.int64] = np.zeros((places, 4, 5), np.int64)

    def list_rows(self, residents: Residents) -> None:
        """List who has need on any ladder this month."""
        r = residents
        rows = np.empty(r.count, dtype=np.int32)
        m = _list_needs(r.count, r.alive, r.level, rows)
        self.rows = rows[:m].copy()

    def count_hours(self, residents: Residents) -> None:
        """Say how many minutes each need takes; nothing is met yet."""
        r, m = residents, len(self.rows)
        self.needed = np.empty((m, 5), dtype=np.int32)
        _look_up(self.rows, r.level, self.needed_at, self.needed)
        self.kin, self.statutory, self.direct, self.met = (np.zeros((m, 5), dtype=np.int32) for _ in range(4))
        self.civic = np.zeros(m, dtype=np.int32)
        r.kin_share[self.rows] = 0

    def add_up(self, residents: Residents, place_of: NDArray[np.int16]) -> None:
        """Add up the minutes needed and met in every place, for every service and deprivation fifth."""
        r = residents
        self.needed_by[:] = 0
        self.met_by[:] = 0
        _by_place(self.rows, self.needed, self.met, r.neighbourhood, place_of, r.fifth, self.needed_by, self.met_by)


@kernel
def _list_needs(n, alive, level, rows):  # type: ignore[no-untyped-def]
    m = 0
    for i in range(n):
        if alive[i] and level[i, 0] + level[i, 1] + level[i, 2] + level[i, 3] + level[i, 4] > 0:
            rows[m] = i
            m += 1
    return m


@kernel
def _look_up(rows, level, needed_at, needed):  # type: ignore[no-untyped-def]
    for j in range(len(rows)):
        for l in range(5):
            needed[j, l] = needed_at[l, level[rows[j], l]]


@kernel
def _by_place(rows, needed, met, neighbourhood, place_of, fifth, needed_by, met_by):  # type: ignore[no-untyped-def]
    for j in range(len(rows)):
        i = rows[j]
        p, f = place_of[neighbourhood[i]], fifth[i] - 1
        for l in range(5):
            k = SERVICE_OF_LADDER[l]
            needed_by[p, k, f] += needed[j, l]
            met_by[p, k, f] += met[j, l]
