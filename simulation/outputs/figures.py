"""What the pictures show, before anybody draws them: the same numbers for the report and for the dashboard."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from simulation.experiments.compare import Answer, Comparison
from simulation.experiments.design import Draw
from simulation.experiments.measures import FIFTHS
from simulation.experiments.payers import ALL
from simulation.outputs import limits, words
from simulation.outputs.series import Series, Years, spread, yearly

type Cells = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Curves:
    """Lines with bands over the years. ways: for each way [3, year], the low end, the middle and the high end."""

    years: Sequence[int]
    ways: Sequence[Years]
    names: Sequence[str]
    zero: bool = False


@dataclass(frozen=True)
class Marks:
    """Estimates with intervals on one axis: label, estimate, low, high."""

    rows: Sequence[tuple[str, float, float, float]]


@dataclass(frozen=True)
class Bars:
    """Bars in groups: label, a value for each way."""

    rows: Sequence[tuple[str, Sequence[float]]]
    names: Sequence[str]


@dataclass(frozen=True)
class Heaps:
    """The year in which each repeat run of each way stops coping, infinite where it copes through all `years`."""

    years: int
    ways: Sequence[Sequence[float]]
    names: Sequence[str]


@dataclass(frozen=True)
class Counts:
    """In how many of `n` repeat runs the first does better, neither does, the second does: label, three counts."""

    rows: Sequence[tuple[str, int, int, int]]
    names: Sequence[str]
    n: int


@dataclass(frozen=True)
class Tornado:
    """Bars from 0 with intervals, one row for each input: label, then value, low and high of one bar or two.

    names: of the bars; two lie on one line, the second drawn within the first or on the other side of 0.
    """

    rows: Sequence[tuple[str, Sequence[tuple[float, float, float]]]]
    names: Sequence[str]


type Axis = tuple[str, float, float, Sequence[tuple[float, str]]]


@dataclass(frozen=True)
class Map:
    """Points on two axes, a mark for what does better there, and boxes of which each is said to be one way's.

    axes: label, low, high, marks with what each says. points: across, up, and 0, 1 or -1 for neither. boxes: the way,
    (low, high) across and up, infinite where open, and whether other inputs bound it too.
    """

    axes: tuple[Axis, Axis]
    points: Sequence[tuple[float, float, int]]
    boxes: Sequence[tuple[int, tuple[float, float], tuple[float, float], bool]]
    names: Sequence[str]


type Drawn = Curves | Marks | Bars | Heaps | Counts | Tornado | Map


@dataclass(frozen=True)
class Figure:
    """A picture's name and title, the unit of its numbers, what it shows in words, what is drawn, and a table.

    wordy: the columns of the table that hold words.
    """

    name: str
    title: str
    unit: str
    said: str
    drawn: Drawn
    header: Sequence[str]
    rows: Cells
    wordy: Sequence[int] = ()


def titles(comparison: Comparison, names: Sequence[str]) -> list[str]:
    """What the ways of working are called."""
    known = {arm.name: arm.title for arm in comparison.design.arms}
    return [known[name] for name in names]


def levels(comparison: Comparison, names: Sequence[str], series: Series) -> Figure:
    """A series over the years in every way of working."""
    ways = [spread([yearly(run, series) for run in comparison.of(name).values()]) for name in names]
    called = titles(comparison, names)
    ends = "; ".join(
        f"{name}: {words.amount(way[1, 0])} in year 1, {words.amount(way[1, -1])} in year {way.shape[1]}"
        for name, way in zip(called, ways, strict=True)
    )
    said = f"Middle of the repeat runs. {ends}. Bands hold nine runs in ten."
    years = list(range(1, ways[0].shape[1] + 1))
    header = ["Year", *(f"{name}, {which}" for name in called for which in ("middle", "low", "high"))]
    rows = [[str(y), *(words.amount(way[q, y - 1]) for way in ways for q in (1, 0, 2))] for y in years]
    return Figure(series.name, series.label, series.unit, said, Curves(years, ways, called), header, rows)


def difference(comparison: Comparison, names: Sequence[str], series: Series) -> Figure:
    """The second way less the first over the years, run by run."""
    apart = spread(paired(comparison, names, series))
    years = list(range(1, apart.shape[1] + 1))
    low, middle, high = (words.signed(float(one)) for one in apart[:, -1])
    a, b = titles(comparison, names)
    said = f"{b} less {a}, run by run: {middle} in the last year, from {low} to {high} in nine runs of ten."
    rows = [[str(y), *(words.signed(float(apart[q, y - 1])) for q in (1, 0, 2))] for y in years]
    return Figure(
        f"{series.name}-difference", f"{series.label}: the difference", series.unit, said,
        Curves(years, [apart], ["difference"], zero=True), ["Year", "middle", "low", "high"], rows,
    )  # fmt: skip


def paired(comparison: Comparison, names: Sequence[str], series: Series) -> list[Years]:
    """The second way less the first, run by run."""
    first, second = (comparison.of(name) for name in names)
    return [yearly(second[s], series) - yearly(first[s], series) for s in comparison.seeds(Draw.ALL, *names)]


def by_fifth(comparison: Comparison, b: str) -> list[Figure]:
    """Who gains and who loses: the difference in each fifth of neighbourhoods, for every outcome told by fifth."""
    fifths = comparison.fifths(b)
    told = []
    for name, (unit, _) in FIFTHS.items():
        some = [fifths[f"{name} {fifth}"] for fifth in range(1, 6)]
        every = [(said, one.estimate, one.low, one.high) for said, (_, _, one) in zip(words.FIFTHS, some, strict=True)]
        rows = [row for row in every if math.isfinite(row[1])]
        ends = [words.in_brackets(one, words.between(one)) for one in (some[0][2], some[4][2])]
        said = f"Most deprived fifth of neighbourhoods: {ends[0]}. Least deprived fifth: {ends[1]}."
        numbers = [
            [fifth, words.amount(x), words.amount(y), words.signed(one.estimate), words.between(one)]
            for fifth, (x, y, one) in zip(words.FIFTHS, some, strict=True)
            if math.isfinite(one.estimate)
        ]
        header = ["Fifth of neighbourhoods", "first", "second", "difference", "95 % interval"]
        told.append(Figure(f"fifth-{name}", words.FIFTH_LABELS[name], unit, said, Marks(rows), header, numbers))
    return told


def by_payer(comparison: Comparison, names: Sequence[str]) -> Figure:
    """Who pays: the mean over the years, and every year in the table."""
    paid = [comparison.payers(name) for name in names]
    called = titles(comparison, names)
    means = [one.mean(axis=(0, 1)) for one in paid]
    rows = [(payer, [float(mean[i]) for mean in means]) for i, payer in enumerate(ALL)]
    said = " ".join(
        f"{name}: council £{words.amount(mean[0])}, NHS £{words.amount(mean[1])}, national benefits and tax "
        f"£{words.amount(mean[2])}, and unpaid time worth £{words.amount(mean[-1])}."
        for name, mean in zip(called, means, strict=True)
    )
    yearly_rows = [
        [f"{year + 1}, {name}", *(words.amount(float(v)) for v in one[:, year].mean(axis=0))]
        for year in range(paid[0].shape[1])
        for name, one in zip(called, paid, strict=True)
    ]
    unit = "£ per resident a year"
    return Figure("payers", "Who pays", unit, said, Bars(rows, called), ["Year", *ALL], yearly_rows)


def payers_apart(comparison: Comparison, b: str) -> Figure:
    """Who pays more and who pays less: the difference for every payer, on average over the years."""
    paid = comparison.who_pays(b)
    rows = [(payer, one.estimate, one.low, one.high) for payer, (_, _, one) in paid.items()]
    told = (f"{payer} {words.signed(one.estimate)} ({words.between(one)})" for payer, (_, _, one) in paid.items())
    numbers = [
        [payer, words.amount(x), words.amount(y), words.signed(one.estimate), words.between(one)]
        for payer, (x, y, one) in paid.items()
    ]
    said = f"The second way less the first: {'; '.join(told)}."
    header = ["Payer", "first", "second", "difference", "95 % interval"]
    unit = "£ per resident a year"
    return Figure("payers-apart", "Who pays more, who pays less", unit, said, Marks(rows), header, numbers)


def stops(comparison: Comparison, names: Sequence[str]) -> Figure:
    """Where each way stops coping: one mark for each repeat run."""
    years = comparison.design.months // 12
    told, rows = [], []
    called = titles(comparison, names)
    for name, title in zip(names, called, strict=True):
        found = comparison.coping(name)
        told.append(f"{title}: {limits.stops(found[0], years)}.")
        rows += [
            [
                title, f"{100 * one.margin:.0f} points",
                f"{one.year:.0f}" if math.isfinite(one.year) else f"not within {years}",
                words.amount(one.demand), words.amount(one.need), f"{one.stopped} of {one.runs}",
                ", ".join(f"{said} {n}" for said, n in one.criteria.items() if n) or "-",
            ]
            for one in found
        ]  # fmt: skip
    header = [
        "", "margin of unmet need", "year (middle)", "demand, times", "need, times", "runs that stop",
        "what marks it, runs",
    ]  # fmt: skip
    drawn = Heaps(years, [comparison.stop_years(name) for name in names], called)
    return Figure(
        "coping", "Where each stops coping", "a mark for each repeat run", " ".join(told), drawn, header, rows
    )


def surely(answers: Sequence[Answer], called: Sequence[str]) -> Figure:
    """In how many sets of assumptions each way does better, by outcome."""
    n = answers[0].honest.n
    bars = [
        (words.bare(one), one.a_better, one.honest.n - one.a_better - one.b_better, one.b_better) for one in answers
    ]
    said = "Does better in so many repeat runs: " + "; ".join(
        f"{words.name_of(one)}, {called[0]} {one.a_better}, {called[1]} {one.b_better}" for one in answers
    )
    rows = [
        [
            one.main.label, words.amount(one.a), words.amount(one.b), words.signed(one.honest.estimate),
            words.between(one.honest), words.surely(one.honest), f"{one.a_better} / {one.b_better}",
        ]
        for one in answers
    ]  # fmt: skip
    header = ["", "first", "second", "difference", "95 % interval", "how surely", "better in, runs"]
    title = "In how many sets of assumptions each does better"
    return Figure("surely", title, f"of {max(n, 1)}", said + ".", Counts(bars, called, max(n, 1)), header, rows, [5])
