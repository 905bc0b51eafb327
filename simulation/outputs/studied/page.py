"""A study's report: one page that opens anywhere."""

from collections.abc import Sequence
from html import escape

from simulation.experiments.studies.inputs import Range
from simulation.outputs import prose
from simulation.outputs.analysed.telling import Told, bare, unit
from simulation.outputs.cards import value
from simulation.outputs.drawing import pages
from simulation.outputs.drawing.pictures import picture, pictures, table
from simulation.outputs.figures import Figure, Marks
from simulation.outputs.report import assumptions
from simulation.outputs.studied.came_out import Line
from simulation.outputs.studied.content import Content, place
from simulation.outputs.words import amount, between, signed, surely, told_in
from simulation.parameters import cards
from simulation.words import capital

UNCERTAINTY = (
    "Each interval holds the mean difference with 95 % confidence, over points and repeat runs together (Student’s t; "
    "rather too wide than too narrow). “Nine in ten” says between which values nine runs in ten lie. A pair is the "
    "same point in the same repeat run. A place that copes to the end counts as one that stops in the year after."
)

ROLES = {"uncertainty": "uncertain", "lever": "chosen", "tool": "with or without"}


def page(content: Content) -> str:
    """The whole page."""
    study = content.found.study
    body = [
        f"<p><strong>{escape(study.question)}</strong></p>",
        f"<p>{escape(content.done)}</p>",
        f'<ol class="short">{"".join(f"<li>{escape(line)}</li>" for line in content.short)}</ol>',
        "<h2>How it was asked</h2>", f"<p>{escape(content.design)}</p>", f"<p>{escape(content.money)}</p>",
        _ways(content), _inputs(content),
        "<h2>How each came out</h2>", f"<p>{escape(UNCERTAINTY)}</p>", _outcomes(content),
        *(_section(one, number) for number, one in enumerate(content.told)),
        _untold(content), _failed(content),
        "<h2>What it assumes</h2>", assumptions(content.scenario),
        "<h2>What this cannot tell</h2>", prose.NOT_A_FORECAST, _remake(content),
    ]  # fmt: skip
    return pages.framed(study.title, body)


def _ways(content: Content) -> str:
    found = content.found
    world = found.study.worlds[0] if found.study.worlds else ""
    return "".join(
        f"<p><strong>{escape(arm.title)}.</strong> {escape(arm.scenario.description)}</p>"
        for arm in found.study.arms(world)
    )


def inputs(content: Content) -> tuple[list[str], list[list[str]]]:
    """Everything that varies: a header and a row each."""
    header = ["What varies", "from", "centre", "to", "unit", "role", "grade", "source"]
    return header, [_input(name, one) for name, one in content.found.study.inputs.items()]


def _input(name: str, one: Range) -> list[str]:
    card = cards().get(name)
    unit = "" if card is None else "times its usual numbers" if isinstance(card.value, tuple) else told_in(card.unit)
    low, *middle, high = [value(said) for said in one.levels or (one.low, one.centre, one.high)]
    return [one.label, low, ", ".join(middle), high, unit, ROLES[one.role], one.grade, card.source if card else ""]


def _inputs(content: Content) -> str:
    header, rows = inputs(content)
    if not rows:
        return "<p>Nothing varies but the ways of working and luck.</p>"
    every = table(header, rows, [4, 5, 7])
    if len(rows) > MOST_OPEN:
        many = f"Each of the {len(rows):,}, with its range and source"
        every = f"<details><summary>{many}</summary>{every}</details>"
    return f"<h3>What varies</h3>{every}"


HEADER = ["", "mean", "nine in ten, from", "to", "runs", "difference", "95 % interval", "how surely", "lower / higher"]


def row(line: Line) -> list[str]:
    """A way of working's outcome under HEADER."""
    one = line.difference
    apart = (
        [signed(one.estimate), between(one), surely(one), f"{line.less} / {line.more}"]
        if one.n
        else ["", "", "", ""]
    )  # fmt: skip
    return [line.way, amount(line.mean), amount(line.low), amount(line.high), str(line.runs), *apart]


def _outcomes(content: Content) -> str:
    """A picture of each outcome with its numbers: differences where there are several ways, else the values."""
    made = []
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in content.lines:
        groups.setdefault((line.world, line.outcome.name), []).append(line)
    worlds = {world for world, _ in groups}
    for number, ((world, _), some) in enumerate(groups.items()):
        what = capital(bare(some[0].outcome.label)) + (f", {place(world)}" if len(worlds) > 1 else "")
        made.append(picture(_figure(what, some, number), "out"))
    return "".join(made)


def _figure(what: str, some: Sequence[Line], number: int) -> Figure:
    others = [line for line in some if line.difference.n]
    if others:
        drawn = Marks([(ln.way, ln.difference.estimate, ln.difference.low, ln.difference.high) for ln in others])
        title = f"{what}: against {some[0].way}"
        said = "; ".join(
            f"{ln.way} less {some[0].way}: {signed(ln.difference.estimate)} ({between(ln.difference)})" for ln in others
        )
    else:
        drawn = Marks([(ln.way, ln.mean, ln.low, ln.high) for ln in some if ln.runs])
        title = what
        said = "; ".join(
            f"{ln.way}: {amount(ln.mean)}, nine runs in ten from {amount(ln.low)} to {amount(ln.high)}" for ln in some
        )
    return Figure(f"{number}", title, unit(some[0].outcome), f"{said}.", drawn, HEADER, [row(ln) for ln in some], [7])


def _section(told: Told, number: int) -> str:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in told.lines)
    return f"<h2>{escape(told.title)}</h2>{paragraphs}{pictures(told.figures, f's{number}')}"


def _untold(content: Content) -> str:
    if not content.untold:
        return ""
    told = "".join(f"<li>{escape(one)}</li>" for one in content.untold)
    return f"<h2>What these runs do not answer</h2><ul>{told}</ul>"


def _failed(content: Content) -> str:
    if content.failed.empty:
        return ""
    rows = [
        [f"{one.point}", place(str(one.world)), content.found.titles.get(str(one.way), str(one.way)),
         f"{one.seed}", str(one.failed)]
        for one in content.failed.head(MOST_FAILED).itertuples()
    ]  # fmt: skip
    more = len(content.failed) - len(rows)
    rest = f"<p>... and {more:,} more; the workbook lists them all.</p>" if more else ""
    header = ["Point", "world", "way of working", "repeat run", "why"]
    return f"<h2>Runs that did not end well</h2>{table(header, rows, [1, 2, 4])}{rest}"


MOST_FAILED = 50
MOST_OPEN = 12
"""How many settings that vary are listed unasked."""


def remake() -> str:
    """The command that runs the study again from its own folder."""
    return "python3 -m uv run run.py study FOLDER/study.yaml --out ANOTHER"


def made_of(content: Content) -> dict[str, str]:
    """Versions and fingerprints."""
    return dict(content.found.study.made_of)


def _remake(content: Content) -> str:
    said = ", ".join(f"{name} {one}" for name, one in made_of(content).items())
    return (
        f"<h2>How to make this again</h2><p><code>{escape(remake())}</code>, FOLDER being the one in which this page "
        "lies: its study file and scenarios are all that it takes. Every finished run comes out the same, byte for "
        "byte, under the same versions. <code>python3 -m uv run run.py report FOLDER</code> makes this page "
        f'again.</p><p class="soft">Made of: {escape(said)}.</p>'
    )
