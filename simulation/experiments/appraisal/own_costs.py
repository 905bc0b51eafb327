"""A table of unit costs that users bring: CSV or YAML, read strictly, each mistake told with its line and its mend."""

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from simulation.experiments.appraisal.costs import CATALOGUE, FIRST_YEAR, Own
from simulation.parameters import cards
from simulation.scenario import ScenarioError
from simulation.strict_yaml import nearest, read, scalar

COLUMNS = ("name", "label", "value", "unit", "price_year", "source", "grade")
"""Columns that a table may have: those that `run.py appraise --out` writes. name, value and unit must be there."""

NEEDED = ("name", "value", "unit")
MOST_BYTES = 262_144

type Row = tuple[str, Mapping[str, object]]


def read_costs(path: Path, last_year: int) -> list[Own]:
    """The user's unit costs; last_year: the last that prices can be brought from. Raises ScenarioError."""
    rows = list(_yaml(path) if path.suffix.lower() in (".yaml", ".yml") else _csv(path))
    found: dict[str, Own] = {}
    for where, row in rows:
        one = _own(where, row, last_year)
        if one.name in found:
            raise ScenarioError(f"{where}: {one.name} is there twice (first at {found[one.name].where}). Keep one.")
        found[one.name] = one
    if not found:
        raise ScenarioError(f"{path} holds no unit costs. Write a line for each, such as {_example()}.")
    return list(found.values())


def _example() -> str:
    return "direct_hour,38.50,GBP an hour (columns name,value,unit)"


def _csv(path: Path) -> Iterator[Row]:
    lines = csv.reader(io.StringIO(_text(path)))
    try:
        header = [one.strip() for one in next(lines, [])]
        _check_columns(header, f"{path}:1", NEEDED)
        for cells in lines:
            where = f"{path}:{lines.line_num}"
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise ScenarioError(f"{where}: there are {len(cells)} cells, but the first line names {len(header)}.")
            row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
            yield where, {k: scalar(v) if k in ("value", "price_year") else v for k, v in row.items()}
    except csv.Error as error:
        raise ScenarioError(f"{path}:{lines.line_num}: this is no CSV ({error}). Save the table as CSV.") from None


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise ScenarioError(f"{path} is not a file that can be read. Name a table that ends in .csv or .yaml.")
        raw = path.read_bytes()
        if len(raw) > MOST_BYTES:
            raise ScenarioError(f"{path} is larger than {MOST_BYTES // 1024} kB, so it is no table of unit costs.")
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise ScenarioError(f"{path} cannot be read: {error.strerror}. Check its name and who may read it.") from None
    except UnicodeDecodeError:
        raise ScenarioError(f"{path} is not UTF-8 text. Save the table as CSV in UTF-8.") from None


def _yaml(path: Path) -> Iterator[Row]:
    entries = read(path, str(path)).value
    assert isinstance(entries, Mapping)
    for name, node in entries.items():
        if not isinstance(node.value, Mapping):
            raise ScenarioError(f"{node.where}: {name} needs a value and a unit, such as {{value: 38.5, unit: ...}}.")
        _check_columns(list(node.value), node.where, NEEDED[1:])
        yield node.where, {"name": name} | {key: one.value for key, one in node.value.items()}


def _check_columns(header: Sequence[str], where: str, needed: Sequence[str]) -> None:
    for one in header:
        if one not in COLUMNS:
            raise ScenarioError(f"{where}: {one or 'an empty name'} is no column. There are {', '.join(COLUMNS)}.")
        if header.count(one) > 1:
            raise ScenarioError(f"{where}: the column {one} is there twice. Keep one.")
    for one in needed:
        if one not in header:
            raise ScenarioError(f"{where}: {one} is missing. A unit cost needs {', '.join(needed)}.")


def _own(where: str, row: Mapping[str, object], last_year: int) -> Own:
    name, value, unit, year = (row.get(one) for one in ("name", "value", "unit", "price_year"))
    known = {one.name: cards()[one.key].unit for one in CATALOGUE}
    if name not in known:
        close = nearest(str(name), list(known))
        mend = f"Did you mean {close}?" if close else f"There are {', '.join(known)}."
        raise ScenarioError(f"{where}: {name} is no unit cost of the model. {mend}")
    if not unit:
        raise ScenarioError(f"{where}: {name} has no unit. Its unit is {known[str(name)]}; write that beside it.")
    if unit != known[str(name)]:
        raise ScenarioError(f"{where}: the unit of {name} is {unit}, but must be {known[str(name)]}. Convert it first.")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        told = "empty" if value in (None, "") else value
        raise ScenarioError(f"{where}: the value of {name} is {told}, but must be a number, such as 38.5.")
    if value < 0:
        raise ScenarioError(f"{where}: the value of {name} is {value}, but a cost cannot be negative.")
    if year in (None, ""):
        year = None
    elif isinstance(year, bool) or not isinstance(year, int) or not FIRST_YEAR <= year <= last_year:
        raise ScenarioError(
            f"{where}: the price year of {name} is {year}, but must be from {FIRST_YEAR} to {last_year}, such as 2023 "
            "for 2023/24. Leave it out for the price year of the appraisal."
        )
    return Own(str(name), float(value), year, str(row.get("source") or ""), where)
