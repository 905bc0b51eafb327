"""A table kept as NumPy columns, one row an agent: the layout that makes a month of a million residents affordable.

A subclass declares its columns; each becomes an array of that name with `room` rows, of which the first `count`
are in use. Rows may be appended, and moved by `reorder`; nothing else may rely on where a row lies.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import DTypeLike, NDArray

from simulation.kernels import kernel

type Column = NDArray[Any]


@dataclass(frozen=True)
class Spec:
    """One column: dtype, meaning with its unit, values a row holds, a new row's value, the range that has meaning."""

    dtype: DTypeLike
    meaning: str
    width: int
    new: float
    within: tuple[float, float] | None


def column(
    dtype: DTypeLike, meaning: str, width: int = 1, new: float = 0, within: tuple[float, float] | None = None
) -> Any:
    """Declare a column in the body of a `Columns` class; on its rows it is an array."""
    return Spec(dtype, meaning, width, new, within)


@kernel
def _move(rows, order, out):  # type: ignore[no-untyped-def]
    for at in range(len(order)):
        out[at] = rows[order[at]]


@cache
def row_of(dtype: np.dtype[Any], width: int) -> np.dtype[Any]:
    """The dtype of `width` values as one."""
    return np.dtype([("row", dtype, width)])


def whole_rows(values: Column) -> Column:
    """The same column with each row as one value, which a processor moves faster than its parts."""
    return values if values.ndim == 1 else values.view(row_of(values.dtype, values.shape[1]))[:, 0]


def moved(values: Column, order: NDArray[np.intp], new: float) -> Column:
    """The rows that `order` names, in that order, with as much room as before; `new` fills the rest."""
    out = np.empty_like(values)
    _move(whole_rows(values), order, whole_rows(out))
    out[len(order) :] = new
    return out


class Columns:
    """Rows of agents as columns."""

    columns: ClassVar[dict[str, Spec]]
    count: int

    def __init_subclass__(cls) -> None:
        cls.columns = {name: value for name, value in vars(cls).items() if isinstance(value, Spec)}
        for name in cls.columns:
            delattr(cls, name)

    def __init__(self, capacity: int) -> None:
        self.count = 0
        for name, spec in self.columns.items():
            shape = capacity if spec.width == 1 else (capacity, spec.width)
            setattr(self, name, np.full(shape, spec.new, dtype=spec.dtype))

    @property
    def room(self) -> int:
        """Rows that fit before the columns must grow."""
        return len(getattr(self, next(iter(self.columns))))

    def append(self, rows: int) -> slice:
        """Take `rows` new rows at the end, growing by a sixty-fourth when full; the slice of where they lie."""
        start, end = self.count, self.count + rows
        if end > self.room:
            self._resize(end + end // 64)
        self.count = end
        return slice(start, end)

    def reorder(self, order: NDArray[np.intp]) -> None:
        """Keep just the rows `order` names, in that order; every array keeps its room."""
        for name, spec in self.columns.items():
            setattr(self, name, moved(getattr(self, name), order, spec.new))
        self.count = len(order)

    def _resize(self, capacity: int) -> None:
        for name, spec in self.columns.items():
            old = getattr(self, name)
            new = np.full((capacity, *old.shape[1:]), spec.new, dtype=spec.dtype)
            new[: len(old)] = old
            setattr(self, name, new)

    def copy(self) -> Self:
        """An independent copy of every column."""
        twin = self.__class__.__new__(self.__class__)
        twin.__dict__.update({k: v.copy() if isinstance(v, np.ndarray) else v for k, v in self.__dict__.items()})
        return twin
