"""The command that asks a folder of results a question in SQL."""

import csv
import json
import math
import sys
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.commands import print_rows

if TYPE_CHECKING:
    from simulation.outputs.tables import Answer

SHOWN, WIDE = 50, 12
"""Rows that the screen shows, and columns that it shows whole."""


def query(folder: Path, sql: str, as_json: bool, as_csv: bool) -> None:
    """Answer a query; without one, list tables and columns."""
    from simulation.outputs.tables import QueryError, Tables

    if as_json and as_csv:
        raise QueryError("Say --json or --csv, not both.")
    tables = Tables(folder)
    answer = tables.ask(sql) if sql.strip() else tables.columns()
    tell = _print_json if as_json else _print_csv if as_csv else _show
    tell(answer)


def _print_csv(answer: "Answer") -> None:
    lines = csv.writer(sys.stdout, lineterminator="\n")
    lines.writerow(answer.names)
    lines.writerows(answer.rows)


def _print_json(answer: "Answer") -> None:
    """A list of objects, one a line."""
    from simulation.outputs.tables import QueryError

    twice = {name for name in answer.names if answer.names.count(name) > 1}
    if twice:
        raise QueryError(f"Two columns are called {min(twice)}. Give one of them another name with AS.")
    begin = "["
    for row in answer.rows:
        print(begin, json.dumps(dict(zip(answer.names, map(_plain, row), strict=True))), sep="\n", end="")
        begin = ","
    print("[]" if begin == "[" else "\n]")


def _plain(value: Any) -> Any:
    """A value as JSON can hold it: what is not finite is null, and what JSON has no kind for is text."""
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _show(answer: "Answer") -> None:
    from rich.markup import escape

    rows = list(islice(answer.rows, SHOWN + 1))
    print_rows([escape(name) for name in answer.names], [[escape(_said(one)) for one in row] for row in rows[:SHOWN]])
    if len(rows) > SHOWN:
        print(f"These are the first {SHOWN} rows. Add --csv for all of them.")
    if len(answer.names) > WIDE:
        print(f"{len(answer.names)} columns are cut to fit. Name those that you want, or add --csv.")


def _said(value: Any) -> str:
    return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
