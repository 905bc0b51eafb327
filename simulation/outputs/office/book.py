"""Workbooks: sheets of values under their headers; text is text, whatever it begins with."""

import io
import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from simulation.outputs.office.parcel import timeless
from simulation.words import capital

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a program may take for something to execute."""

LONGEST = 32_767
MOST_ROWS = 1_000_000
"""As many letters in a cell, and about as many rows in a sheet, as the format takes."""

NOT_A_FORECAST = (
    "This is a model of an invented place, not a forecast of your council. Much of it is judgement: see the sheets on "
    "what varies and what is assumed."
)

type Row = Sequence[object]


class Sheet(NamedTuple):
    """A sheet: its title, what stands over its columns, its rows, and how wide its first columns are, in letters."""

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
    """A number where a text is one."""
    try:
        return float(said.replace(",", ""))
    except ValueError:
        return said


def _sheet(book: Workbook, title: str, header: Sequence[str], rows: Iterable[Row], widths: Sequence[int]) -> None:
    sheet = book.create_sheet(title)
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    head = [_cell(sheet, capital(one)) for one in header]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([_cell(sheet, one) for one in row])


def _cell(sheet: Any, said: object) -> Any:
    """A cell that holds a number, or text that no program executes; what is no number is left empty."""
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
