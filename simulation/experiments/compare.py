"""The comparison: paired by repeat run, with honest intervals, and what the answer hangs on."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulation.experiments import coping, intervals, payers
from simulation.experiments.design import CORNERS, Design, Draw
from simulation.experiments.details import details
from simulation.experiments.execute import Failure, Result, Run
from simulation.experiments.intervals import Interval
from simulation.experiments.measures import MAIN, Main, better, by_fifth, headcounts, main_outcomes
from simulation.experiments.people import by_group
from simulation.experiments.resources import entitlement, months_frozen, realised
from simulation.experiments.spending import CrisisCost, cost_per_crisis_avoided
from simulation.parameters import cards
from simulation.scenario import Scenario

FEWEST = 8
"""Repeat runs from which on it makes sense to ask which assumptions go with a difference."""

UNLESS_CHOSEN = ("growth", "incentives", "pooling")
"""Mechanisms that do nothing unless a policy of theirs is chosen: else nothing hangs on their assumptions."""

FLIPS = 2
"""How many assumptions are named beside each outcome."""


@dataclass(frozen=True)
class Answer:
    """What one main outcome says about way b against way a; difference = b - a, run by run.

    honest: with all uncertain assumptions drawn. luck: with none drawn. cut: how far shared luck cuts the variance.
    grade_d: the share of the variance that hangs on assumptions of grade D. connecting, earlier: the parts of the
    difference. a_better, b_better: in how many of the drawn sets of assumptions each does better. hangs_on: the
    assumptions whose draws go most with the difference, with Spearman's rank correlation.
    """

    main: Main
    a: float
    b: float
    honest: Interval
    luck: Interval
    cut: Interval
    grade_d: Interval
    connecting: Interval
    earlier: Interval
    a_better: int
    b_better: int
    hangs_on: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Coping:
    """Where one way stops coping, over repeat runs: median year and demand, how often at all, and what marks it.

    year is the first by which at least half of the runs have stopped coping, infinite where fewer ever do; low and high
    hold at least the middle 95 % of runs, so of fewer than 40 all.
    """

    margin: float
    year: float
    low: float
    high: float
    demand: float
    need: float
    stopped: int
    runs: int
    criteria: Mapping[str, int]


class Comparison:
    """Results of a design, and everything that is asked of them. Ways of working are numbered from 0, a is 0."""

    def __init__(self, design: Design, results: Sequence[Result]) -> None:
        self.design = design
        self.runs = [one for one in results if isinstance(one, Run)]
        self.failures = [one for one in results if isinstance(one, Failure)]
        self._ranked = dict[str, dict[str, np.ndarray]]()

    @property
    def complete(self) -> bool:
        """Whether there is something to tell: a repeat run in which every way of working ended well, all drawn."""
        return bool(self.seeds(Draw.ALL, *self.names))

    @property
    def names(self) -> list[str]:
        """The ways of working, the first being the one that others are compared with."""
        return [arm.name for arm in self.design.arms]

    @property
    def yardstick(self) -> Scenario:
        """The scenario whose appraisal cards judge all: one yardstick for every way of working."""
        return self.design.arms[0].scenario

    @cached_property
    def main(self) -> dict[tuple[str, Draw, int], dict[str, float]]:
        """Main outcomes of every run."""
        return {(run.arm, run.draw, run.seed): main_outcomes(run) for run in self.runs}

    def of(self, arm: str, draw: Draw = Draw.ALL) -> dict[int, Run]:
        """The runs of a way of working by seed."""
        return {run.seed: run for run in self.runs if run.arm == arm and run.draw is draw}

    def seeds(self, draw: Draw, *arms: str) -> list[int]:
        """The seeds under which all these ways of working have run."""
        return sorted(set.intersection(*(set(self.of(arm, draw)) for arm in arms)))

    def values(self, outcome: str, draw: Draw, *arms: str) -> list[np.ndarray]:
        """The outcome in each of the arms, run by run, over the seeds that all of them have."""
        seeds = self.seeds(draw, *arms)
        return [np.array([self.main[arm, draw, seed][outcome] for seed in seeds]) for arm in arms]

    def answers(self, b: str) -> list[Answer]:
        """The answer for every main outcome about way `b` against the first."""
        return [self._answer(main, self.names[0], b) for main in MAIN]

    def _answer(self, main: Main, a: str, b: str) -> Answer:
        ours, theirs = self.values(main.name, Draw.ALL, a, b)
        difference = theirs - ours
        luck = self.values(main.name, Draw.LUCK, a, b)
        part = self.values(main.name, Draw.GRADE_C, a, b)
        signs = [better(main, one) for one in difference]
        connecting, earlier = self._parts(main, a, b)
        return Answer(
            main, _mean(ours), _mean(theirs), intervals.mean_interval(difference),
            intervals.mean_interval(luck[1] - luck[0]), intervals.variance_cut(*luck),
            intervals.share_beyond(part[1] - part[0], difference), connecting, earlier,
            signs.count(-1), signs.count(1), self._hangs_on(main.name, b),
        )  # fmt: skip

    def _parts(self, main: Main, a: str, b: str) -> tuple[Interval, Interval]:
        if not self.design.corners or b != self.names[1]:
            return intervals.NOTHING, intervals.NOTHING
        late, connecting, earlier, both = self.values(main.name, Draw.ALL, a, *CORNERS, b)
        first, second = intervals.split(late, connecting, earlier, both)
        return intervals.mean_interval(first), intervals.mean_interval(second)

    def goes_with(self, outcome: str, b: str) -> dict[str, float]:
        """How far each drawn assumption goes with a main outcome's difference: Spearman's rank correlation, by key.

        Empty where there are too few repeat runs to ask, or nothing differs.
        """
        ours, theirs = self.values(outcome, Draw.ALL, self.names[0], b)
        difference = theirs - ours
        if len(difference) < FEWEST or not np.nan_to_num(difference).any():
            return {}
        rank = _ranks(difference)
        return {key: float(one @ rank) for key, one in self._ranks_of_draws(b).items()}

    def _ranks_of_draws(self, b: str) -> dict[str, np.ndarray]:
        """Ranks of what was drawn of each assumption that bears on `b` or the first way [repeat run]."""
        if b not in self._ranked:
            runs, idle = self.of(self.names[0]), self._idle(b)
            drawn = [runs[seed].drawn for seed in self.seeds(Draw.ALL, self.names[0], b)]
            bearing = [key for key in drawn[0] if key.partition(".")[0] not in idle]
            self._ranked[b] = {key: _ranks(np.array([one[key] for one in drawn])) for key in bearing}
        return self._ranked[b]

    def _idle(self, b: str) -> set[str]:
        """Mechanisms of UNLESS_CHOSEN of which neither the first way nor `b` ever chooses a policy."""
        return idle(arm.scenario for arm in self.design.arms if arm.name in (self.names[0], b))

    def _hangs_on(self, outcome: str, b: str) -> tuple[tuple[str, float], ...]:
        rho = self.goes_with(outcome, b)
        return tuple(sorted(rho.items(), key=lambda item: (-abs(round(item[1], 9)), item[0]))[:FLIPS])

    def coping(self, arm: str) -> list[Coping]:
        """Where a way stops coping, at the card's margin of unmet need first, then at half and one and a half of it."""
        margin = self.yardstick.appraisal.unmet_margin
        margins = (margin, 0.5 * margin, 1.5 * margin)
        each = [coping.stops(run, self.yardstick, margins) for run in self.of(arm).values()]
        return [_coping(margin, [stops[i] for stops in each]) for i, margin in enumerate(margins)]

    def stop_years(self, arm: str) -> list[float]:
        """The year in which each run stops coping, infinite where it does not."""
        margin = (self.yardstick.appraisal.unmet_margin,)
        return [coping.stops(run, self.yardstick, margin)[0].year for run in self.of(arm).values()]

    def ceiling(self) -> float:
        """The physical ceiling, on average."""
        return _mean([coping.ceiling(run) for run in self.of(self.names[0]).values()])

    def payers(self, arm: str) -> np.ndarray:
        """Pounds for each resident a year [run, year, payer]; the last payer is residents' unpaid time."""
        return np.array([payers.yearly(run, self.yardstick) for run in self.of(arm).values()])

    def paired(self, b: str, of: Callable[[Run], Mapping[str, float]]) -> dict[str, tuple[float, float, Interval]]:
        """Any named numbers of runs: mean in the first way, mean in `b`, and the paired difference."""
        both = self.pairs(b, of, Draw.ALL)
        return {
            name: (
                _mean([x[name] for x, _ in both]),
                _mean([y[name] for _, y in both]),
                intervals.mean_interval([y[name] - x[name] for x, y in both]),
            )
            for name in (both[0][0] if both else ())
        }

    def rests_on_d(self, b: str, of: Callable[[Run], Mapping[str, float]]) -> dict[str, Interval]:
        """The share of the variance of each paired difference that hangs on assumptions of grade D."""
        whole, part = (self.pairs(b, of, draw) for draw in (Draw.ALL, Draw.GRADE_C))
        return {
            name: intervals.share_beyond([y[name] - x[name] for x, y in part], [y[name] - x[name] for x, y in whole])
            for name in (whole[0][0] if whole else ())
        }

    def pairs[T](self, b: str, of: Callable[[Run], T], draw: Draw) -> list[tuple[T, T]]:
        """Something of each run, in the first way and in `b`, by repeat run."""
        a = self.names[0]
        first, second = self.of(a, draw), self.of(b, draw)
        return [(of(first[seed]), of(second[seed])) for seed in self.seeds(draw, a, b)]

    def headcounts(self, b: str) -> dict[str, tuple[float, float, Interval]]:
        """People in crisis, without the help they need and so on, on average over the last year."""
        return self.paired(b, headcounts)

    def fifths(self, b: str) -> dict[str, tuple[float, float, Interval]]:
        """What each fifth of neighbourhoods has, by "outcome fifth"."""
        return self.paired(
            b, lambda run: {f"{k} {i + 1}": v for k, some in by_fifth(run).items() for i, v in enumerate(some)}
        )

    def groups(self, b: str) -> dict[str, tuple[float, float, Interval]]:
        """What each group of people has, by "outcome group"."""
        return self.paired(b, by_group)

    def details(self, b: str) -> dict[str, tuple[float, float, Interval]]:
        """What stands behind the main outcomes, by "topic name"."""
        return self.paired(b, lambda run: details(run, self.yardstick))

    def crisis_cost(self, b: str) -> CrisisCost:
        """What an avoidable crisis fewer costs."""
        cost, crises = (
            self.values(name, Draw.ALL, self.names[0], b) for name in ("net_public_cost", "avoidable_crises")
        )
        return cost_per_crisis_avoided(cost[1] - cost[0], crises[1] - crises[0])

    def multiples(self, b: str) -> dict[str, tuple[float, float, Interval]]:
        """What demand and need came to in the last year, as multiples of today's."""
        return self.paired(b, coping.realised)

    def who_pays(self, b: str) -> dict[str, tuple[float, float, Interval]]:
        """Pounds for each resident a year by payer, on average over the years."""
        return self.paired(b, lambda run: payers.on_average(run, self.yardstick))

    def months_frozen(self, b: str) -> tuple[float, float, Interval]:
        """Months in which spending by choice stood frozen."""
        return next(iter(self.paired(b, months_frozen).values()))

    def realised(self, b: str) -> dict[str, tuple[float, float, Interval]]:
        """What became of the money, by cause."""
        return self.paired(b, realised)

    def resources(self, arm: str) -> dict[str, float]:
        """Money and staff that a way of working was given, on average over its runs."""
        given = [entitlement(run) for run in self.of(arm).values()]
        return {name: _mean([one[name] for one in given]) for name in ("money", "staff")}

    def row(self, run: Run) -> dict[str, float | str]:
        """One run in one line of the summary."""
        stop = coping.stops(run, self.yardstick, (self.yardstick.appraisal.unmet_margin,))[0]
        fifths = {f"{k}_fifth_{i + 1}": v for k, some in by_fifth(run).items() for i, v in enumerate(some)}
        paid_by = {f"paid_by_{_key(name)}": one for name, one in payers.on_average(run, self.yardstick).items()}
        return {
            **self.main[run.arm, run.draw, run.seed],
            "stops_coping_in_year": stop.year,
            "stops_coping_by": stop.criterion,
            "stops_coping_at_demand": stop.demand,
            **{f"last_year_{name}": one for name, one in headcounts(run).items()},
            **paid_by,
            **entitlement(run),
            **{_key(name): one for name, one in {**realised(run), **months_frozen(run)}.items()},
            **fifths,
            **{name.replace(" ", "_"): one for name, one in details(run, self.yardstick).items()},
        }


