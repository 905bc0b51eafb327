"""The monthly table: a row for each way of working, draw, repeat run, month and place; every column with its unit."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.experiments.execute import Run
from simulation.experiments.payers import PUBLIC, by_districts, shares, two_tiers
from simulation.outcomes import PLACE_MEASURES, WHOLE, Line, Measure
from simulation.outputs.plain_csv import cell
from simulation.scenario import Scenario

type Columns = dict[str, tuple[NDArray[np.generic], str]]

FIFTHS = (
    Measure.RESIDENTS, Measure.IN_NEED, Measure.IN_CRISIS, Measure.WITHOUT_HELP, Measure.NEED_MINUTES,
    Measure.MET_MINUTES, Measure.AVOIDABLE_CRISES, Measure.UNAVOIDABLE_CRISES, Measure.KIN_GIVEN_MINUTES,
    Measure.CIVIC_MINUTES, Measure.ACTIVE, Measure.WELLBEING,
)  # fmt: skip
"""What is told for each fifth of neighbourhoods as well; 1 is the most deprived."""

SUMS = (Measure.WELLBEING, Measure.CAPACITY, Measure.BURNOUT, Measure.ACTIVE_BURNOUT)
"""Recorded in 1/65536 and told as sums over people."""

PLACE_UNITS = {
    "reserves": "pence", "trust": "0 to 1", "frozen": "0 or 1", "synapse": "0 to 1", "fit": "0 to 1",
    "skills": "0 to 1", "school_leavers_skills": "0 to 1", "commons": "0 to 1", "scarcity": "share of what there was",
    "tax_base": "times", "practice": "times",
}  # fmt: skip


def unit(measure: Measure) -> str:
    """The unit of a measure."""
    if measure in SUMS:
        return "points summed over people" if measure is Measure.WELLBEING else "0 to 1, summed over people"
    return "minutes" if measure.name.endswith("MINUTES") else "people"


def table(runs: Sequence[Run], places: Sequence[str], yardstick: Scenario) -> pa.Table:
    """All months of all runs, in the runs' order."""
    return joined([_columns(run, places, yardstick) for run in runs])


def joined(parts: Sequence[Columns]) -> pa.Table:
    """The columns of all runs under each other, units in the metadata."""
    fields, arrays = [], []
    for name, (values, said) in parts[0].items() if parts else ():
        column = np.concatenate([part[name][0] for part in parts])
        array = pa.array(column.tolist()) if column.dtype.kind == "U" else pa.array(column)
        arrays.append(array.dictionary_encode() if values.dtype.kind == "U" else array)
        fields.append(pa.field(name, arrays[-1].type, metadata={"unit": said}))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def write(path: Path, whole: pa.Table) -> None:
    """Write the table as Parquet, the units in the schema's metadata."""
    import pyarrow.parquet as parquet

    parquet.write_table(whole, path, compression="zstd")


def _columns(run: Run, places: Sequence[str], yardstick: Scenario) -> Columns:
    kept, months, p = run.outcomes, run.outcomes.months, len(places)
    rows = months * p
    columns: Columns = {
        "scenario": (np.full(rows, run.arm), ""),
        "draw": (np.full(rows, str(run.draw)), ""),
        "seed": (np.full(rows, run.seed), "repeat run"),
        "month": (np.repeat(np.arange(months), p), "months from the start"),
        "place": (np.tile(np.array(places), months), ""),
    }
    people = kept.people[:months].reshape(rows, 5, -1)
    for measure in Measure:
        columns[measure.name.lower()] = (_told(measure, people[:, :, measure].sum(axis=1)), unit(measure))
    columns["unmet_need"] = (_unmet(people.sum(axis=1)), "% of hours needed")
    money = kept.money[:months].reshape(rows, 4, -1)
    for line in Line:
        columns[f"money_{line.name.lower()}"] = (money[:, :, line].sum(axis=1), "pence")
    for number, payer in enumerate(PUBLIC):
        paid = shares(money, yardstick)[:, number]
        columns[f"paid_by_{payer.lower().replace(' ', '_')}"] = (paid, "pence")
    if two_tiers(yardstick):
        columns["paid_by_council_of_which_districts"] = (by_districts(money, yardstick), "pence")
    waits = kept.waits[:months].reshape(rows, -1)
    for q, name in ((0.5, "wait_median"), (0.9, "wait_90th_percentile")):
        columns[name] = (_quantile(waits, q), "months waited so far")
    for number, name in enumerate(PLACE_MEASURES):
        said = PLACE_UNITS.get(name, "times" if name.startswith("demand") else "number")
        columns[name] = (kept.places[:months, :, number].reshape(rows), said)
    for measure in FIFTHS:
        for fifth in range(5):
            name = f"{measure.name.lower()}_fifth_{fifth + 1}"
            columns[name] = (_told(measure, people[:, fifth, measure]), unit(measure))
    return columns


def _told(measure: Measure, values: NDArray[np.int64]) -> NDArray[np.generic]:
    return values / WHOLE if measure in SUMS else values


def _unmet(people: NDArray[np.int64]) -> NDArray[np.float64]:
    needed = people[:, Measure.NEED_MINUTES]
    return np.asarray(100.0 * (needed - people[:, Measure.MET_MINUTES]) / np.maximum(needed, 1))


def _quantile(waits: NDArray[np.int64], q: float) -> NDArray[np.int64]:
    """The q-quantile of months waited by those who wait, 0 where nobody does; waits [row, months waited]."""
    upto = np.cumsum(waits, axis=1)
    return np.asarray((upto < q * upto[:, -1:]).sum(axis=1))


def summary(runs: Sequence[Run], rows: Callable[[Run], Mapping[str, float | str]]) -> str:
    """A CSV with one line for each run; numbers are written in full."""
    lines: list[str] = []
    for run in runs:
        told = rows(run)
        if not lines:
            lines.append(",".join(["scenario", "draw", "seed", "fingerprint", *told]))
        said = [one if isinstance(one, str) else cell(one) for one in told.values()]
        lines.append(",".join([run.arm, str(run.draw), str(run.seed), run.fingerprint, *said]))
    return "\n".join(lines) + "\n"
