"""A tornado: what decides most at the top, bars from 0 with their intervals."""

import math

from simulation.outputs.drawing import svg
from simulation.outputs.figures import Tornado

MOST = 15
"""How many inputs are drawn; the table holds all."""

ROW = 26.0
LETTER = 7.6
APART = 3.0


def parts(drawn: Tornado, unit: str) -> tuple[list[str], float]:
    """What is drawn, and its height."""
    rows = drawn.rows[:MOST]
    ends = [0.0, *(v for _, some in rows for one in some for v in one if math.isfinite(v))]
    steps = svg.ticks(min(ends), max(ends))
    edge = min(max([140, *(LETTER * len(label) for label, _ in rows)]), svg.WIDTH * 0.55)
    x = svg.Scale(steps[0], steps[-1], edge + 10, svg.WIDTH - 24)
    foot = svg.TOP + ROW * len(rows) + 4
    made = [svg.line(x(s), svg.TOP, x(s), foot, "zero" if s == 0 else "grid") for s in steps]
    made += [svg.text(x(s), foot + 18, svg.plain(s), "middle") for s in steps]
    for number, (label, some) in enumerate(rows):
        y = svg.TOP + ROW * number + 4
        made.append(svg.text(edge, y + 14, _short(label, edge), "end"))
        for which, (value, low, high) in enumerate(some):
            if not math.isfinite(value):
                continue
            inset = 4.0 * which
            made.append(svg.rect(x(0), y + inset, x(value) - x(0), 18 - 2 * inset, f"bar{len(some) - 1 - which}"))
            if math.isfinite(low):
                middle = y + 9 + APART * (2 * which - len(some) + 1)
                made.append(svg.line(x(low), middle, x(high), middle, "reach"))
    kinds = zip(("outlined", "filled"), drawn.names, strict=True) if len(drawn.names) == 2 else ()
    key = "; ".join([*(f"{css}: {name}" for css, name in kinds), unit])
    made.append(svg.text(svg.WIDTH - 24, foot + 36, key, "end", "soft"))
    return made, foot + 46


def _short(label: str, room: float) -> str:
    if LETTER * len(label) <= room:
        return label
    return f"{label[: int(room / LETTER) - 1].rstrip()}…"
