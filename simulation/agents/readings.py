"""Attributes of agents that live in tables: read, and where harmless written, for many rows at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.agents.columns import Column, Spec

if TYPE_CHECKING:
    from simulation.agents.handles import Handle
    from simulation.world import World

type Rows = NDArray[np.int64]


def worked_out(name: str, kind: type) -> AttributeError:
    """The error of setting what follows from the world."""
    return AttributeError(f"{name} of a {kind.__name__} is worked out by the world and cannot be set.")


def kept_by_world(name: str) -> AttributeError:
    """The error of setting what holds the world together."""
    return AttributeError(f"{name} is kept by the world and cannot be set.")


class Reading:
    """An attribute of handles that can be read for many rows at once: `read(world, rows)` gives an array [row, ...]."""

    def __init__(self, read: Callable[[World, Rows], Column], meaning: str | None) -> None:
        self.read = read
        self.__doc__ = meaning

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, handle: Handle | None, owner: type | None = None) -> Any:
        if handle is None:
            return self
        return listed(self.read(handle.model, np.array([handle.row])))[0]

    def __set__(self, handle: Handle, value: object) -> None:
        raise worked_out(self.name, type(handle))


class Cell(Reading):
    """One column as an attribute; `fixed` ones can only be read."""

    def __init__(self, table: str, name: str, spec: Spec, fixed: bool) -> None:
        super().__init__(lambda world, rows: getattr(getattr(world, table), name)[rows], spec.meaning)
        self.table, self.name, self.spec, self.fixed = table, name, spec, fixed

    def __get__(self, handle: Handle | None, owner: type | None = None) -> Any:
        if handle is None:
            return self
        value = getattr(handle.table, self.name)[handle.row]
        return tuple(value.tolist()) if self.spec.width > 1 else value.item()

    def __set__(self, handle: Handle, value: object) -> None:
        self.write(handle.model, np.array([handle.row]), value)

    def write(self, world: World, rows: Rows, value: object) -> None:
        """Set the column in these rows to one value, which must fit its type. Raises ValueError where it does not."""
        if self.fixed:
            raise kept_by_world(self.name)
        target = getattr(getattr(world, self.table), self.name)
        given = np.asarray(value)
        fits = given.dtype.kind in "biuf" and given.shape == ((self.spec.width,) if self.spec.width > 1 else ())
        if fits:
            with np.errstate(all="ignore"):
                stored = given.astype(target.dtype)
            fits = bool(np.isfinite(stored).all() if target.dtype.kind == "f" else np.array_equal(stored, given))
        if not fits:
            many = f"{self.spec.width} values" if self.spec.width > 1 else "one value"
            raise ValueError(f"{self.name} takes {many} of type {target.dtype}, not {value!r}.")
        low, high = self.spec.within or (-np.inf, np.inf)
        if not ((low <= stored) & (stored <= high)).all():
            raise ValueError(f"{self.name} must lie from {low:g} to {high:g}, and cannot be {value!r}.")
        target[rows] = stored


def reading(read: Callable[[World, Rows], Column]) -> Reading:
    """Declare, in a Handle, an attribute by how it is read for many rows at once."""
    return Reading(read, read.__doc__)


def listed(values: Column) -> list[Any]:
    """An array as plain Python values, one a row; a row of several values as a tuple."""
    return values.tolist() if values.ndim == 1 else [tuple(row) for row in values.tolist()]
