"""Where the agents of tables are: the row of every number, and the handles that somebody holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from simulation.agents.readings import Rows

if TYPE_CHECKING:
    from simulation.agents.handles import Handle
    from simulation.world import World

GONE = -1
"""The row of an agent who is no longer in the world."""


class RowIndex:
    """Where the row of each number lies; it looks again whenever rows have moved."""

    def __init__(self) -> None:
        self._ids: Rows = np.empty(0, np.int64)
        self._rows: Rows = np.empty(0, np.int64)

    def find(self, table: Any, ids: Rows) -> Rows:
        """The rows of these numbers, GONE where no living row has the number."""
        rows = self._look_up(ids)
        if not self._right(table, ids, rows).all():
            alive = np.flatnonzero(table.alive[: table.count])
            order = np.argsort(table.id[alive], kind="stable")
            self._rows = alive[order].astype(np.int64)
            self._ids = table.id[self._rows].astype(np.int64)
            rows = self._look_up(ids)
        return np.where(self._right(table, ids, rows) & table.alive[rows], rows, GONE)

    def _look_up(self, ids: Rows) -> Rows:
        if len(self._ids) == 0:
            return np.full(len(ids), GONE, np.int64)
        return self._rows[np.minimum(np.searchsorted(self._ids, ids), len(self._ids) - 1)]

    @staticmethod
    def _right(table: Any, ids: Rows, rows: Rows) -> NDArray[np.bool_]:
        return (rows >= 0) & (rows < table.count) & (table.id[rows] == ids)


class Handles:
    """The handles of a world that exist now."""

    def __init__(self) -> None:
        self._held: WeakValueDictionary[int, Handle] = WeakValueDictionary()
        self._kept: dict[int, Handle] = {}
        self._index: dict[type[Handle], RowIndex] = {}

    def rows(self, kind: type[Handle], table: Any, ids: Rows) -> Rows:
        """The rows of a kind of agent by number, GONE for those no longer in the world."""
        return self._index.setdefault(kind, RowIndex()).find(table, ids)

    def of_rows(self, world: World, kind: type[Handle], rows: Rows) -> Iterable[Any]:
        """The agents in these rows, one after another."""
        table = getattr(world, kind.table_name)
        for row, number in zip(rows.tolist(), table.id[rows].tolist(), strict=True):
            yield self.handle(world, kind, number, row)

    def handle(self, world: World, kind: type[Handle], number: int, row: int) -> Any:
        """The handle of the agent with this number, whose row was `row`."""
        handle = self._held.get(kind.first_id + number)
        if handle is None:
            handle = self._held[kind.first_id + number] = kind.at(world, number, row)
        return handle

    def keep(self, handle: Handle) -> None:
        """Keep a handle that carries something of a user's own until its agent has gone."""
        self._kept[handle.unique_id] = handle

    def let_go(self) -> None:
        """Keep no handle whose agent has gone."""
        if self._kept:
            self._kept = {number: handle for number, handle in self._kept.items() if handle.here}

    def __getstate__(self) -> dict[str, dict[int, Handle]]:
        return {"held": dict(self._held), "kept": self._kept}

    def __setstate__(self, state: dict[str, dict[int, Handle]]) -> None:
        self._held = WeakValueDictionary(state["held"])
        self._kept = state["kept"]
        self._index = {}
