"""The yearly tables: groups of people, and what is recorded of a place once a year; every column with its unit."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.experiments.execute import Run
from simulation.experiments.people import SHOWN, spread_out
from simulation.experiments.recovery import recovery
from simulation.observation.generosity import gini, top_share
from simulation.observation.network import bridging, lost_without
from simulation.observation.strata import GROUPS
from simulation.observation.tally import MEASURES
from simulation.outcomes import WHOLE, Measure
from simulation.outputs.monthly import SUMS, Columns, joined, unit

YEAR = 12


def people_table(runs: Sequence[Run], places: Sequence[str]) -> pa.Table:
    """A row for each run, year, place and group of people; counts are summed over the year's months."""
    return joined([_people(run, places) for run in runs])


def place_table(runs: Sequence[Run], places: Sequence[str]) -> pa.Table:
    """A row for each run, year and place."""
    return joined([_places(run, places) for run in runs])


def _head(run: Run, places: Sequence[str], each: int) -> Columns:
    """Who and when, for `each` rows a year and place."""
    years, p = run.outcomes.years, len(places)
    rows = years * p * each
    return {
        "scenario": (np.full(rows, run.arm), ""),
        "draw": (np.full(rows, str(run.draw)), ""),
        "seed": (np.full(rows, run.seed), "repeat run"),
        "year": (np.repeat(np.arange(1, years + 1), p * each), "years from the start"),
        "place": (np.tile(np.repeat(np.array(places), each), years), ""),
    }


def _people(run: Run, places: Sequence[str]) -> Columns:
    kept, years = run.outcomes, run.outcomes.years
    months = kept.people[: YEAR * years]
    fifths = months.reshape(years, YEAR, *months.shape[1:]).sum(axis=1)
    by_traits = spread_out(kept.groups[:years])[:, :, [GROUPS.index(one) for one in SHOWN if one in GROUPS]]
    counts = np.concatenate([fifths, by_traits], axis=2).reshape(-1, len(Measure))
    columns = _head(run, places, len(SHOWN))
    each = years * len(places)
    columns["divided_by"] = (np.tile(np.array([one.by for one in SHOWN]), each), "")
    columns["group"] = (np.tile(np.array([one.name for one in SHOWN]), each), "fifth 1 is the most deprived")
    for measure in MEASURES:
        values = counts[:, measure] / WHOLE if measure in SUMS else counts[:, measure]
        columns[measure.name.lower()] = (values, f"{unit(measure)}, summed over 12 months")
    return columns


def _places(run: Run, places: Sequence[str]) -> Columns:
    kept, years = run.outcomes, run.outcomes.years
    rows = [
        {
            **{f"ties_{name}": (share, "share of weight") for name, share in bridging(kept.network[y, p]).items()},
            **{
                f"found_lost_without_{name}": (share, "share of chances")
                for name, share in lost_without(kept.network[y, p]).items()
            },
            "hours_gini": (gini(kept.hours[y, p]), "0 to 1"),
            "hours_of_top_fifth": (top_share(kept.hours[y, p]), "share of hours"),
            **{
                f"after_crisis_{name}": (value, RECOVERY_UNITS.get(name, "%"))
                for name, value in recovery(kept.spells[y, p].sum(axis=0)).items()
            },
        }
        for y in range(years)
        for p in range(len(places))
    ]
    columns = _head(run, places, 1)
    for name, (_, said) in (rows[0] if rows else {}).items():
        values: NDArray[np.float64] = np.array([row[name][0] for row in rows])
        columns[name] = (values, said)
    return columns


RECOVERY_UNITS = {"months_in_crisis": "months", "loss": "levels x months", "half_life": "months"}
