"""A study on two pages for people who decide, as a Word document."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from docx.document import Document as Doc

from simulation.outputs import assumed
from simulation.outputs.office import paper
from simulation.outputs.studied import page
from simulation.outputs.studied.content import Content, place
from simulation.outputs.words import amount, between, signed, surely

MOST_VARYING = 8


class Results(NamedTuple):
    """A table: its header, its rows, and how wide its columns are, against each other."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]


def document(content: Content) -> bytes:
    """The whole document, the same for the same runs."""
    results, short = _results(content), content.short
    return paper.on_two_pages(
        lambda lines, rows: _made(content, short[:lines], results, rows), len(short), len(results.rows)
    )


def _made(content: Content, short: Sequence[str], results: Results, rows: int) -> Doc:
    study = content.found.study
    made = paper.begun(study.title)
    made.add_paragraph(paper.short(study.question, paper.SENTENCE))
    made.add_paragraph(content.done)
    made.add_heading("The answer", 1)
    for line in short:
        made.add_paragraph(paper.short(line, paper.SENTENCE), style="List Bullet")
    made.add_heading("How each came out", 1)
    paper.table(made, results.header, results.rows[:rows], results.widths)
    paper.left_out(made, len(content.short) - len(short), len(results.rows) - rows)
    made.add_heading("How surely", 1)
    made.add_paragraph(page.UNCERTAINTY)
    made.add_heading("How it was asked", 1)
    made.add_paragraph(content.design)
    made.add_paragraph(paper.short(content.money, paper.SENTENCE))
    made.add_heading("What it rests on", 1)
    made.add_paragraph(assumed.by_grade(content.scenario))
    _varying(made, content)
    made.add_paragraph(paper.NOT_A_FORECAST)
    made.add_heading("How to make it again", 1)
    made.add_paragraph(f"{page.remake()} (FOLDER being that of the study). The report and the workbook say more.")
    return made


def _results(content: Content) -> Results:
    """Every way of working against the first, outcome by outcome; where there is one alone, how it came out."""
    several = len({line.world for line in content.lines}) > 1
    first, *others = content.found.titles.values()
    means = {(line.world, line.outcome): line.mean for line in content.lines if line.way == first}
    told = [
        [line.outcome.label + (f", {place(line.world)}" if several else ""), line.way, amount(line.mean)]
        for line in content.lines
    ]
    if not others:
        spread = [[amount(line.low), amount(line.high)] for line in content.lines]
        alone = [[what, mean, *ends] for (what, _, mean), ends in zip(told, spread, strict=True)]
        return Results(["Outcome", "mean", "nine runs in ten, from", "to"], alone, [3, 1, 1.6, 1])
    against = [
        [
            *said, amount(means.get((line.world, line.outcome), math.nan)),
            f"{signed(line.difference.estimate)} ({between(line.difference)})", surely(line.difference),
        ]
        for said, line in zip(told, content.lines, strict=True)
        if line.way != first
    ]  # fmt: skip
    header = ["Outcome", "way of working", "mean", "of the first way", "difference (95 % interval)", "how surely"]
    return Results(header, against, [2.6, 2.4, 1, 1, 2.4, 1.8])


def _varying(made: Doc, content: Content) -> None:
    header, rows = page.inputs(content)
    if rows:
        ordered = sorted(rows, key=lambda row: "DCBAS".index(row[6]))
        few = [[row[0], row[1], row[3], row[6]] for row in ordered[:MOST_VARYING]]
        paper.table(made, [header[0], "from", "to", "grade"], few, [4, 1, 1, 1])
    if len(rows) > MOST_VARYING:
        made.add_paragraph(f"Those with least evidence, of {len(rows)} in all.")
