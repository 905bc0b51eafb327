"""One community group, as Mesa's agent: a handle on a row of the groups' table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.agents.columns import Column
from simulation.agents.groups import DOMAINS, UNKNOWN, Groups
from simulation.agents.handles import Handle
from simulation.agents.readings import Rows, reading

if TYPE_CHECKING:
    from simulation.agents.agent_set import WorldAgents
    from simulation.agents.resident import Resident
    from simulation.world import World

FIXED = ("key", "id", "alive", "neighbourhood", "domain", "formal", "founder", "born", "members", "active", "burnt",
         "pool", "asked", "given", "hall")  # fmt: skip
"""Columns that the month works out, and those that say what a group is and where."""


class Group(Handle, table="groups", rows=Groups, kind=2, fixed=FIXED):
    """A group. Every column of Groups is an attribute; quality, mapped and synapse can be set.

    >>> choir = world.agents_by_type[Group][0]                              # doctest: +SKIP
    >>> choir.service, choir.known, len(choir.people), choir.links["care"]  # doctest: +SKIP
    ('care', True, 14, 0.31)
    """

    _how_gone = "has ended"

    @reading
    def place(world: World, rows: Rows) -> Column:  # noqa: N805
        """The Place where the group meets."""
        return np.array(world.place_agents, object)[world.place_of[world.groups.neighbourhood[rows]]]

    @reading
    def service(world: World, rows: Rows) -> Column:  # noqa: N805
        """The domain of need that the group serves, by name."""
        return np.array(DOMAINS, object)[world.groups.domain[rows]]

    @reading
    def age(world: World, rows: Rows) -> Column:  # noqa: N805
        """Completed years since the founding."""
        return np.asarray((world.month - world.groups.born[rows].astype(np.int64)) // 12)

    @reading
    def known(world: World, rows: Rows) -> Column:  # noqa: N805
        """Whether agencies know of the group."""
        return np.asarray(world.groups.mapped[rows] != UNKNOWN)

    @property
    def people(self) -> WorldAgents:
        """The residents who belong to the group."""
        r, world = self.model.residents, self.model
        rows = np.flatnonzero(r.alive[: r.count] & (r.groups[: r.count] == self.row).any(axis=1))
        return world.residents_in_rows(rows)

    @property
    def helped(self) -> WorldAgents:
        """The residents whom the group helps."""
        r, world = self.model.residents, self.model
        return world.residents_in_rows(np.flatnonzero(r.alive[: r.count] & (r.helper[: r.count] == self.row)))

    @property
    def founded_by(self) -> Resident | None:
        """The resident who founded it, if still here."""
        r, world = self.model.residents, self.model
        rows = np.flatnonzero(r.alive[: r.count] & (r.key[: r.count] == world.groups.founder[self.row]))
        return world.residents_in_rows(rows)[0] if len(rows) else None

    @property
    def links(self) -> dict[str, float]:
        """The strength of the working link with each service, 0-1."""
        return dict(zip(DOMAINS, self.synapse, strict=True))
