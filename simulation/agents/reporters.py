"""What Mesa's DataCollector collects from every world unless told otherwise: the month's main figures."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import mesa

from simulation.outcomes import WHOLE, Line, Measure

if TYPE_CHECKING:
    from simulation.world import World

COUNTED = (
    Measure.RESIDENTS, Measure.IN_NEED, Measure.WITHOUT_HELP, Measure.IN_CRISIS, Measure.AVOIDABLE_CRISES,
    Measure.WAITING, Measure.ACTIVE, Measure.BURNT_OUT,
)  # fmt: skip
"""Measures reported as they are, in people."""


def people(world: World, measure: Measure) -> int:
    """A measure over the whole world in the month last recorded; 0 before the first."""
    return int(world.outcomes.people[world.outcomes.months - 1, :, :, measure].sum()) if world.outcomes.months else 0


def unmet_need(world: World) -> float:
    """Needed hours not met, in % of those needed."""
    needed = people(world, Measure.NEED_MINUTES)
    return 100.0 * (1.0 - people(world, Measure.MET_MINUTES) / needed) if needed else 0.0


def mean_wellbeing(world: World) -> float:
    """Mean life satisfaction, 0-10."""
    return people(world, Measure.WELLBEING) / WHOLE / max(people(world, Measure.RESIDENTS), 1)


def spending(world: World) -> int:
    """Pounds spent this month, changing over included."""
    if not world.outcomes.months:
        return 0
    lines = [Line.FIXED, Line.STATUTORY, Line.DISCRETIONARY, Line.INTEREST]
    return int(world.outcomes.money[world.outcomes.months - 1][:, :, lines].sum()) // 100


def collector() -> mesa.DataCollector:
    """A collector of the main figures, month by month."""
    counts = {measure.name.lower(): partial(people, measure=measure) for measure in COUNTED}
    return mesa.DataCollector(
        model_reporters={
            "month": "month", **counts, "unmet_need": unmet_need, "wellbeing": mean_wellbeing, "spending": spending,
        }
    )  # fmt: skip
