"""How each way of working came out in a study: means, spreads, and differences that count points and repeat runs."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulation.experiments.analysis.finished import Finished
from simulation.experiments.intervals import NOTHING, Interval, over_points_and_runs
from simulation.experiments.studies.outcomes import Outcome
from simulation.outputs.analysed.telling import bare, unit
from simulation.outputs.words import amount, between, signed, surely
from simulation.words import capital


@dataclass(frozen=True)
class Line:
    """One outcome of one way of working in one world, over all points and repeat runs that ended well.

    way: its title. mean; low, high: between which nine runs in ten lie. difference: to the first way, paired by point
    and repeat run, with the 95 % interval of its mean; less, more: in how many pairs it is below and above 0.
    """

    world: str
    way: str
    outcome: Outcome
    runs: int
    mean: float
    low: float
    high: float
    difference: Interval = NOTHING
    less: int = 0
    more: int = 0


def lines(found: Finished) -> list[Line]:
    """How every way of working came out."""
    made: list[Line] = []
    table = found.table[found.table["failed"].isna()]
    for world, rows in table.groupby("world", sort=True):
        for name in found.study.outcomes:
            values = rows.pivot_table(name, ["point", "seed"], "way", dropna=False).replace(math.inf, found.beyond)
            first = values.get(next(iter(found.titles)))
            made += [
                _line(str(world), title, found.outcome(name), values[way], first)
                for way, title in found.titles.items()
                if way in values
            ]
    return made


def _line(world: str, way: str, outcome: Outcome, values: "pd.Series[float]", first: "pd.Series[float] | None") -> Line:
    there = values.dropna()
    if there.empty:
        return Line(world, way, outcome, 0, math.nan, math.nan, math.nan)
    low, high = np.quantile(there, [0.05, 0.95])
    line = Line(world, way, outcome, len(there), float(there.mean()), float(low), float(high))
    if first is None or first.name == values.name:
        return line
    apart = (values - first).dropna()
    less, more = int((apart < 0).sum()), int((apart > 0).sum())
    difference = over_points_and_runs(apart.to_frame("apart").pivot_table("apart", "point", "seed"))
    return Line(world, way, outcome, line.runs, line.mean, line.low, line.high, difference, less, more)


def sentence(some: list[Line]) -> str:
    """One outcome in all ways of working; of more than two, the first and what the others differ from it by."""
    first, *others = some
    what = f"{capital(bare(first.outcome.label))} ({unit(first.outcome)})"
    if len(others) > 1:
        apart = "; ".join(f"{line.way} {signed(line.difference.estimate)} ({_how_sure(line)})" for line in others)
        return f"{what}: {first.way} {amount(first.mean)}. Against that: {apart}."
    levels = "; ".join(f"{line.way} {amount(line.mean)}" for line in some)
    said = f"{what}: {levels}."
    for line in others:
        one = line.difference
        said += (
            f" {line.way} less {first.way}: {signed(one.estimate)} ({_how_sure(line)}), lower in {line.less:,} and "
            f"higher in {line.more:,} of {one.n:,} pairs."
        )
    return said


def _how_sure(line: Line) -> str:
    return f"{between(line.difference)}; {surely(line.difference)}"