def idle(scenarios: Iterable[Scenario]) -> set[str]:
    """Mechanisms of UNLESS_CHOSEN of which none of these scenarios ever chooses a policy."""
    chosen = set()
    for one in scenarios:
        said = {key for change in one.schedule for key in (*change.values, *change.factors)}
        said |= {key for key, value in one.values.items() if value != cards()[key].value}
        chosen |= {key.partition(".")[0] for key in said if cards()[key].decides == "policy"}
    return set(UNLESS_CHOSEN) - chosen


def _key(words: str) -> str:
    return words.lower().replace(",", "").replace(" ", "_")


def _coping(margin: float, stops: Sequence[coping.Stop]) -> Coping:
    years = np.sort([stop.year for stop in stops])
    there = [stop for stop in stops if stop.month is not None]
    low, high = (_rank(years, q) for q in (0.025, 0.975))
    middle = _rank(years, 0.5)
    named = {name: sum(stop.criterion == name for stop in there) for name in coping.CRITERIA}
    demand, need = (_median(some) for some in ([s.demand for s in there], [s.need for s in there]))
    return Coping(margin, middle, low, high, demand, need, len(there), len(stops), named)


def _median(values: Sequence[float]) -> float:
    return float(np.median(values)) if values else float("nan")


def _rank(ordered: np.ndarray, q: float) -> float:
    """The smallest value that at least a share q do not exceed, so that what never happens may be infinite."""
    return float(ordered[math.ceil(q * len(ordered)) - 1]) if len(ordered) else float("nan")


def _mean(values: Sequence[float] | np.ndarray) -> float:
    return float(np.mean(values)) if len(values) else float("nan")


def _ranks(values: np.ndarray) -> np.ndarray:
    """Mean ranks about their mean, at length 1: the product of two is Spearman's correlation; NaN where all are one."""
    _, group, size = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(size) - (size - 1) / 2.0)[group]
    about = ranks - ranks.mean()
    with np.errstate(invalid="ignore"):
        return np.asarray(about / np.sqrt(about @ about))
