"""One agency as Mesa's agent: one service of one place, with its money, its queue and what it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from simulation.agents.groups import DOMAINS, SERVICE_OF_LADDER
from simulation.agents.residents import Status

if TYPE_CHECKING:
    from simulation.agents.agent_set import WorldAgents
    from simulation.agents.group import Group
    from simulation.agents.place import Place
    from simulation.world import World


class BudgetLine:
    """A line of this month's budget of an agency, in pence; read-only."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, agency: Agency, owner: type) -> int:
        return int(getattr(agency.model.budget, self.name)[agency.place.number, agency.number])

    def __set__(self, agency: Agency, value: object) -> None:
        raise AttributeError(f"{self.name} follows from the scenario's budget and cannot be set.")


class Agency(mesa.Agent):
    """An agency. place: where it works. service: one of DOMAINS. number: its index in every array by service."""

    model: World

    income = BudgetLine()
    tax_base = BudgetLine()
    grant = BudgetLine()
    growth = BudgetLine()
    fixed = BudgetLine()
    statutory = BudgetLine()
    discretionary = BudgetLine()
    direct = BudgetLine()
    connecting = BudgetLine()
    dual_running = BudgetLine()
    unserved = BudgetLine()
    lifelong = BudgetLine()
    returned = BudgetLine()
    incentives = BudgetLine()
    joint = BudgetLine()
    interest = BudgetLine()
    repaid = BudgetLine()
    borrowed = BudgetLine()
    added = BudgetLine()

    def __init__(self, world: World, place: Place, service: str) -> None:
        super().__init__(world)
        self.place, self.service, self.number = place, service, DOMAINS.index(service)

    @property
    def minutes_given(self) -> int:
        """Minutes of direct help given this month."""
        return int(self.model.budget.minutes_given[self.place.number, self.number])

    @property
    def cases(self) -> dict[Status, int]:
        """How many cases stand in each status with it; one resident may be several cases, on different ladders."""
        r = self.model.residents
        here = r.alive[: r.count] & (self.model.place_of[r.neighbourhood[: r.count]] == self.place.number)
        ladders = [ladder for ladder, service in enumerate(SERVICE_OF_LADDER) if service == self.number]
        counts = np.bincount(r.status[: r.count][here][:, ladders].ravel(), minlength=len(Status))
        return {status: int(counts[status]) for status in Status if status is not Status.NONE}

    @property
    def waiting(self) -> int:
        """How many cases wait for it: the length of its queue."""
        return self.cases[Status.WAITING]

    @property
    def fit(self) -> float:
        """Effective hours in an hour of its service."""
        return float(self.model.understanding.fit[self.place.number, self.number])

    @property
    def practice(self) -> float:
        """What an hour of its service achieves against the practice of month 0."""
        return float(self.model.innovation.worth[self.place.number, self.number])

    @property
    def alignment(self) -> tuple[float, ...]:
        """The mix of need by deprivation fifth that it is set up for."""
        return tuple(self.model.understanding.alignment[self.place.number, self.number].tolist())

    @property
    def known_groups(self) -> WorldAgents:
        """The groups of its place that the place's agencies know of."""
        return self.place.groups.where(known=True)

    @property
    def links(self) -> dict[Group, float]:
        """The groups it works with, and how strong each working link is, 0-1."""
        strengths = {group: group.synapse[self.number] for group in self.place.groups}
        return {group: strength for group, strength in strengths.items() if strength > 0.0}

    def __repr__(self) -> str:
        return f"<Agency {self.service} of {self.place.name}>"
