"""Rows in order of their tickets, keys or labels, in time that grows with their number: faster than by comparing."""

from typing import Any

import numpy as np

from simulation.kernels import kernel, rule

BITS = 11
"""Bits of a number that one pass sorts by."""


@rule
def digit(number, passed):  # type: ignore[no-untyped-def]
    """The digit of a 64-bit number that pass number `passed` sorts by: the last pass takes the highest."""
    return np.int64((number >> np.uint64(64 - BITS * (2 - passed))) & np.uint64((1 << BITS) - 1))


@rule
def dealt(numbers, rows, passed):  # type: ignore[no-untyped-def]
    """The rows by one digit of their numbers; rows of equal digits stay in their order."""
    starts = np.zeros((1 << BITS) + 1, np.int64)
    for number in numbers:
        starts[digit(number, passed) + 1] += 1
    for each in range(1 << BITS):
        starts[each + 1] += starts[each]
    out = np.empty(len(rows), np.int64)
    for row in rows:
        own = digit(numbers[row], passed)
        out[starts[own]] = row
        starts[own] += 1
    return out


@kernel
def in_order(numbers: Any) -> Any:
    """The rows of 64-bit numbers from the smallest number on, as `np.argsort`.

    Two passes sort by the highest 22 bits (Knuth, The Art of Computer Programming 3, 5.2.5), and the few whose order
    hangs on further bits then change places.
    """
    rows = dealt(numbers, dealt(numbers, np.arange(len(numbers)), 0), 1)
    for at in range(1, len(rows)):
        row, to = rows[at], at
        while to > 0 and numbers[rows[to - 1]] > numbers[row]:
            rows[to] = rows[to - 1]
            to -= 1
        rows[to] = row
    return rows


@rule
def by_label(rows, label, labels):  # type: ignore[no-untyped-def]
    """The rows in order of their labels, numbers below `labels`; rows of one label stay in their order."""
    starts = np.zeros(labels + 1, np.int64)
    for row in rows:
        starts[label[row] + 1] += 1
    for each in range(labels):
        starts[each + 1] += starts[each]
    out = np.empty_like(rows)
    for row in rows:
        out[starts[label[row]]] = row
        starts[label[row]] += 1
    return out
