"""Strips: a mark for each repeat run heaped on one axis, and beneath them the middle run with its interval."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from simulation.experiments.intervals import Interval
from simulation.outputs.drawing import svg
from simulation.outputs.drawing.pictures import Parts

TALL = 58.0
LABELS = 170


@dataclass(frozen=True)
class Strip:
    """One row: what it is called, every repeat run's own value, and the middle one. hollow: drawn as outlines."""

    label: str
    values: Sequence[float]
    middle: Interval
    hollow: bool = False


@dataclass(frozen=True)
class Axis:
    """The axis of all strips, from low to high; what lies beyond an end stands at that end under its words.

    log: whether equal steps are equal factors. limit: where a line stands that nothing can pass, and what it is.
    """

    low: float
    high: float
    ticks: Sequence[float]
    unit: str
    below: str = ""
    beyond: str = ""
    log: bool = False
    limit: tuple[float, str] | None = None

    @property
    def scale(self) -> svg.Scale:
        """From the axis, or its logarithm, to the picture; an end with words stands a little apart."""
        low, high = self._of(self.low), self._of(self.high)
        room = 0.09 * (high - low)
        return svg.Scale(
            low - (room if self.below else 0), high + (room if self.beyond else 0), LABELS + 22, svg.WIDTH - 40
        )

    def at(self, value: float) -> float:
        """Where a value stands."""
        scale = self.scale
        if self.beyond and value > self.high:
            return scale.end
        if self.below and value < self.low:
            return scale.start
        return scale(self._of(min(max(value, self.low), self.high)))

    def _of(self, value: float) -> float:
        return math.log(value) if self.log else value


def drawn(strips: Sequence[Strip], axis: Axis) -> Parts:
    """All strips, one under the other."""
    height = svg.TOP + TALL * len(strips) + svg.BOTTOM + 18
    foot = height - svg.BOTTOM - 18
    parts = [svg.line(axis.at(one), svg.TOP, axis.at(one), foot, "grid") for one in axis.ticks]
    parts += [svg.text(axis.at(one), foot + 18, svg.plain(one), "middle") for one in axis.ticks]
    if axis.below:
        parts.append(svg.text(axis.scale.start, foot + 34, axis.below, "middle", "soft"))
    if axis.beyond:
        parts.append(svg.text(svg.WIDTH - 4, foot + 34, axis.beyond, "end", "soft"))
    parts.append(svg.text(svg.WIDTH / 2 + 60, foot + 50, axis.unit, "middle", "soft"))
    if axis.limit:
        place = axis.at(axis.limit[0])
        parts += [
            svg.line(place, svg.TOP - 4, place, foot, "zero"),
            svg.text(place - 4, svg.TOP + 6, axis.limit[1], "end", "soft"),
        ]
    for number, strip in enumerate(strips):
        parts += _strip(strip, axis, svg.TOP + TALL * number + 44)
    return parts, height


def _strip(strip: Strip, axis: Axis, y: float) -> list[str]:
    css = "one1" if strip.hollow else "one0"
    names = svg.folded(strip.label, 24)
    parts = [svg.text(LABELS, y - 12 + 14 * i, said, "end") for i, said in enumerate(names)]
    places = sorted(axis.at(one) for one in strip.values if not math.isnan(one))
    heaps: list[list[float]] = []
    for place in places:
        if heaps and place - heaps[-1][0] < 6.0:
            heaps[-1].append(place)
        else:
            heaps.append([place])
    for heap in heaps:
        step = min(6.5, 30.0 / len(heap))
        parts += [svg.dot(place, y - 8 - step * i, css, 3) for i, place in enumerate(heap)]
    one = strip.middle
    if math.isfinite(one.low) or math.isfinite(one.high):
        parts.append(svg.line(axis.at(one.low), y, axis.at(one.high), y, "reach"))
    if not math.isnan(one.estimate):
        parts.append(svg.dot(axis.at(one.estimate), y, "mark", 4.5))
    return parts
