"""The report's tables of who gains and who loses, and of what stands behind the main outcomes."""

import math
from html import escape

from simulation.experiments.compare import Comparison
from simulation.experiments.details import TOPICS
from simulation.experiments.intervals import Interval
from simulation.experiments.measures import FIFTHS
from simulation.experiments.people import SHOWN
from simulation.outputs import prose, words
from simulation.outputs.drawing.pictures import table

CHANCE = 0.05
"""How often a 95 % interval excludes zero where there is no difference."""


def by_group(comparison: Comparison, b: str) -> str:
    """The difference for every group of people in every outcome, marked where the interval excludes zero."""
    found = comparison.groups(b)
    rows = [
        [words.group(one), *(_difference(found[f"{name} {one.key}"][2]) for name in FIFTHS)]
        for one in SHOWN
    ]  # fmt: skip
    marked = sum(one.clear for _, _, one in found.values())
    levels = [
        [words.group(one), *(_levels(found[f"{name} {one.key}"]) for name in FIFTHS)]
        for one in SHOWN
    ]  # fmt: skip
    header = ["Second less first", *(words.FIFTH_OUTCOMES[name] for name in FIFTHS)]
    return (
        f"<h3>For each group of people</h3>{table(header, rows)}"
        f"<p>{escape(words.by_chance(marked, len(found), CHANCE))}</p>{prose.GROUPS}"
        f"<details><summary>What each group has: first, second</summary>{table(['', *header[1:]], levels)}</details>"
    )


def topics(comparison: Comparison, b: str) -> str:
    """Every topic as a table, and what a crisis avoided costs."""
    found = comparison.details(b)
    header = ["", "first", "second", "difference", "95 % interval", "unit"]
    told = []
    for topic in TOPICS:
        rows = [
            _row(label, unit, *found[f"{topic.key} {name}"])
            for name, (label, unit) in topic.numbers.items()
            if len(comparison.yardstick.places) > 1 or not name.endswith(" places")
        ]
        told.append(f"<h3>{escape(topic.title)}</h3>{table(header, rows, [5])}{prose.TOPICS.get(topic.key, '')}")
    return "".join(told) + f"<p>{escape(words.crisis_cost(comparison.crisis_cost(b)))}</p>"


def _row(label: str, unit: str, x: float, y: float, one: Interval) -> list[str]:
    return [label, words.amount(x), words.amount(y), _marked(one), words.between(one), words.told_in(unit)]


def _marked(one: Interval) -> str:
    return words.signed(one.estimate) + ("*" if one.clear else "")


def _difference(one: Interval) -> str:
    return f"{_marked(one)} ({words.between(one)})" if math.isfinite(one.estimate) else words.NOBODY


def _levels(one: tuple[float, float, Interval]) -> str:
    return f"{words.amount(one[0])}, {words.amount(one[1])}"
