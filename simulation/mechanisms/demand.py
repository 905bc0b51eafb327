"""M1 Rising demand: the essay's "hundred times more of them", from 1 to 100 times, one path for each challenge."""

from typing import TYPE_CHECKING

import numpy as np

from simulation.agents.groups import DOMAINS, SERVICE_OF_LADDER

if TYPE_CHECKING:
    from simulation.world import World

CARE = 0
MOST_OLDER = 0.95
"""No place is made of older people alone."""
PENSION_AGE = 65 * 12


class Demand:
    """Demand this month: `multiple` of today's for each domain, and the share of older people demography aims at.

    `by_numbers` is True where care demand rises through the number of older people rather than through each person's
    need. `older_share_target` is None where demography is left to itself.
    """

    def __init__(self) -> None:
        self.multiple = np.ones(len(DOMAINS))
        self.by_numbers = False
        self.older_share_target: float | None = None
        self.older_share_at_start = 0.0

    def onset(self) -> tuple[float, ...]:
        """The multiple on falling into need [ladder]."""
        by_service = self.multiple.tolist()
        if self.by_numbers:
            by_service[CARE] = 1.0
        return tuple([by_service[service] for service in SERVICE_OF_LADDER])


def multiple(month: int, end: float, reached_after: int, shape: float, held: bool) -> float:
    """How many times today's demand `month` months into the reported run: 1 + (end - 1)(month / reached_after)^shape.

    Before month 0 it is 1. `held` demand stands at `end` from month 0.
    """
    if month < 0:
        return 1.0
    if held:
        return end
    return 1.0 + (end - 1.0) * min(month / reached_after, 1.0) ** shape


def rise(world: "World") -> None:
    """Set this month's multiple for each domain, and the older share that demography aims at."""
    cards, demand = world.scenario.demand, world.demand
    for d, domain in enumerate(DOMAINS):
        end = getattr(cards, f"{domain}_end")
        demand.multiple[d] = multiple(world.month, end, cards.reached_after, cards.shape, cards.path == "held")
    demand.by_numbers = cards.care_mode == "more older people"
    if world.month == 0:
        demand.older_share_at_start = older_share(world)
    if demand.by_numbers and world.month >= 0:
        demand.older_share_target = min(MOST_OLDER, demand.older_share_at_start * demand.multiple[CARE])


def older_share(world: "World") -> float:
    """The share of residents aged 65 and over."""
    r = world.residents
    older = r.alive[: r.count] & (world.month - r.born[: r.count] >= PENSION_AGE)
    return float(older.sum() / max(r.alive[: r.count].sum(), 1))
