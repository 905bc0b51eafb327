"""How each way of working stands over many futures, without saying how likely each of them is.

The measures are among those of McPhail et al. (2018), Earth's Future 6:169-191: what a way comes to in each future,
as it is, as regret or as satisfactory or not, and then summed up.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulation.experiments.analysis.sample import Floats, one_of, outcome_of
from simulation.experiments.intervals import Interval, quantile_t
from simulation.strict_yaml import ScenarioError
from simulation.words import how_many

MEASURES = ("mean", "worst", "mean_regret", "worst_regret", "satisfactory", "best")
SHARES = ("satisfactory", "best")
NEVER_BELOW_ZERO = ("mean_regret", "worst_regret", *SHARES)


@dataclass(frozen=True)
class Futures:
    """What each way comes to in each future: values [future, way, seed]; NaN where one of the ways has not ended well.

    names: of the futures: a world at a point of a design, or a world on average over the points.
    """

    outcome: str
    ways: tuple[str, ...]
    names: tuple[str, ...]
    values: Floats


@dataclass(frozen=True)
class Standing:
    """One way over all futures, in units of the outcome.

    measures, each with an interval that counts luck alone:
    `mean` over futures, all counted alike (Laplace's principle of insufficient reason); `worst`, in the future that is
    worst for it (Wald's maximin); `mean_regret` and `worst_regret`, how far it falls short of the way that does best in
    that future (Savage 1951, Journal of the American Statistical Association 46:55-67); `satisfactory`, the share of
    futures in which it meets the level (Starr's domain criterion, 1963); `best`, the share in which none does better.
    worst_in, worst_regret_in: the futures meant.
    """

    way: str
    measures: dict[str, Interval]
    worst_in: str
    worst_regret_in: str


@dataclass(frozen=True)
class Robustness:
    """How every way stands. level: what counts as satisfactory; usual: whether it is the first way's middle future."""

    outcome: str
    less_is_better: bool
    level: float
    usual: bool
    futures: int
    left_out: int
    seeds: int
    rows: tuple[Standing, ...]


def futures(
    table: pd.DataFrame, inputs: Sequence[str], outcome: str, ways: Sequence[str], by: str = "point",
    beyond: float = math.inf,
) -> Futures:  # fmt: skip
    """The futures of a table of results: by `point`, every world at every point; by `world`, its mean over points.

    Raises `ScenarioError` where the table does not hold what is asked for.
    """
    for way in ways:
        one_of("way of working", way, table["way"])
    rows = table[table["way"].isin(list(ways))].reset_index(drop=True)
    said = outcome_of(rows, inputs, outcome, beyond)
    which = rows.groupby(["world", "point"], sort=True).ngroup().to_numpy()
    seeds, seed = np.unique(rows["seed"], return_inverse=True)
    values = np.full((int(which.max()) + 1, len(ways), len(seeds)), np.nan)
    values[which, [list(ways).index(one) for one in rows["way"]], seed] = said
    values[~np.isfinite(values).all(axis=1, keepdims=True).repeat(len(ways), axis=1)] = np.nan
    keys = rows[["world", "point"]].drop_duplicates().sort_values(["world", "point"])
    if by == "world":
        worlds = sorted(set(keys["world"]))
        each = [_mean(values[(keys["world"] == one).to_numpy()], np.ones(len(seeds)), over=0) for one in worlds]
        return Futures(outcome, tuple(ways), tuple(worlds), np.stack(each))
    several = len(set(keys["world"])) > 1
    names = tuple(f"{world}, point {at}" if several else f"point {at}" for world, at in keys.itertuples(index=False))
    return Futures(outcome, tuple(ways), names, values)


def robustness(known: Futures, less_is_better: bool, level: float | None = None) -> Robustness:
    """How each way stands over futures; level: satisfactory from there on, else what the first way's middle comes to.

    Intervals are those of the jackknife over repeat runs with Student's t (Tukey 1958; Miller 1974, Biometrika
    61:1-15), exact for `mean` where luck is normal. Luck makes the worst of many means look worse than it is: the more
    repeat runs, the less.
    """
    seeds = known.values.shape[-1]
    whole = _mean(known.values, np.ones(seeds))
    there = np.isfinite(whole).all(axis=1)
    values, names = known.values[there], [name for name, one in zip(known.names, there, strict=True) if one]
    if len(names) < 2:
        raise ScenarioError(
            f"It takes two futures or more to say how each way stands over them; there {'is' if names else 'are'} "
            f"{how_many(len(names))} here with finished runs of every way. Let uncertainties vary, or name "
            "several worlds."
        )
    agreed = float(np.median(whole[there][:, 0])) if level is None else level
    sign = -1.0 if less_is_better else 1.0
    each = _measured(sign * whole[there], sign * agreed)
    without = [
        _measured(sign * _mean(values, np.arange(seeds) != one), sign * agreed) for one in range(seeds) if seeds > 1
    ]
    rows = []
    for i, way in enumerate(known.ways):
        gains = sign * whole[there]
        regret = gains.max(axis=1) - gains[:, i]
        measures = {
            name: _reach(name, sign if name in ("mean", "worst") else 1.0, each[name][i], [w[name][i] for w in without])
            for name in MEASURES
        }
        rows.append(Standing(way, measures, names[int(gains[:, i].argmin())], names[int(regret.argmax())]))
    return Robustness(
        known.outcome, less_is_better, agreed, level is None, len(names), len(known.names) - len(names), seeds,
        tuple(rows),
    )  # fmt: skip


def _mean(values: Floats, weight: Floats, over: int = -1) -> Floats:
    """Means over repeat runs (or, with over=0, points) of what is known, NaN where nothing is."""
    there = np.isfinite(values)
    counted = there * weight if over == -1 else there
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((np.where(there, values, 0.0) * counted).sum(axis=over) / counted.sum(axis=over))


def _measured(gains: Floats, level: float) -> dict[str, Floats]:
    """Every measure for each way; gains [future, way], more being better; futures that are not known are left out."""
    gains = gains[np.isfinite(gains).all(axis=1)]
    regret = gains.max(axis=1, keepdims=True) - gains
    return {
        "mean": gains.mean(axis=0), "worst": gains.min(axis=0),
        "mean_regret": regret.mean(axis=0), "worst_regret": regret.max(axis=0),
        "satisfactory": (gains >= level).mean(axis=0), "best": (regret == 0).mean(axis=0),
    }  # fmt: skip


def _reach(name: str, sign: float, estimate: float, without: Sequence[float]) -> Interval:
    """The estimate with its jackknife interval."""
    n, middle = len(without), sign * float(estimate)
    if n < 2:
        return Interval(middle, math.nan, math.nan, max(n, 1))
    left = np.asarray(without)
    reach = quantile_t(n - 1) * math.sqrt((n - 1) / n * float(((left - left.mean()) ** 2).sum()))
    low, high = middle - reach, middle + reach
    if name in NEVER_BELOW_ZERO:
        low, high = max(low, 0.0), min(high, 1.0 if name in SHARES else math.inf)
    return Interval(middle, low, high, n)
