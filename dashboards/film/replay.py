"""Frames played from the first to the last, each from the one before it."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.chronicle.frames import FIELDS, Frames

type Shown = dict[str, NDArray[np.int64]]
"""Fields by name, each by the number of a person or group; who is not here keeps the values they had."""


def replay(frames: Frames, fields: Sequence[str]) -> Iterator[tuple[int, Shown]]:
    """Every month with these fields as they stand then; the arrays are the same from month to month.

    fields: named as in FIELDS, such as `resident.level`.
    """
    shown = {name: np.zeros(_size(frames, name), np.int64) for name in fields}
    for month in range(frames.first, frames.last + 1):
        new = frames.new(month)
        ends = np.searchsorted(new["field"], np.arange(len(FIELDS) + 1))
        for name in fields:
            said = _of_field(new, ends, name)
            shown[name][said["number"]] = said["value"]
        yield month, shown


def _of_field(new: NDArray[Any], ends: NDArray[np.integer], name: str) -> NDArray[Any]:
    field = FIELDS.index(name)
    return new[ends[field] : ends[field + 1]]


def _size(frames: Frames, name: str) -> int:
    here = FIELDS.index(f"{name.split('.')[0]}.here")
    numbers = frames.changes["number"][frames.changes["field"] == here]
    return int(numbers.max(initial=0)) + 1
