"""A comparison as a workbook, and as a summary on two pages, by the same writers as a study's."""

import csv
import io
from collections.abc import Iterator, Mapping

from docx.document import Document as Doc

from simulation.experiments.compare import Comparison
from simulation.experiments.intervals import Interval, mean_interval
from simulation.experiments.measures import MAIN
from simulation.experiments.payers import ALL
from simulation.outputs import assumed, monthly, words
from simulation.outputs.figures import titles
from simulation.outputs.office import paper
from simulation.outputs.office.book import NOT_A_FORECAST, Row, Sheet, bound, numeric
from simulation.outputs.words import amount, between, signed, surely
from simulation.words import listed

UNCERTAINTY = (
    "A difference is the second way less the first, on average over repeat runs, with 95 % confidence (Student’s t). "
    "Each repeat run draws each assumption of grade C or D that no policy decides and that has a plausible range, the "
    "same for all ways of working, so that the interval counts luck and what is not known. All else is held."
)
RESULTS = [
    "way of working", "outcome", "unit", "mean", "first way", "difference", "low", "high", "repeat runs",
    "luck alone, low", "luck alone, high", "first better in", "this better in",
]  # fmt: skip
MAIN_OUTCOMES = ["Outcome", "way of working", "mean", "difference (95 % interval)", "how surely"]
REMAKE = "python3 -m uv run run.py reproduce FOLDER"


def workbook(comparison: Comparison, command: str, versions: Mapping[str, str]) -> bytes:
    """The whole workbook, the same for the same runs."""
    settings = [[*map(numeric, row[:2]), *row[2:]] for row in assumed.rows(comparison.yardstick)]
    failed: list[Row] = [[one.arm, str(one.draw), one.seed, one.error] for one in comparison.failures]
    return bound(
        [
            Sheet("Read me", ["What this is", ""], _read_me(comparison, command, versions), [44, 110]),
            Sheet("Results", RESULTS, _results(comparison), [34, 44, 26, *[14] * 10]),
            Sheet("Who pays", ["way of working", "year", *ALL], _payers(comparison), [34, 8, *[18] * 9]),
            Sheet("What is assumed", assumed.HEADER, settings, [50, 18, 22, 18, 8, 70]),
            Sheet("Runs", *_runs(comparison), [34, 10, 10, 20]),
            Sheet("Not ended", ["way", "draw", "repeat run", "why"], failed, [34, 10, 12, 90]),
        ]
    )


def document(comparison: Comparison, command: str) -> bytes:
    """Two pages for people who decide; where not all goes on them, every pair of ways is told less of."""
    first, *others = titles(comparison, comparison.names)
    pairs = list(zip(comparison.names[1:], others, strict=True))
    each = [words.in_short(comparison, b, [first, title]) for b, title in pairs]
    turns = [pair for _ in range(max(map(len, each), default=0)) for pair in range(len(each))]
    rows = _told(comparison)

    def made(lines: int, few: int) -> Doc:
        made = paper.begun(listed([first, *others]))
        made.add_paragraph(words.setting(comparison))
        for pair, (b, title) in enumerate(pairs):
            if some := turns[:lines].count(pair):
                made.add_heading(paper.short(f"{title} compared with {first}", paper.TITLE), 1)
                made.add_paragraph(words.resources(comparison, b))
                for line in each[pair][:some]:
                    made.add_paragraph(paper.short(line, paper.SENTENCE), style="List Bullet")
        made.add_heading("The main outcomes", 1)
        paper.table(made, MAIN_OUTCOMES, rows[:few], [2.4, 2.4, 1, 2.4, 1.8])
        paper.left_out(made, len(turns) - lines, len(rows) - few)
        made.add_heading("How surely", 1)
        made.add_paragraph(UNCERTAINTY)
        made.add_heading("What it rests on", 1)
        made.add_paragraph(assumed.by_grade(comparison.yardstick))
        made.add_paragraph(paper.NOT_A_FORECAST)
        made.add_heading("How to make it again", 1)
        again = f"python3 -m uv run {command} --out FOLDER"
        made.add_paragraph(f"{paper.short(again, paper.SENTENCE)}. The report and the workbook say more.")
        return made

    return paper.on_two_pages(made, len(turns), len(rows))


def _read_me(comparison: Comparison, command: str, versions: Mapping[str, str]) -> list[Row]:
    money = [(f"Money: {b}", words.resources(comparison, b)) for b in comparison.names[1:]]
    marks = [(f"Scenario: {arm.title}", arm.scenario.fingerprint) for arm in comparison.design.arms]
    return [
        ("Where and how often", words.setting(comparison)), *money, ("Beware", NOT_A_FORECAST),
        ("Results", f"A row for each main outcome of each way of working. {UNCERTAINTY}"),
        (
            "Who pays",
            "£ per resident a year, on average over repeat runs; unpaid time is priced. Who pays what share of each "
            "service is a judgement, held and not drawn.",
        ),
        ("What is assumed", f"All settings of the first way of working. {assumed.by_grade(comparison.yardstick)}"),
        ("Runs", "A row for each run; draw “all” has all drawn that can be, “luck” none."),
        ("Not ended", "Runs that did not end well, with why."),
        ("Make it again", f"python3 -m uv run {command} --out FOLDER; or, from these very results, {REMAKE}"),
        *marks, *((f"Made of: {name}", one) for name, one in versions.items()),
    ]  # fmt: skip


def _mean(comparison: Comparison, way: str, outcome: str) -> Interval:
    runs = comparison.of(way).values()
    return mean_interval([comparison.main[way, run.draw, run.seed][outcome] for run in runs])


def _results(comparison: Comparison) -> Iterator[Row]:
    first, *others = comparison.names
    for main in MAIN:
        yield [titles(comparison, [first])[0], main.label, main.unit, _mean(comparison, first, main.name).estimate]
    for b in others:
        for one in comparison.answers(b):
            apart, luck = one.honest, one.luck
            yield [
                titles(comparison, [b])[0], one.main.label, one.main.unit, one.b, one.a, apart.estimate, apart.low,
                apart.high, apart.n, luck.low, luck.high, one.a_better, one.b_better,
            ]  # fmt: skip


def _told(comparison: Comparison) -> list[list[str]]:
    first, *others = comparison.names
    if not others:
        means = [(main.label, _mean(comparison, first, main.name)) for main in MAIN]
        title = titles(comparison, [first])[0]
        return [[label, title, amount(one.estimate), "", f"95 %: {between(one)}"] for label, one in means]
    by_way = zip(titles(comparison, others), map(comparison.answers, others), strict=True)
    by_outcome = zip(*([(title, one) for one in answers] for title, answers in by_way), strict=True)
    return [
        [
            one.main.label, title, amount(one.b), f"{signed(one.honest.estimate)} ({between(one.honest)})",
            surely(one.honest),
        ]
        for all_ways in by_outcome
        for title, one in all_ways
    ]  # fmt: skip


def _payers(comparison: Comparison) -> Iterator[Row]:
    for name, title in zip(comparison.names, titles(comparison, comparison.names), strict=True):
        for year, paid in enumerate(comparison.payers(name).mean(axis=0), 1):
            yield [title, year, *map(float, paid)]


def _runs(comparison: Comparison) -> tuple[list[str], list[Row]]:
    header, *rows = csv.reader(io.StringIO(monthly.summary(comparison.runs, comparison.row)))
    return header, [[*row[:2], *map(numeric, row[2:])] for row in rows]
