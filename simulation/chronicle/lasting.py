"""What lasts is written down when it changes: a set of facts, each a key with a value, and how it differs from before.

Help and the lack of it come again every month, much of it to the minute. Only changes are events, so that months in
which nothing changes cost nothing, and the latest word on every fact still gives each month's ledger exactly.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.kernels import kernel

type Words = NDArray[np.uint64]


WHOSE = 33
"""The bits of a key from this one on are the number of the person it is about."""


class Facts(NamedTuple):
    """Facts as two words each, sorted by key, no key twice."""

    key: Words
    value: Words

    @classmethod
    def none(cls) -> Facts:
        """No facts."""
        return cls(np.empty(0, np.uint64), np.empty(0, np.uint64))

    @classmethod
    def of(cls, key: Words, value: Words) -> Facts:
        """These facts, in whatever order they come."""
        facts = cls(np.empty_like(key), np.empty_like(value))
        people = int(key.max(initial=0)) >> WHOSE
        _sort(key, value, np.zeros(people + 2, np.int64), *facts)
        return facts


@kernel
def _sort(key, value, starts, to_key, to_value):  # type: ignore[no-untyped-def]
    """Each person's facts are few: deal them out to their people, and enter each where it belongs among their own."""
    for k in key:
        starts[(k >> np.uint64(WHOSE)) + 1] += 1
    for person in range(1, len(starts)):
        starts[person] += starts[person - 1]
    ends = starts.copy()
    for f in range(len(key)):
        person = key[f] >> np.uint64(WHOSE)
        at = ends[person]
        ends[person] += 1
        while at > starts[person] and to_key[at - 1] > key[f]:
            to_key[at], to_value[at] = to_key[at - 1], to_value[at - 1]
            at -= 1
        to_key[at], to_value[at] = key[f], value[f]


@kernel
def _compare(was_key, was_value, key, value, fresh, over):  # type: ignore[no-untyped-def]
    i, j, news, ended = 0, 0, 0, 0
    while i < len(was_key) or j < len(key):
        if j == len(key) or (i < len(was_key) and was_key[i] < key[j]):
            over[ended] = i
            ended += 1
            i += 1
        elif i == len(was_key) or key[j] < was_key[i]:
            fresh[news] = j
            news += 1
            j += 1
        else:
            if value[j] != was_value[i]:
                fresh[news] = j
                news += 1
            i += 1
            j += 1
    return news, ended


def compare(was: Facts, now: Facts) -> tuple[Facts, Facts]:
    """The facts of `now` that are new or have another value, and the facts of `was` whose key is no more."""
    fresh, over = np.empty(len(now.key), np.int64), np.empty(len(was.key), np.int64)
    news, ended = _compare(*was, *now, fresh, over)
    at, gone = fresh[:news], over[:ended]
    return Facts(now.key[at], now.value[at]), Facts(was.key[gone], was.value[gone])
