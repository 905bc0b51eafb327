"""What knowing would be worth to the choice between ways of working: of everything (EVPI) and of one input (EVPPI)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulation.experiments.analysis.influence import CHANCE, Design, enough, spread_out
from simulation.experiments.analysis.robustness import futures
from simulation.experiments.analysis.sample import Floats, Sample, apart, taken
from simulation.experiments.intervals import Interval, mean_interval

FEWEST = 50
"""Points below which nothing is said."""

DRAWS = 300
SHUFFLES = 100
LEVELS = 5
"""An input with no more values than this is taken level by level."""

KNOTS = (0, 1, 2, 4)
"""Inner knots of the splines that are tried; besides, a straight line."""

Z = 1.96


@dataclass(frozen=True)
class Learned:
    """What knowing one input would be worth. by_chance: what 19 in 20 inputs that do nothing would stay below."""

    name: str
    worth: Interval
    by_chance: float

    @property
    def beyond_chance(self) -> bool:
        """Whether it is worth more than an input that does nothing would seem to be."""
        return self.worth.estimate > self.by_chance


@dataclass(frozen=True)
class Worth:
    """What knowing is worth, in the unit of the net benefit (pounds, where weights are pounds per unit).

    weights: pounds for one more of each outcome. net_benefit: of each way less that of the first, over points.
    everything: the expected value of knowing every input; luck makes it too large. at_least: the same with each choice
    made on the other repeat runs, which luck makes too small; NaN with one repeat run. rows: the most worth first.
    """

    ways: tuple[str, ...]
    weights: Mapping[str, float]
    net_benefit: tuple[Interval, ...]
    everything: Interval
    at_least: float
    rows: tuple[Learned, ...]
    points: int
    left_out: int
    seeds: int


def gains(
    table: pd.DataFrame, inputs: Sequence[str], weights: Mapping[str, float], ways: Sequence[str], world: str = "",
    points: int | None = None, beyond: float = math.inf,
) -> tuple[Sample, Floats]:  # fmt: skip
    """The points of a table of results, and the net benefit of each way less that of the first, [point, way, seed]."""
    first, *_ = weights
    over = taken(table, inputs, first, ways[:1], world, points, beyond)
    rows = table[table["world"] == (world or table["world"].iloc[0])]
    each = [weight * futures(rows, inputs, name, ways, beyond=beyond).values for name, weight in weights.items()]
    whole = np.full((len(over.values), *each[0].shape[1:]), np.nan)
    whole[np.unique(rows["point"])] = np.sum(each, axis=0)
    return over, whole - whole[:, :1]


def worth(points: Sample, gain: Floats, design: Design, ways: Sequence[str], weights: Mapping[str, float]) -> Worth:
    """What knowing would be worth; gain [point, way, seed] is the net benefit of each way less that of the first.

    EVPI: E max - max E over points, inputs being as likely as they were drawn. EVPPI of one input: the same of a
    regression of the gain on it alone (Strong, Oakley & Brennan 2014, Medical Decision Making 34:311-326), here a cubic
    spline with as many knots as generalised cross-validation asks for, or the means of its levels where it has few. Its
    standard error is that of coefficients drawn from their joint distribution, as there, and of the mean over points.
    Raises `ScenarioError` where points are too few or follow lines.
    """
    labelled = Sample(points.outcome, points.ways, points.inputs.assign(_row=np.arange(len(gain))), gain[:, -1])
    row = spread_out(labelled, design).inputs["_row"].to_numpy(int)
    enough(len(row), FEWEST, "points spread through the space of assumptions")
    gain, x = gain[row], points.inputs.iloc[row]
    means = np.column_stack([apart(gain[:, way]).means for way in range(gain.shape[1])])
    rng = np.random.default_rng(CHANCE)
    rows = [_learned(name, x[name].to_numpy(float), means, rng) for name in x.columns]
    best = int(means.mean(axis=0).argmax())
    regret = means.max(axis=1) - means[:, best]
    return Worth(
        tuple(ways), dict(weights), net_benefit=tuple(mean_interval(one) for one in means.T),
        everything=_around(float(regret.mean()), _error(regret)), at_least=_at_least(gain, best),
        rows=tuple(sorted(rows, key=lambda one: -one.worth.estimate)), points=len(row),
        left_out=len(points.values) - len(row), seeds=gain.shape[2],
    )  # fmt: skip


def _learned(name: str, x: Floats, gain: Floats, rng: np.random.Generator) -> Learned:
    """EVPPI of one input, its error, and what it would come to if the input did nothing."""
    bases = [np.linalg.qr(one)[0] for one in _bases(x)]
    basis = _chosen(bases, gain)
    coefficients = basis.T @ gain
    fitted = basis @ coefficients
    left = gain[:, 1:] - fitted[:, 1:]
    spread = np.atleast_2d(left.T @ left) / (len(x) - basis.shape[1])
    root = np.linalg.cholesky(spread + 1e-12 * (np.trace(spread) + 1e-300) * np.eye(len(spread)))
    drawn = np.empty(DRAWS)
    for i in range(DRAWS):
        moved = rng.standard_normal((basis.shape[1], len(root))) @ root.T
        drawn[i] = _value(basis @ (coefficients + np.column_stack([np.zeros(len(moved)), moved])))
    by_chance = np.empty(SHUFFLES)
    for i in range(SHUFFLES):
        shuffled = gain[rng.permutation(len(gain))]
        one = _chosen(bases, shuffled)
        by_chance[i] = _value(one @ (one.T @ shuffled))
    regret = fitted.max(axis=1) - fitted[:, int(fitted.mean(axis=0).argmax())]
    error = math.hypot(float(drawn.std(ddof=1)), _error(regret))
    return Learned(name, _around(_value(fitted), error), float(np.quantile(by_chance, 0.95)))


def _bases(x: Floats) -> list[Floats]:
    """Regressions on one input that are tried, each as a matrix [point, coefficient]."""
    from scipy.interpolate import BSpline

    levels = np.unique(x)
    if len(levels) <= LEVELS:
        return [(x[:, None] == levels).astype(float)]
    low, high = levels[0], levels[-1]
    straight = np.column_stack([np.ones(len(x)), (x - low) / (high - low)])
    inner = [np.unique(np.quantile(x, np.linspace(0.0, 1.0, knots + 2)[1:-1])) for knots in KNOTS]
    ends = [np.concatenate([[low] * 4, some[(some > low) & (some < high)], [high] * 4]) for some in inner]
    return [straight, *(BSpline.design_matrix(x, knots, 3).toarray() for knots in ends)]


def _chosen(bases: Sequence[Floats], gain: Floats) -> Floats:
    """The basis with the least generalised cross-validation (Craven & Wahba 1979), summed over ways."""
    whole = float((gain**2).sum())
    n = len(gain)
    return min(bases, key=lambda one: (whole - float(((one.T @ gain) ** 2).sum())) / (n - one.shape[1]) ** 2)


def _value(gain: Floats) -> float:
    """How much the best choice at each point gains over the one choice that is best over all."""
    return float(gain.max(axis=1).mean() - gain.mean(axis=0).max())


def _at_least(gain: Floats, best: int) -> float:
    """Each choice made on the other repeat runs, and judged on the one left out."""
    seeds = gain.shape[2]
    if seeds < 2:
        return math.nan
    values = []
    for one in range(seeds):
        others = np.delete(gain, one, axis=2)
        there = np.isfinite(gain[:, :, one]).all(axis=1) & np.isfinite(others).all(axis=1).any(axis=1)
        choice = np.nanmean(others[there], axis=2).argmax(axis=1)
        judged = gain[there, :, one]
        values.append(judged[np.arange(len(choice)), choice] - judged[:, best])
    return max(float(np.concatenate(values).mean()), 0.0)


def _error(values: Floats) -> float:
    return float(values.std(ddof=1)) / math.sqrt(len(values))


def _around(estimate: float, error: float) -> Interval:
    return Interval(estimate, max(estimate - Z * error, 0.0), estimate + Z * error, 0)
