"""A study as a workbook: values, ranges, units and assumptions; text is text, whatever it begins with."""

import io
import math
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from simulation.outputs import assumed
from simulation.outputs.studied import page
from simulation.outputs.studied.came_out import unit
from simulation.outputs.studied.content import Content, place
from simulation.outputs.studied.parcel import timeless
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


def workbook(content: Content) -> bytes:
    """The whole workbook, the same for the same runs."""
    book = Workbook(write_only=True)
    for title, header, rows, widths in _sheets(content):
        _sheet(book, title, header, rows, widths)
    held = io.BytesIO()
    book.save(held)
    return timeless(held.getvalue())


def _sheets(content: Content) -> list[tuple[str, Sequence[str], Iterable[Row], Sequence[int]]]:
    varies, rows = page.inputs(content)
    settings = [[*map(_number, row[:2]), *row[2:]] for row in assumed.rows(content.scenario)]
    return [
        ("Read me", ["What this is", ""], _read_me(content), [28, 110]),
        ("Results", RESULTS, _results(content), [18, 34, 44, 22, *[12] * 9]),
        ("What varies", varies, [[*map(_number, row[:4]), *row[4:]] for row in rows], [44, 14, 14, 14, 22, 14, 8, 60]),
        ("What is assumed", assumed.HEADER, settings, [50, 18, 22, 18, 8, 70]),
        ("Runs", *_runs(content), [12] * 8),
        ("Not ended", ["point", "world", "way", "repeat run", "why"], _failed(content), [10, 18, 34, 12, 90]),
    ]  # fmt: skip


def _read_me(content: Content) -> list[Row]:
    study = content.found.study
    said = [
        ("Study", study.title), ("Question", study.question), ("How far it is", content.done),
        ("How it was asked", content.design), ("Money", content.money), ("Beware", NOT_A_FORECAST),
        ("Results", "A row for each outcome of each way of working in each world. " + page.UNCERTAINTY),
        ("What varies", "What differs from point to point, with its range, unit and grade of evidence."),
        ("What is assumed", f"All settings of the first way of working. {assumed.by_grade(content.scenario)}"),
        ("Runs", "A row for each run: its point, world, way of working, repeat run, inputs and outcomes."),
        ("Not ended", "Runs that did not end well, with why; their outcomes are empty."),
        ("Make it again", page.remake()),
    ]  # fmt: skip
    return [*said, *((f"Made of: {name}", one) for name, one in page.made_of(content).items())]


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
    table = content.found.table
    names = {"seed": "repeat run", "failed": "why not ended"}
    header = [names.get(str(one), str(one)) for one in table.columns]
    if len(table) > MOST_ROWS:
        return header, [[f"{len(table):,} runs are more than a sheet holds; the folder's own tables hold them."]]
    return header, table.itertuples(index=False)


def _failed(content: Content) -> Iterable[Row]:
    for one in content.failed.head(MOST_ROWS).itertuples():
        title = content.found.titles.get(str(one.way), str(one.way))
        yield [one.point, place(str(one.world)), title, one.seed, one.failed]


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


def _number(said: str) -> object:
    """A number where a text is one."""
    try:
        return float(said.replace(",", ""))
    except ValueError:
        return said
