"""What the page shows of one pair of ways of working: the leading outcomes in their order, and the figures."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from simulation.experiments import coping, payers
from simulation.experiments.compare import Comparison
from simulation.experiments.design import Draw
from simulation.experiments.execute import Run
from simulation.experiments.intervals import Interval
from simulation.experiments.measures import by_fifth, headcounts, main_outcomes
from simulation.outputs import figures, limits, words
from simulation.outputs.explanation import Explanation, explain
from simulation.outputs.figures import Figure
from simulation.outputs.series import SERIES
from simulation.words import so_many

OUTCOMES = (
    "Where each stops coping",
    "Who pays",
    "People in crisis and without help",
    "Who gains and who loses",
    "How surely",
)
"""The five leading outcomes, in the order of the model's section 6."""

type Numbers = Callable[[Run], Mapping[str, float]]


@dataclass(frozen=True)
class Row:
    """One number of both ways, as text. outcome: from 0, which of OUTCOMES it belongs to; empty where not known yet.

    levels: the number itself in both ways.
    """

    outcome: int
    label: str
    unit: str
    a: str
    b: str
    levels: tuple[float, float]
    difference: str = ""
    interval: str = ""
    surely: str = ""
    rests: str = ""


@dataclass(frozen=True)
class Screen:
    """All that is shown of a comparison. runs: repeat runs of both ways; people: residents simulated.

    whole: whether no run is still to come. why: what parts the two, once no run is still to come. years: where this is
    about the first years alone, how many. seeds: which repeat runs these are.
    """

    runs: int
    whole: bool
    people: int
    names: tuple[str, str]
    rows: tuple[Row, ...]
    figures: Mapping[str, Figure]
    notes: Mapping[str, str]
    why: Explanation | None = None
    years: int | None = None
    seeds: tuple[int, ...] = ()


def first(comparison: Comparison) -> Screen:
    """What a single run says, with all assumptions at their central values."""
    return screen(Comparison(comparison.design, [replace(run, draw=Draw.ALL) for run in comparison.runs]))


