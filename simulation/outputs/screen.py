"""One screen for a policy officer: what differed, by how much, how surely, who gained, who lost and who paid."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from simulation.experiments.appraisal.costs import UNPAID_YEAR
from simulation.experiments.compare import Answer, Comparison
from simulation.experiments.intervals import Interval, mean_interval
from simulation.experiments.measures import FIFTHS, MAIN
from simulation.outputs import limits, words

SHORT = ("council", "NHS", "national", "schools", "police, courts", "(unpaid)")
"""The payers in as few words as a column has room for."""


def show(comparison: Comparison, console: Console) -> None:
    """Print each way of working against the first."""
    for number, b in enumerate(comparison.names[1:], 1):
        answers = comparison.answers(b)
        if number > 1:
            console.rule()
        _head(comparison, number, console)
        _coping(comparison, b, console)
        _payers(comparison, b, console)
        _people(comparison, b, console)
        _fifths(comparison, b, console)
        _outcomes(answers, console)
        _line(console, words.fading(comparison, b))
        _notes(answers, console)
    failed(comparison, console)


def show_one(comparison: Comparison, console: Console) -> None:
    """Print one way of working by itself."""
    name = comparison.names[0]
    _line(console, comparison.design.arms[0].title, "bold")
    _line(console, words.setting(comparison))
    years = comparison.design.months // 12
    _line(console, f"Stops coping: {limits.stops(comparison.coping(name)[0], years)}.")
    table = _table("mean", "95 % interval")
    for main in MAIN:
        one = mean_interval(
            [comparison.main[name, run.draw, run.seed][main.name] for run in comparison.of(name).values()]
        )
        table.add_row(main.label, words.amount(one.estimate), f"{words.amount(one.low)} to {words.amount(one.high)}")
    console.print(table)
    failed(comparison, console)


def failed(comparison: Comparison, console: Console) -> None:
    """Say which runs failed."""
    for one in comparison.failures[:3]:
        _line(console, f"Repeat run {one.seed} of {one.arm} ({one.draw}) failed: {one.error}", "red")
    if len(comparison.failures) > 3:
        _line(console, f"... and {len(comparison.failures) - 3} more runs failed.", "red")


def _line(console: Console, text: str, style: str = "") -> None:
    console.print(Text(text, style), soft_wrap=False)


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("")
    for column in columns:
        table.add_column(column, justify="right", header_style="dim")
    return table


def _head(comparison: Comparison, number: int, console: Console) -> None:
    a, b = comparison.design.arms[0], comparison.design.arms[number]
    _line(console, f"A: {a.title}   B: {b.title}", "bold")
    _line(console, words.setting(comparison))
    _line(console, words.resources(comparison, b.name))


def _coping(comparison: Comparison, b: str, console: Console) -> None:
    _line(console, "1 Where each stops coping as demand rises", "bold")
    for letter, name in (("A", comparison.names[0]), ("B", b)):
        _line(console, f"{letter} {limits.stops(comparison.coping(name)[0], comparison.design.months // 12)}")
    _line(console, limits.side_by_side(comparison, b))
    _line(console, limits.multiples(comparison, b))
    _line(console, limits.ceiling(comparison.ceiling()))


def _payers(comparison: Comparison, b: str, console: Console) -> None:
    price = f"{comparison.yardstick.appraisal.volunteer_hour:.2f}"
    _line(
        console,
        f"2 Who pays, £ per resident a year (last: unpaid time, were it £{price} of {UNPAID_YEAR} an hour)",
        "bold",
    )
    table = _table(*SHORT)
    ours, theirs = (comparison.payers(name).mean(axis=(0, 1)) for name in (comparison.names[0], b))
    for letter, some in (("A", map(words.amount, ours)), ("B", map(words.amount, theirs))):
        table.add_row(letter, *some)
    table.add_row("B − A", *map(words.signed, theirs - ours))
    console.print(table)
    _line(console, words.by_cause(comparison, b))
    if districts := words.districts(comparison, b):
        _line(console, districts)


def _people(comparison: Comparison, b: str, console: Console) -> None:
    _line(console, "3 People, on average over the last year", "bold")
    table = _table("A", "B", "B − A", "95 % interval")
    heads = comparison.headcounts(b)
    for name, said in words.PEOPLE.items():
        x, y, one = heads[name]
        table.add_row(said, words.amount(x), words.amount(y), _marked(one), words.between(one))
    console.print(table)


def _fifths(comparison: Comparison, b: str, console: Console) -> None:
    _line(console, "4 Who gains and who loses, by fifth of neighbourhoods (B − A)", "bold")
    table = _table(*words.FIFTHS)
    fifths = comparison.fifths(b)
    for name in FIFTHS:
        cells: Iterable[str] = (_marked(fifths[f"{name} {fifth}"][2]) for fifth in range(1, 6))
        table.add_row(words.FIFTH_OUTCOMES[name], *cells)
    console.print(table)
    _line(console, f"Over the whole time. {words.whom(comparison, b)}")


def _marked(one: Interval) -> str:
    return words.signed(one.estimate) + ("*" if one.clear else " ")


def _outcomes(answers: list[Answer], console: Console) -> None:
    _line(console, f"5 How surely, over {answers[0].honest.n} sets of plausible assumptions and the whole time", "bold")
    table = _table("A", "B", "B − A", "95 % interval", "A / B better")
    for one in answers:
        table.add_row(
            one.main.label, words.amount(one.a), words.amount(one.b), _marked(one.honest), words.between(one.honest),
            f"{one.a_better} / {one.b_better}",
        )  # fmt: skip
    console.print(table)
    _line(console, "* the 95 % interval excludes zero, as about 1 in 20 would by chance if nothing differed", "dim")


def _notes(answers: list[Answer], console: Console) -> None:
    crises = answers[1]
    told = words.split(crises), words.luck(crises), words.grade_d(crises), words.hangs_on(crises), words.cut(answers)
    _line(console, " ".join(line for line in (*told, words.LIMITS) if line))
