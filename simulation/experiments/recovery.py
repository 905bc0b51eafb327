"""M4 Resilience of people, as recorded: what becomes of those who fall into crisis in the two years after."""

import math

import numpy as np
from numpy.typing import NDArray

from simulation.experiments.execute import Run
from simulation.mechanisms.resilience import half_life, loss, share_recovered
from simulation.observation.spells import After

type Spells = NDArray[np.int64]

YEAR = 12


def recovery(spells: Spells) -> dict[str, float]:
    """What happened after falls; spells [months since the fall, After].

    out_in_a_year: per cent who had been below crisis at least once by the 12th month. coping_in_a_year: per cent at
    level 0 then. months_in_crisis: months of the first 24 until they first were below it (restricted mean). loss,
    half_life, recovered: of the mean level on the ladder, against coping, in levels x months, months and per cent.
    NaN where nobody was followed so far, and for a half-life beyond two years.
    """
    followed = spells[:, After.FOLLOWED]
    if not followed.all():
        return dict.fromkeys(NAMES, math.nan)
    level, out = spells[:, After.LEVELS] / followed, spells[:, After.BEEN_OUT] / followed
    half = half_life(level, 0.0)
    return {
        "out_in_a_year": 100.0 * float(out[YEAR]),
        "coping_in_a_year": 100.0 * float(spells[YEAR, After.COPING] / followed[YEAR]),
        "months_in_crisis": float((1.0 - out[:-1]).sum()),
        "loss": loss(-level, 0.0),
        "half_life": half if math.isfinite(half) else math.nan,
        "recovered": 100.0 * share_recovered(level, 0.0, YEAR),
    }


NAMES = ("out_in_a_year", "coping_in_a_year", "months_in_crisis", "loss", "half_life", "recovered")


def of_run(run: Run) -> dict[str, float]:
    """For everybody who fell, and what share was out in a year for each fifth, the most deprived first."""
    by_fifth = run.outcomes.spells[: run.outcomes.years].sum(axis=(0, 1))
    fifths = {f"out_in_a_year_fifth_{f + 1}": recovery(one)["out_in_a_year"] for f, one in enumerate(by_fifth)}
    return recovery(by_fifth.sum(axis=0)) | fifths
