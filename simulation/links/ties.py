"""Ties between residents: who knows whom, as rows of neighbours.

Each resident has a row of at most `width` ties, sorted by the neighbour's row; ties are mutual. Fixed-width rows cost
about a third more memory than compressed ones and need no spare slots, no moving and no yearly rebuild.
"""

import numpy as np
from numpy.typing import NDArray

from simulation.agents.columns import moved
from simulation.agents.residents import FULL
from simulation.kernels import AHEAD, kernel, prefetch, rule

NOBODY = -1


class Ties:
    """`target[i, :degree[i]]` are the rows of i's neighbours, ascending; `weight` the strength of each tie, 1-255."""

    target: NDArray[np.int32]
    weight: NDArray[np.uint8]
    degree: NDArray[np.uint8]

    def __init__(self, rows: int, width: int) -> None:
        self.target = np.full((rows, width), NOBODY, dtype=np.int32)
        self.weight = np.zeros((rows, width), dtype=np.uint8)
        self.degree = np.zeros(rows, dtype=np.uint8)

    @property
    def width(self) -> int:
        """The most ties one resident can hold."""
        return self.target.shape[1]

    def grow(self, rows: int) -> None:
        """Make room for `rows` residents in all."""
        old = len(self.degree)
        if rows <= old:
            return
        bigger = Ties(rows, self.width)
        bigger.target[:old], bigger.weight[:old], bigger.degree[:old] = self.target, self.weight, self.degree
        self.target, self.weight, self.degree = bigger.target, bigger.weight, bigger.degree

    def connect(self, a: NDArray[np.integer], b: NDArray[np.integer], weight: NDArray[np.integer]) -> None:
        """Add ties a[i]-b[i], skipping self-ties, those that exist and those for which either row is full."""
        _connect(self.target, self.weight, self.degree, a, b, weight)

    def acquaint(self, a: NDArray[np.integer], b: NDArray[np.integer], weight: NDArray[np.integer]) -> None:
        """As connect; but a tie a[i]-b[i] that exists grows by weight[i], up to 255."""
        _acquaint(self.target, self.weight, self.degree, a, b, weight)

    def disconnect(self, a: NDArray[np.integer], b: NDArray[np.integer]) -> None:
        """Remove the ties a[i]-b[i] where they exist."""
        _disconnect(self.target, self.weight, self.degree, a, b)

    def isolate(self, rows: NDArray[np.integer]) -> None:
        """Remove every tie of these rows, at both ends."""
        _isolate(self.target, self.weight, self.degree, rows)

    def reorder(self, order: NDArray[np.intp]) -> None:
        """Follow the residents' rows to where they moved: `order` as in Columns.reorder."""
        self.target, self.weight = moved(self.target, order, NOBODY), moved(self.weight, order, 0)
        self.degree = moved(self.degree, order, 0)
        _renumber(self.target, self.weight, self.degree, order)

    def copy(self) -> "Ties":
        """An independent copy."""
        twin = Ties(0, self.width)
        twin.target, twin.weight, twin.degree = self.target.copy(), self.weight.copy(), self.degree.copy()
        return twin


@rule
def slot_of(target: NDArray[np.int32], degree: NDArray[np.uint8], a: int, b: int) -> int:
    """Where in a's row the tie a-b stands, or -1 where there is none."""
    for k in range(np.int64(degree[a])):
        if target[a, k] == b:
            return k
    return -1


@rule
def tie(
    target: NDArray[np.int32], weight: NDArray[np.uint8], degree: NDArray[np.uint8], a: int, b: int, w: int
) -> bool:
    """Insert the mutual tie a-b in order; False where it exists, is a self-tie or either row is full."""
    width = target.shape[1]
    if a == b or degree[a] >= width or degree[b] >= width or slot_of(target, degree, a, b) >= 0:
        return False
    for i, j in ((np.int64(a), np.int64(b)), (np.int64(b), np.int64(a))):
        k = int(degree[i])
        while k > 0 and target[i, k - 1] > j:
            target[i, k] = target[i, k - 1]
            weight[i, k] = weight[i, k - 1]
            k -= 1
        target[i, k] = j
        weight[i, k] = w
        degree[i] += 1
    return True


@rule
def strengthen(
    target: NDArray[np.int32], weight: NDArray[np.uint8], degree: NDArray[np.uint8], a: int, b: int, w: int
) -> None:
    """Let the mutual tie a-b grow by w, up to 255; nothing where there is none."""
    for i, j in ((np.int64(a), np.int64(b)), (np.int64(b), np.int64(a))):
        k = slot_of(target, degree, i, j)
        if k >= 0:
            weight[i, k] = min(np.int64(weight[i, k]) + w, np.int64(FULL))


@rule
def untie(target: NDArray[np.int32], weight: NDArray[np.uint8], degree: NDArray[np.uint8], a: int, b: int) -> bool:
    """Remove the mutual tie a-b; False where there is none."""
    found = False
    for i, j in ((np.int64(a), np.int64(b)), (np.int64(b), np.int64(a))):
        n = np.int64(degree[i])
        for k in range(n):
            if target[i, k] == j:
                for m in range(k, n - 1):
                    target[i, m] = target[i, m + 1]
                    weight[i, m] = weight[i, m + 1]
                target[i, n - 1] = NOBODY
                weight[i, n - 1] = 0
                degree[i] = n - 1
                found = True
                break
    return found


@kernel
def _connect(target, weight, degree, a, b, w):  # type: ignore[no-untyped-def]
    for i in range(len(a)):
        tie(target, weight, degree, np.int64(a[i]), np.int64(b[i]), np.int64(w[i]))


@kernel
def _acquaint(target, weight, degree, a, b, w):  # type: ignore[no-untyped-def]
    for i in range(len(a)):
        if not tie(target, weight, degree, np.int64(a[i]), np.int64(b[i]), np.int64(w[i])):
            strengthen(target, weight, degree, np.int64(a[i]), np.int64(b[i]), np.int64(w[i]))


@kernel
def _disconnect(target, weight, degree, a, b):  # type: ignore[no-untyped-def]
    for i in range(len(a)):
        untie(target, weight, degree, np.int64(a[i]), np.int64(b[i]))


@kernel
def _isolate(target, weight, degree, rows):  # type: ignore[no-untyped-def]
    for at in range(len(rows)):
        row, soon, later = rows[at], rows[min(at + AHEAD, len(rows) - 1)], rows[min(at + 2 * AHEAD, len(rows) - 1)]
        prefetch(target, later)
        for k in range(degree[soon]):
            prefetch(target, target[soon, k])
            prefetch(weight, target[soon, k])
        while degree[row] > 0:
            untie(target, weight, degree, np.int64(row), np.int64(target[row, degree[row] - 1]))


@kernel
def _renumber(target, weight, degree, order):  # type: ignore[no-untyped-def]
    new_row = np.full(len(target), NOBODY, np.int32)
    for i in range(len(order)):
        new_row[order[i]] = i
    for i in range(len(order)):
        for k in range(np.int64(degree[i])):
            j, w = new_row[target[i, k]], weight[i, k]
            m = k
            while m > 0 and target[i, m - 1] > j:
                target[i, m] = target[i, m - 1]
                weight[i, m] = weight[i, m - 1]
                m -= 1
            target[i, m] = j
            weight[i, m] = w
