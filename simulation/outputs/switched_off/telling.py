"""What came of switching each mechanism off in turn: on the screen, for machines, as rows and as a page."""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from simulation.experiments.ablation import OUTCOMES, Ablation, Effect
from simulation.experiments.intervals import LEVEL, Interval
from simulation.experiments.measures import MAIN, Main
from simulation.outputs import words
from simulation.outputs.drawing import pages
from simulation.outputs.drawing.pictures import pictures, table
from simulation.outputs.figures import Figure, Marks
from simulation.outputs.plain_csv import cell
from simulation.outputs.plain_json import number
from simulation.parameters import cards
from simulation.words import counted, listed, so_many

SHORT = ("unmet need", "crises", "spending", "wellbeing", "gap", "exhaustion")
"""The main outcomes in as few words as a column has room for."""

SMALLEST = 0.001
"""A bound of an interval below this has no digits of its own."""

NEAR = 0.1
"""Marks within this share of the furthest are drawn again, enlarged."""

COLUMNS = (
    "switch", "mechanism", "outcome", "unit", "meant_to_move", "as_it_is", "without", "difference", "low", "high",
    "runs",
)  # fmt: skip


def label(one: Effect) -> str:
    """What a mechanism is called."""
    return cards()[one.switch].label


def phases(one: Effect) -> list[str]:
    """The phases of the month that are skipped without it; none where the switch is within a phase."""
    from simulation.world import PHASES

    return [phase.name for phase in PHASES if f"{phase.switch}.on" == one.switch]


def head(found: Ablation) -> str:
    """What was done, in two sentences."""
    scenario, runs = found.scenario, max(one.runs for one in found.effects)
    lasting = counted(int(scenario.run.years), "year", "years")
    return (
        f"{scenario.title}: each mechanism off in turn from month 0, {lasting}, {so_many(runs, 'repeat run')}. "
        "A difference is what comes without the mechanism less what comes with it, with its 95 % interval."
    )


def told(found: Ablation) -> list[str]:
    """Which mechanisms move nothing, what marks mean, and what could not be run."""
    nothing = [label(one) for one in found.effects if one.identical]
    unclear = [label(one) for one in found.effects if one.runs and not one.identical and not one.clear]
    compared = [one for one in found.effects if one.runs and not one.identical]
    marked = sum(len(one.clear) for one in compared)
    pairs = len(compared) * len(MAIN)
    lines = [
        f"* The interval excludes zero: {marked} of {pairs}, where about {round((1 - LEVEL) * pairs)} would by chance "
        "alone if no mechanism did anything."
    ]
    missed = [
        f"{label(one)} ({listed([OUTCOMES[name].label for name in one.missed])})" for one in compared if one.missed
    ]
    lines += [f"No clear effect here: {', '.join(unclear)}."] if unclear else []
    lines += [f"No effect at all here, to the last digit: {', '.join(nothing)}."] if nothing else []
    lines += [f"Not clear here in what it is meant to move: {'; '.join(missed)}."] if missed else []
    lines += [f"Without {cards()[one.arm].label if one.arm in cards() else 'any change'}, repeat run {one.seed} did not"
              f" end: {one.error}" for one in found.failures[:3]]  # fmt: skip
    lines += [f"... and {len(found.failures) - 3} more runs did not end."] if len(found.failures) > 3 else []
    return lines


def show(found: Ablation, console: Console) -> None:
    """Print one table: mechanisms down, the main outcomes across."""
    console.print(Text(head(found)))
    shown = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    header, numbers = cells(found, "\n")
    shown.add_column(header[0])
    for short in header[1:]:
        shown.add_column(short, justify="right", header_style="dim")
    for row in numbers:
        shown.add_row(*row)
    console.print(shown)
    for line in (units(), *told(found)):
        console.print(Text(line))


def cells(found: Ablation, between: str) -> tuple[list[str], list[list[str]]]:
    """The head of the table and its rows. between: a difference and its interval."""
    lines = [["(as it is)", *(words.amount(found.whole[main.name]) for main in MAIN)]]
    lines += [
        [label(one), *(_cell(one.difference[main.name], between) for main in MAIN)]
        for one in found.effects
        if one.runs and not one.identical
    ]
    return ["without", *SHORT], lines


def units() -> str:
    """In what the columns of the table count."""
    each = "; ".join(f"{short}: {main.unit}" for short, main in zip(SHORT, MAIN, strict=True))
    return f"Units. {each}."


def _cell(one: Interval, between: str) -> str:
    if one.low == one.high == 0.0 or math.isnan(one.estimate):
        return words.amount(one.estimate)
    reach = f"{between}{_short(one.low)} to {_short(one.high)}" if math.isfinite(one.low) else ""
    return f"{words.signed(one.estimate)}{'*' if one.clear else ''}{reach}"


def _short(value: float) -> str:
    """A number in two digits, or whole; one too small for any is none.

    >>> _short(-1234.5), _short(-0.26), _short(-7.6e-05)
    ('−1,234', '−0.26', '0.000')
    """
    if abs(value) < SMALLEST:
        return words.amount(value)
    return (f"{value:,.0f}" if abs(value) >= 10 else f"{value:.2g}").replace("-", "−")


