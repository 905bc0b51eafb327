"""M18 Local growth, a tool: money spent by choice brings jobs, late, for a while, and not only for residents."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.mechanisms.jobs import IN_WORK

if TYPE_CHECKING:
    from simulation.world import World

type Jobs = NDArray[np.float64]
YEAR = 12


def next_jobs(preparing: Jobs, jobs: Jobs, begun: Jobs, lag: float, lasting: float) -> tuple[Jobs, Jobs]:
    """Jobs in preparation and jobs there are, a month on.

    begun: jobs paid for this month; on average preparing them takes `lag` months, and they last `lasting`. A steady
    stream comes to begun x lasting jobs.
    """
    ready = (preparing + begun) / lag
    return preparing + begun - ready, jobs + ready - jobs / lasting


def invest(world: "World") -> None:
    """Money for local growth begins jobs; those that are ready bring earnings into the local economy."""
    cards, tax = world.scenario.growth, world.tax_base
    if not any(map(np.count_nonzero, (world.budget.growth, tax.preparing, tax.jobs))):
        return
    begun = world.budget.growth.sum(axis=1) / world.budget.price(cards.job_cost)
    tax.preparing, tax.jobs = next_jobs(tax.preparing, tax.jobs, begun, cards.lag, YEAR * cards.lasting)
    in_work = np.maximum(world.jobs.usual_count(IN_WORK), 1.0)
    tax.outside = (1.0 - cards.leakage) * tax.jobs / in_work
