"""The ordinary path of demand: when a place stops coping on it, and what is left of an effort that has ended."""

import math
from dataclasses import dataclass

from simulation.experiments import coping
from simulation.experiments.execute import spare_minutes
from simulation.experiments.measures import ratio
from simulation.outcomes import Measure
from simulation.scenario import Scenario
from simulation.world import World

EFFORT, FOUNDATION = 10, 5
"""Years of extra effort, and after its end, in the test of whether it lays a foundation."""
YEAR = 12


@dataclass(frozen=True)
class Path:
    """What a place comes to on the ordinary path of demand.

    year: in which it stops coping, infinite where it does not. ceiling: of demand, set by adults' free hours. unmet,
    left: share of the hours needed that is not met in the last year of the effort, and FOUNDATION years after its end.
    """

    year: float
    ceiling: float
    unmet: float
    left: float


def lived(world: World, usual: Scenario) -> Path:
    """Live the whole path; in another course the usual way of working comes back after EFFORT years."""
    plan, ceiling = world.plan, coping.free_over_needed(spare_minutes(world), world.baseline)
    year = unmet = left = math.nan
    for month in sorted({YEAR * EFFORT, YEAR * int(plan.run.years)}):
        live(world, month)
        if month == YEAR * plan.run.years:
            year = coping.stops(world, plan, (plan.appraisal.unmet_margin,))[0].year
        if month == YEAR * EFFORT:
            unmet, back = _unmet(world), world.fork(usual)
            live(back, month + YEAR * FOUNDATION)
            left = _unmet(back)
    return Path(year, ceiling, unmet, left)


def live(world: World, until: int) -> None:
    """Live until a month of the run begins."""
    while world.month < until:
        world.step_month()


def _unmet(world: World) -> float:
    """Share of hours needed in the last year that were not met."""
    counts = world.outcomes.last(YEAR).people.sum(axis=(0, 1, 2))
    return 1.0 - ratio(counts[Measure.MET_MINUTES], counts[Measure.NEED_MINUTES])
