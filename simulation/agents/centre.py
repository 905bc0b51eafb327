"""The centre as Mesa's agent: national government, as far as it pays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from simulation.agents.place import Place
    from simulation.world import World


class Centre(mesa.Agent):
    """National government; there is one."""

    model: World

    @property
    def grant(self) -> int:
        """All that agencies are entitled to this month, in pence."""
        return int(self.model.budget.income.sum())

    @property
    def entitlements(self) -> dict[Place, dict[str, int]]:
        """Income this month of every service of every place, in pence."""
        return {
            place: {service: agency.income for service, agency in place.agencies.items()}
            for place in self.model.place_agents
        }

    def __repr__(self) -> str:
        return "<Centre>"
