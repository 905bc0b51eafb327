"""What is said of each input: how a design was drawn, measures with intervals, and what luck alone would give."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simulation.experiments.analysis.sample import Floats, Luck, Sample
from simulation.experiments.intervals import Interval
from simulation.scenario import ScenarioError

RESAMPLES = 200
CHANCE = 1
"""The seed of all that is resampled, so that the same results give the same intervals."""

ALONG_LINES = ("morris", "one_at_a_time")
"""Designs whose points follow lines through the space of inputs."""


@dataclass(frozen=True)
class Design:
    """How points were drawn, as far as an analysis must know it.

    kind: as a study says it. bounds: for each input the (low, high) that it was drawn from, evenly. levels: of a Morris
    grid. second_order: whether a Sobol design has the points for pairs of inputs.
    """

    kind: str
    bounds: Mapping[str, tuple[float, float]]
    levels: int = 4
    second_order: bool = False

    @property
    def problem(self) -> dict[str, object]:
        """The same as SALib wants it."""
        return {
            "num_vars": len(self.bounds),
            "names": list(self.bounds),
            "bounds": [list(b) for b in self.bounds.values()],
        }

    @property
    def block(self) -> int:
        """Points that only mean something together: a trajectory of Morris, a row of Saltelli's matrices."""
        k = len(self.bounds)
        return {"morris": k + 1, "sobol": 2 * k + 2 if self.second_order else k + 2}.get(self.kind, 1)


@dataclass(frozen=True)
class Influence:
    """What is said of one input: each measure with its interval; beyond_luck: None where luck is not known."""

    name: str
    measures: Mapping[str, Interval]
    beyond_luck: bool | None


@dataclass(frozen=True)
class Sensitivity:
    """What a design says of every input, the most decisive first.

    method: `morris`, `sobol`, `given`, `one_at_a_time` or `factorial`. floor: what luck alone would give an input that
    does nothing, in units of the first measure. points: those used; left_out: those without a finished run, or in a
    block with such a point. fit: the share of the ranks' variance that a rank regression explains, else NaN. width: of
    the widest interval.
    """

    method: str
    sample: Sample
    rows: tuple[Influence, ...]
    luck: Luck
    floor: float
    points: int
    left_out: int
    rough: bool
    fit: float = math.nan

    @property
    def width(self) -> float:
        """The widest interval of the first measure."""
        first = next(iter(self.rows[0].measures))
        return max(row.measures[first].high - row.measures[first].low for row in self.rows)


def whole_blocks(sample: Sample, design: Design) -> Sample:
    """The points of all blocks in which every point is known; an unfinished last block is left out."""
    blocks = len(sample.values) // design.block
    known = sample.known[: blocks * design.block].reshape(blocks, design.block).all(axis=1)
    return sample.at(np.flatnonzero(np.repeat(known, design.block)))


def spread_out(sample: Sample, design: Design) -> Sample:
    """The points that fill the space of inputs, each drawn by itself; known ones only.

    Of a Sobol design these are the two ends of each row; what lies between shares inputs with them. Raises
    `ScenarioError` where points follow lines.
    """
    if design.kind in ALONG_LINES:
        raise ScenarioError(
            f"The points of this study ({design.kind}) follow lines through the space of assumptions and do not fill "
            "it. Ask with a study of kind latin_hypercube or sobol."
        )
    if design.kind == "sobol":
        whole = whole_blocks(sample, design)
        at = np.arange(len(whole.values)) % design.block
        return whole.at((at == 0) | (at == design.block - 1))
    return sample.at(sample.known)


def told(
    method: str, sample: Sample, used: Sample, measures: Mapping[str, list[Interval]], floor: float, rough: bool,
    fit: float = math.nan,
) -> Sensitivity:  # fmt: skip
    """Inputs in order of their first measure."""
    first = next(iter(measures))
    rows = [
        Influence(name, {key: some[i] for key, some in measures.items()}, beyond(measures[first][i], floor))
        for i, name in enumerate(sample.names)
    ]
    rows.sort(key=lambda row: -abs(row.measures[first].estimate))
    left_out = len(sample.values) - len(used.values)
    return Sensitivity(method, sample, tuple(rows), used.luck, floor, len(used.values), left_out, rough, fit)


def beyond(one: Interval, floor: float) -> bool | None:
    """Whether an interval lies beyond what luck alone would give."""
    if math.isnan(floor) or math.isnan(one.low):
        return None
    return one.low > floor or one.high < -floor


def around(middle: float, reach: float, n: int) -> Interval:
    """A symmetric interval."""
    return Interval(float(middle), float(middle - reach), float(middle + reach), n)


def enough(there: int, fewest: int, what: str) -> None:
    """Raise a `ScenarioError` where there is too little to say anything."""
    if there < fewest:
        raise ScenarioError(
            f"It takes {fewest} finished {what} to say anything; so far there {'is' if there == 1 else 'are'} {there}. "
            "Let the study go on, or extend it."
        )


def moves(sample: Sample, y: Floats) -> None:
    """Raise a `ScenarioError` where an outcome is the same everywhere."""
    if not np.ptp(y):
        raise ScenarioError(f"{sample.outcome} is the same at every point, so that nothing decides it.")
