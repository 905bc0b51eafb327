"""Outcomes year by year, for pictures and tables over time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.experiments.execute import Run
from simulation.outcomes import WHOLE, Measure

type Counts = NDArray[np.int64]
type Years = NDArray[np.float64]


@dataclass(frozen=True)
class Series:
    """What is followed over the years; `of` turns sums over a year [..., Measure] into values."""

    name: str
    label: str
    unit: str
    of: Callable[[Counts], Years]


def _share(top: Counts, bottom: Counts) -> Years:
    return np.asarray(top / np.maximum(bottom, 1))


def _monthly_mean(measure: Measure) -> Callable[[Counts], Years]:
    return lambda c: np.asarray(c[..., measure] / 12.0)


SERIES = (
    Series(
        "unmet_need", "Help that people need and do not get", "% of hours needed",
        lambda c: 100.0 * (1.0 - _share(c[..., Measure.MET_MINUTES], c[..., Measure.NEED_MINUTES])),
    ),
    Series(
        "avoidable_crises", "Avoidable crises", "per 1,000 residents a year",
        lambda c: 12_000.0 * _share(c[..., Measure.AVOIDABLE_CRISES], c[..., Measure.RESIDENTS]),
    ),
    Series("in_crisis", "People in crisis", "people", _monthly_mean(Measure.IN_CRISIS)),
    Series("without_help", "People without the help they need", "people", _monthly_mean(Measure.WITHOUT_HELP)),
    Series(
        "wellbeing", "Wellbeing", "points of 10",
        lambda c: _share(c[..., Measure.WELLBEING], c[..., Measure.RESIDENTS]) / WHOLE,
    ),
    Series(
        "unpaid_hours", "Unpaid hours of kin and volunteers", "hours per resident a month",
        lambda c: _share(
            c[..., [Measure.KIN_GIVEN_MINUTES, Measure.CIVIC_MINUTES]].sum(axis=-1), c[..., Measure.RESIDENTS]
        ) / 60.0,
    ),
    Series("volunteers", "People taking part in social action", "people", _monthly_mean(Measure.ACTIVE)),
)  # fmt: skip


def yearly(run: Run, series: Series) -> Years:
    """The series of one run [year]."""
    counts = run.outcomes.people[: run.outcomes.months].sum(axis=(1, 2))
    years = len(counts) // 12
    return series.of(counts.reshape(years, 12, -1).sum(axis=1))


def spread(runs: Sequence[Years]) -> Years:
    """The 5 % point, the median and the 95 % point over runs [3, year]."""
    return np.asarray(np.quantile(np.array(runs), [0.05, 0.5, 0.95], axis=0))
