"""The month's ledger of hours: who needs help on which ladder, and who met how much of it, in minutes."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.agents.residents import LADDERS, Residents
from simulation.kernels import kernel

if TYPE_CHECKING:
    from simulation.scenario import Scenario

type Minutes = NDArray[np.int32]


class Needs:
    """One line for each case: one resident's need on one ladder. Cases stand in order of row, then ladder.

    rows, key [resident in need]: their rows, and their birth keys side by side for luck. first [resident in need + 1]:
    where each one's cases begin. person, ladder, holder [case]: the resident's row, the ladder, and the resident's
    place in `rows`. needed, kin, statutory, direct, civic, met [case]: minutes that the case takes, that household and
    ties, duties, direct help and a group gave, and what help of every kind came to. needed_at, kin_most [5, 4]:
    minutes that each ladder and level takes, and the most of them that kin can carry. needed_by, met_by
    [place, service, fifth]: minutes in all.
    """

    rows: NDArray[np.uint32]
    key: NDArray[np.uint64]
    first: NDArray[np.int32]
    person: NDArray[np.uint32]
    ladder: NDArray[np.uint8]
    holder: NDArray[np.uint32]
    needed: Minutes
    kin: Minutes
    statutory: Minutes
    direct: Minutes
    civic: Minutes
    met: Minutes

    def __init__(self, scenario: "Scenario", places: int) -> None:
        hours = np.array([(0.0, *getattr(scenario.hours, ladder)) for ladder in LADDERS])
        most = np.array([(0.0, *getattr(scenario.hours, f"kin_{ladder}")) for ladder in LADDERS])
        self.needed_at = np.rint(60.0 * hours).astype(np.int64)
        self.kin_most = np.floor(self.needed_at * most).astype(np.int64)
        self.needed_by: NDArray[np.int64] = np.zeros((places, 4, 5), np.int64)
        self.met_by: NDArray[np.int64] = np.zeros((places, 4, 5), np.int64)

    def list_cases(self, residents: Residents) -> None:
        """List who has need this month, and on which ladders."""
        r = residents
        self.rows, self.key, self.first, self.person, self.ladder, self.holder = _list_cases(
            r.count, r.alive, r.level, r.key
        )

    def count_hours(self, residents: Residents) -> None:
        """Say how many minutes each case takes; nothing is met yet."""
        r, cases = residents, len(self.person)
        self.needed = np.empty(cases, np.int32)
        _look_up(self.person, self.ladder, r.level, self.needed_at, self.needed, r.kin_share)
        self.kin, self.statutory, self.direct, self.civic, self.met = np.zeros((5, cases), np.int32)

    def by_ladder(self, minutes: Minutes) -> NDArray[np.int64]:
        """Minutes by case as a table [resident in need, ladder], 0 where there is no need."""
        table = np.zeros((len(self.rows), len(LADDERS)), np.int64)
        table[self.holder, self.ladder] = minutes
        return table


@kernel
def _list_cases(n, alive, level, key):  # type: ignore[no-untyped-def]
    rows, keys, first, most = np.empty(n, np.uint32), np.empty(n, np.uint64), np.empty(n + 1, np.int32), 5 * n + 1
    person, ladder, holder = np.empty(most, np.uint32), np.empty(most, np.uint8), np.empty(most, np.uint32)
    people, cases = 0, 0
    for i in range(n):
        rows[people], keys[people] = i, key[i]
        in_need = (level[i, 0] | level[i, 1] | level[i, 2] | level[i, 3] | level[i, 4]) > 0
        people += alive[i] & in_need
    for j in range(people):
        first[j] = cases
        for l in range(5):
            person[cases], ladder[cases], holder[cases] = rows[j], l, j
            cases += level[rows[j], l] > 0
    first[people] = cases
    return (
        rows[:people].copy(), keys[:people].copy(), first[: people + 1].copy(), person[:cases].copy(),
        ladder[:cases].copy(), holder[:cases].copy(),
    )  # fmt: skip


@kernel
def _look_up(person, ladder, level, needed_at, needed, kin_share):  # type: ignore[no-untyped-def]
    for c in range(len(person)):
        i, l = person[c], ladder[c]
        needed[c] = needed_at[l, level[i, l]]
        kin_share[i, l] = 0
