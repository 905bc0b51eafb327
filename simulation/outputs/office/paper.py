"""Word documents on two pages, for people who decide: A4, small type, the same bytes for the same results."""

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Doc
from docx.shared import Cm, Pt

from simulation.outputs.office.parcel import timeless

MOST_ROWS = 14
MOST_WORDS = 750
"""What goes on two pages at this size of type, beside the tables."""

MOST_LETTERS = 255
"""What Word keeps of a title among a document's properties."""


def begun(title: str) -> Doc:
    """A document under its title."""
    made = Document()
    _set(made)
    made.core_properties.title, made.core_properties.author = title[:MOST_LETTERS], "Synaptic"
    made.core_properties.language = "en-GB"
    made.add_heading(title, 0)
    return made


def ended(made: Doc) -> bytes:
    """The whole document, without the moment at which it was made."""
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


def as_fits(lines: Sequence[str], words: int) -> list[str]:
    """The first lines, as many as have no more words together."""
    kept, used = list[str](), 0
    for line in lines:
        used += len(line.split())
        if used > words:
            break
        kept.append(line)
    return kept


def table(made: Doc, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Add a table."""
    drawn = made.add_table(rows=1 + len(rows), cols=len(header), style="Light List")
    for cells, said in zip(drawn.rows, [header, *rows], strict=True):
        for cell, one in zip(cells.cells, said, strict=True):
            cell.text = one
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(8.5)
