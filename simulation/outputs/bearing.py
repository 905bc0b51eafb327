"""What `run.py breaking-point` prints: how much demand each way of working bears, and what stands beside it."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from simulation.experiments.breaking_point import EFFORT, FOUNDATION, HELD, LEAST, MOST, TOLERANCE, Borne, lower_median
from simulation.experiments.design import Arm
from simulation.experiments.intervals import Interval, mean_interval
from simulation.outputs.words import between, signed


def show(arms: Sequence[Arm], found: Sequence[Borne], console: Console) -> None:
    """Print it, the first way of working first."""
    residents = sum(place.residents for place in arms[0].scenario.places)
    seeds = len({one.seed for one in found})
    lines = [
        f"How much demand each way of working bears: {residents:,} residents, {seeds} repeat runs.",
        f"Demand is held at a multiple of today's for {HELD} years. A place stops coping when for twelve months unmet "
        "need lies too far above today's, crises are too many, or the budget cannot be balanced "
        "(`run.py parameters appraisal`). Both ends of each interval hold for the middle repeat run.",
    ]
    for line in lines:
        console.print(Text(line))
    table = Table("", "stops coping at", "mostly", "copes again at", "ordinary path", box=None, pad_edge=False)
    for letter, arm in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", arms, strict=False):
        own = [one for one in found if one.arm == arm.name]
        table.add_row(*map(Text, (f"{letter} {arm.title}", *_row(own))))
    console.print(table)
    for line in _notes(arms, found):
        console.print(Text(line))


def _row(own: Sequence[Borne]) -> tuple[str, ...]:
    """The cells of one way of working."""
    why = Counter(one.criterion for one in own if one.criterion).most_common(1)
    again = lower_median([one.recovers for one in own if not math.isnan(one.recovers)] or [math.nan])
    year = lower_median([one.year for one in own])
    return (
        _times(lower_median([one.stops for one in own])), why[0][0] if why else "",
        _times(again) if not math.isnan(again.estimate) else "", f"year {_year(year.estimate)}",
    )  # fmt: skip


def _times(found: Interval) -> str:
    ends = f" ({_multiple(found.low)} to {_multiple(found.high)})" if math.isfinite(found.low) else ""
    return f"{_multiple(found.estimate)}{ends} times"


def _multiple(value: float) -> str:
    if value == LEAST:
        return "at most 1"
    if math.isinf(value):
        return f"above {MOST:.0f}"
    return f"{value:.2f}" if value else "below half"


def _year(value: float) -> str:
    return "beyond the end" if math.isinf(value) else f"{value:.0f}"


def _notes(arms: Sequence[Arm], found: Sequence[Borne]) -> list[str]:
    """What adults' free hours allow; then each way against the first."""
    by_arm = {arm.name: [one for one in found if one.arm == arm.name] for arm in arms}
    first = by_arm[arms[0].name]
    ceiling = np.mean([one.ceiling for one in first])
    notes = [
        f"Beyond {ceiling:.1f} times nobody could cope: adults' free hours come to {ceiling:.1f} times the hours that "
        "need takes today."
    ]
    for letter, arm in zip("BCDEFGHIJKLMNOPQRSTUVWXYZ", arms[1:], strict=False):
        own = by_arm[arm.name]
        notes.append(f"{letter} against A: {compared(first, own)} {_foundation(own)}")
    return notes


def compared(first: Sequence[Borne], own: Sequence[Borne]) -> str:
    """In how many repeat runs a way of working bears more demand than the first one, and less."""
    pairs = [(a.stops, b.stops) for a, b in zip(first, own, strict=True)]
    more = sum(b > a * TOLERANCE for a, b in pairs)
    less = sum(a > b * TOLERANCE for a, b in pairs)
    same = len(pairs) - more - less
    return f"of {len(pairs)} repeat runs it bears more demand in {more}, less in {less}, as much (to 2 %) in {same}."


def _foundation(own: Sequence[Borne]) -> str:
    gain, left = mean_interval([100.0 * one.gain for one in own]), mean_interval([100.0 * one.left for one in own])
    told = (
        f"Unmet need after {EFFORT} years of it, % of hours: {signed(-gain.estimate)} ({between(_other_sign(gain))}); "
        f"{FOUNDATION} years after it ended: {signed(-left.estimate)} ({between(_other_sign(left))})"
    )
    if gain.estimate > 0 and gain.clear:
        return f"{told}. It leaves {100.0 * left.estimate / gain.estimate:.0f} % of its gain as a foundation."
    return f"{told}. No clear gain, so none that could last."


def _other_sign(one: Interval) -> Interval:
    return Interval(-one.estimate, -one.high, -one.low, one.n)
