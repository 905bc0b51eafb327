"""Where a place stops coping on the ordinary path of demand, and how far it could cope at all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from simulation.agents.groups import DOMAINS
from simulation.experiments.execute import Run
from simulation.experiments.measures import ratio
from simulation.outcomes import PLACE_MEASURES, Measure, Outcomes
from simulation.scenario import Scenario

YEAR = 12

type Marks = NDArray[np.bool_]

CRITERIA = ("unmet need", "crises", "cannot balance the budget")
"""What marks the end of coping, in words, in the order in which they are named where several hold at once."""


@dataclass(frozen=True)
class Stop:
    """When a place stops coping.

    month: the first of twelve, from 0; None where the run ends before. criterion: one of CRITERIA. demand: the multiple
    of demand in that month, mean of the four domains. need: hours needed a resident in the twelve months up to it, as a
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


def trailing(monthly: NDArray[np.int64], settled: NDArray[np.int64]) -> NDArray[np.int64]:
    """For every reported month, the sum over the twelve months that end with it; the first reach back into settling."""
    total = np.concatenate([[0], np.cumsum(np.concatenate([settled[-YEAR:], monthly]))])
    ends = np.arange(len(total) - len(monthly), len(total))
    return np.asarray(total[ends] - total[np.maximum(ends - YEAR, 0)])


class Lived(Protocol):
    """What has been lived through: a run, or a world."""

    @property
    def outcomes(self) -> Outcomes:
        """The reported months so far."""

    @property
    def baseline(self) -> Outcomes:
        """The last settled year."""


class Course:
    """What the criteria are held against, month by month, counted once for every margin.

    unmet: the share of hours needed that were not met in the twelve months up to each [month]; crises, residents:
    in the same months, residents by month; with what they were in the last settled year. frozen: whether spending by
    choice stands still. need: hours needed a resident, as a multiple of the settled place's. demand: its multiple.
    """

    def __init__(self, lived: Lived) -> None:
        kept, baseline = lived.outcomes, lived.baseline
        counts = kept.people[: kept.months].sum(axis=(1, 2))
        settled = baseline.people[: baseline.months].sum(axis=(1, 2))
        before = (settled if len(settled) else counts)[:YEAR].sum(axis=0)
        needed, met, self.residents, self.crises = (trailing(of(counts), of(settled)) for of in _COUNTED)
        self.unmet = 1.0 - met / np.maximum(needed, 1)
        self.unmet_before = 1.0 - ratio(before[Measure.MET_MINUTES], before[Measure.NEED_MINUTES])
        self.crises_before = ratio(_crises(before), before[Measure.RESIDENTS])
        self.frozen = _frozen(kept)
        each = ratio(before[Measure.NEED_MINUTES], before[Measure.RESIDENTS]) or 1.0
        self.need = needed / np.maximum(self.residents, 1) / each
        self.demand = kept.places[: kept.months, 0, _DEMAND].mean(axis=1)

    def marks(self, scenario: Scenario, margin: float) -> list[Marks]:
        """In which months each of CRITERIA holds [month].

        The unmet need of the last twelve months lies `margin` above the settled place's, or their rate of crises is
        `appraisal.crisis_ratio` times the settled place's, or discretionary spending stands frozen (in places with half
        of the residents or more).
        """
        most = scenario.appraisal.crisis_ratio * self.crises_before
        return [self.unmet > self.unmet_before + margin, self.crises > most * self.residents, self.frozen]

    def stop(self, scenario: Scenario, margin: float) -> Stop:
        """From when on a criterion holds for twelve months."""
        months = [year_running(holds) for holds in self.marks(scenario, margin)]
        reached = [(month, number) for number, month in enumerate(months) if month is not None]
        if not reached:
            return Stop()
        month, number = min(reached)
        return Stop(month, CRITERIA[number], float(self.demand[month]), float(self.need[month]))


def stops(lived: Lived, scenario: Scenario, margins: tuple[float, ...]) -> list[Stop]:
    """When the place stops coping, for each margin of unmet need."""
    course = Course(lived)
    return [course.stop(scenario, margin) for margin in margins]


_DEMAND = [PLACE_MEASURES.index(f"demand_{kind}") for kind in DOMAINS]


def _measure(measure: Measure) -> Callable[[NDArray[np.int64]], NDArray[np.int64]]:
    return lambda counts: np.asarray(counts[..., measure])


def year_running(holds: Marks) -> int | None:
    """The first month from which something holds for twelve months running."""
    held = np.concatenate([[0], np.cumsum(holds)])
    all_year = np.flatnonzero(held[YEAR:] - held[:-YEAR] == YEAR)
    return int(all_year[0]) if len(all_year) else None


def _crises(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(counts[..., Measure.AVOIDABLE_CRISES] + counts[..., Measure.UNAVOIDABLE_CRISES])


_COUNTED = (
    _measure(Measure.NEED_MINUTES), _measure(Measure.MET_MINUTES), _measure(Measure.RESIDENTS), _crises,
)  # fmt: skip


def _frozen(kept: Outcomes) -> Marks:
    """Whether spending stands frozen where half of the residents or more live [month]."""
    people = kept.people[: kept.months, :, :, Measure.RESIDENTS].sum(axis=2)
    frozen = kept.places[: kept.months, :, PLACE_MEASURES.index("frozen")] > 0
    return np.asarray(2 * (people * frozen).sum(axis=1) >= np.maximum(people.sum(axis=1), 1))


def realised(run: Run) -> dict[str, float]:
    """What demand came to in the last reported year, as multiples of the last settled one's.

    demand: of the hazards of falling into need, mean of the four domains. need: hours needed; need a resident: those
    over residents. Hazards saturate, people age and the place grows, so that the three differ.
    """
    kept = run.outcomes
    now = kept.people[max(kept.months - YEAR, 0) : kept.months].sum(axis=(0, 1, 2))
    before = run.baseline.people[: run.baseline.months][-YEAR:].sum(axis=(0, 1, 2))
    need, residents = (ratio(now[one], before[one]) for one in (Measure.NEED_MINUTES, Measure.RESIDENTS))
    demand = kept.places[max(kept.months - YEAR, 0) : kept.months, 0, _DEMAND]
    return {"demand": float(demand.mean()), "need": need, "need a resident": ratio(need, residents)}


def ceiling(run: Run) -> float:
    """The physical ceiling: how often all adults' free hours would cover the hours that need takes, at the start."""
    return free_over_needed(run.spare_minutes, run.baseline if run.baseline.months else run.outcomes)


def free_over_needed(spare_minutes: int, settled: Outcomes) -> float:
    """Free minutes a month over the minutes a month that need takes."""
    need = settled.people[: settled.months, ..., Measure.NEED_MINUTES].sum() / settled.months
    return ratio(spare_minutes, need)
