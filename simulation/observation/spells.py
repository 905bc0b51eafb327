"""M4 Resilience of a person, measured: what becomes of those who fell into crisis, month by month after the fall.

Every entry into crisis is followed for two years on the ladder on which it happened, relapses included, until the
person dies or leaves.
"""

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.agents.residents import CRISIS
from simulation.kernels import kernel

if TYPE_CHECKING:
    from simulation.agents.residents import Residents

FOLLOWED_FOR = 24
"""Months after a fall over which people are followed."""


GONE = -1
"""The row of somebody who died or left and whose row another has taken."""

MOVED = -1
"""Instead of a count: somebody is not in the row where they were found last."""


class After(IntEnum):
    """What is counted of those who fell so many months ago."""

    FOLLOWED = 0
    """How many are still here."""
    LEVELS = 1
    """The sum of their levels on the ladder on which they fell."""
    IN_CRISIS = 2
    """How many stand in crisis on it."""
    COPING = 3
    """How many are back at level 0."""
    BEEN_OUT = 4
    """How many have been below crisis at least once since."""


class Spells:
    """Everybody who is being followed, one line for each fall.

    id, row: Mesa's number of the resident, and the row where they were found last; ladder: where they fell; place and
    fifth (0-4): where they lived then; since: months since the fall; out: whether they have been below crisis since.
    """

    def __init__(self) -> None:
        self.lines: NDArray[np.int32] = np.empty((0, 7), np.int32)

    @property
    def count(self) -> int:
        """How many falls are being followed."""
        return len(self.lines)

    def follow(
        self, fallen: NDArray[np.int32], r: "Residents", place_of: NDArray[np.int16], out: NDArray[np.int64]
    ) -> None:
        """Count this month of everybody followed, those who fell this month included (`fallen`, their rows).

        out [place, fifth, months since the fall, After] grows by the month's counts.
        """
        lines = np.empty((len(self.lines) + 5 * len(fallen), 7), np.int32)
        columns = r.count, r.id, r.alive, r.level, r.months, r.neighbourhood, place_of, r.fifth
        ended = _follow(self.lines, fallen, *columns, lines, out)
        if ended == MOVED:
            _find(self.lines, r.count, r.id, r.alive)
            ended = _follow(self.lines, fallen, *columns, lines, out)
        self.lines = lines[:ended]


@kernel
def _find(lines, n, number, alive):  # type: ignore[no-untyped-def]
    """Find everybody's row anew; GONE for those who are no longer here."""
    where = np.full(max(lines[:, 0].max(), number[:n].max()) + 1, GONE, np.int32)
    for i in range(n):
        if alive[i]:
            where[number[i]] = i
    for line in lines:
        line[1] = where[line[0]]


@kernel
def _follow(  # type: ignore[no-untyped-def]
    lines, fallen, n, number, alive, level, months, neighbourhood, place_of, fifth, after, out
):
    for j in range(len(lines)):
        row = lines[j, 1]
        if row >= n or (row != GONE and number[row] != lines[j, 0]):
            return MOVED
    at = 0
    for j in range(len(lines)):
        row = lines[j, 1]
        if row == GONE or not alive[row] or lines[j, 5] == FOLLOWED_FOR:
            continue
        for field in range(lines.shape[1]):
            after[at, field] = lines[j, field]
        after[at, 5] += 1
        after[at, 6] |= level[row, lines[j, 2]] < CRISIS
        at += 1
    for i in fallen:
        for l in range(5):
            if level[i, l] == CRISIS and months[i, l] == 0:
                after[at, 0], after[at, 1], after[at, 2] = number[i], i, l
                after[at, 3], after[at, 4] = place_of[neighbourhood[i]], fifth[i] - 1
                after[at, 5], after[at, 6] = 0, 0
                at += 1
    for j in range(at):
        now = np.int64(level[after[j, 1], after[j, 2]])
        counts = out[after[j, 3], after[j, 4], after[j, 5]]
        counts[After.FOLLOWED] += 1
        counts[After.LEVELS] += now
        counts[After.IN_CRISIS] += now == CRISIS
        counts[After.COPING] += now == 0
        counts[After.BEEN_OUT] += after[j, 6]
    return at
