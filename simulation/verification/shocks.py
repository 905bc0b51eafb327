"""Resilience, read off paths whose loss, half-life and recovery are known."""

import math

import numpy as np

from simulation.mechanisms.resilience import half_life, loss, share_recovered
from simulation.verification.check import Check, Result


def recoveries(drop: float = 0.3, step: float = 0.1) -> list[Result]:
    """A fall of 0.3 from 0.8 that comes back in a straight line over 20 months, and one with time constant 9."""
    usual, straight, tau = 0.8, 20.0, 9.0
    time = np.arange(0, 200 + step / 2, step)
    line = usual - drop * np.maximum(1 - time / straight, 0)
    fading = usual - drop * np.exp(-time / tau)
    a_year = round(12 / step)
    return [
        Result("loss, straight line", 0.3 * straight / 2, loss(line, usual, step), 1e-9),
        Result("loss, exponential", 0.3 * tau, loss(fading, usual, step), 1e-3),
        Result("half-life, straight line", straight / 2, half_life(line, usual, step), 1e-9),
        Result("half-life, exponential", tau * math.log(2), half_life(fading, usual, step), 1e-3),
        Result("recovered in a year, straight line", 12 / straight, share_recovered(line, usual, a_year), 1e-9),
        Result(
            "recovered in a year, exponential", 1 - math.exp(-12 / tau), share_recovered(fading, usual, a_year), 1e-9
        ),
    ]


CHECKS = (
    Check("resilience", "M4 resilience", "resilience.loss, half_life, share_recovered", "0.1 months",
          "Bruneau et al. 2003; solved: D T / 2, D tau, tau ln 2", recoveries),
)  # fmt: skip
