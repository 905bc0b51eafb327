"""A study on two pages for people who decide, as a Word document."""

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Doc
from docx.shared import Cm, Pt

from simulation.outputs import assumed
from simulation.outputs.studied import page
from simulation.outputs.studied.content import Content, place
from simulation.outputs.studied.parcel import timeless
from simulation.outputs.studied.sheets import NOT_A_FORECAST
from simulation.outputs.words import amount, between, signed, surely

MOST_ROWS, MOST_VARYING = 14, 8
MOST_WORDS = 750
"""What goes on two pages at this size of type, beside the tables."""


def document(content: Content) -> bytes:
    """The whole document, the same for the same runs."""
    study, made = content.found.study, Document()
    _set(made)
    made.core_properties.title, made.core_properties.author = study.title, "Synaptic"
    made.core_properties.language = "en-GB"
    made.add_heading(study.title, 0)
    made.add_paragraph(study.question)
    made.add_paragraph(content.done)
    made.add_heading("The answer", 1)
    for line in _as_fits(content.short, MOST_WORDS // 2):
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
    held = io.BytesIO()
    made.save(held)
    return timeless(held.getvalue())


def _set(made: Doc) -> None:
    """A4, narrow margins and small type."""
    for section in made.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(1.6)
    plain = made.styles["Normal"]
    plain.font.name, plain.font.size = "Calibri", Pt(10)
    plain.paragraph_format.space_after = Pt(4)


def _as_fits(lines: Sequence[str], words: int) -> list[str]:
    """The first lines, as many as have no more words together."""
    kept, used = list[str](), 0
    for line in lines:
        used += len(line.split())
        if used > words:
            break
        kept.append(line)
    return kept


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
    _table(made, ["Outcome", "way of working", "mean", "difference (95 % interval)", "how surely"], rows[:MOST_ROWS])
    if len(rows) > MOST_ROWS:
        made.add_paragraph(f"{len(rows) - MOST_ROWS} more rows stand in the report and the workbook.")


def _varying(made: Doc, content: Content) -> None:
    header, rows = page.inputs(content)
    if rows:
        ordered = sorted(rows, key=lambda row: "DCBAS".index(row[6]))
        few = [[row[0], row[1], row[3], row[6]] for row in ordered[:MOST_VARYING]]
        _table(made, [header[0], "from", "to", "grade"], few)
    if len(rows) > MOST_VARYING:
        made.add_paragraph(f"Those with least evidence, of {len(rows)} in all.")


def _table(made: Doc, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = made.add_table(rows=1 + len(rows), cols=len(header), style="Light List")
    for cells, said in zip(table.rows, [header, *rows], strict=True):
        for cell, one in zip(cells.cells, said, strict=True):
            cell.text = one
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(8.5)
