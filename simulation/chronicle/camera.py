"""The camera: an observer who takes a frame of everybody, every group and every tie when a month is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.chronicle.fields import Field
from simulation.chronicle.frames import CHANGE, FIELDS, HERE, TABLES, TIE, Frames
from simulation.chronicle.packing import Page, pack, unpack
from simulation.kernels import kernel
from simulation.links.ties import Ties

if TYPE_CHECKING:
    from simulation.world import World


@kernel
def _differing(ids, now, last, number, value):  # type: ignore[no-untyped-def]
    count = 0
    for k in range(len(ids)):
        if now[k] != last[ids[k]]:
            last[ids[k]] = now[k]
            number[count] = ids[k]
            value[count] = now[k]
            count += 1
    return count


@kernel
def _ties_changed(  # type: ignore[no-untyped-def]
    rows, ids, target, weight, degree, was_row, was_ids, was_target, was_weight, was_degree, here, number, other, value
):
    """Ties that are new, have another weight or are no more, each told once, by the end with the lower number."""
    count = 0
    for i in rows:
        own = ids[i]
        o = was_row[own]
        d, e = np.int64(degree[i]), np.int64(was_degree[o]) if o >= 0 else 0
        same = o == i and d == e
        if same:
            for k in range(d):
                same &= target[i, k] == was_target[o, k] and weight[i, k] == was_weight[o, k]
        if same:
            continue
        for k in range(d):
            one = ids[target[i, k]]
            before = 0
            for m in range(e):
                if was_ids[was_target[o, m]] == one:
                    before = was_weight[o, m]
            if own < one and before != weight[i, k]:
                number[count], other[count], value[count] = own, one, weight[i, k]
                count += 1
        for m in range(e):
            one = was_ids[was_target[o, m]]
            kept = False
            for k in range(d):
                kept |= ids[target[i, k]] == one
            if own < one and not kept and here[one]:
                number[count], other[count], value[count] = own, one, 0
                count += 1
    return count


class Camera:
    """Takes frames, beginning with the moment in which it is made.

    >>> world.observers = (Camera(world),)                                  # doctest: +SKIP
    >>> world.run_for(12)                                                   # doctest: +SKIP
    >>> world.observers[0].frames().at(7).residents["level"]                # doctest: +SKIP

    pages: what changed, one page a frame.
    """

    def __init__(self, world: World) -> None:
        self.first = world.month
        self.pages: list[Page] = []
        self._last: dict[str, NDArray[Any]] = {}
        self._ties, self._ids = Ties(0, world.ties.width), np.empty(0, np.int32)
        self._take(world)

    def before(self, phase: str, world: World) -> None:
        """Nothing is looked at before the month is over."""

    def after(self, phase: str, world: World) -> None:
        """Take a frame at the end of the month."""
        if phase == "outcomes":
            self._take(world)

    def frames(self) -> Frames:
        """The frames taken so far."""
        starts = np.cumsum([0, *(page.rows for page in self.pages)])
        return Frames(self.first, unpack(self.pages, CHANGE), starts)

    def _take(self, world: World) -> None:
        changes: list[NDArray[Any]] = []
        for table, fields in TABLES.items():
            columns = getattr(world, f"{table}s")
            rows = np.flatnonzero(columns.alive[: columns.count])
            changes += self._look(world, table, fields, columns.id[rows], rows)
        changes.append(self._look_at_ties(world))
        self.pages.append(pack(np.concatenate(changes)))

    def _look(
        self, world: World, table: str, fields: tuple[Field, ...], ids: NDArray[np.int32], rows: NDArray[np.int64]
    ) -> list[NDArray[Any]]:
        """What changed of one table's agents since the last frame."""
        known = len(self._last.get(f"{table}.{HERE}", ()))
        size = max(int(ids.max(initial=0)) + 1, known)
        here = np.zeros(size, np.int8)
        here[ids] = 1
        everybody = np.arange(size)
        changes = [self._changes(f"{table}.{HERE}", everybody, here, size)]
        new = ids >= known
        for field in fields:
            name = f"{table}.{field.name}"
            if field.fixed:
                values = field.read(world, rows[new]).astype(np.int64)
                said = values != 0
                changes.append(_as_changes(name, ids[new][said], 0, values[said]))
            else:
                changes.append(self._changes(name, ids, field.read(world, rows).astype(np.int32), size))
        return changes

    def _changes(self, name: str, ids: NDArray[np.integer], now: NDArray[Any], size: int) -> NDArray[Any]:
        last = self._last.get(name, np.empty(0, now.dtype))
        self._last[name] = last = np.concatenate([last, np.zeros(size - len(last), now.dtype)])
        number, value = np.empty(len(ids), np.int32), np.empty(len(ids), now.dtype)
        count = _differing(ids, now, last, number, value)
        return _as_changes(name, number[:count], 0, value[:count])

    def _look_at_ties(self, world: World) -> NDArray[Any]:
        r, t, was = world.residents, world.ties, self._ties
        rows = np.flatnonzero(r.alive[: r.count])
        here = self._last[f"resident.{HERE}"]
        was_row = np.full(len(here), -1, np.int32)
        was_row[self._ids] = np.arange(len(self._ids))
        room = int(t.degree[: r.count].sum(dtype=np.int64)) + int(was.degree.sum(dtype=np.int64))
        number, other, value = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.uint8)
        count = _ties_changed(
            rows, r.id, t.target, t.weight, t.degree, was_row, self._ids, was.target, was.weight, was.degree, here,
            number, other, value,
        )  # fmt: skip
        self._ties, self._ids = t.copy(), r.id[: r.count].copy()
        return _as_changes(TIE, number[:count], other[:count], value[:count])


def _as_changes(name: str, number: NDArray[Any], other: NDArray[Any] | int, value: NDArray[Any]) -> NDArray[Any]:
    changes = np.empty(len(number), CHANGE)
    changes["field"], changes["number"], changes["other"], changes["value"] = FIELDS.index(name), number, other, value
    return changes
