"""Handles: agents as Mesa users know them, made on demand over the rows of a table.

A handle holds no state of its own. It knows its world and its number, finds its row by the number whenever it is
asked for something, because rows move, and reads and writes the columns there. While anybody holds a handle, asking
for the same agent gives the same handle.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self

import mesa
import numpy as np

from simulation.agents.columns import Columns
from simulation.agents.readings import Cell, Reading, Rows, kept_by_world, listed, worked_out
from simulation.agents.whereabouts import GONE

if TYPE_CHECKING:
    from simulation.world import World

SPAN = 10**10
"""Mesa's own agents have a unique_id below it; a handle's is its number plus SPAN times the number of its kind."""


WHO = ("model", "unique_id", "_row")
"""By what a handle finds its agent."""


class AgentGoneError(LookupError):
    """Something was asked of an agent who is no longer in the world."""


class Handle(mesa.Agent):
    """An agent that lives in one row of a table of the world.

    A subclass names its table and columns; every column becomes an attribute, unless the subclass gives the name a
    better meaning. Attributes of a user's own may be set as on any agent, and are kept as long as the agent is here.
    """

    table_name: ClassVar[str]
    first_id: ClassVar[int]
    model: World
    unique_id: int
    pos: None
    _row: int

    def __init_subclass__(cls, *, table: str, rows: type[Columns], kind: int, fixed: Iterable[str]) -> None:
        super().__init_subclass__()
        cls.table_name, cls.first_id = table, kind * SPAN
        for name, spec in rows.columns.items():
            if not hasattr(cls, name):
                setattr(cls, name, Cell(table, name, spec, name in fixed))

    def __init__(self, *_: object, **__: object) -> None:
        kind = type(self).__name__
        raise TypeError(
            f"A {kind} is not made by hand: the world's {self.table_name} come from its scenario. "
            f"Take one from world.agents_by_type[{kind}]."
        )

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """The column of this name."""

    def __setattr__(self, name: str, value: object) -> None:
        attribute = getattr(type(self), name, None)
        if isinstance(attribute, property) and attribute.fset is None:
            raise worked_out(name, type(self))
        if name in WHO:
            raise kept_by_world(name)
        super().__setattr__(name, value)
        if name in self.__dict__ and name != "pos":
            self.model.handles.keep(self)

    @classmethod
    def at(cls, world: World, number: int, row: int) -> Self:
        """A new handle of the agent with this number, last seen in this row."""
        handle = cls.__new__(cls)
        handle.__dict__.update(model=world, unique_id=cls.first_id + number, pos=None, _row=row)
        return handle

    @property
    def id(self) -> int:
        """The agent's number among its kind; never used twice."""
        return self.unique_id - self.first_id

    @property
    def table(self) -> Any:
        """The world's table of agents of this kind."""
        return getattr(self.model, self.table_name)

    @property
    def here(self) -> bool:
        """Whether the agent is still in the world."""
        table, row, number = self.table, self._row, self.unique_id - self.first_id
        if not (0 <= row < table.count and table.id[row] == number):
            row = int(self.model.handles.rows(type(self), table, np.array([number]))[0])
            self.__dict__["_row"] = row
        return row != GONE and bool(table.alive[row])

    @property
    def row(self) -> int:
        """Where the agent's row lies now. Raises AgentGoneError when the agent is no longer in the world."""
        if not self.here:
            raise AgentGoneError(f"{type(self).__name__} {self.id} {self._how_gone}.")
        return self._row

    _how_gone: ClassVar[str] = "is no longer here"

    @classmethod
    def values(cls, world: World, rows: Rows, name: str, *missing: Any) -> list[Any]:
        """An attribute of the agents in these rows; `missing`, if given, stands in where there is none."""
        attribute = getattr(cls, name, None)
        if isinstance(attribute, Reading):
            return listed(attribute.read(world, rows))
        return [getattr(handle, name, *missing) for handle in world.handles.of_rows(world, cls, rows)]

    @classmethod
    def assign(cls, world: World, rows: Rows, name: str, value: object) -> None:
        """Set an attribute of the agents in these rows to one value."""
        attribute = getattr(cls, name, None)
        if isinstance(attribute, Cell):
            attribute.write(world, rows, value)
        else:
            for handle in world.handles.of_rows(world, cls, rows):
                setattr(handle, name, value)

    def remove(self) -> None:
        """Not for handles: who comes, goes, begins and ends follows from the world's own mechanisms."""
        raise TypeError(f"A {type(self).__name__} cannot be removed by hand: people and hours would no longer add up.")

    def __copy__(self) -> Self:
        return self

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}{'' if self.here else ', ' + self._how_gone}>"
