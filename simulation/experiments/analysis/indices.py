"""Indices for the two designs made for them: Morris's screening and Sobol's shares of variance, through SALib."""

import math

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
    whole_blocks,
)  # fmt: skip
from simulation.experiments.analysis.sample import Sample

FEWEST_TRAJECTORIES, ROUGH_TRAJECTORIES = 4, 10
FEWEST_BLOCKS = 16
SETTLED_WIDTH = 0.05
"""The width of the widest 95 % interval at which indices count as settled (Sarrazin, Pianosi & Wagener 2016,
Environmental Modelling & Software 79:135-152)."""


def morris(sample: Sample, design: Design) -> Sensitivity:
    """Screening by elementary effects: mu* (the mean size of a step's effect, per whole range) and sigma (its spread).

    Morris (1991), Technometrics 33:161-174; mu* of Campolongo, Cariboni & Saltelli (2007), Environmental Modelling &
    Software 22:1509-1518; through SALib. The interval of sigma resamples trajectories as SALib does for mu*. An input
    that does nothing has a mu* of 2 s / (sqrt(pi) step) from luck s in the means of points.
    """
    from SALib.analyze import morris as salib
    from scipy.stats import norm

    used = whole_blocks(sample, design)
    enough(len(used.values) // design.block, FEWEST_TRAJECTORIES, "Morris trajectories")
    x, y = used.inputs.to_numpy(float), used.luck.means
    trajectories = len(y) // design.block
    asked = {"num_levels": design.levels, "seed": CHANCE}
    found = salib.analyze(design.problem, x, y, num_resamples=RESAMPLES, **asked)
    rng = np.random.default_rng(CHANCE)
    blocks = np.arange(len(y)).reshape(trajectories, design.block)
    again = [blocks[rng.integers(trajectories, size=trajectories)].ravel() for _ in range(RESAMPLES)]
    some = [salib.analyze(design.problem, x[rows], y[rows], num_resamples=2, **asked) for rows in again]
    z = float(norm.ppf(0.975))
    spread = {
        name: z * np.std([np.asarray(one[name], float) for one in some], axis=0, ddof=1) for name in ("mu", "sigma")
    }
    floor = 2.0 * used.luck.noise / (math.sqrt(math.pi) * design.levels / (2.0 * (design.levels - 1.0)))
    widths = {"mu_star": found["mu_star_conf"], **spread}
    measures = {
        name: [around(m, w, trajectories) for m, w in zip(found[name], widths[name], strict=True)]
        for name in ("mu_star", "sigma", "mu")
    }
    return told("morris", sample, used, measures, floor, trajectories < ROUGH_TRAJECTORIES)


def sobol(sample: Sample, design: Design) -> Sensitivity:
    """Sobol's indices: the share of variance that goes when an input is known (first), or stays if all but it are.

    Sobol (2001), Mathematics and Computers in Simulation 55:271-280; estimators of Saltelli et al. (2010), Computer
    Physics Communications 181:259-270, intervals by resampling, through SALib. Luck counts in every total index: an
    input that does nothing has the share that luck has in the variance of the means.
    """
    from SALib.analyze import sobol as salib

    used = whole_blocks(sample, design)
    blocks = len(used.values) // design.block
    enough(blocks, FEWEST_BLOCKS, "base points of a Sobol design")
    y = used.luck.means
    moves(sample, y)
    found = salib.analyze(
        design.problem, y, calc_second_order=design.second_order, num_resamples=RESAMPLES, seed=CHANCE
    )
    measures = {
        name: [around(m, w, blocks) for m, w in zip(found[key], found[f"{key}_conf"], strict=True)]
        for name, key in (("total", "ST"), ("first", "S1"))
    }
    rough = 2.0 * float(np.max(found["ST_conf"])) > SETTLED_WIDTH
    return told("sobol", sample, used, measures, used.luck.of_mean.estimate, rough)
