"""The report's pictures: each with a title, the same in words, and the numbers in a table."""

import math
from collections.abc import Sequence
from html import escape

import numpy as np

from simulation.experiments.compare import Answer, Comparison
from simulation.experiments.design import Draw
from simulation.experiments.measures import FIFTHS
from simulation.experiments.payers import ALL
from simulation.outputs import svg, words
from simulation.outputs.series import SERIES, Series, Years, spread, yearly

type Cells = Sequence[Sequence[str]]


def table(header: Sequence[str], rows: Cells, wordy: Sequence[int] = ()) -> str:
    """A table; the first column names the rows, columns in `wordy` hold words."""

    def cell(tag: str, number: int, said: str, more: str = "") -> str:
        css = ' class="words"' if number in wordy else ""
        return f"<{tag}{css}{more}>{escape(said)}</{tag}>"

    head = "".join(cell("th", i, said, ' scope="col"') for i, said in enumerate(header))
    body = "".join(
        "<tr>"
        + "".join(
            cell("th" if i == 0 else "td", i, said, ' scope="row"' if i == 0 else "") for i, said in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    return f'<div class="table"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def figure(key: str, title: str, unit: str, said: str, drawn: tuple[Sequence[str], float], numbers: str) -> str:
    """A picture under its title, what it shows in words, and its numbers behind a fold."""
    parts, height = drawn
    return (
        f"<figure><figcaption>{escape(title)} <span>{escape(unit)}</span></figcaption>"
        f"{svg.picture(key, title, said, height, parts)}<p>{escape(said)}</p>"
        f"<details><summary>The numbers</summary>{numbers}</details></figure>"
    )


def titles(comparison: Comparison, names: Sequence[str]) -> list[str]:
    """What the ways of working are called."""
    known = {arm.name: arm.title for arm in comparison.design.arms}
    return [known[name] for name in names]


def over_time(comparison: Comparison, names: Sequence[str], key: str) -> str:
    """Every series over the years: the ways of working with bands, and the paired difference beneath."""
    return "".join(
        _levels(comparison, names, series, key) + (_differences(comparison, names, series, key) if names[1:] else "")
        for series in SERIES
    )


def _levels(comparison: Comparison, names: Sequence[str], series: Series, key: str) -> str:
    ways = [spread([yearly(run, series) for run in comparison.of(name).values()]) for name in names]
    called = titles(comparison, names)
    ends = "; ".join(
        f"{name}: {words.amount(way[1, 0])} in year 1, {words.amount(way[1, -1])} in year {way.shape[1]}"
        for name, way in zip(called, ways, strict=True)
    )
    said = f"Middle of the repeat runs. {ends}. Bands hold nine runs in ten."
    years = list(range(1, ways[0].shape[1] + 1))
    drawn = svg.curves(years, ways, called, zero=False), 240.0
    header = ["Year", *(f"{name}, {which}" for name in called for which in ("middle", "low", "high"))]
    rows = [[str(y), *(words.amount(way[q, y - 1]) for way in ways for q in (1, 0, 2))] for y in years]
    return figure(f"{key}-{series.name}", series.label, series.unit, said, drawn, table(header, rows))


def _differences(comparison: Comparison, names: Sequence[str], series: Series, key: str) -> str:
    difference = spread(paired(comparison, names, series))
    years = list(range(1, difference.shape[1] + 1))
    low, middle, high = (words.signed(float(one)) for one in difference[:, -1])
    a, b = titles(comparison, names)
    said = f"{b} less {a}, run by run: {middle} in the last year, from {low} to {high} in nine runs of ten."
    drawn = svg.curves(years, [difference], ["difference"], zero=True, height=170), 170.0
    rows = [[str(y), *(words.signed(float(difference[q, y - 1])) for q in (1, 0, 2))] for y in years]
    numbers = table(["Year", "middle", "low", "high"], rows)
    return figure(
        f"{key}-{series.name}-difference", f"{series.label}: the difference", series.unit, said, drawn, numbers
    )


def paired(comparison: Comparison, names: Sequence[str], series: Series) -> list[Years]:
    """The second way less the first, run by run."""
    first, second = (comparison.of(name) for name in names)
    return [yearly(second[s], series) - yearly(first[s], series) for s in comparison.seeds(Draw.ALL, *names)]


def by_fifth(comparison: Comparison, b: str, key: str) -> str:
    """Who gains and who loses: the difference in each fifth of neighbourhoods."""
    fifths = comparison.fifths(b)
    told = []
    for name, (unit, _) in FIFTHS.items():
        some = [fifths[f"{name} {fifth}"] for fifth in range(1, 6)]
        rows = [(said, one.estimate, one.low, one.high) for said, (_, _, one) in zip(words.FIFTHS, some, strict=True)]
        label = words.FIFTH_LABELS[name]
        ends = [f"{words.signed(one.estimate)} ({words.between(one)})" for one in (some[0][2], some[4][2])]
        said = f"Most deprived fifth of neighbourhoods: {ends[0]}. Least deprived fifth: {ends[1]}."
        numbers = [
            [fifth, words.amount(x), words.amount(y), words.signed(one.estimate), words.between(one)]
            for fifth, (x, y, one) in zip(words.FIFTHS, some, strict=True)
        ]
        header = ["Fifth of neighbourhoods", "first", "second", "difference", "95 % interval"]
        told.append(figure(f"{key}-fifth-{name}", label, unit, said, svg.marks(rows, unit), table(header, numbers)))
    return "".join(told)


def by_payer(comparison: Comparison, names: Sequence[str], key: str) -> str:
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
    return figure(f"{key}-payers", "Who pays", unit, said, svg.bars(rows, unit), table(["Year", *ALL], yearly_rows))


COPES_AT = 1.12
"""Where places that cope to the end stand on the axis of years, against its length."""


def stops(comparison: Comparison, names: Sequence[str], key: str) -> str:
    """Where each way stops coping: one mark for each repeat run, the middle one tall."""
    years = comparison.design.months // 12
    to_the_end = years * COPES_AT
    x = svg.Scale(1, to_the_end * 1.04, 150, svg.WIDTH - 24)
    height = svg.TOP + 70.0 * len(names) + svg.BOTTOM
    foot = height - svg.BOTTOM
    marks = [y for y in svg.ticks(1, years, 8) if 1 <= y <= years and y == int(y)]
    parts = [svg.line(x(y), svg.TOP, x(y), foot, "grid") for y in marks]
    parts += [svg.text(x(y), foot + 18, svg.plain(y), "middle") for y in marks]
    parts += [
        svg.text(x(to_the_end), foot + 18 + 14 * i, said, "middle", "soft")
        for i, said in enumerate(("copes to", "the end"))
    ]
    parts.append(svg.text(140, foot + 18, "year", "end", "soft"))
    told, rows = [], []
    for number, (name, title) in enumerate(zip(names, titles(comparison, names), strict=True)):
        y = svg.TOP + 70.0 * number + 55
        parts += [
            svg.text(140, y - 14 + 14 * i, said, "end", f"name{number}") for i, said in enumerate(svg.folded(title))
        ]
        parts += _heap(comparison.stop_years(name), years, x, y, number)
        told.append(f"{title}: {words.stops(comparison.coping(name)[0], years)}.")
        rows += [
            [
                title, f"{100 * one.margin:.0f} points",
                f"{one.year:.0f}" if math.isfinite(one.year) else f"not within {years}",
                words.amount(one.demand), words.amount(one.need), f"{one.stopped} of {one.runs}",
                ", ".join(f"{said} {n}" for said, n in one.criteria.items() if n) or "-",
            ]
            for one in comparison.coping(name)
        ]  # fmt: skip
    header = [
        "",
        "margin of unmet need",
        "year (middle)",
        "demand, times",
        "need, times",
        "runs that stop",
        "what marks it, runs",
    ]
    return figure(
        f"{key}-coping",
        "Where each stops coping",
        "a mark for each repeat run",
        " ".join(told),
        (parts, height),
        table(header, rows),
    )


def _heap(stop_years: Sequence[float], years: int, x: svg.Scale, y: float, number: int) -> list[str]:
    """Dots heaped over their years; those of places that cope to the end stand apart at the right."""
    places = [min(one, years * COPES_AT) for one in stop_years]
    heights = {place: min(7.0, 46.0 / places.count(place)) for place in set(places)}
    return [
        svg.dot(x(place), y - heights[place] * places[:i].count(place), f"one{number}", 3.2)
        for i, place in enumerate(places)
    ]


def surely(answers: Sequence[Answer], called: Sequence[str], key: str) -> str:
    """In how many sets of assumptions each way does better, by outcome."""
    n = max(answers[0].honest.n, 1)
    height = svg.TOP + 30.0 * len(answers) + svg.BOTTOM
    x = svg.Scale(0, n, 230, svg.WIDTH - 24)
    parts: list[str] = []
    for number, one in enumerate(answers):
        y = svg.TOP + 30.0 * number
        even = n - one.a_better - one.b_better
        parts.append(svg.text(220, y + 15, one.main.label.partition(",")[0], "end"))
        edges = np.cumsum([0, one.a_better, even, one.b_better])
        for css, left, right in zip(("bar0", "bar2", "bar1"), edges, edges[1:], strict=False):
            if right > left:
                parts.append(svg.rect(x(float(left)), y + 2, x(float(right)) - x(float(left)), 20, css))
    foot = height - svg.BOTTOM
    parts += [svg.text(x(s), foot + 16, svg.plain(s), "middle") for s in svg.ticks(0, n) if s <= n]
    parts.append(
        svg.text(svg.WIDTH - 24, foot + 32, f"filled: {called[0]} does better; outlined: {called[1]}", "end", "soft")
    )
    said = "Does better in so many repeat runs: " + "; ".join(
        f"{one.main.label.partition(',')[0].lower()}, {called[0]} {one.a_better}, {called[1]} {one.b_better}"
        for one in answers
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
    return figure(f"{key}-surely", title, f"of {n}", said + ".", (parts, height), table(header, rows, [5]))
