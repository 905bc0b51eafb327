"""A Mesa model whose residents, groups and providers live in tables: what Mesa asks of a model, out of the columns.

unique_ids never collide: agents that Mesa registers (centre, places, agencies, a user's own) count up from 1, resident
number n is 10,000,000,000 + n, group number n is 20,000,000,000 + n and provider number n is 30,000,000,000 + n.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, cast

import mesa
import numpy as np
from mesa.time import Event, EventGenerator, Priority, Schedule

from simulation.agents.agency import Agency
from simulation.agents.agent_set import ORDINARY, WorldAgents
from simulation.agents.centre import Centre
from simulation.agents.group import Group
from simulation.agents.groups import DOMAINS
from simulation.agents.handles import SPAN, AgentGoneError, Handle
from simulation.agents.place import Place
from simulation.agents.provider import Provider
from simulation.agents.readings import Rows
from simulation.agents.reporters import collector
from simulation.agents.resident import Resident
from simulation.agents.whereabouts import GONE, Handles

if TYPE_CHECKING:
    from simulation.world import World


class Inhabited(mesa.Model):
    """Mesa's view of a world.

    handle_types: kinds of agents that live in tables, in the order of their unique_ids. centre, place_agents,
    agencies: the agents of public administration. datacollector: collected at the end of every step; replace it with
    one of your own.
    """

    handle_types: ClassVar[tuple[type[Handle], ...]] = (Resident, Group, Provider)

    def __init__(self, rng: int | None) -> None:
        super().__init__(rng=rng)
        self.handles = Handles()
        self._ordinary: tuple[tuple[int, int], dict[int, mesa.Agent]] = ((0, 0), {})
        self.datacollector = collector()

    def add_administration(self) -> None:
        """Register the centre, and each place with its agencies; called once the places are known."""
        world = cast("World", self)
        self.centre = Centre(world)
        self.place_agents = tuple(Place(world, number) for number in range(len(world.places.names)))
        self.agencies = tuple(Agency(world, place, service) for place in self.place_agents for service in DOMAINS)

    @property
    def agents(self) -> WorldAgents:
        """Everybody: centre, places, agencies, a user's own agents, residents, groups and providers."""
        return self._view(ORDINARY, *range(1, len(self.handle_types) + 1))

    @agents.setter
    def agents(self, _: object) -> None:
        raise AttributeError("model.agents is Mesa's own name for all agents. Use another name for yours.")

    @property
    def agents_by_type(self) -> dict[type, Any]:
        """The agents of each type."""
        return self._agents_by_type | {kind: self._view(n) for n, kind in enumerate(self.handle_types, 1)}

    @property
    def agent_types(self) -> list[type]:
        """The types of agents there are."""
        return list(self.agents_by_type)

    def _view(self, *kinds: int) -> WorldAgents:
        return WorldAgents.view(cast("World", self), kinds)

    def residents_in_rows(self, rows: Rows) -> WorldAgents:
        """The residents whose rows these are now."""
        return self._view(1).of(cast("World", self).residents.id[rows] + np.int64(Resident.first_id))

    def groups_in_rows(self, rows: Rows) -> WorldAgents:
        """The groups whose rows these are now."""
        return self._view(2).of(cast("World", self).groups.id[rows] + np.int64(Group.first_id))

    def providers_in_rows(self, rows: Rows) -> WorldAgents:
        """The providers whose rows these are now."""
        return self._view(3).of(cast("World", self).providers.id[rows] + np.int64(Provider.first_id))

    def resident(self, number: int) -> Resident:
        """The resident with this number (`resident.id`). Raises AgentGoneError for one who is no longer here."""
        return self._living(Resident, number)

    def group(self, number: int) -> Group:
        """The group with this number (`group.id`). Raises AgentGoneError for one that has ended."""
        return self._living(Group, number)

    def _living[H: Handle](self, kind: type[H], number: int) -> H:
        handle = self.find_agent(kind.first_id + number)
        if handle is None:
            raise AgentGoneError(f"There is no {kind.__name__} {number} in this world now.")
        return cast(H, handle)

    def find_agent(self, unique_id: int) -> Any:
        """The agent with this unique_id, or None when there is none now."""
        kind, number = divmod(unique_id, SPAN)
        if kind == ORDINARY:
            return self.ordinary_agents().get(unique_id)
        if kind > len(self.handle_types):
            return None
        handles = self.handle_types[kind - 1]
        row = int(self.handles.rows(handles, getattr(self, handles.table_name), np.array([number]))[0])
        return None if row == GONE else self.handles.handle(cast("World", self), handles, number, row)

    def deregister_agent(self, agent: mesa.Agent) -> None:
        """Mesa's, for agents of a user's own. Raises TypeError for the centre, places and agencies."""
        if isinstance(agent, Centre | Place | Agency):
            raise TypeError(f"A {type(agent).__name__} cannot be removed: the world could not go on without it.")
        super().deregister_agent(agent)

    def remove_all_agents(self) -> None:
        """Not for worlds. Raises TypeError."""
        raise TypeError("A world cannot do without its agents. Remove those of your own, one by one.")

    def ordinary_agents(self) -> dict[int, mesa.Agent]:
        """The agents that Mesa registered, by unique_id."""
        now = (self.agent_id_counter, len(self._all_agents))
        if self._ordinary[0] != now:
            self._ordinary = (now, {agent.unique_id: agent for agent in self._all_agents})
        return self._ordinary[1]

    def schedule_event(
        self,
        function: Callable[..., Any],
        *,
        at: float | None = None,
        after: float | None = None,
        priority: Priority = Priority.DEFAULT,
    ) -> Event:
        """Mesa's; an event that is a method of a resident or group happens if they are still here by then."""
        self._keep_owner(function)
        return super().schedule_event(function, at=at, after=after, priority=priority)

    def schedule_recurring(
        self, function: Callable[..., Any], schedule: Schedule, priority: Priority = Priority.DEFAULT
    ) -> EventGenerator:
        """Mesa's; events that are a method of a resident or group happen as long as they are here."""
        self._keep_owner(function)
        return super().schedule_recurring(function, schedule, priority)

    def _keep_owner(self, function: Callable[..., Any]) -> None:
        owner = getattr(function, "__self__", None)
        if isinstance(owner, Handle):
            self.handles.keep(owner)

    def run_for(self, duration: float) -> None:
        """Mesa's: go on for so many months. Raises ValueError where the clock could not."""
        if not (math.isfinite(duration) and duration >= 0):
            raise ValueError(f"A world runs for some months, a number from 0, and cannot run for {duration!r}.")
        super().run_for(duration)

    def run_until(self, end_time: float) -> None:
        """Mesa's: go on until this time. Raises ValueError where the clock could not."""
        if not math.isfinite(end_time):
            raise ValueError(f"A world runs until a month, which is a number, and not until {end_time!r}.")
        super().run_until(end_time)

    def end_step(self) -> None:
        """Collect data and forget handles of those who have gone."""
        self.handles.let_go()
        self.datacollector.collect(self)
