"""Points that somebody lists: a CSV file with one column for each input, and one line for each point."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.experiments.studies.inputs import LEVER, SWITCH, UNCERTAINTY, Range
from simulation.experiments.studies.switches import switch
from simulation.parameters import Value
from simulation.scenario.files import shown
from simulation.scenario.settings import card_of
from simulation.strict_yaml import ScenarioError

if TYPE_CHECKING:
    import pandas as pd


def read(path: Path) -> "pd.DataFrame":
    """The list in a CSV file, or in the Parquet file of a study's own folder. Raises ScenarioError."""
    import pandas as pd

    try:
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            found = pd.read_csv(path, skipinitialspace=True, index_col=False)
    except pd.errors.ParserWarning:
        raise ScenarioError(
            f"{shown(path)}:2: there are more values than names in the first line. Name each."
        ) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error).strip()
        raise ScenarioError(f"{shown(path)} cannot be read as a list of points: {reason}.") from None
    for column in found.columns:
        if found[column].isna().any():
            line = int(found[column].isna().argmax()) + 2
            raise ScenarioError(f"{shown(path)}:{line}: {column} is empty. Give every point a value for each input.")
    if found.empty:
        raise ScenarioError(f"{shown(path)} lists no points. Write one line for each, below the names of the inputs.")
    return found


def inputs(points: "pd.DataFrame", where: str, folder: Path) -> dict[str, Range]:
    """What varies in a list of points, with the least and greatest value of each input. folder: of the study."""
    return {name: _range(name, points[name], where, folder) for name in map(str, points.columns)}


def _range(name: str, column: "pd.Series[float]", where: str, folder: Path) -> Range:
    if name.startswith(SWITCH):
        if not column.isin([0, 1]).all():
            raise ScenarioError(f"{where}: the column {name} of the list holds more than 0 (without) and 1 (with).")
        return switch(name.removeprefix(SWITCH), where, folder)
    card = card_of(name, where)
    role = LEVER if card.decides == "policy" else UNCERTAINTY
    if isinstance(card.value, bool | str):
        found: tuple[Value, ...] = tuple(sorted(set(column.tolist()), key=str))
        return Range(0.0, len(found) - 1.0, card.label, card.grade, (len(found) - 1.0) / 2.0, role, levels=found)
    if column.dtype.kind not in "if":
        raise ScenarioError(f"{where}: the column {name} of the list holds what is not a number.")
    low, high, middle = float(column.min()), float(column.max()), float(column.median())
    return Range(low, high, card.label, card.grade, middle, role, column.dtype.kind == "i")
