"""The plain words in which results are told."""

import math

from simulation.experiments.compare import Coping
from simulation.experiments.intervals import Interval


def amount(value: float) -> str:
    """A number with as many digits as it can bear."""
    if not math.isfinite(value):
        return "-"
    size = abs(value)
    digits = 0 if size >= 1000 else 1 if size >= 10 else 2
    text = f"{value:,.{digits}f}"
    return "0" if not any(letter in "123456789" for letter in text) and value == 0 else text


def signed(value: float) -> str:
    """A difference, with its sign."""
    return amount(value) if value == 0 or not math.isfinite(value) else ("+" if value > 0 else "\u2212") + amount(abs(value))


def between(interval: Interval) -> str:
    """An interval in words."""
    if not math.isfinite(interval.low):
        return "too few repeat runs to say"
    return f"{signed(interval.low)} to {signed(interval.high)}"


def surely(interval: Interval) -> str:
    """How surely there is a difference at all."""
    if interval.low == interval.high == 0.0:
        return "no difference"
    if not math.isfinite(interval.low):
        return "too few repeat runs to say"
    if interval.low > 0.0 or interval.high < 0.0:
        return "clear"
    return "could be either way"


def when(coping: Coping, years: int) -> str:
    """The year in which a place stops coping."""
    if math.isfinite(coping.year):
        return f"year {coping.year:.0f}"
    return f"not within {years} years"
