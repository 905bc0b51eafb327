"""What an analysis of a study is told as: sentences, figures with their tables, the same for machines; and a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from simulation.experiments.analysis.finished import Finished
from simulation.experiments.analysis.sample import Luck
from simulation.experiments.intervals import Interval
from simulation.experiments.studies.outcomes import Outcome
from simulation.experiments.studies.reading import DRAWN
from simulation.outputs.drawing import pages
from simulation.outputs.drawing.pictures import pictures
from simulation.outputs.figures import Figure
from simulation.outputs.words import amount, signed, told_in
from simulation.words import capital, counted, how_many


@dataclass(frozen=True)
class Told:
    """One analysis in words, in pictures and for machines."""

    title: str
    lines: Sequence[str]
    figures: Sequence[Figure]
    machine: dict[str, Any]


def page(told: Told, command: str) -> str:
    """A page that opens anywhere: sentences, pictures with their numbers behind a fold, how to make it again."""
    body = [f"<p>{escape(line)}</p>" for line in told.lines]
    body.append(pictures(told.figures, "found"))
    body += ["<h2>Make it again</h2>", f"<p><code>python3 -m uv run {escape(command)}</code></p>"]
    return pages.framed(told.title, body)


def between(one: Interval, sign: bool = False) -> str:
    """An interval, or why there is none."""
    said = signed if sign else amount
    return f"{said(one.low)} to {said(one.high)}" if one.low == one.low else "too few to say"


def bare(outcome: str) -> str:
    """An outcome's label without its unit, as it stands within a sentence."""
    return outcome.partition(",")[0].lower()


def unit(outcome: Outcome) -> str:
    """What an outcome is told in, and how `Finished.beyond` counts what never happens."""
    return told_in(outcome.unit.replace(", infinite where", "; the one after the last where"))


def asked(found: Finished, outcome: str, ways: Sequence[str]) -> str:
    """What is asked about."""
    label = bare(found.outcome(outcome).label)
    titles = [found.titles[way] for way in ways]
    return f"{label}, {titles[0]}" if len(ways) == 1 else f"{label}, {titles[1]} less {titles[0]}"


def how_far(found: Finished, points: int, left_out: int) -> list[str]:
    """Out of how much it is told, and what is missing."""
    runs = found.study.seeds
    each = counted(runs, "repeat run", "repeat runs")
    lines = [f"“{found.study.title}”: {counted(points, 'point', 'points')}, {each} at each."]
    if left_out:
        many = capital(counted(left_out, "point is", "points are"))
        lines.append(f"{many} left out: no finished run is there, or none at a point that belongs with it.")
    return lines


def luck_of(found: Finished) -> str:
    """What repeat runs of one point differ by."""
    return "luck and the assumptions drawn anew with each repeat run" if found.study.others == DRAWN else "luck"


def many(assumptions: int) -> list[str]:
    """Where many are asked about, how many of them would seem to count if none did."""
    wrongly = round(assumptions / 20)
    if not wrongly:
        return []
    return [f"Of {assumptions} assumptions that do nothing, about {how_many(wrongly)} would seem to count: 1 in 20."]


def of_luck(found: Finished, luck: Luck) -> str:
    """What luck has to do with it."""
    if luck.of_run != luck.of_run and luck.seeds > 1:
        return "With so few points, luck cannot be told from the assumptions."
    if luck.of_run != luck.of_run:
        return (
            "With one repeat run at each point, luck cannot be told from the assumptions. Ask again with two or more "
            "to know it."
        )
    still = luck.of_mean
    return (
        f"{capital(luck_of(found))}: {100 * luck.of_run:.0f} % of how far single runs lie apart. All points share the "
        "same luck, and what is told here is of the mean over repeat runs, in which luck still makes "
        f"{100 * still.estimate:.0f} % ({100 * still.low:.0f} to {100 * still.high:.0f}) of how far points lie apart."
    )
