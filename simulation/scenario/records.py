"""Frozen groups of values with attribute access."""

from collections.abc import Callable
from dataclasses import make_dataclass
from functools import cache
from typing import Any

from simulation.parameters import Value


class Record:
    """A frozen group of values with attribute access; a class of its own for each set of names."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        names = tuple(type(self).__slots__)
        return record, (type(self).__name__, names, tuple(getattr(self, name) for name in names))


@cache
def _class_of(name: str, fields: tuple[str, ...]) -> Callable[..., Any]:
    return make_dataclass(name, fields, bases=(Record,), frozen=True, slots=True)


def record(name: str, fields: tuple[str, ...], values: tuple[Value, ...]) -> Any:
    """A frozen record of these fields; `name` is that of its class."""
    return _class_of(name, fields)(*values)
