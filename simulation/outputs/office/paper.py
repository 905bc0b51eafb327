"""Word documents on two pages, for people who decide: A4, small type, the same bytes for the same results.

Where lines break is the word processor's to say. `fits` reckons it by a mean width of letters, on the large side:
measured with LibreOffice 7.4 on 300 documents of random words, digits and rows, every one reckoned to go on two pages
went on two.
"""

import io
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from textwrap import shorten, wrap

from docx import Document
from docx.document import Document as Doc
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from simulation.outputs.office.parcel import timeless
from simulation.outputs.words import INVENTED
from simulation.words import capital, counted, listed

MOST_ROWS = 24
MOST_LINES = 12
"""How many rows and sentences of an answer are told at most."""

FEW_ROWS = 4
"""Below which rows are not left out before sentences are."""

TITLE, SENTENCE, CELL = 120, 600, 90
"""Letters at most of a title, of a sentence of the answer or any text that comes from outside, and of a cell."""

MOST_LETTERS = 255
"""What Word keeps of a title among a document's properties."""

PAGE, WIDTH = 29.7 - 2 * 1.6, 21.0 - 2 * 2.0
"""Height and width of what is written on a page, in centimetres."""

STYLES = {
    "Normal": (10.0, 0.0, 4.0),
    "List Bullet": (10.0, 0.0, 2.0),
    "Title": (20.0, 0.0, 8.0),
    "Heading 1": (12.0, 10.0, 3.0),
    "No Spacing": (8.5, 1.0, 1.0),
}
"""Size of type and room above and below a paragraph, in points. The last is that of cells."""

LETTER, LINE = 0.48, 1.23
"""Mean width of a letter, and height of a line, against the size of type; of Calibri."""

NOT_A_FORECAST = f"{INVENTED}the workbook lists what varies and what is assumed, with units, ranges and sources."

INDENT, PADDING = 18.0, 12.0
"""What a bullet, and the edges of a cell, take of a line, in points."""


def begun(title: str) -> Doc:
    """A document under its title."""
    made = Document()
    _set(made)
    made.core_properties.title, made.core_properties.author = title[:MOST_LETTERS], "Synaptic"
    made.core_properties.language = "en-GB"
    made.add_heading(short(title, TITLE), 0)
    return made


def on_two_pages(make: Callable[[int, int], Doc], lines: int, rows: int) -> bytes:
    """The document with as much as goes on two pages.

    make: it with so many sentences of the answer and so many rows of its table, of which there are `lines` and `rows`.
    Rows are left out first, then sentences, then the last rows; one sentence stays.
    """
    lines, rows = min(lines, MOST_LINES), min(rows, MOST_ROWS)
    few, one = min(rows, FEW_ROWS), min(lines, 1)
    fewer = [(lines, n) for n in range(rows, few, -1)]
    fewer += [(n, few) for n in range(lines, one, -1)]
    fewer += [(one, n) for n in range(few, -1, -1)]
    which = bisect_left(fewer, True, hi=len(fewer) - 1, key=lambda asked: fits(make(*asked)))
    made = make(*fewer[which])
    held = io.BytesIO()
    made.save(held)
    return timeless(held.getvalue())


def fits(made: Doc) -> bool:
    """Whether a document goes on two pages, wherever the first one breaks: what stays in one piece may move down."""
    each = list(_heights(made))
    return sum(each) + max(each) + _below("Heading 1") <= 2 * Cm(PAGE).pt


def short(text: str, letters: int) -> str:
    """A text with its end left out where it is longer than that."""
    return text if len(text) <= letters else shorten(text, letters, placeholder=" …")


def table(made: Doc, header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    """Add a table whose header is repeated on the next page. widths: of its columns, against each other."""
    drawn = made.add_table(rows=1 + len(rows), cols=len(header), style="Light Shading")
    drawn.autofit = False
    each = [Cm(WIDTH * width / sum(widths)) for width in widths]
    for column, width in zip(drawn.columns, each, strict=True):
        column.width = width
    for number, (row, said) in enumerate(zip(drawn.rows, [header, *rows], strict=True)):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, one, width in zip(row.cells, said, each, strict=True):
            cell.width = width
            cell.text = short(one, CELL)
            cell.paragraphs[0].style = made.styles["No Spacing"]
            cell.paragraphs[0].paragraph_format.keep_with_next = number == 0
    drawn.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    made.add_paragraph(style="No Spacing")


def left_out(made: Doc, sentences: int, rows: int) -> None:
    """Say how much of the answer stands elsewhere, where some does."""
    told = [counted(sentences, "more sentence", "more sentences")] if sentences else []
    told += [counted(rows, "more row", "more rows")] if rows else []
    if told:
        made.add_paragraph(f"{capital(listed(told))} of the answer: see the report and the workbook.")


def _set(made: Doc) -> None:
    """A4, narrow margins and small type."""
    for section in made.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm((21 - WIDTH) / 2)
        section.top_margin = section.bottom_margin = Cm((29.7 - PAGE) / 2)
    made.styles["Normal"].font.name = made.styles["No Spacing"].font.name = "Calibri"
    for name, (size, above, below) in STYLES.items():
        style = made.styles[name]
        style.font.size, spacing = Pt(size), style.paragraph_format
        spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(above), Pt(below), 1.0


def _heights(made: Doc) -> Iterable[float]:
    """How high every paragraph and every row of a table is, in points."""
    for part in made.iter_inner_content():
        if isinstance(part, Table):
            each = [(column.width or Cm(WIDTH / len(part.columns))).pt for column in part.columns]
            for row in part.rows:
                cells = zip(row.cells, each, strict=True)
                yield max(_height(cell.paragraphs[0], width - PADDING) for cell, width in cells)
        else:
            yield _height(part, Cm(WIDTH).pt)


def _height(one: Paragraph, width: float) -> float:
    name = str(one.style.name if one.style else "Normal")
    size, above, below = STYLES[name]
    letters = int((width - INDENT * (name == "List Bullet")) / (size * LETTER))
    return above + max(len(wrap(one.text, letters)), 1) * size * LINE + below


def _below(name: str) -> float:
    size, above, below = STYLES[name]
    return above + size * LINE + below
