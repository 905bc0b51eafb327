"""Designs: which points of the inputs' space are run. Every sample comes from SciPy or SALib.

    design: full_factorial                              # every combination of levels; of a range, its `levels`
    design: fractional_factorial                        # two levels each: SALib's ff, Saltelli et al. 2008
    design: {kind: latin_hypercube, samples: 200}       # scipy.stats.qmc
    design: {kind: sobol, samples: 64}                  # Saltelli's scheme on a scrambled Sobol sequence, SALib's sobol
    design: {kind: morris, samples: 10, levels: 4}      # trajectories, SALib's morris
    design: one_at_a_time                               # all at their centres, then each at its ends or levels
    design: {kind: list, file: points.csv}              # a column for each input

A sample lies in the unit cube, one column for each input; `Range.at` says which value a quantile is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.experiments.studies.inputs import Range

type Sample = NDArray[np.float64]

SETTINGS = {
    "full_factorial": ("levels",),
    "fractional_factorial": (),
    "latin_hypercube": ("samples", "seed"),
    "sobol": ("samples", "seed", "second_order"),
    "morris": ("samples", "seed", "levels"),
    "one_at_a_time": ("levels",),
    "list": ("file",),
}
"""Every kind of design with what may be said of it."""

SAMPLED = ("latin_hypercube", "sobol", "morris")
"""Designs that draw as many points as they are asked for."""

MOST_POINTS = 10_000_000
"""Points that a design may have, whoever asks."""


@dataclass(frozen=True)
class Design:
    """One kind of design with its settings.

    samples: how many of a sample's units were drawn, batch by batch: points of a Latin hypercube, trajectories of
    Morris, base points of Sobol's scheme. seed: of the sampler's luck; a later batch has the next seed. levels: of a
    range, or of Morris's grid. second_order: whether Sobol's scheme allows for indices of pairs. file: of a list.
    """

    kind: str
    samples: tuple[int, ...] = ()
    seed: int = 1
    levels: int = 0
    second_order: bool = False
    file: str = ""

    def size(self, inputs: Sequence[Range]) -> int:
        """How many points the design has."""
        k, units = len(inputs), sum(self.samples)
        match self.kind:
            case "full_factorial":
                return prod(self._levels_of(one) for one in inputs)
            case "fractional_factorial":
                return 2 * 2 ** (max(k, 1) - 1).bit_length()
            case "one_at_a_time":
                return 1 + sum(self._levels_of(one) for one in inputs)
            case "morris":
                return units * (k + 1)
            case "sobol":
                return units * ((2 * k if self.second_order else k) + 2)
        return units

    def _levels_of(self, one: Range) -> int:
        return len(one.levels) or self.levels or 2

    def sample(self, inputs: Mapping[str, Range]) -> Sample:
        """The points in the unit cube [point, input]."""
        ranges = list(inputs.values())
        match self.kind:
            case "full_factorial":
                return self._grid(ranges)
            case "one_at_a_time":
                return self._one_at_a_time(ranges)
            case "fractional_factorial":
                return _fractional(list(inputs))
            case "sobol":
                return _sobol(list(inputs), sum(self.samples), self.seed, self.second_order)
        drawn = [self._batch(list(inputs), n, self.seed + i) for i, n in enumerate(self.samples)]
        return np.concatenate(drawn)

    def _batch(self, names: list[str], n: int, seed: int) -> Sample:
        if self.kind == "morris":
            from SALib.sample import morris

            return np.asarray(morris.sample(unit(names), n, num_levels=self.levels, seed=seed))
        from scipy.stats import qmc

        return np.asarray(qmc.LatinHypercube(len(names), rng=np.random.default_rng(seed)).random(n))

    def _grid(self, ranges: Sequence[Range]) -> Sample:
        if not ranges:
            return np.zeros((1, 0))
        axes = np.meshgrid(*(_quantiles(one, self._levels_of(one)) for one in ranges), indexing="ij")
        return np.stack([axis.ravel() for axis in axes], axis=1)

    def _one_at_a_time(self, ranges: Sequence[Range]) -> Sample:
        centre = [0.0 if one.levels else 0.5 for one in ranges]
        points = [centre]
        for i, one in enumerate(ranges):
            points += [[*centre[:i], u, *centre[i + 1 :]] for u in _quantiles(one, self._levels_of(one))]
        return np.array(points)

    @property
    def said(self) -> dict[str, Any]:
        """What a study file says of it."""
        own = {name: getattr(self, name) for name in SETTINGS[self.kind]}
        own |= {"samples": list(self.samples)} if "samples" in own else {}
        return {"kind": self.kind, **own}

    def grown(self, wanted: "Design") -> "Design":
        """The design with as many samples as another of the same settings; the first ones stay as they are."""
        more = sum(wanted.samples) - sum(self.samples)
        return replace(self, samples=(*self.samples, more)) if more > 0 else self


def unit(names: list[str]) -> dict[str, Any]:
    """SALib's problem of these inputs in the unit cube."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def _quantiles(one: Range, levels: int) -> Sample:
    """Where the levels of an input lie: in the middle of each level's share, or evenly from end to end of a range."""
    return (np.arange(levels) + 0.5) / levels if one.levels else np.linspace(0.0, 1.0, levels)


def _fractional(names: list[str]) -> Sample:
    from SALib.sample import ff

    return np.asarray(ff.sample(unit(names)))[:, : len(names)]


def _sobol(names: list[str], n: int, seed: int, second_order: bool) -> Sample:
    from SALib.sample import sobol

    return np.asarray(sobol.sample(unit(names), n, calc_second_order=second_order, seed=seed))
