"""From a table of results to one number for each point and repeat run; and how much of it is luck."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulation.experiments.intervals import NOTHING, Interval
from simulation.experiments.studies.outcomes import MONEY
from simulation.scenario import ScenarioError

type Floats = NDArray[np.float64]

MOST_ROUNDS = 200
"""Rounds in which points and repeat runs are fitted in turn, where some runs are missing."""


@dataclass(frozen=True)
class Sample:
    """An outcome of one way of working, or how far the second of two lies above the first, over a design.

    inputs: [point, input], in the order in which the design drew them. values: [point, seed], paired by seed where it
    is a difference; NaN where a run has not ended well.
    """

    outcome: str
    ways: tuple[str, ...]
    inputs: pd.DataFrame
    values: Floats

    @property
    def names(self) -> list[str]:
        """The inputs."""
        return [str(one) for one in self.inputs.columns]

    @cached_property
    def luck(self) -> "Luck":
        """Points and luck apart."""
        return apart(self.values)

    @property
    def known(self) -> NDArray[np.bool_]:
        """At which points any run has ended well."""
        return np.isfinite(self.luck.means)

    def at(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> "Sample":
        """Some of its points."""
        return Sample(self.outcome, self.ways, self.inputs.iloc[chosen], self.values[chosen])


@dataclass(frozen=True)
class Luck:
    """How values over points and repeat runs part into the two.

    means: [point], over repeat runs, with what all points share of a repeat run taken out; NaN where there is no run.
    noise: the standard deviation of luck that is left in such a mean. of_run, of_mean: the share that luck has in the
    variance of a single run and in that of the means, the latter with its interval (F, exact where luck is normal). NaN
    where there is one repeat run only.
    """

    means: Floats
    noise: float
    of_run: float
    of_mean: Interval
    seeds: int


def taken(
    table: pd.DataFrame, inputs: Sequence[str], outcome: str, ways: Sequence[str], world: str = "",
    points: int | None = None, beyond: float = math.inf,
) -> Sample:  # fmt: skip
    """One outcome out of a table of results, for one way of working or the second less the first.

    world: needed where there are several. points: how many the design has, where some may have no runs yet. beyond:
    what stands for an infinite outcome, such as a year after the last in which a place still copes.

    Raises `ScenarioError` where the table does not hold what is asked for.
    """
    for way in ways:
        one_of("way of working", way, table["way"])
    worlds = sorted(table["world"].unique())
    if not world and len(worlds) > 1:
        raise ScenarioError(f"There are several worlds here. Say which with --world: {', '.join(worlds)}.")
    world = world or worlds[0]
    one_of("world", world, table["world"])
    rows = table[table["world"] == world]
    n = points or int(table["point"].max()) + 1
    rows = rows[rows["way"].isin(list(ways))]
    seeds, seed = np.unique(rows["seed"], return_inverse=True)
    each = np.full((len(ways), n, len(seeds)), np.nan)
    way_of = [list(ways).index(one) for one in rows["way"]]
    each[way_of, rows["point"], seed] = outcome_of(rows, inputs, outcome, beyond)
    drawn = rows.drop_duplicates("point").set_index("point").reindex(range(n))[list(inputs)]
    return Sample(outcome, tuple(ways), drawn.astype(float), each[0] if len(each) == 1 else each[1] - each[0])


def outcome_of(rows: pd.DataFrame, inputs: Sequence[str], outcome: str, beyond: float) -> Floats:
    """An outcome of each run, `beyond` where it is infinite. Raises `ScenarioError` where no run has such a one."""
    there = outcomes(rows, inputs)
    if outcome not in there:
        raise ScenarioError(f"There is no outcome {outcome} here. There are: {', '.join(there)}.")
    said = np.asarray(rows[outcome], float)
    said = np.where(said == math.inf, beyond, said)
    if np.isinf(said).any():
        raise ScenarioError(f"{outcome} is infinite in {int(np.isinf(said).sum())} runs. Ask for another outcome.")
    if len(said) and np.isnan(said).all():
        raise ScenarioError(f"Of {outcome} no run here says anything. Ask for another outcome.")
    return said


def one_of(kind: str, name: str, there: pd.Series) -> None:
    """Raise a `ScenarioError` where a name is not among those that are there."""
    if name not in set(there):
        raise ScenarioError(f"There is no {kind} {name} here. There are: {', '.join(sorted(set(there)))}.")


def outcomes(table: pd.DataFrame, inputs: Sequence[str]) -> list[str]:
    """The outcomes that a table of results has."""
    other = {"point", "world", "way", "seed", "failed", MONEY, *inputs}
    return [str(one) for one in table.columns if one not in other]


def apart(values: Floats) -> Luck:
    """Separate luck from points: the two-way layout y[p, s] = point[p] + run[s] + e[p, s], by least squares.

    What all points share of a repeat run (the same people, the same luck) shifts them all and so is no part of a
    comparison of points; e is the luck that remains, and its variance over the number of repeat runs is left in the
    mean of a point. Searle, Casella & McCulloch (1992), Variance Components, chapter 4.
    """
    there = np.isfinite(values)
    seeds = int(there.any(axis=0).sum())
    values, there = values[:, there.any(axis=0)], there[:, there.any(axis=0)]
    filled = np.where(there, values, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        run = np.zeros(values.shape[1])
        for _ in range(MOST_ROUNDS):
            point = (filled - there * run).sum(axis=1) / there.sum(axis=1)
            before, run = run, (filled - there * np.nan_to_num(point)[:, None]).sum(axis=0) / there.sum(axis=0)
            run = run - run.mean()
            if np.allclose(before, run, rtol=0.0, atol=1e-12 * (np.abs(filled).max(initial=0.0) or 1.0)):
                break
    known = there.any(axis=1)
    points = int(known.sum())
    free = int(there.sum()) - points - seeds + 1
    if seeds < 2 or points < 2 or free < 1:
        return Luck(point, math.nan, math.nan, NOTHING, seeds)
    left = float((there * (filled - np.nan_to_num(point)[:, None] - run) ** 2).sum()) / free
    per_mean = float(np.mean(left / there.sum(axis=1)[known]))
    spread = float(np.var(point[known], ddof=1))
    of_points, shared = max(spread - per_mean, 0.0), max(float(np.var(run, ddof=1)) - left / points, 0.0)
    single = of_points + shared + left
    of_mean = _within(per_mean / spread if spread else 0.0, points - 1, free)
    return Luck(point, math.sqrt(per_mean), (shared + left) / single if single else 0.0, of_mean, seeds)


def _within(ratio: float, points: int, free: int) -> Interval:
    """A share of variance, at most 1: luck's mean square over that of points, which have so many degrees of freedom."""
    from scipy.special import fdtri

    low, high = (min(ratio * float(fdtri(points, free, p)), 1.0) for p in (0.025, 0.975))
    return Interval(min(ratio, 1.0), low, high, points + 1)
