"""Workbooks: sheets of values under their headers; text is text, whatever it begins with."""

import io
import math
from collections.abc import Iterable, Sequence
from itertools import chain
from textwrap import wrap
from typing import Any, NamedTuple

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from simulation.outputs.office.parcel import timeless
from simulation.outputs.words import INVENTED
from simulation.words import capital

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a program may take for something to execute."""

LONGEST = 32_767
MOST_ROWS = 1_000_000
"""As many letters in a cell, and about as many rows in a sheet, as the format takes."""

NOT_A_FORECAST = f"{INVENTED}see the sheets on what varies and what is assumed."

WIDE = 14
MOST_ACROSS = 16
"""Columns up to which a sheet is printed on pages of its own width."""
BENEATH = Alignment(wrap_text=True, vertical="top")
TOP = Alignment(vertical="top")

LINE, HIGHEST = 15.0, 409.0
"""Height of a line, and of a row at most, in points."""
A4 = 9
"""What the format calls it."""

type Row = Sequence[object]


class Sheet(NamedTuple):
    """A sheet: its title, what stands over its columns, its rows, and how wide its first columns are, in letters.

    Further columns are WIDE. Text that is longer than its column is wide goes on beneath.
    """

    title: str
    header: Sequence[str]
    rows: Iterable[Row]
    widths: Sequence[int]


def bound(sheets: Iterable[Sheet]) -> bytes:
    """The whole workbook, the same for the same sheets."""
    book = Workbook(write_only=True)
    for one in sheets:
        _sheet(book, *one)
    held = io.BytesIO()
    book.save(held)
    return timeless(held.getvalue())


def numeric(said: str) -> object:
    """A number where a text is one, and nothing where it is empty."""
    if not said:
        return None
    try:
        return float(said.replace(",", ""))
    except ValueError:
        return said


def _sheet(book: Workbook, title: str, header: Sequence[str], rows: Iterable[Row], widths: Sequence[int]) -> None:
    sheet = book.create_sheet(title)
    each = [*widths, *[WIDE] * (len(header) - len(widths))]
    for number, width in enumerate(each, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    if len(header) <= MOST_ACROSS:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0
    for number, row in enumerate(chain([[capital(one) for one in header]], rows), 1):
        cells, lines = zip(*(_cell(sheet, one, width) for one, width in zip(row, each, strict=False)), strict=True)
        if number == 1:
            for cell in cells:
                cell.font = Font("Calibri", 11, bold=True)
        if max(lines) > 1:
            sheet.row_dimensions[number].height = min(max(lines) * LINE, HIGHEST)
        sheet.append(cells)


def _cell(sheet: Any, said: object, width: int) -> tuple[Any, int]:
    """A cell that holds a number, or text that no program executes, and how many lines it takes.

    What is no number is left empty.
    """
    cell = _held(sheet, said)
    if not isinstance(said, str) or len(said) <= width:
        cell.alignment = TOP
        return cell, 1
    cell.alignment = BENEATH
    return cell, len(wrap(said, width))


def _held(sheet: Any, said: object) -> Any:
    """The cell without its looks."""
    if isinstance(said, str):
        cell = WriteOnlyCell(sheet, "")
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", said)[:LONGEST]
        cell.data_type = "s"
        cell.quotePrefix = said.startswith(FORMULA)
        return cell
    if said is None or pd.isna(said):  # type: ignore[call-overload]
        return WriteOnlyCell(sheet, None)
    number = said.item() if hasattr(said, "item") else said
    if isinstance(number, float) and math.isinf(number):
        return WriteOnlyCell(sheet, "does not within these years")
    return WriteOnlyCell(sheet, number)
