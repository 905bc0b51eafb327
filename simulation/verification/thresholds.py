"""Granovetter's crowd: everybody sees everybody, and thresholds alone decide how many act."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit

from simulation import chance
from simulation.kernels import kernel
from simulation.mechanisms.activation import chance_to_start, readiness
from simulation.verification.actors import Actors
from simulation.verification.check import Check, Result

CROWD = 100
STRATA = 100_000


def crowd(thresholds: NDArray[np.int64]) -> int:
    """How many of a crowd act, each once as many others act as their threshold says."""
    actors = Actors(thresholds / len(thresholds))
    return round(actors.settle() * len(thresholds))


def granovetter(first: int = 1) -> list[Result]:
    """Thresholds 0 to 99, and the same crowd with the threshold `first` raised to 2."""
    even = np.arange(CROWD)
    uneven = np.where(even == first, 2, even)
    return [
        Result("act, thresholds 0 to 99", 100, crowd(even), 0),
        Result("act, the 1 made a 2", 1, crowd(uneven), 0),
    ]


@kernel
def _normal_thresholds(mean, deviation, threshold):  # type: ignore[no-untyped-def]
    n = len(threshold)
    for i in range(n):
        threshold[i] = mean + deviation * chance.normal((i + 0.5) / n)


@kernel
def _equilibrium(threshold):  # type: ignore[no-untyped-def]
    n, before, acting = len(threshold), -1, 0
    while acting != before:
        before = acting
        acting = 0
        for i in range(n):
            ready = readiness(before / n, threshold[i], 0.0, 0.0, 0.0, 0.0)
            acting += chance_to_start(ready, 0.0, 1.0, 0.0) >= 1.0
    return acting / n


def equilibrium(mean: float, deviation: float) -> float:
    """The share that comes to act in a large crowd whose thresholds are normal shares of it."""
    threshold = np.empty(STRATA)
    _normal_thresholds(mean, deviation, threshold)
    return float(_equilibrium(threshold))


def jump(mean: float = 0.25) -> list[Result]:
    """The spread of thresholds at which a crowd of a few becomes a crowd of nearly all."""
    few, many = 0.05, 0.25
    while many - few > 1e-5:
        middle = (few + many) / 2
        few, many = (middle, many) if equilibrium(mean, middle) < 0.4 else (few, middle)
    return [Result("spread of thresholds at the jump, of 100", 12.2221, 100 * many, 0.003)]


def mean_field(spread: float = 0.15, threshold: float = 0.4, opportunity: float = 0.2) -> list[Result]:
    """The share taking part where starting by luck and by example balances stopping and resting."""
    noise, stop, rest = 0.005, 0.05, 6
    actors = Actors(np.full(50_000, threshold))
    shares = []
    for month in range(500):
        actors.step(spread, opportunity, noise, stop, rest)
        if month >= 200:
            shares.append(actors.share)

    def surplus(share: float) -> float:
        start = opportunity * float(expit((share - 0.4) / 0.15)) + noise
        return (1 - share * (1 + rest * stop)) * start - share * stop

    return [Result("share taking part", float(brentq(surplus, 0, 1)), float(np.mean(shares)), 0.005)]


def diffusion(imitation: float = 0.38) -> list[Result]:
    """Bass's new product: 3 % a year of those left take it up by themselves, and 38 % once all others have.

    Under a spread this wide the logistic is a straight line of exposure; noise takes off the half at which it starts.
    """
    p, q, years, spread = 0.03, 0.38, 20, 1000.0
    month = np.arange(1, 12 * years + 1) / 12
    taken_up = (1 - np.exp(-(p + q) * month)) / (1 + q / p * np.exp(-(p + q) * month))
    opportunity = 4 * spread * imitation / 12
    actors = Actors(np.zeros(STRATA))
    share = np.empty(12 * years)
    for m in range(12 * years):
        actors.step(spread, opportunity, p / 12 - opportunity / 2)
        share[m] = actors.share
    most = (1 - p / q) / 2
    return [
        Result("year in which most take it up", math.log(q / p) / (p + q), float(np.interp(most, share, month)), 0.15),
        Result("share by then", most, float(np.interp(math.log(q / p) / (p + q), month, share)), 0.015),
        Result("farthest from Bass's curve", 0.0, float(np.abs(share - taken_up).max()), 0.015),
    ]


def fading_push(half_life: int = 6) -> list[Result]:
    """What is left of a connector's push after six and twelve months."""
    actors = Actors(np.full(1, 5.0))
    actors.residents.stimulation[:] = 0.8
    left = []
    for _ in range(12):
        actors.step(forgetting=0.5 ** (1.0 / half_life))
        left.append(float(actors.residents.stimulation[0]))
    return [
        Result(f"push of 0.8 after {month} months", 0.8 * 0.5 ** (month / 6), left[month - 1], 1e-6)
        for month in (6, 12)
    ]


CHECKS = (
    Check("Granovetter's crowd", "M6 activation", "activation._decide, _change", "a month a round",
          "Granovetter 1978", granovetter),
    Check("normal thresholds", "M6 activation", "activation.readiness, chance_to_start; chance.normal",
          "a month a round", "Granovetter 1978; solved: F(r) = r and F'(r) = 1 at s = 12.2221", jump),
    Check("mean field of luck", "M6 activation", "activation._decide, _change", "a month",
          "solved: (1 - a (1 + rest stop)) start(a) = a stop", mean_field),
    Check("diffusion", "M6 activation", "activation._decide, _change", "a month",
          "Bass 1969; solved: logistic curve with t* = ln(q / p) / (p + q)", diffusion),
    Check("fading push", "M7 stimulation", "activation._decide", "a month", "solved: exponential decay", fading_push),
)  # fmt: skip
