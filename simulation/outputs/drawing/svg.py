"""Drawing for pages that open anywhere: scales, axes, lines, bands and bars as SVG, readable without colour."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

WIDTH = 640
LEFT, RIGHT, TOP, BOTTOM = 64, 132, 16, 40

LETTER = 7
"""About as much as a letter of a label takes."""

COLOURS = ("#17406d", "#b04a00")
"""The first way of working, and the second; in print the second is dashed and hatched."""


@dataclass(frozen=True)
class Scale:
    """A linear map from low..high to start..end, in user units of the picture."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a value lies."""
        span = self.high - self.low
        return self.start + (self.end - self.start) * ((value - self.low) / span if span else 0.5)


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers that cover low..high in about so many steps of 1, 2 or 5 times a power of ten."""
    span = (high - low) or abs(high) or 1.0
    rough = span / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1.0, 2.0, 5.0, 10.0) if m * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(i * step, 12) for i in range(first, last + 1)]


def at(value: float) -> str:
    """A coordinate, to a tenth of a unit."""
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, said: str, anchor: str = "start", css: str = "") -> str:
    """A label."""
    return f'<text x="{at(x)}" y="{at(y)}" text-anchor="{anchor}" class="{css}">{escape(said)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    """A straight line."""
    return f'<line x1="{at(x1)}" y1="{at(y1)}" x2="{at(x2)}" y2="{at(y2)}" class="{css}"/>'


def rect(x: float, y: float, width: float, height: float, css: str) -> str:
    """A bar, whichever way its ends lie."""
    x, width = min(x, x + width), abs(width)
    return f'<rect x="{at(x)}" y="{at(y)}" width="{at(width)}" height="{at(height)}" class="{css}"/>'


def dot(x: float, y: float, css: str, radius: float = 4) -> str:
    """A round mark."""
    return f'<circle cx="{at(x)}" cy="{at(y)}" r="{at(radius)}" class="{css}"/>'


def path(x: Sequence[float], y: Sequence[float], css: str) -> str:
    """A line through points."""
    return f'<polyline points="{_points(x, y)}" class="{css}"/>'


def band(x: Sequence[float], low: Sequence[float], high: Sequence[float], css: str) -> str:
    """The area between two lines."""
    return f'<polygon points="{_points([*x, *reversed(x)], [*high, *reversed(low)])}" class="{css}"/>'


def _points(x: Sequence[float], y: Sequence[float]) -> str:
    return " ".join(f"{at(a)},{at(b)}" for a, b in zip(x, y, strict=True))


def plain(value: float) -> str:
    """A number on an axis."""
    return f"{value:,.6g}".replace("-", "−")


def picture(key: str, title: str, said: str, height: float, parts: Sequence[str]) -> str:
    """A whole picture with its title and text equivalent; `key` makes its ids its own."""
    return (
        f'<svg viewBox="0 0 {WIDTH} {at(height)}" role="img" aria-labelledby="{key}-title {key}-desc">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(said)}</desc>'
        + "".join(parts)
        + "</svg>"
    )


def curves(
    years: Sequence[float], ways: Sequence[np.ndarray], names: Sequence[str], zero: bool, height: float = 240
) -> list[str]:
    """Lines with bands over the years, each labelled at its end.

    ways: for each way [3, year]: the low end, the middle and the high end. zero: mark 0, for differences.
    """
    low, high = min(float(w.min()) for w in ways), max(float(w.max()) for w in ways)
    if zero or 0.0 < low < 0.5 * high:
        low, high = min(low, 0.0), max(high, 0.0)
    steps = ticks(low, high)
    x = Scale(years[0], max(years[-1], years[0] + 1), LEFT, WIDTH - RIGHT)
    y = Scale(steps[0], steps[-1], height - BOTTOM, TOP)
    parts = [line(LEFT, y(s), WIDTH - RIGHT, y(s), "zero" if zero and s == 0 else "grid") for s in steps]
    parts += [text(LEFT - 8, y(s) + 4, plain(s), "end") for s in steps]
    whole = [s for s in ticks(years[0], years[-1], 6) if s == int(s) and years[0] <= s <= years[-1]]
    parts += [text(x(s), height - BOTTOM + 18, plain(s), "middle") for s in whole]
    parts.append(text(x(years[-1]), height - 6, "year", "end", "soft"))
    across = [x(one) for one in years]
    drawn = [(way, name, number) for number, (way, name) in enumerate(zip(ways, names, strict=True))]
    parts += [band(across, [y(v) for v in w[0]], [y(v) for v in w[2]], f"band{n}") for w, _, n in drawn]
    parts += [path(across, [y(v) for v in w[1]], f"way{n}") for w, _, n in drawn]
    ends = apart([y(float(w[1, -1])) for w, _, _ in drawn], 34)
    for (_, name, n), end in zip(drawn, ends, strict=True):
        parts += [
            text(WIDTH - RIGHT + 8, end + 4 + 14 * i, said, "start", f"name{n}") for i, said in enumerate(folded(name))
        ]
    return parts


def apart(places: Sequence[float], gap: float) -> list[float]:
    """Heights of two labels moved apart where they would overlap; others stay."""
    if len(places) != 2 or abs(places[0] - places[1]) >= gap:
        return list(places)
    middle, sign = sum(places) / 2.0, 1.0 if places[0] >= places[1] else -1.0
    return [middle + sign * gap / 2.0, middle - sign * gap / 2.0]


def folded(words: str, width: int = 17) -> list[str]:
    """Words in lines of at most so many letters, two lines at most."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:2]


