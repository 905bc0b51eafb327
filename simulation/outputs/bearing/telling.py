"""How much demand each way of working bears: what was found, way by way, in plain words and on the screen."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from simulation.experiments.bisection import FINE, LEAST, MOST, TOLERANCE, lower_median
from simulation.experiments.breaking_point import HELD, Borne
from simulation.experiments.design import Arm
from simulation.experiments.foundation import EFFORT, FOUNDATION
from simulation.experiments.intervals import NOTHING, Interval, mean_interval
from simulation.outputs.words import between, signed
from simulation.words import so_many


class Way(NamedTuple):
    """One way of working.

    stops, recovers, year: of the middle run. mostly: what marks the end of coping. gain, left: percentage points.
    """

    called: str
    arm: Arm
    runs: list[Borne]
    stops: Interval
    mostly: str
    recovers: Interval
    year: Interval
    gain: Interval
    left: Interval


@dataclass(frozen=True)
class Bearing:
    """What was found. arms: the ways of working, the first first."""

    arms: Sequence[Arm]
    found: Sequence[Borne]

    @cached_property
    def seeds(self) -> list[int]:
        """The repeat runs of which at least one way of working ended."""
        return sorted({one.seed for one in self.found if not one.error})

    @cached_property
    def failed(self) -> list[Borne]:
        """Those that did not end."""
        return [one for one in self.found if one.error]

    @cached_property
    def ways(self) -> list[Way]:
        """Every way of working of which at least one run ended."""
        return [
            _way(f"{letter(n)} {arm.title}", arm, runs)
            for n, arm in enumerate(self.arms)
            if (runs := [one for one in self.found if one.arm == arm.name and not one.error])
        ]

    @cached_property
    def ceiling(self) -> float:
        """How often adults' free hours would cover the hours that need takes today, on average."""
        return float(np.mean([one.ceiling for one in self.ways[0].runs]))


def letter(number: int) -> str:
    """A, B, ... Z, AA, AB ..."""
    ahead, last = divmod(number, 26)
    return (letter(ahead - 1) if ahead else "") + ascii_uppercase[last]


def _way(called: str, arm: Arm, runs: list[Borne]) -> Way:
    why = Counter(one.criterion for one in runs if one.criterion).most_common(1)
    again = [one.recovers for one in runs if not math.isnan(one.recovers)]
    gain, left = (
        mean_interval([100.0 * value for value in some if not math.isnan(value)])
        for some in ([one.gain for one in runs], [one.left for one in runs])
    )
    return Way(
        called, arm, runs, lower_median([one.stops for one in runs], FINE), why[0][0] if why else "",
        lower_median(again) if again else NOTHING, lower_median([one.year for one in runs]), gain, left,
    )  # fmt: skip


def head(found: Bearing) -> list[str]:
    """What was done, and what it means to stop coping."""
    residents = sum(place.residents for place in found.arms[0].scenario.places)
    runs = so_many(len(found.seeds), "repeat run")
    return [
        f"How much demand each way of working bears: {residents:,} residents, {runs}.",
        f"Demand is held at a multiple of today's for {HELD} years. A place stops coping when for twelve months unmet "
        "need lies too far above today's, crises are too many, or the budget cannot be balanced "
        f"(`run.py parameters appraisal`). {_ends(found)}",
    ]


def _ends(found: Bearing) -> str:
    if any(bounded(way.stops) for way in found.ways):
        return "Both ends of each interval hold for the middle repeat run."
    return "What is told is the middle repeat run; fewer than six are too few for an interval."


def show(found: Bearing, console: Console) -> None:
    """Print it, the first way of working first."""
    for line in head(found):
        console.print(Text(line))
    table = Table("", "stops coping at", "mostly", "copes again at", "ordinary path", box=None, pad_edge=False)
    for way in found.ways:
        again = times(way.recovers) if way.recovers.n else ""
        table.add_row(*map(Text, (way.called, times(way.stops), way.mostly, again, in_year(way.year.estimate))))
    console.print(table)
    for line in notes(found):
        console.print(Text(line))


def times(found: Interval) -> str:
    """A multiple of demand with its interval."""
    ends = f" ({multiple(found.low)} to {multiple(found.high)})" if bounded(found) else ""
    return f"{multiple(found.estimate)}{ends} times"


def bounded(middle: Interval) -> bool:
    """Whether there were repeat runs enough for an interval."""
    return middle.low > -math.inf


def multiple(value: float) -> str:
    """A multiple of demand, as far as it was searched."""
    if value == LEAST:
        return "at most 1"
    if math.isinf(value):
        return f"above {MOST:.0f}"
    return f"{value:.2f}" if value else "below half"


def year(value: float) -> str:
    """A year on the ordinary path."""
    return "beyond the end" if math.isinf(value) else f"{value:.0f}"


def in_year(value: float) -> str:
    """When it stops coping on the ordinary path, if it does."""
    return "copes to the end" if math.isinf(value) else f"year {value:.0f}"


def ceiling(found: Bearing) -> str:
    """What adults' free hours allow."""
    return (
        f"Beyond {found.ceiling:.1f} times nobody could cope: adults' free hours come to {found.ceiling:.1f} times the "
        "hours that need takes today."
    )


def notes(found: Bearing) -> list[str]:
    """What adults' free hours allow; then each way against the first; then what did not end."""
    first = found.ways[0]
    told = [ceiling(found)]
    for way in found.ways[1:]:
        against = f"{way.called.partition(' ')[0]} against {first.called.partition(' ')[0]}"
        told.append(f"{against}: {compared(first.runs, way.runs)} {foundation(way)}")
    told += [f"{one.arm}, repeat run {one.seed}, did not end: {one.error}" for one in found.failed[:3]]
    return told + ([f"... and {len(found.failed) - 3} more runs did not end."] if len(found.failed) > 3 else [])


def compared(first: Sequence[Borne], own: Sequence[Borne]) -> str:
    """In how many repeat runs a way of working bears more demand than the first one, and less."""
    borne = {one.seed: one.stops for one in first}
    pairs = [(borne[one.seed], one.stops) for one in own if one.seed in borne]
    more = sum(b > a * TOLERANCE for a, b in pairs)
    less = sum(a > b * TOLERANCE for a, b in pairs)
    same = len(pairs) - more - less
    runs = so_many(len(pairs), "repeat run")
    return f"of {runs} it bears more demand in {more}, less in {less}, as much (to 2 %) in {same}."


def foundation(way: Way) -> str:
    """What is left of a gain after its effort ends."""
    gain, left = way.gain, way.left
    if not gain.n:
        return ""
    told = (
        f"Unmet need after {EFFORT} years of it, % of hours: {signed(-gain.estimate)} ({between(_other_sign(gain))}); "
        f"{FOUNDATION} years after it ended: {signed(-left.estimate)} ({between(_other_sign(left))})"
    )
    if gain.estimate > 0 and gain.clear:
        return f"{told}. It leaves {100.0 * left.estimate / gain.estimate:.0f} % of its gain as a foundation."
    return f"{told}. No clear gain, so none that could last."


def _other_sign(one: Interval) -> Interval:
    return Interval(-one.estimate, -one.high, -one.low, one.n)
