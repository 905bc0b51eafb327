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


_ON = np.array([[(ladders >> l) & 1 for l in range(len(LADDERS))] for ladders in range(1 << len(LADDERS))])
HOW_MANY = _ON.sum(axis=1).astype(np.uint8)
"""How many ladders a number's bits name [bits]."""

WHICH = np.argsort(-_ON, axis=1, kind="stable").astype(np.uint8)
"""The ladders that a number's bits name, in order [bits, nth]; behind them those that they do not."""


@kernel
def _list_cases(n, alive, level, key):  # type: ignore[no-untyped-def]
    rows, bits, people, cases = np.empty(n, np.uint32), np.empty(n, np.uint8), 0, 0
    for i in range(n):
        ladders = 0
        for l in range(5):
            ladders |= (level[i, l] > 0) << l
        rows[people], bits[people] = i, ladders
        people += alive[i] & (ladders > 0)
    rows, keys, first = rows[:people].copy(), np.empty(people, np.uint64), np.empty(people + 1, np.int32)
    for j in range(people):
        keys[j], first[j] = key[rows[j]], cases
        cases += HOW_MANY[bits[j]]
    first[people] = cases
    person, ladder, holder = np.empty(cases, np.uint32), np.empty(cases, np.uint8), np.empty(cases, np.uint32)
    for j in range(people):
        for nth in range(HOW_MANY[bits[j]]):
            c = first[j] + nth
            person[c], ladder[c], holder[c] = rows[j], WHICH[bits[j], nth], j
    return rows, keys, first, person, ladder, holder


@kernel
def _look_up(person, ladder, level, needed_at, needed, kin_share):  # type: ignore[no-untyped-def]
    for c in range(len(person)):
        i, l = person[c], ladder[c]
        needed[c] = needed_at[l, level[i, l]]
        kin_share[i, l] = 0
