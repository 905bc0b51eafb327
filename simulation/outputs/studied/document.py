"""A study on two pages for people who decide, as a Word document."""

from docx.document import Document as Doc

from simulation.outputs import assumed
from simulation.outputs.office import paper
from simulation.outputs.office.book import NOT_A_FORECAST
from simulation.outputs.studied import page
from simulation.outputs.studied.content import Content, place
from simulation.outputs.words import amount, between, signed, surely

MOST_VARYING = 8


def document(content: Content) -> bytes:
    """The whole document, the same for the same runs."""
    study = content.found.study
    made = paper.begun(study.title)
    made.add_paragraph(study.question)
    made.add_paragraph(content.done)
    made.add_heading("The answer", 1)
    for line in paper.as_fits(content.short, paper.MOST_WORDS // 2):
        made.add_paragraph(line, style="List Bullet")
    _results(made, content)
    made.add_heading("How surely", 1)
    made.add_paragraph(page.UNCERTAINTY)
    made.add_heading("How it was asked", 1)
    made.add_paragraph(f"{content.design} {content.money}")
    made.add_heading("What it rests on", 1)
    made.add_paragraph(assumed.by_grade(content.scenario))
    _varying(made, content)
    made.add_paragraph(NOT_A_FORECAST)
    made.add_heading("How to make it again", 1)
    made.add_paragraph(f"{page.remake()} (FOLDER being that of the study). The report and the workbook say more.")
    return paper.ended(made)


def _results(made: Doc, content: Content) -> None:
    worlds = {line.world for line in content.lines}
    rows = [
        [
            line.outcome.label + (f", {place(line.world)}" if len(worlds) > 1 else ""), line.way, amount(line.mean),
            f"{signed(line.difference.estimate)} ({between(line.difference)})" if line.difference.n else "",
            surely(line.difference) if line.difference.n else "",
        ]
        for line in content.lines
    ]  # fmt: skip
    paper.table(
        made, ["Outcome", "way of working", "mean", "difference (95 % interval)", "how surely"], rows[: paper.MOST_ROWS]
    )
    if len(rows) > paper.MOST_ROWS:
        made.add_paragraph(f"{len(rows) - paper.MOST_ROWS} more rows stand in the report and the workbook.")


def _varying(made: Doc, content: Content) -> None:
    header, rows = page.inputs(content)
    if rows:
        ordered = sorted(rows, key=lambda row: "DCBAS".index(row[6]))
        few = [[row[0], row[1], row[3], row[6]] for row in ordered[:MOST_VARYING]]
        paper.table(made, [header[0], "from", "to", "grade"], few)
    if len(rows) > MOST_VARYING:
        made.add_paragraph(f"Those with least evidence, of {len(rows)} in all.")
