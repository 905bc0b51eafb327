"""A study as a workbook: values, ranges, units and assumptions; text is text, whatever it begins with."""

from collections.abc import Iterable, Sequence

from simulation.experiments.studies.outcomes import MONEY
from simulation.outputs import assumed
from simulation.outputs.analysed.telling import unit
from simulation.outputs.office.book import MOST_ROWS, NOT_A_FORECAST, Row, Sheet, bound, numeric
from simulation.outputs.studied import page
from simulation.outputs.studied.content import Content, place


def workbook(content: Content) -> bytes:
    """The whole workbook, the same for the same runs."""
    return bound(_sheets(content))


def _sheets(content: Content) -> list[Sheet]:
    varies, rows = page.inputs(content)
    varying = [[*map(numeric, row[:4]), *row[4:]] for row in rows]
    settings = [[*map(numeric, row[:2]), *row[2:]] for row in assumed.rows(content.scenario)]
    return [
        Sheet("Read me", ["What this is", ""], _read_me(content), [44, 110]),
        Sheet("Answers", ["question", "what these runs say"], _answers(content), [50, 110]),
        Sheet("Results", RESULTS, _results(content), [18, 34, 44, 22, *[12] * 9]),
        Sheet("What varies", varies, varying, [44, 14, 14, 14, 22, 14, 8, 60]),
        Sheet("What is assumed", assumed.HEADER, settings, [50, 18, 22, 18, 8, 70]),
        Sheet("Runs", *_runs(content), [8, 18, 34, 12]),
        Sheet("Not ended", ["point", "world", "way", "repeat run", "why"], _failed(content), [10, 18, 34, 12, 90]),
    ]  # fmt: skip


def _read_me(content: Content) -> list[Row]:
    study = content.found.study
    said = [
        ("Study", study.title), ("Question", study.question), ("How far it is", content.done),
        ("How it was asked", content.design), ("Money", content.money), ("Beware", NOT_A_FORECAST),
        ("Answers", "What the analyses say of these runs; the report has their pictures and tables."),
        ("Results", "A row for each outcome of each way of working in each world. " + page.UNCERTAINTY),
        ("What varies", "What differs from point to point, with its range, unit and grade of evidence."),
        ("What is assumed", f"All settings of the first way of working. {assumed.by_grade(content.scenario)}"),
        ("Runs", "A row for each run: its point, world, way of working, repeat run, what varied, and outcomes."),
        ("Not ended", "Runs that did not end well, with why; their outcomes are empty."),
        ("Make it again", page.remake()),
    ]  # fmt: skip
    return [*said, *((f"Made of: {name}", one) for name, one in page.made_of(content).items())]


def _answers(content: Content) -> Iterable[Row]:
    """What every analysis says, line by line, and why some say nothing."""
    for one in content.told:
        yield from ([one.title, line] for line in one.lines)
    for untold in content.untold:
        question, _, why = untold.partition(": ")
        yield [question, f"Not answered. {why}"]


RESULTS = [
    "world", "way of working", "outcome", "unit", "mean", "nine in ten, from", "to", "runs", "difference",
    "low", "high", "pairs lower", "pairs higher",
]  # fmt: skip


def _results(content: Content) -> Iterable[Row]:
    for line in content.lines:
        one = line.difference
        apart: Row = [one.estimate, one.low, one.high, line.less, line.more] if one.n else [None] * 5
        yield [
            place(line.world),
            line.way,
            line.outcome.label,
            unit(line.outcome),
            line.mean,
            line.low,
            line.high,
            line.runs,
            *apart,
        ]


def _runs(content: Content) -> tuple[Sequence[str], Iterable[Row]]:
    found = content.found
    if len(found.table) > MOST_ROWS:
        return ["Runs"], [[f"{len(found.table):,} runs are more than a sheet holds; the folder's tables hold them."]]
    labels = {name: one.label for name, one in found.inputs.items()}
    labels |= {name: found.outcome(name).label for name in found.study.outcomes}
    labels |= {"seed": "repeat run", "way": "way of working", MONEY: "money, £", "failed": "why it did not end"}
    table = found.table.assign(world=found.table["world"].map(place), way=found.table["way"].replace(found.titles))
    return [labels.get(str(one), str(one)) for one in table.columns], table.itertuples(index=False)


def _failed(content: Content) -> Iterable[Row]:
    for one in content.failed.head(MOST_ROWS).itertuples():
        title = content.found.titles.get(str(one.way), str(one.way))
        yield [one.point, place(str(one.world)), title, one.seed, one.failed]
