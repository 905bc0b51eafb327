"""The best next pounds: out of ways that each spend a little more on one thing, which gives most, and how often."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulation.experiments.analysis.robustness import Futures, futures
from simulation.experiments.analysis.sample import Floats
from simulation.experiments.intervals import Interval, over_points_and_runs

SPENT = "net_public_cost"
"""The outcome that tells what a way comes to cost after all, where a study measures it."""


@dataclass(frozen=True)
class Extra:
    """What a way gains over the first, so that more is better; most: in how many pairs no other gains more, and it any.

    costs: what it comes to cost beyond the first, after what it saves; None where the study does not measure it.
    """

    way: str
    gain: Interval
    most: int
    costs: Interval | None


@dataclass(frozen=True)
class BestNext:
    """Every way against the first, in the order of its gain; none_gains: pairs in which no way gains anything."""

    outcome: str
    first: str
    rows: tuple[Extra, ...]
    pairs: int
    none_gains: int
    futures: int


def best_next(
    table: pd.DataFrame, inputs: Sequence[str], outcome: str, ways: Sequence[str], less_is_better: bool,
    beyond: float = math.inf,
) -> BestNext:  # fmt: skip
    """Compare every way with the first, paired by world, point and repeat run.

    The interval of a gain counts futures (a world at a point) and the repeat runs that they share.
    """
    known = futures(table, inputs, outcome, ways, beyond=beyond)
    gain = _beyond_first(known) * (-1.0 if less_is_better else 1.0)
    there = np.isfinite(gain).all(axis=1)
    pairs = np.moveaxis(gain, 1, 2)[there]
    top = pairs.max(axis=1, initial=0.0)
    costs: list[Interval | None] = [None] * len(ways)
    if SPENT in table.columns:
        beyond_costs = _beyond_first(futures(table, inputs, SPENT, ways))
        costs = [over_points_and_runs(one) for one in np.moveaxis(beyond_costs, 1, 0)]
    rows = [
        Extra(way, over_points_and_runs(gain[:, i]), int(((pairs[:, i] == top) & (top > 0)).sum()), costs[i])
        for i, way in enumerate(ways)
        if i
    ]
    rows.sort(key=lambda row: -row.gain.estimate)
    return BestNext(outcome, ways[0], tuple(rows), len(pairs), int((top == 0).sum()), int(there.any(axis=1).sum()))


def _beyond_first(known: Futures) -> Floats:
    return known.values - known.values[:, :1]
