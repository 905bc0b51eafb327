"""One place as Mesa's agent: a council's area, its people, groups, agencies and purse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

if TYPE_CHECKING:
    from simulation.agents.agency import Agency
    from simulation.agents.agent_set import WorldAgents
    from simulation.world import World


class Place(mesa.Agent):
    """A place. number: its index in every array by place."""

    model: World

    def __init__(self, world: World, number: int) -> None:
        super().__init__(world)
        self.number = number

    @property
    def name(self) -> str:
        """What the scenario calls it."""
        return self.model.places.names[self.number]

    @property
    def trust(self) -> float:
        """Trust in local services, 0-1."""
        return float(self.model.places.trust[self.number])

    @trust.setter
    def trust(self, value: float) -> None:
        if not 0.0 <= value <= 1.0:
            raise ValueError(f"trust is {value}, but must lie from 0 to 1.")
        self.model.places.trust[self.number] = value

    @property
    def reserves(self) -> int:
        """Reserves, in pence."""
        return int(self.model.budget.reserves[self.number])

    @property
    def frozen(self) -> bool:
        """Whether spending by choice is frozen this month."""
        return bool(self.model.month < self.model.budget.frozen_until[self.number])

    @property
    def population(self) -> int:
        """How many people live here."""
        return int(self.model.residents_by_place()[self.number])

    @property
    def neighbourhoods(self) -> tuple[int, ...]:
        """Its neighbourhoods, by number."""
        return tuple(np.flatnonzero(self.model.place_of == self.number).tolist())

    @property
    def halls(self) -> tuple[int, ...]:
        """The neighbourhood of each hall that is open."""
        where = self.model.halls.neighbourhood[self.model.halls.open]
        return tuple(where[self.model.place_of[where] == self.number].tolist())

    @property
    def residents(self) -> WorldAgents:
        """The people who live here."""
        r = self.model.residents
        here = r.alive[: r.count] & (self.model.place_of[r.neighbourhood[: r.count]] == self.number)
        return self.model.residents_in_rows(np.flatnonzero(here))

    @property
    def groups(self) -> WorldAgents:
        """The groups that meet here."""
        g = self.model.groups
        here = g.alive[: g.count] & (self.model.place_of[g.neighbourhood[: g.count]] == self.number)
        return self.model.groups_in_rows(np.flatnonzero(here))

    @property
    def providers(self) -> WorldAgents:
        """The providers that sell hours of help here."""
        t = self.model.providers
        return self.model.providers_in_rows(np.flatnonzero(t.alive[: t.count] & (t.number[: t.count] == self.number)))

    @property
    def agencies(self) -> dict[str, Agency]:
        """Its agencies, by service."""
        return {agency.service: agency for agency in self.model.agencies if agency.place is self}

    def __repr__(self) -> str:
        return f"<Place {self.name}>"
