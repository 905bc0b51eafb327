"""Which assumptions decide an outcome, where the design has no estimator of its own: regression, and plain effects."""

import numpy as np

from simulation.experiments.analysis.influence import (
    CHANCE,
    RESAMPLES,
    Design,
    Sensitivity,
    around,
    enough,
    moves,
    told,
)  # fmt: skip
from simulation.experiments.analysis.sample import Floats, Sample
from simulation.experiments.intervals import NOTHING, Interval, mean_interval, quantile_t
from simulation.scenario import ScenarioError

FEWEST_FREE = 10
"""Points beyond one for each coefficient that a regression needs."""

FITS = 0.7
"""Share of the ranks' variance from which on a rank regression is told as a description of the whole."""

HARMONICS = 10
FEWEST_FOR_SHARES = 10 * HARMONICS


def given(sample: Sample, design: Design) -> Sensitivity:
    """For points drawn at random: how far an outcome's rank moves with each input's, and each input's share alone.

    `rank`: standardised rank regression coefficients (Iman & Conover 1979, Technometrics 21:499-509) with Student's t
    intervals; sound where the effect goes one way, which `fit` tells. `first`: the first-order index by RBD-FAST for
    points that are given (Tarantola, Gatelli & Mara 2006; Plischke 2010, Reliability Engineering & System Safety
    95:354-360; corrected for bias after Tissot & Prieur 2012), through SALib; sound whatever the shape, from 100
    points on.
    """
    from scipy.stats import rankdata

    used = sample.at(sample.known)
    k = len(sample.names)
    enough(len(used.values), k + 1 + FEWEST_FREE, "points")
    y = used.luck.means
    moves(sample, y)
    ranks = np.column_stack([rankdata(one) for one in used.inputs.to_numpy(float).T])
    coefficients, fit = _standardised(ranks, np.asarray(rankdata(y), float))
    measures: dict[str, list[Interval]] = {"rank": coefficients}
    if len(y) >= FEWEST_FOR_SHARES:
        measures["first"] = _shares(used, design, y)
    return told("given", sample, used, measures, 0.0, rough=fit < FITS, fit=fit)


def _standardised(x: Floats, y: Floats) -> tuple[list[Interval], float]:
    """Coefficients of a regression in standard deviations, with t intervals, and its share of variance explained."""
    n, k = x.shape
    spread = x.std(axis=0)
    moved = spread > 0
    z = (x[:, moved] - x[:, moved].mean(axis=0)) / spread[moved]
    response = (y - y.mean()) / y.std()
    inverse = np.linalg.pinv(z.T @ z)
    b = inverse @ z.T @ response
    left = float(((response - z @ b) ** 2).sum())
    reach = quantile_t(n - k - 1) * np.sqrt(np.diag(inverse) * left / (n - k - 1))
    told = iter([around(m, w, n) for m, w in zip(b, reach, strict=True)])
    return [next(told) if one else NOTHING for one in moved], 1.0 - left / n


def _shares(used: Sample, design: Design, y: Floats) -> list[Interval]:
    from SALib.analyze import rbd_fast

    found = rbd_fast.analyze(
        design.problem, used.inputs.to_numpy(float), y, M=HARMONICS, num_resamples=RESAMPLES, seed=CHANCE
    )
    return [around(m, w, len(y)) for m, w in zip(found["S1"], found["S1_conf"], strict=True)]


def one_at_a_time(sample: Sample, _: Design) -> Sensitivity:
    """What an outcome does where one input goes to its low or its high end and all others stay.

    `low`, `high`: the change against the first point, paired by repeat run; the intervals count luck alone.
    """
    x = sample.inputs.to_numpy(float)
    middle, base = x[0], sample.values[0]
    if ((x != middle).sum(axis=1) > 1).any():
        raise ScenarioError("These points do not change one input at a time from the first of them.")
    ends: dict[str, list[Interval]] = {"reach": [], "low": [], "high": []}
    for i, name in enumerate(sample.names):
        low, high = (_change(sample.values - base, sign * (x[:, i] - middle[i])) for sign in (-1.0, 1.0))
        if not (low.n or high.n):
            raise ScenarioError(f"No run has ended with {name} at an end of its range. Let the study go on.")
        for end, one in (("low", low), ("high", high), ("reach", max(low, high, key=_size))):
            ends[end].append(one)
    return told("one_at_a_time", sample, sample.at(sample.known), ends, 0.0, rough=False)


def _change(changes: Floats, beyond: Floats) -> Interval:
    """The change at the point that lies furthest beyond the middle, nothing where none does."""
    at = int(np.argmax(beyond))
    there = changes[at][np.isfinite(changes[at])] if beyond[at] > 0 else []
    return mean_interval(there)


def _size(one: Interval) -> float:
    return abs(one.estimate) if one.n else -1.0


def factorial(sample: Sample, design: Design) -> Sensitivity:
    """The effect of each input over its range, on average over all others: a regression in each repeat run.

    With two levels it is the mean at the high one less the mean at the low one (Box, Hunter & Hunter 2005, Statistics
    for Experimenters, chapter 5). The interval is over repeat runs, so it counts luck alone.
    """
    low, high = (np.asarray(one, float) for one in zip(*design.bounds.values(), strict=True))
    coded = np.column_stack([np.ones(len(sample.values)), (sample.inputs.to_numpy(float) - low) / (high - low)])
    effects = []
    for run in sample.values.T:
        there = np.isfinite(run)
        if np.linalg.matrix_rank(coded[there]) == coded.shape[1]:
            effects.append(np.linalg.lstsq(coded[there], run[there], rcond=None)[0][1:])
    enough(len(effects), 1, "repeat runs at all points")
    measures = {"effect": [mean_interval(one) for one in np.array(effects).T]}
    return told("factorial", sample, sample.at(sample.known), measures, 0.0, rough=False)
