"""M4 Resilience, measured and never an input: how deep a shock goes, how long it lasts, how much comes back.

Each measure is read off the path of any outcome, of a person, a group of people or a place, after a shock (Bruneau
et al. 2003 for the loss).
"""

import numpy as np
from numpy.typing import NDArray

type Path = NDArray[np.float64]


def loss(path: Path, usual: float, step: float = 1.0) -> float:
    """The area between what was usual and the path from the shock on, in units of the path x time.

    path: values at 0, step, 2 step, ... after the shock. Trapezium rule; gains above the usual count against losses.
    A drop D that recovers in a straight line over T loses D T / 2; one that fades with time constant tau loses D tau.
    """
    return float(np.trapezoid(usual - path, dx=step))


def half_life(path: Path, usual: float, step: float = 1.0) -> float:
    """Time until half of the drop at the shock has come back, interpolated; infinite where it never does."""
    half = (usual - path[0]) / 2.0
    back = np.flatnonzero((usual - path) * np.sign(half) <= abs(half))
    if half == 0.0:
        return 0.0
    if len(back) == 0:
        return float("inf")
    at = int(back[0])
    before, after = usual - path[at - 1], usual - path[at]
    return step * (at - 1 + float((before - half) / (before - after)))


def share_recovered(path: Path, usual: float, months: int = 12) -> float:
    """Share of the drop at the shock that has come back `months` steps later."""
    drop = usual - path[0]
    return 1.0 if drop == 0.0 else float(1.0 - (usual - path[min(months, len(path) - 1)]) / drop)
