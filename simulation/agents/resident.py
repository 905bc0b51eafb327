"""One resident, as Mesa's agent: a handle on a row of the residents' table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.agents.columns import Column
from simulation.agents.group import Group
from simulation.agents.handles import Handle
from simulation.agents.readings import Rows, reading
from simulation.agents.residents import LADDERS, LEVELS, Event, Residents, Status, Work, frailties

if TYPE_CHECKING:
    from simulation.agents.agent_set import WorldAgents
    from simulation.world import World

FIXED = ("key", "id", "alive", "neighbourhood", "household", "head", "born", "fifth")
"""Columns that hold the world together: who somebody is, and where they live, with whom."""


class Resident(Handle, table="residents", rows=Residents, kind=1, fixed=FIXED):
    """A resident. Every column of Residents is an attribute; those that say who and where somebody is are read-only.

    >>> anna = world.resident(17)                                           # doctest: +SKIP
    >>> anna.age, anna.levels["mental"], [friend.age for friend in anna.ties]   # doctest: +SKIP
    (34, 'coping', [31, 35, 36])
    """

    _how_gone = "has died or moved away"

    @reading
    def age(world: World, rows: Rows) -> Column:  # noqa: N805
        """Age in completed years."""
        return np.asarray((world.month - world.residents.born[rows].astype(np.int64)) // 12)

    @reading
    def place(world: World, rows: Rows) -> Column:  # noqa: N805
        """The Place where the resident lives."""
        return np.array(world.place_agents, object)[world.place_of[world.residents.neighbourhood[rows]]]

    @reading
    def frailty(world: World, rows: Rows) -> Column:  # noqa: N805
        """The personal multiplier of the hazards of need on each ladder, median 1."""
        return frailties(world.scenario.population.frailty_sd)[world.residents.frailty_score[rows]]

    @reading
    def employed(world: World, rows: Rows) -> Column:  # noqa: N805
        """Whether the resident is in paid work."""
        return np.asarray(world.residents.work[rows] == Work.IN_WORK)

    @property
    def levels(self) -> dict[str, str]:
        """The level of need on each ladder, both by name."""
        return {ladder: LEVELS[level] for ladder, level in zip(LADDERS, self.level, strict=True)}

    @property
    def standing(self) -> dict[str, Status]:
        """How the resident stands with the service of each ladder."""
        return {ladder: Status(status) for ladder, status in zip(LADDERS, self.status, strict=True)}

    @property
    def events(self) -> set[Event]:
        """What befell the resident in the month just lived."""
        return {event for event in Event if self.event & event}

    @property
    def household_members(self) -> list[Resident]:
        """Everybody who lives in the household, this resident among them."""
        r = self.model.residents
        same = r.alive[: r.count] & (r.household[: r.count] == self.household)
        return list(self.model.handles.of_rows(self.model, Resident, np.flatnonzero(same)))

    @property
    def ties(self) -> dict[Resident, int]:
        """Those whom the resident knows, and how strong each tie is, 1-255."""
        t, row = self.model.ties, self.row
        known = t.target[row, : t.degree[row]].astype(np.int64)
        friends = self.model.handles.of_rows(self.model, Resident, known)
        return dict(zip(friends, t.weight[row, : t.degree[row]].tolist(), strict=True))

    @property
    def groups(self) -> list[Group]:
        """The groups that the resident belongs to: at most one formal and one informal."""
        rows = self.model.residents.groups[self.row].astype(np.int64)
        return list(self.model.handles.of_rows(self.model, Group, rows[rows >= 0]))

    @property
    def helper(self) -> Group | None:
        """The group that helps the resident, if any does."""
        row = int(self.model.residents.helper[self.row])
        return next(iter(self.model.handles.of_rows(self.model, Group, np.array([row])))) if row >= 0 else None

    @property
    def neighbours(self) -> WorldAgents:
        """All other residents of the neighbourhood."""
        return self.model.agents_by_type[Resident].where(
            neighbourhood=self.neighbourhood, id=lambda ids: ids != self.id
        )
