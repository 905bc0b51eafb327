"""The page on how much demand each way of working bears: pictures, each also in words and as a table."""

import math
from collections import Counter
from collections.abc import Mapping
from html import escape

from simulation.experiments.bisection import LEAST, MOST
from simulation.experiments.breaking_point import STILL
from simulation.experiments.foundation import EFFORT, FOUNDATION
from simulation.experiments.intervals import Interval
from simulation.outputs import prose
from simulation.outputs.bearing.telling import (
    Bearing,
    Way,
    bounded,
    ceiling,
    head,
    in_year,
    multiple,
    notes,
    times,
    year,
)
from simulation.outputs.drawing import pages, strips
from simulation.outputs.drawing.pictures import framed, picture, table
from simulation.outputs.drawing.strips import Axis, Strip
from simulation.outputs.figures import Figure, Marks
from simulation.outputs.words import amount, between, signed, surely

TITLE = "How much demand each way of working bears"

READ = "A mark for each repeat run, heaped where several agree; beneath them the middle run, with its 95 % interval."


def page(found: Bearing, command: str, versions: Mapping[str, str]) -> str:
    """The whole page."""
    told = [f"<strong>{escape(way.called)}.</strong> {escape(way.arm.scenario.description)}" for way in found.ways]
    body = [f"<p>{escape(line).replace('`', '')}</p>" for line in head(found)]
    body += [f"<p>{line}</p>" for line in told]
    body.append(f'<ul class="short">{"".join(f"<li>{escape(line)}</li>" for line in notes(found))}</ul>')
    body += ["<h2>1. At which demand each stops coping</h2>", _demand(found)]
    body += ["<h2>2. In which year, as demand rises on its ordinary path</h2>", _years(found)]
    body += ["<h2>3. What is left when an effort ends</h2>", _foundation(found)]
    body += ["<h2>4. What marks the end of coping</h2>", _marked_by(found), _failed(found)]
    body += ["<h2>What this cannot tell</h2>", prose.NOT_A_FORECAST, pages.made_again(command, found.arms, versions)]
    return pages.framed(TITLE, body)


def _demand(found: Bearing) -> str:
    """Where each stops coping, and where it copes again as demand falls."""
    rows, numbers = [], []
    for way in found.ways:
        rows.append(Strip(way.called, [one.stops for one in way.runs], way.stops))
        numbers.append([f"{way.called}: stops coping", *_cells(way.stops), way.mostly])
        if way.recovers.n:
            again = [one.recovers for one in way.runs]
            rows.append(Strip("copes again at", again, way.recovers, hollow=True))
            numbers.append([f"{way.called}: copes again", *_cells(way.recovers), ""])
    all_stops = [one.stops for way in found.ways for one in way.runs]
    most, endless = [one for one in all_stops if math.isfinite(one)], math.inf in all_stops
    high = next(one for one in (5.0, 10.0, 20.0, 50.0, MOST) if one == MOST or one >= max([found.ceiling, *most]))
    ends = tuple(one for one in (STILL, LEAST, 2.0, 5.0, 10.0, 20.0, 50.0, MOST) if one <= high)
    limit = (found.ceiling, f"free hours end at {found.ceiling:.1f}") if found.ceiling <= high else None
    axis = Axis(
        STILL, high, ends, "times today's demand, each step a factor", below="below half",
        beyond=f"above {MOST:.0f}" if endless else "", log=True, limit=limit,
    )  # fmt: skip
    told = [f"{way.called}: stops coping at {times(way.stops)}{_again(way)}." for way in found.ways]
    said = f"{READ} {' '.join(told)} {ceiling(found)}"
    header = ["Way of working", "middle run", "low", "high", "repeat runs", "mostly by"]
    drawn = strips.drawn(rows, axis)
    title = "Demand at which each stops coping, and at which it copes again"
    return framed("bears-demand", title, "times today's, held", said, drawn, table(header, numbers, [5]))


def _again(way: Way) -> str:
    return f", copes again at {times(way.recovers)}" if way.recovers.n else ""


def _cells(one: Interval) -> list[str]:
    ends = [multiple(one.low), multiple(one.high)] if bounded(one) else ["too few runs"] * 2
    return [multiple(one.estimate), *ends, str(one.n)]


def _years(found: Bearing) -> str:
    """When each stops coping on the ordinary path."""
    last = float(found.arms[0].scenario.run.years)
    rows = [Strip(way.called, [one.year for one in way.runs], way.year) for way in found.ways]
    some = tuple(float(one) for one in range(0, int(last) + 1, 1 if last < 8 else 2 if last < 16 else 5) if one) or (
        last,
    )
    axis = Axis(1.0, last, some, "year", beyond="copes to the end")
    told = [f"{way.called}: {in_year(way.year.estimate)}." for way in found.ways]
    numbers = [
        [
            way.called, year(way.year.estimate), *_year_ends(way.year),
            f"{sum(math.isfinite(one.year) for one in way.runs)} of {len(way.runs)}",
        ]
        for way in found.ways
    ]  # fmt: skip
    header = ["Way of working", "year (middle run)", "low", "high", "runs that stop"]
    title = "Year in which each stops coping, on the ordinary path of demand"
    drawn = strips.drawn(rows, axis)
    return framed(
        "bears-years", title, f"of {last:.0f} years", f"{READ} {' '.join(told)}", drawn, table(header, numbers)
    )


def _year_ends(one: Interval) -> list[str]:
    return [year(one.low), year(one.high)] if bounded(one) else ["too few runs"] * 2


def _foundation(found: Bearing) -> str:
    """What each gains on the first while its effort lasts, and what is left after it."""
    first, *others = found.ways
    if not others:
        return "<p>It takes a second way of working to tell what an effort gains.</p>"
    both = [
        (f"{way.called.partition(' ')[0]}, {when}", Interval(-one.estimate, -one.high, -one.low, one.n))
        for way in others
        for when, one in (("effort on", way.gain), ("effort over", way.left))
    ]
    said = (
        f"Unmet need less that of {first.called}, in the last of {EFFORT} years of effort and {FOUNDATION} years after "
        "everybody has gone back to the first way: below zero, less need goes unmet. "
        + " ".join(f"{label}: {signed(one.estimate)} ({between(one)})." for label, one in both)
    )
    numbers = [[label, signed(one.estimate), between(one), surely(one), str(one.n)] for label, one in both]
    header = ["", "difference", "95 % interval", "how surely", "repeat runs"]
    drawn = Marks([(label, one.estimate, one.low, one.high) for label, one in both])
    title = "Unmet need against the first way, while the effort lasts and after it"
    return picture(Figure("foundation", title, "% of hours needed", said, drawn, header, numbers, [3]), "bears")


def _marked_by(found: Bearing) -> str:
    """How often each criterion marks the end of coping."""
    rows = []
    for way in found.ways:
        why = Counter(one.criterion for one in way.runs)
        bears = why.pop("", 0)
        told = ", ".join(f"{said} {n}" for said, n in why.most_common())
        rows.append([way.called, told or "-", str(bears)])
    header = ["Way of working", "what marks it, repeat runs", f"bears {amount(MOST)} times, repeat runs"]
    return table(header, rows, [1])


def _failed(found: Bearing) -> str:
    if not found.failed:
        return ""
    rows = [[one.arm, str(one.seed), one.error] for one in found.failed]
    return f"<h2>Runs that did not end</h2>{table(['', 'repeat run', 'why'], rows, [2])}"