def beginning(comparison: Comparison) -> Screen:
    """The same of the first years of a single run."""
    return replace(first(comparison), years=comparison.design.months // 12)


def screen(comparison: Comparison) -> Screen:
    """What all the runs made so far say."""
    names = comparison.names[:2]
    a, b = names
    seeds = tuple(comparison.seeds(Draw.ALL, a, b))
    runs, many = len(seeds), len(seeds) > 1
    called = figures.titles(comparison, names)
    shown = _figures(comparison, names) if many else []
    whom = " ".join([words.whom(comparison, b), *words.coarse(comparison.yardstick.places)])
    notes = {"whom": whom, "coping": limits.coping_means(comparison)} if many else {}
    whole = len(comparison.runs) + len(comparison.failures) == sum(len(task.arms) for task in comparison.design.tasks())
    return Screen(
        runs=runs,
        whole=whole,
        people=sum(place.residents for place in comparison.yardstick.places),
        names=(called[0], called[1]),
        rows=tuple(_rows(comparison, b, many)),
        figures={one.name: one for one in shown},
        notes=notes | {"money": words.resources(comparison, b)},
        why=explain(comparison) if whole and many else None,
        seeds=seeds,
    )


def _figures(comparison: Comparison, names: Sequence[str]) -> list[Figure]:
    """Every picture; of a single run none is shown."""
    b = names[1]
    shown = [
        figures.stops(comparison, names), figures.payers_apart(comparison, b), *figures.by_fifth(comparison, b),
        figures.surely(comparison.answers(b), figures.titles(comparison, names)),
    ]  # fmt: skip
    for series in SERIES:
        shown += [figures.levels(comparison, names, series), figures.difference(comparison, names, series)]
    return shown


_ENDS = {"1": "Avoidable crises, most deprived fifth", "5": "Avoidable crises, least deprived fifth"}


def _rows(comparison: Comparison, b: str, many: bool) -> list[Row]:
    stop_years = _stop_year(comparison)
    rows = [_stops(comparison, b, stop_years, many)]
    for outcome, unit, of, labels in (
        (1, "£ a resident a year", _paid(comparison), {"public": "All public money", "unpaid": "Unpaid time, priced"}),
        (2, "of 1,000 residents", _people, {"in_crisis": "In crisis", "without_help": "Without the help they need"}),
        (3, "per 1,000 a year", _crises, _ENDS),
    ):
        found, rests = comparison.paired(b, of), comparison.rests_on_d(b, of)
        rows += [
            _row(outcome, label, unit, found[name], rests[name], many)
            for name, label in labels.items()
            if outcome != 3 or (many and math.isfinite(found[name][2].estimate))
        ]
    return rows + (_better(comparison, b) if many else [])


def _row(
    outcome: int, label: str, unit: str, found: tuple[float, float, Interval], rests: Interval, many: bool
) -> Row:  # fmt: skip
    x, y, one = found
    sure = (words.between(one), words.surely(one)) if many else ("", "")
    both = words.told_apart(x, y) if one.clear else (words.amount(x), words.amount(y))
    return Row(outcome, label, unit, *both, (x, y), words.signed(one.estimate), *sure, _share(rests))


def _share(rests: Interval) -> str:
    return f"{100 * rests.estimate:.0f}\u00a0%" if rests.estimate == rests.estimate else ""


def _stops(comparison: Comparison, b: str, of: Numbers, many: bool) -> Row:
    """The middle year in which each stops coping; for the difference, those that cope stop in the year after."""
    found, rests = comparison.paired(b, of)["year"], comparison.rests_on_d(b, of)["year"]
    row = _row(0, "Stops coping", "middle run; mean difference in years" if many else "year", found, rests, many)
    a, last = comparison.names[0], comparison.design.months // 12 + 1.0
    middle = (min(comparison.coping(a)[0].year, last), min(comparison.coping(b)[0].year, last))
    return replace(row, a=_stop(comparison, a, many), b=_stop(comparison, b, many), levels=middle)


def _stop(comparison: Comparison, arm: str, many: bool) -> str:
    one, years = comparison.coping(arm)[0], comparison.design.months // 12
    when = f"year {one.year:.0f}" if one.year <= years else f"not in {so_many(years, 'year')}"
    if not many:
        return when
    return f"{when}; {one.stopped} of {so_many(one.runs, 'run')} {'stops' if one.stopped == 1 else 'stop'}"


def _stop_year(comparison: Comparison) -> Numbers:
    margin = (comparison.yardstick.appraisal.unmet_margin,)
    last = comparison.design.months // 12 + 1.0
    return lambda run: {"year": min(coping.stops(run, comparison.yardstick, margin)[0].year, last)}


def _paid(comparison: Comparison) -> Numbers:
    def of(run: Run) -> dict[str, float]:
        paid = payers.on_average(run, comparison.yardstick)
        return {"public": sum(paid[name] for name in payers.PUBLIC), "unpaid": paid[payers.UNPAID]}

    return of


def _people(run: Run) -> dict[str, float]:
    """Of 1,000 residents, on average over the last year."""
    heads = headcounts(run)
    return {name: 1000.0 * heads[name] / max(heads["residents"], 1.0) for name in ("in_crisis", "without_help")}


def _crises(run: Run) -> dict[str, float]:
    return {str(fifth): one for fifth, one in enumerate(by_fifth(run)["avoidable_crises"], 1)}


def _better(comparison: Comparison, b: str) -> list[Row]:
    rests = comparison.rests_on_d(b, main_outcomes)
    return [
        Row(
            4, f"Does better on {words.name_of(one)}", f"of {one.honest.n} runs", str(one.a_better), str(one.b_better),
            (one.a_better, one.b_better), rests=_share(rests[one.main.name]),
        )
        for one in comparison.answers(b)
        if one.main.name in ("unmet_need", "avoidable_crises", "wellbeing")
    ]  # fmt: skip