def machine(found: Ablation) -> dict[str, Any]:
    """The same for machines."""
    scenario = found.scenario
    return {
        "scenario": scenario.name,
        "fingerprint": scenario.fingerprint,
        "months": 12 * int(scenario.run.years),
        "seeds": sorted({one.seed for one in found.readings}),
        "outcomes": {main.name: {"unit": main.unit, "as_it_is": number(found.whole[main.name])} for main in MAIN},
        "mechanisms": [
            {
                "switch": one.switch,
                "label": label(one),
                "phases": phases(one),
                "runs": one.runs,
                "no_effect": one.identical,
                "outcomes": {main.name: _machine(one, main.name) for main in MAIN},
                "meant_to_move": {name: {"unit": OUTCOMES[name].unit} | _machine(one, name) for name in one.moves},
            }
            for one in found.effects
        ],
        "failed": [{"switch": one.arm, "seed": one.seed, "error": one.error} for one in found.failures],
    }


def _machine(one: Effect, outcome: str) -> dict[str, float | None]:
    apart = one.difference[outcome]
    return {
        "without": number(one.without[outcome]), "difference": number(apart.estimate),
        "low": number(apart.low), "high": number(apart.high),
    }  # fmt: skip


def rows(found: Ablation) -> str:
    """CSV: a line for each mechanism and main outcome, and for what else it is meant to move."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(COLUMNS)
    for one in found.effects:
        for name in dict.fromkeys((*(main.name for main in MAIN), *one.moves)):
            apart, meant = one.difference[name], "yes" if name in one.moves else "no"
            numbers = found.whole[name], one.without[name], apart.estimate, apart.low, apart.high
            lines.writerow([one.switch, label(one), name, OUTCOMES[name].unit, meant, *map(cell, numbers), one.runs])
    return text.getvalue()


def figures(found: Ablation, main: Main) -> list[Figure]:
    """One main outcome: every mechanism that moves it at all, the furthest first; then those near zero, enlarged."""
    moved = [one for one in found.effects if one.runs and any(np.nan_to_num(_ends(one.difference[main.name])))]
    moved.sort(key=lambda one: -abs(one.difference[main.name].estimate))
    name, title = f"off-{main.name}", f"{main.label.partition(',')[0]}: without each mechanism, less as it is"
    clear = [label(one) for one in moved if one.difference[main.name].clear]
    said = f"As it is: {words.amount(found.whole[main.name])}. Clearly different without: {listed(clear or ['none'])}."
    drawn = [_figure(name, title, said, moved, main)]
    reach = [max(map(abs, _ends(one.difference[main.name]))) for one in moved]
    near = [one for one, far in zip(moved, reach, strict=True) if far < NEAR * max(reach)]
    if near:
        drawn.append(_figure(f"{name}-near", f"{title}, those near zero enlarged", "The same numbers.", near, main))
    return drawn


def _figure(name: str, title: str, said: str, some: Sequence[Effect], main: Main) -> Figure:
    apart = [(one, one.difference[main.name]) for one in some]
    numbers = [
        [
            label(one),
            words.amount(one.without[main.name]),
            words.signed(it.estimate),
            words.between(it),
            words.surely(it),
        ]
        for one, it in apart
    ]
    header = ["Without", "comes to", "difference", "95 % interval", "how surely"]
    drawn = Marks([(label(one), *_ends(it)) for one, it in apart])
    return Figure(name, title, main.unit, said, drawn, header, numbers, [4])


def _meant(found: Ablation) -> tuple[list[str], list[list[str]]]:
    """The head of a table of all that each mechanism is meant to move, and its rows."""
    told = [(one, OUTCOMES[name], one.difference[name]) for one in found.effects for name in one.moves]
    lines = [
        [label(one), what.label, what.unit, words.signed(it.estimate), words.between(it), words.surely(it)]
        for one, what, it in told
    ]
    return ["Without", "meant to move", "unit", "difference", "95 % interval", "how surely"], lines


def _ends(one: Interval) -> tuple[float, float, float]:
    return one.estimate, one.low, one.high


def page(found: Ablation, command: str, versions: Mapping[str, str]) -> str:
    """A page that opens anywhere: a picture for each main outcome, its numbers behind a fold."""
    title = f"{found.scenario.title}: each mechanism switched off in turn"
    lines: Sequence[str] = [head(found), *told(found)]
    body = [f"<p>{escape(line)}</p>" for line in lines]
    body.append(pictures([one for main in MAIN for one in figures(found, main)], "off"))
    names = [[label(one), one.switch, ", ".join(phases(one)) or "within other phases"] for one in found.effects]
    body += ["<h2>The mechanisms</h2>", table(["Mechanism", "switch", "phases of the month"], names, [1, 2])]
    made = "; ".join(f"{name} {version}" for name, version in versions.items())
    body += ["<h2>What each is meant to move</h2>", table(*_meant(found), [1, 2, 5])]
    body += ["<h2>Make it again</h2>", f"<p><code>python3 -m uv run {escape(command)}</code></p>"]
    body += [f'<p class="soft">Scenario {escape(found.scenario.fingerprint)}; {escape(made)}.</p>']
    return pages.framed(title, body)