def marks(rows: Sequence[tuple[str, float, float, float]], unit: str) -> tuple[list[str], float]:
    """Dots with intervals, one row each (label, estimate, low, high), on one axis with 0 marked; parts and height."""
    ends = [0.0, *(v for _, *some in rows for v in some if math.isfinite(v))]
    steps = ticks(min(ends), max(ends))
    height = 26.0 * len(rows) + TOP + BOTTOM + 14
    edge = max([140, *(LETTER * len(label) for label, *_ in rows)])
    x = Scale(steps[0], steps[-1], edge + 10, WIDTH - 24)
    foot = height - BOTTOM - 12
    parts = [line(x(s), TOP, x(s), foot, "zero" if s == 0 else "grid") for s in steps]
    parts += [text(x(s), foot + 18, plain(s), "middle") for s in steps]
    parts.append(text(WIDTH - 24, foot + 36, unit, "end", "soft"))
    for number, (label, estimate, low, high) in enumerate(rows):
        y = TOP + 26.0 * number + 16
        parts.append(text(edge, y + 4, label, "end"))
        if math.isfinite(low):
            parts.append(line(x(low), y, x(high), y, "reach"))
        parts.append(dot(x(estimate), y, "mark"))
    return parts, height


def bars(rows: Sequence[tuple[str, Sequence[float]]], unit: str) -> tuple[list[str], float]:
    """Bars in groups, one group a row (label, a value for each way); parts and height."""
    steps = ticks(0.0, max((v for _, some in rows for v in some), default=1.0))
    each = 16.0
    tall = [each * len(some) + 12 for _, some in rows]
    height = sum(tall) + TOP + BOTTOM + 14
    x = Scale(steps[0], steps[-1], 190, WIDTH - 70)
    foot = height - BOTTOM - 12
    parts = [line(x(s), TOP, x(s), foot, "grid") for s in steps]
    parts += [text(x(s), foot + 18, plain(s), "middle") for s in steps]
    parts.append(text(WIDTH - 70, foot + 36, unit, "end", "soft"))
    y = TOP + 6.0
    for (label, some), size in zip(rows, tall, strict=True):
        parts.append(text(180, y + each * len(some) / 2 + 4, label, "end"))
        for number, value in enumerate(some):
            parts.append(rect(x(0), y + each * number, x(value) - x(0), each - 3, f"bar{number}"))
            parts.append(text(x(value) + 5, y + each * number + 11, plain(float(f"{value:.3g}")), "start", "soft"))
        y += size
    return parts, height
