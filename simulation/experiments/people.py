"""Who gains and who loses: outcomes by group of people, and how unequally they fall on fifths and places."""

from collections.abc import Callable

import numpy as np

from simulation.experiments.execute import Run
from simulation.experiments.inequality import relative_index, slope_index, variance_between
from simulation.experiments.measures import FIFTHS, Counts, of_them
from simulation.observation.strata import GROUPS, WORKING_CARERS, Group
from simulation.observation.tally import MEASURES
from simulation.outcomes import Measure, Outcomes

SHOWN = (*(Group("fifth", str(fifth)) for fifth in range(1, 6)), *(one for one in GROUPS if one != WORKING_CARERS))
"""The groups that are reported, the fifths of neighbourhoods first; fifth 1 is the most deprived."""


def of_groups(outcomes: Outcomes) -> Counts:
    """Totals over the run's whole years and places for every group of `strata.GROUPS` [group, Measure].

    Measures that are not counted by group are 0.
    """
    return spread_out(outcomes.groups[: outcomes.years].sum(axis=(0, 1)))


def spread_out(tallied: Counts) -> Counts:
    """Tallies [..., Tally] as measures [..., Measure]."""
    counts = np.zeros((*tallied.shape[:-1], len(Measure)), np.int64)
    counts[..., MEASURES] = tallied
    return counts


def shown_counts(outcomes: Outcomes) -> dict[Group, Counts]:
    """Totals over the run [Measure] for every group that is reported."""
    fifths = outcomes.people[: outcomes.months].sum(axis=(0, 1))
    by_traits = dict(zip(GROUPS, of_groups(outcomes), strict=True))
    return {one: fifths[int(one.name) - 1] if one.by == "fifth" else by_traits[one] for one in SHOWN}


def by_group(run: Run) -> dict[str, float]:
    """What groups have of each outcome in `measures.FIFTHS`, by "outcome group" (its key); NaN where it is nobody."""
    counts = shown_counts(run.outcomes)
    return {f"{name} {one.key}": of_them(of, counts[one]) for name, (_, of) in FIFTHS.items() for one in SHOWN}


def gaps(run: Run) -> dict[str, float]:
    """How unequally each outcome falls: "outcome slope", "outcome relative" (fifths) and "outcome places"."""
    kept = run.outcomes.people[: run.outcomes.months]
    fifths, places = kept.sum(axis=(0, 1))[::-1], kept.sum(axis=(0, 2))
    told: dict[str, float] = {}
    for name, (_, of) in FIFTHS.items():
        told[f"{name} slope"] = slope_index(_rates(of, fifths), fifths[:, Measure.RESIDENTS])
        told[f"{name} relative"] = relative_index(_rates(of, fifths), fifths[:, Measure.RESIDENTS])
        told[f"{name} places"] = variance_between(_rates(of, places), places[:, Measure.RESIDENTS])
    return told


def _rates(of: Callable[[Counts], float], counts: Counts) -> list[float]:
    return [of(one) for one in counts]
