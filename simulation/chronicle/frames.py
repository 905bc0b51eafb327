"""Frames: how everybody stood from month to month, as a first picture and what changed since; and how to play them.

Frame m is how a world stands when month m is about to begin. A person or group is found by their number, which never
changes, at the same index in every frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.chronicle.fields import GROUPS, RESIDENTS

HERE = "here"
TIE = "tie"
TABLES = {"resident": RESIDENTS, "group": GROUPS}

FIELDS = tuple(
    [f"{table}.{name}" for table, fields in TABLES.items() for name in (HERE, *(field.name for field in fields))]
    + [TIE]
)
"""Every field of a frame, in the order of the numbers that changes know them by."""

MEANING = {
    **{f"{table}.{field.name}": field.meaning for table, fields in TABLES.items() for field in fields},
    **{f"{table}.{HERE}": "1: in the world" for table in TABLES},
    TIE: "weight of the tie between two residents, 1-255; 0: no tie",
}

CHANGE = np.dtype([("field", "u1"), ("number", "i4"), ("other", "i4"), ("value", "i8")])
"""A value that changed: which field, whose; for a tie also the other end, the higher number of the two."""


@dataclass(frozen=True)
class Picture:
    """One frame. residents, groups: each field by number; who is not here is 0 in all of them.

    ties [tie]: the lower and the higher number of the two ends, and the weight, in that order.
    """

    residents: Mapping[str, NDArray[np.int64]]
    groups: Mapping[str, NDArray[np.int64]]
    ties: NDArray[np.int64]


@dataclass(frozen=True)
class Frames:
    """Frames `first` to `last`. changes: all that changed, frame by frame; starts [frame + 1]: where each begins."""

    first: int
    changes: NDArray[Any]
    starts: NDArray[np.int64]

    @property
    def last(self) -> int:
        """The last frame."""
        return self.first + len(self.starts) - 2

    def new(self, month: int) -> NDArray[Any]:
        """What is new in one frame, as rows of CHANGE."""
        at = self._at(month)
        return self.changes[self.starts[at] : self.starts[at + 1]]

    def at(self, month: int) -> Picture:
        """The picture of one frame."""
        so_far = self.changes[: self.starts[self._at(month) + 1]]
        order = np.argsort(so_far["field"], kind="stable")
        ends = np.searchsorted(so_far["field"][order], np.arange(len(FIELDS) + 1))
        parts = {name: so_far[order[ends[f] : ends[f + 1]]] for f, name in enumerate(FIELDS)}
        residents, groups = (_table(parts, table) for table in TABLES)
        return Picture(residents, groups, _ties(parts[TIE], residents[HERE]))

    def _at(self, month: int) -> int:
        if not self.first <= month <= self.last:
            raise IndexError(f"There is no frame {month}: they go from {self.first} to {self.last}.")
        return month - self.first


def _table(parts: Mapping[str, NDArray[Any]], table: str) -> dict[str, NDArray[np.int64]]:
    names = [name for name in FIELDS if name.startswith(f"{table}.")]
    size = int(parts[f"{table}.{HERE}"]["number"].max(initial=0)) + 1
    found = {}
    for name in names:
        values = np.zeros(size, np.int64)
        values[parts[name]["number"]] = parts[name]["value"]
        found[name.removeprefix(f"{table}.")] = values
    return {name: np.where(found[HERE] != 0, values, 0) for name, values in found.items()}


def _ties(said: NDArray[Any], here: NDArray[np.int64]) -> NDArray[np.int64]:
    """The latest word on each tie whose ends are both here, unless it is that the tie is no more."""
    ends = (said["number"].astype(np.int64) << 32) | said["other"]
    latest = len(ends) - 1 - np.unique(ends[::-1], return_index=True)[1]
    kept = said[latest]
    kept = kept[(kept["value"] > 0) & (here[kept["number"]] != 0) & (here[kept["other"]] != 0)]
    return np.column_stack([kept["number"], kept["other"], kept["value"]]).astype(np.int64)
