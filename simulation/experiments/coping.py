"""Where a place stops coping on the ordinary path of demand, and how far it could cope at all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.experiments.execute import Run
from simulation.experiments.measures import ratio
from simulation.outcomes import PLACE_MEASURES, Measure, Outcomes
from simulation.scenario import Scenario

YEAR = 12

CRITERIA = ("unmet need", "crises", "cannot balance the budget")
"""What marks the end of coping, in words, in the order in which they are named where several hold at once."""


@dataclass(frozen=True)
class Stop:
    """When a place stops coping.

    month: the first of twelve, from 0; None where the run ends before. criterion: one of CRITERIA. demand: the mean
    multiple of demand in those twelve months over the four kinds of need, and need: hours needed a resident, as a
    multiple of the settled place's.
    """

    month: int | None = None
    criterion: str = ""
    demand: float = float("nan")
    need: float = float("nan")

    @property
    def year(self) -> float:
        """The year, from 1 on; infinite where the place copes to the end."""
        return float("inf") if self.month is None else self.month // YEAR + 1.0


def rolling(monthly: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sums over every twelve months in a row [months - 11]; nothing where there are fewer months."""
    total = np.concatenate([[0], np.cumsum(monthly)])
    return np.asarray(total[YEAR:] - total[:-YEAR])


def stops(run: Run, scenario: Scenario, margins: tuple[float, ...]) -> list[Stop]:
    """When the place stops coping, for each margin of unmet need.

    The first month from which, taken over twelve months, unmet need lies `margin` above the settled place's, or crises
    happen `appraisal.crisis_ratio` times as often, or discretionary spending stands frozen throughout (in places with
    half of the residents or more).
    """
    kept = run.outcomes
    counts = kept.people[: kept.months].sum(axis=(1, 2))
    settled = run.baseline if run.baseline.months else kept.last(kept.months)
    before = settled.people[: min(settled.months, YEAR)].sum(axis=(0, 1, 2))
    needed, people = rolling(counts[:, Measure.NEED_MINUTES]), rolling(counts[:, Measure.RESIDENTS])
    unmet = 1.0 - rolling(counts[:, Measure.MET_MINUTES]) / np.maximum(needed, 1)
    crises = rolling(_crises(counts)) / np.maximum(people, 1)
    unmet_before = 1.0 - ratio(before[Measure.MET_MINUTES], before[Measure.NEED_MINUTES])
    crises_before = ratio(_crises(before), before[Measure.RESIDENTS])
    frozen = rolling(_frozen(kept)) == YEAR
    twice = crises > scenario.appraisal.crisis_ratio * crises_before
    need_before = ratio(before[Measure.NEED_MINUTES], before[Measure.RESIDENTS])
    needs = ratio(1.0, need_before) * needed / np.maximum(people, 1)
    demand = rolling_mean(kept.places[: kept.months, 0, _DEMAND].mean(axis=1))
    return [_first([unmet > unmet_before + margin, twice, frozen], demand, needs) for margin in margins]


_DEMAND = [PLACE_MEASURES.index(f"demand_{kind}") for kind in ("care", "family", "livelihood", "home")]


def rolling_mean(monthly: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means over every twelve months in a row."""
    return np.convolve(monthly, np.full(YEAR, 1.0 / YEAR), "valid") if len(monthly) >= YEAR else np.zeros(0)


def _first(criteria: list[NDArray[np.bool_]], demand: NDArray[np.float64], needs: NDArray[np.float64]) -> Stop:
    months = [int(np.argmax(holds)) if holds.any() else None for holds in criteria]
    reached = [(month, number) for number, month in enumerate(months) if month is not None]
    if not reached:
        return Stop()
    month, number = min(reached)
    return Stop(month, CRITERIA[number], float(demand[month]), float(needs[month]))


def _crises(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(counts[..., Measure.AVOIDABLE_CRISES] + counts[..., Measure.UNAVOIDABLE_CRISES])


def _frozen(kept: Outcomes) -> NDArray[np.int64]:
    """Whether spending stands frozen where half of the residents or more live [month], 0 or 1."""
    people = kept.people[: kept.months, :, :, Measure.RESIDENTS].sum(axis=2)
    frozen = kept.places[: kept.months, :, PLACE_MEASURES.index("frozen")] > 0
    return np.asarray(2 * (people * frozen).sum(axis=1) >= np.maximum(people.sum(axis=1), 1), np.int64)


def ceiling(run: Run) -> float:
    """The physical ceiling: how often all adults' free hours would cover the hours that need takes, at the start."""
    settled = run.baseline if run.baseline.months else run.outcomes
    need = settled.people[: settled.months, ..., Measure.NEED_MINUTES].sum() / settled.months
    return ratio(run.spare_minutes, need)
