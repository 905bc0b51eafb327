"""Sets of agents as Mesa users know them, reading and writing whole columns where Mesa would ask agent after agent."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

import mesa
import numpy as np
from mesa.agentset import AbstractAgentSet, GroupBy
from numpy.typing import NDArray

from simulation.agents.handles import SPAN
from simulation.agents.readings import Rows
from simulation.agents.whereabouts import GONE

if TYPE_CHECKING:
    from simulation.world import World

ORDINARY = 0
"""The kind of the agents that Mesa itself registers."""


class Part(NamedTuple):
    """Agents of one kind within a set: their places in its order and their rows (unique_ids of ordinary agents)."""

    kind: int
    positions: Rows
    rows: Rows


class WorldAgents(AbstractAgentSet):
    """An ordered set of a world's agents, kept as their unique_ids; no agent is made until one is asked for.

    It offers what Mesa's AgentSet offers, and `where`. Agents who died, left or ended drop out by themselves.
    `model.agents` and `model.agents_by_type[...]` are views, which follow whoever is here; what they return from
    select, shuffle, sort or copy keeps to the agents of that moment.
    """

    def __init__(self, agents: Iterable[Any], random: Random | None = None) -> None:
        chosen = list(agents)
        self._model: World | None = chosen[0].model if chosen else None
        self._ids: Rows | None = np.array(list(dict.fromkeys(a.unique_id for a in chosen)), np.int64)
        self._view: tuple[int, ...] = ()
        self._random = random

    @classmethod
    def view(cls, model: World, kinds: tuple[int, ...]) -> WorldAgents:
        """All agents of these kinds, whoever they are when asked."""
        agents = cls((), None)
        agents._model, agents._ids, agents._view = model, None, kinds
        return agents

    def of(self, ids: Rows | list[int]) -> WorldAgents:
        """A set of those of this world's agents that have these unique_ids."""
        agents = WorldAgents((), self._random)
        agents._model, agents._ids = self._model, np.asarray(ids, np.int64)
        return agents

    @property
    def model(self) -> World:
        """The world that the agents live in."""
        if self._model is None:
            raise LookupError("An empty set of agents belongs to no world.")
        return self._model

    @property
    def random(self) -> Random:
        """The source of chance for shuffling: the model's own."""
        return self._random or self.model.random

    # who is in it

    def ids(self) -> Rows:
        """The unique_ids of those who are in the set and still here."""
        return self._located()[0]

    def _located(self) -> tuple[Rows, Rows]:
        """unique_ids and rows of those who are in the set and still here; who has gone is dropped from it."""
        if self._ids is None:
            everyone = [self._everyone(kind) for kind in self._view]
            return np.concatenate([ids for ids, _ in everyone]), np.concatenate([rows for _, rows in everyone])
        rows = self._rows(self._ids)
        if (rows == GONE).any():
            self._ids, rows = self._ids[rows != GONE], rows[rows != GONE]
        return self._ids, rows

    def _everyone(self, kind: int) -> tuple[Rows, Rows]:
        """unique_ids and rows of all agents of a kind."""
        if kind == ORDINARY:
            ids = np.array(list(self.model.ordinary_agents()), np.int64)
            return ids, ids
        handles = self.model.handle_types[kind - 1]
        table = getattr(self.model, handles.table_name)
        rows = np.flatnonzero(table.alive[: table.count])
        return table.id[rows].astype(np.int64) + handles.first_id, rows

    def _parts(self) -> list[Part]:
        """The set by kind."""
        ids, rows = self._located()
        kinds = ids // SPAN
        parts = []
        for kind in np.unique(kinds):
            positions = np.flatnonzero(kinds == kind)
            parts.append(Part(int(kind), positions, rows[positions]))
        return parts

    def _rows(self, ids: Rows) -> Rows:
        rows, kinds = np.empty(len(ids), np.int64), ids // SPAN
        for kind in np.unique(kinds):
            mine = kinds == kind
            if kind == ORDINARY:
                known = self.model.ordinary_agents()
                rows[mine] = [number if number in known else GONE for number in ids[mine].tolist()]
            else:
                handles = self.model.handle_types[kind - 1]
                table = getattr(self.model, handles.table_name)
                rows[mine] = self.model.handles.rows(handles, table, ids[mine] - handles.first_id)
        return rows

    def _each(self, ids: Rows, rows: Rows) -> Iterator[Any]:
        """The agents of these unique_ids and rows one after another, leaving out who has gone by then."""
        for unique_id, row in zip(ids.tolist(), rows.tolist(), strict=True):
            kind, number = divmod(unique_id, SPAN)
            if kind == ORDINARY:
                agent = self.model.find_agent(unique_id)
            else:
                agent = self.model.handles.handle(self.model, self.model.handle_types[kind - 1], number, row)
                agent = agent if agent.here else None
            if agent is not None:
                yield agent

    def __len__(self) -> int:
        return len(self.ids())

    def __iter__(self) -> Iterator[Any]:
        return self._each(*self._located())

    def __contains__(self, agent: object) -> bool:
        if self._model is None or not isinstance(agent, mesa.Agent) or agent.model is not self._model:
            return False
        return bool((self.ids() == agent.unique_id).any())

    def __getitem__(self, item: int | slice) -> Any:
        if isinstance(item, slice):
            ids, rows = self._located()
            return list(self._each(ids[item], rows[item]))
        return self.model.find_agent(int(self.ids()[item]))

    def to_list(self) -> list[Any]:
        """The agents as a list."""
        return list(self)

    def __repr__(self) -> str:
        return f"<{len(self)} agents>"

    # their attributes

    def get(self, attr_names: Any, handle_missing: str = "error", default_value: Any = None) -> list[Any]:
        """One attribute of every agent, as a list; given a list of attributes, a list of lists (see Mesa)."""
        if handle_missing not in ("error", "default"):
            raise ValueError(f"Unknown handle_missing option: {handle_missing}, should be one of 'error' or 'default'")
        if not isinstance(attr_names, str):
            columns = [self.get(name, handle_missing, default_value) for name in attr_names]
            return [list(row) for row in zip(*columns, strict=True)] if columns else [[] for _ in self.ids()]
        parts = self._parts()
        missing = (default_value,) if handle_missing == "default" else ()
        if len(parts) == 1:
            return self._get(parts[0], attr_names, missing)
        values: list[Any] = [None] * sum(len(part.rows) for part in parts)
        for part in parts:
            for position, value in zip(part.positions.tolist(), self._get(part, attr_names, missing), strict=True):
                values[position] = value
        return values

    def _get(self, part: Part, name: str, missing: tuple[Any, ...]) -> list[Any]:
        if part.kind == ORDINARY:
            return [getattr(agent, name, *missing) for agent in self._each(part.rows, part.rows)]
        return self.model.handle_types[part.kind - 1].values(self.model, part.rows, name, *missing)

    def set(self, attr_name: str, value: Any) -> WorldAgents:
        """Set one attribute of every agent to a value."""
        for part in self._parts():
            if part.kind == ORDINARY:
                for agent in self._each(part.rows, part.rows):
                    setattr(agent, attr_name, value)
            else:
                self.model.handle_types[part.kind - 1].assign(self.model, part.rows, attr_name, value)
        return self

    # choosing, ordering, grouping

    def where(self, **tests: Any) -> WorldAgents:
        """Those whose attributes equal the values given, or pass tests on whole arrays; makes no agents for columns.

        `world.agents_by_type[Resident].where(active=True, age=lambda age: age >= 65)`
        """
        ids = self.ids()
        chosen = np.ones(len(ids), np.bool_)
        for name, test in tests.items():
            values = self.get(name)
            if callable(test):
                chosen &= np.asarray(test(np.array(values)), np.bool_)
            else:
                chosen &= np.array([value == test for value in values], np.bool_)
        return self.of(ids[chosen])

    def select(
        self,
        filter_func: Callable[[Any], bool] | None = None,
        at_most: float = float("inf"),
        inplace: bool = False,
        agent_type: type | None = None,
    ) -> WorldAgents:
        """Agents of a type that pass a filter, at most a number or (a float up to 1) a share of the set (see Mesa)."""
        ids, rows = self._located()
        if isinstance(at_most, float) and at_most <= 1.0:
            at_most = int(len(ids) * at_most)
        if agent_type is not None:
            chosen = self._of_type(ids, agent_type)
            ids, rows = ids[chosen], rows[chosen]
        if filter_func is not None:
            passed = (agent.unique_id for agent in self._each(ids, rows) if filter_func(agent))
            ids = np.array(list(islice(passed, _whole(at_most, len(ids)))), np.int64)
        ids = ids[: _whole(at_most, len(ids))]
        return self._keep(ids) if inplace else self.of(ids)

    def _of_type(self, ids: Rows, agent_type: type) -> NDArray[np.bool_]:
        kinds = ids // SPAN
        chosen = np.zeros(len(ids), np.bool_)
        for number, handles in enumerate(self.model.handle_types, 1):
            chosen |= (kinds == number) & issubclass(handles, agent_type)
        for position in np.flatnonzero(kinds == ORDINARY):
            chosen[position] = isinstance(self.model.find_agent(int(ids[position])), agent_type)
        return chosen

    def shuffle(self, inplace: bool = False) -> WorldAgents:
        """The agents in random order."""
        ids = self.ids().tolist()
        self.random.shuffle(ids)
        return self._keep(np.array(ids, np.int64)) if inplace else self.of(ids)

    def sort(self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False) -> WorldAgents:
        """The agents sorted by an attribute or by what a function says of each; descending unless told otherwise."""
        ids = self.ids()
        values = self.get(key) if isinstance(key, str) else [key(agent) for agent in self]
        order = sorted(range(len(ids)), key=values.__getitem__, reverse=not ascending)
        return self._keep(ids[order]) if inplace else self.of(ids[order])

    def groupby(self, by: Callable[[Any], Any] | str, result_type: str = "agentset") -> ColumnGroupBy:
        """The agents by the value of an attribute or by what a function says of each (see Mesa)."""
        ids = self.ids().tolist()
        values = self.get(by) if isinstance(by, str) else [by(agent) for agent in self]
        groups: dict[Any, list[int]] = defaultdict(list)
        for value, unique_id in zip(values, ids, strict=True):
            groups[value].append(unique_id)
        sets = {value: self.of(members) for value, members in groups.items()}
        return ColumnGroupBy(sets if result_type == "agentset" else {k: v.to_list() for k, v in sets.items()})

    def copy(self) -> WorldAgents:
        """A set of the agents of this moment."""
        return self.of(self.ids().copy())

    __copy__ = copy

    def _keep(self, ids: Rows) -> WorldAgents:
        self._ids = ids
        return self

    def _update(self, agents: Iterable[Any]) -> WorldAgents:
        return self._keep(np.array([agent.unique_id for agent in agents], np.int64))

    # doing

    def do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> WorldAgents:
        """Call a method, or a function, on every agent."""
        self.map(method, *args, **kwargs)
        return self

    def shuffle_do(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> WorldAgents:
        """Call a method, or a function, on every agent in random order; the set keeps its own."""
        self.shuffle().map(method, *args, **kwargs)
        return self

    def map(self, method: str | Callable[..., Any], *args: Any, **kwargs: Any) -> list[Any]:
        """What a method, or a function, returns for every agent."""
        call = operator.methodcaller(method, *args, **kwargs) if isinstance(method, str) else None
        return [call(agent) if call else method(agent, *args, **kwargs) for agent in self]  # type: ignore[operator]

    # membership, for sets of a user's own

    def add(self, agent: Any) -> None:
        """Add an agent to a set of one's own."""
        if agent not in self:
            self._model = self._model or agent.model
            self._keep(np.append(self._own(), agent.unique_id))

    def discard(self, agent: Any) -> None:
        """Take an agent out of a set of one's own, if it is there."""
        self._keep(self._own()[self._own() != agent.unique_id])

    def remove(self, agent: Any) -> None:
        """Take an agent out of a set of one's own. Raises KeyError when it is not there."""
        if agent not in self:
            raise KeyError(agent)
        self.discard(agent)

    def _own(self) -> Rows:
        if self._ids is None:
            raise TypeError("This set is the world's own. Change a copy: model.agents.copy().")
        return self._ids


class ColumnGroupBy(GroupBy):
    """Mesa's GroupBy, aggregating by columns."""

    def agg(self, attr_name: str, func: Callable[[list[Any]], Any]) -> dict[Any, Any]:
        """What a function makes of an attribute's values in each group."""
        values = {
            name: group.get(attr_name) if isinstance(group, WorldAgents) else [getattr(a, attr_name) for a in group]
            for name, group in self.groups.items()
        }
        return {name: func(of_group) for name, of_group in values.items()}


def _whole(at_most: float, most: int) -> int:
    return int(min(at_most, most))
