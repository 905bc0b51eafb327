"""Why two ways of working differ, as far as their own runs show it: what differs, from when on, and for whom.

A flow is told from the month from which the difference of all that has been counted so far is clear, and stays clear to
the end. With 95 % intervals a flow that does not differ is told once in twenty times, however many months there are:
it takes an interval that excludes zero at the end. An order in time is no proof of a cause.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.experiments import intervals
from simulation.experiments.compare import Comparison
from simulation.experiments.design import Draw
from simulation.experiments.execute import Run
from simulation.experiments.intervals import Interval
from simulation.experiments.measures import Counts, of_them, ratio
from simulation.experiments.people import SHOWN, shown_counts
from simulation.observation.strata import Group
from simulation.outcomes import PLACE_MEASURES, WHOLE, Line, Measure, Outcomes

type Monthly = NDArray[np.float64]

A_YEAR, PER_THOUSAND = 12.0, 1_000.0
HOURS = 1.0 / 60.0


@dataclass(frozen=True)
class Flow:
    """Something that is counted every month: what it is called in the file of words, its unit, and its months."""

    name: str
    unit: str
    of: Callable[[Outcomes], Monthly]


def _people(measure: Measure, factor: float) -> Callable[[Outcomes], Monthly]:
    """A measure of residents for each of them [month], times a factor."""
    return lambda o: _each(o, o.people[: o.months, ..., measure].sum(axis=(1, 2)), factor)


def _money(line: Line) -> Callable[[Outcomes], Monthly]:
    return lambda o: _each(o, o.money[: o.months, ..., line].sum(axis=(1, 2)), A_YEAR / 100.0)


def _sum(name: str, factor: float) -> Callable[[Outcomes], Monthly]:
    """A count of places for each resident [month], times a factor."""
    return lambda o: _each(o, o.places[: o.months, :, PLACE_MEASURES.index(name)].sum(axis=1), factor)


def _mean(name: str, factor: float) -> Callable[[Outcomes], Monthly]:
    """A share that places have, their mean [month]."""
    return lambda o: np.asarray(factor * o.places[: o.months, :, PLACE_MEASURES.index(name)].mean(axis=1))


def _each(o: Outcomes, top: Counts | Monthly, factor: float) -> Monthly:
    residents = o.people[: o.months, ..., Measure.RESIDENTS].sum(axis=(1, 2))
    return np.asarray(factor * top / np.maximum(residents, 1))


def _unmet(o: Outcomes) -> Monthly:
    kept = o.people[: o.months].sum(axis=(1, 2))
    return _each(o, kept[:, Measure.NEED_MINUTES] - kept[:, Measure.MET_MINUTES], A_YEAR * HOURS)


MONEY, TIME = "GBP per resident a year", "hours per resident a year"
EVENTS, STOCK = "per 1,000 residents a year", "per 1,000 residents"

FLOWS = (
    Flow("connecting_money", MONEY, _money(Line.CONNECTING)),
    Flow("direct_money", MONEY, _money(Line.DIRECT)),
    Flow("duty_money", MONEY, _money(Line.STATUTORY)),
    Flow("changing_money", MONEY, _money(Line.DUAL_RUNNING)),
    Flow("offered_money", MONEY, _money(Line.INCENTIVES)),
    Flow("growth_money", MONEY, _money(Line.GROWTH)),
    Flow("joint_money", MONEY, _money(Line.JOINT)),
    Flow("local_taxes", MONEY, _money(Line.TAX_BASE)),
    Flow("borrowed_money", MONEY, _money(Line.BORROWED)),
    Flow("interest_money", MONEY, _money(Line.INTEREST)),
    Flow("frozen_months", "% of months", _mean("frozen", 100.0)),
    Flow("learnt", "% of what is usual", _mean("practice", 100.0)),
    Flow("known_groups", STOCK, _sum("known_groups", PER_THOUSAND)),
    Flow("working_links", "% of the most there can be", _mean("synapse", 100.0)),
    Flow("community_groups", STOCK, _sum("groups", PER_THOUSAND)),
    Flow("starting", EVENTS, _people(Measure.STARTED, A_YEAR * PER_THOUSAND)),
    Flow("taking_part", STOCK, _people(Measure.ACTIVE, PER_THOUSAND)),
    Flow("worn_out", STOCK, _people(Measure.BURNT_OUT, PER_THOUSAND)),
    Flow("helped_by_groups", STOCK, _people(Measure.HELPED_BY_GROUP, PER_THOUSAND)),
    Flow("group_hours", TIME, _people(Measure.GROUP_MINUTES, A_YEAR * HOURS)),
    Flow("kin_hours", TIME, _people(Measure.KIN_MINUTES, A_YEAR * HOURS)),
    Flow("direct_hours", TIME, _people(Measure.DIRECT_MINUTES, A_YEAR * HOURS)),
    Flow("duty_hours", TIME, _people(Measure.STATUTORY_MINUTES, A_YEAR * HOURS)),
    Flow("asking", EVENTS, _people(Measure.SOUGHT_HELP, A_YEAR * PER_THOUSAND)),
    Flow("queue", STOCK, _people(Measure.WAITING, PER_THOUSAND)),
    Flow("giving_up", EVENTS, _people(Measure.ABANDONED, A_YEAR * PER_THOUSAND)),
    Flow("harmed", EVENTS, _people(Measure.HARMED, A_YEAR * PER_THOUSAND)),
    Flow("needed_hours", TIME, _people(Measure.NEED_MINUTES, A_YEAR * HOURS)),
    Flow("missing_hours", TIME, _unmet),
    Flow("getting_better", EVENTS, _people(Measure.RECOVERED, A_YEAR * PER_THOUSAND)),
    Flow("crises_by_steps", EVENTS, _people(Measure.AVOIDABLE_CRISES, A_YEAR * PER_THOUSAND)),
    Flow("crises_at_once", EVENTS, _people(Measure.UNAVOIDABLE_CRISES, A_YEAR * PER_THOUSAND)),
    Flow("in_work", STOCK, _sum("in_work", PER_THOUSAND)),
    Flow("common_stock", "% of the most there can be", _mean("commons", 100.0)),
    Flow("own_capacity", "% of the most there can be", _people(Measure.CAPACITY, 100.0 / WHOLE)),
    Flow("life_satisfaction", "points of 10", _people(Measure.WELLBEING, 1.0 / WHOLE)),
    Flow("trusting", "% of the most there can be", _mean("trust", 100.0)),
)
"""What is followed, in the order of a month: money, links and groups, hours of help, the front door, need, people."""


@dataclass(frozen=True)
class Parting:
    """One flow in both ways: its means over the whole time, the paired difference, and from which month on it is clear.

    clear_from: None where it is not clear at the end. identical: to the last digit, in every month of every run.
    """

    flow: Flow
    a: float
    b: float
    difference: Interval
    clear_from: int | None
    identical: bool


def partings(comparison: Comparison, b: str, flows: Sequence[Flow] = FLOWS) -> list[Parting]:
    """Every flow, those first that part first; then those that do not part, in the order of FLOWS."""
    both = comparison.pairs(b, lambda run: run.outcomes, Draw.ALL)
    found = [_parting(flow, both) for flow in flows]
    return sorted(found, key=lambda one: np.inf if one.clear_from is None else one.clear_from)


def _parting(flow: Flow, both: Sequence[tuple[Outcomes, Outcomes]]) -> Parting:
    ours, theirs = (np.array([flow.of(pair[side]) for pair in both]) for side in (0, 1))
    apart = theirs - ours
    return Parting(
        flow, float(ours.mean()), float(theirs.mean()), intervals.mean_interval(apart.mean(axis=1)),
        clear_from(apart), not apart.any(),
    )  # fmt: skip


def clear_from(apart: Monthly) -> int | None:
    """The month from which the interval of the sum so far excludes zero on one side, to the end.

    apart: paired differences [run, month]. None where that of the whole sum includes zero, or runs are fewer than two.

    >>> clear_from(np.array([[0.0, 1.0, 1.0, 1.1], [0.0, -1.0, 2.0, 2.0], [0.0, 0.5, 1.0, 1.5]]))
    2
    """
    runs = len(apart)
    if runs < 2:
        return None
    so_far = np.cumsum(apart, axis=1)
    mean = so_far.mean(axis=0)
    reach = intervals.quantile_t(runs - 1) * so_far.std(axis=0, ddof=1) / np.sqrt(runs)
    side = np.where(np.abs(mean) > reach, np.sign(mean), 0.0)
    if not side[-1]:
        return None
    otherwise = np.flatnonzero(side != side[-1])
    return int(otherwise[-1]) + 1 if len(otherwise) else 0


@dataclass(frozen=True)
class Reach:
    """One way of counting who was reached: its name in the file of words, its unit, and the numbers of groups."""

    name: str
    unit: str
    groups: Mapping[Group, tuple[float, float, Interval]]


REACHES: dict[str, tuple[str, Callable[[Counts], float]]] = {
    "met": (
        "hours per resident a month",
        lambda c: HOURS * ratio(c[Measure.MET_MINUTES], c[Measure.RESIDENTS]),
    ),
    "alone": (
        "per 1,000 residents",
        lambda c: PER_THOUSAND * ratio(c[Measure.WITHOUT_HELP], c[Measure.RESIDENTS]),
    ),
    "given": (
        "hours per resident a month",
        lambda c: HOURS * ratio(c[[Measure.KIN_GIVEN_MINUTES, Measure.CIVIC_MINUTES]].sum(), c[Measure.RESIDENTS]),
    ),
}
"""What each group of people gets, lacks and gives: its unit, and how it is reckoned from counts [Measure]."""


def reached(comparison: Comparison, b: str) -> list[Reach]:
    """Who was reached: help, its lack and what is given, by fifth, age, sex, carers, disability and ethnic group.

    Groups of nobody are left out.
    """

    def of(run: Run) -> dict[str, float]:
        counts = shown_counts(run.outcomes)
        return {f"{name} {one.key}": of_them(get, counts[one]) for name, (_, get) in REACHES.items() for one in SHOWN}

    found = {key: one for key, one in comparison.paired(b, of).items() if math.isfinite(one[2].estimate)}
    return [
        Reach(name, unit, {one: found[key] for one in SHOWN if (key := f"{name} {one.key}") in found})
        for name, (unit, _) in REACHES.items()
    ]
