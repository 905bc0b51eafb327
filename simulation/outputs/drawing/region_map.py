"""A map of where each way does better, over the two most decisive inputs."""

from collections.abc import Sequence

from simulation.experiments.analysis.sample import Floats
from simulation.outputs.drawing import svg
from simulation.outputs.figures import Axis, Map

MOST = 600
"""How many points are drawn."""

HEIGHT = 380.0
LEFT, RIGHT, BOTTOM = 84.0, 24.0, 78.0


def parts(drawn: Map) -> tuple[list[str], float]:
    """What is drawn, and its height."""
    (across, left_end, right_end, below), (up, bottom, top, beside) = drawn.axes
    ends, others = (left_end, right_end), (bottom, top)
    x = svg.Scale(ends[0], ends[1], LEFT, svg.WIDTH - RIGHT)
    y = svg.Scale(others[0], others[1], HEIGHT - BOTTOM, svg.TOP)
    foot = HEIGHT - BOTTOM
    made = [svg.line(LEFT, foot, svg.WIDTH - RIGHT, foot, "zero"), svg.line(LEFT, foot, LEFT, svg.TOP, "zero")]
    made += [svg.text(x(at), foot + 18, said, "middle") for at, said in below]
    made += [svg.text(LEFT - 8, y(at) + 4, said, "end") for at, said in beside]
    made.append(svg.text(svg.WIDTH - RIGHT, foot + 36, f"across: {across}", "end"))
    made.append(svg.text(svg.WIDTH - RIGHT, foot + 52, f"up: {up}", "end"))
    css = {0: "one0", 1: "bar1", -1: "bar2"}
    made += [svg.dot(x(a), y(b), css[which], 3.2) for a, b, which in drawn.points[:MOST]]
    for way, (left, right), (low, high), more in drawn.boxes:
        sides = [max(left, ends[0]), min(right, ends[1]), max(low, others[0]), min(high, others[1])]
        edge = f"edge{way}{' part' if more else ''}"
        made.append(svg.rect(x(sides[0]), y(sides[3]), x(sides[1]) - x(sides[0]), y(sides[2]) - y(sides[3]), edge))
    first, second = drawn.names
    key = f"filled, thick frame: {first} does better; outlined, dashed frame: {second}"
    made.append(svg.text(svg.WIDTH - RIGHT, foot + 70, key, "end", "soft"))
    return made, HEIGHT


def axis(label: str, values: Floats, levels: Sequence[tuple[float, str]] = ()) -> Axis:
    """An axis a little longer than what lies on it, with its levels, or round numbers, as marks."""
    low, high = float(values.min()), float(values.max())
    more = 0.03 * ((high - low) or abs(high) or 1.0)
    marks = levels or [(one, svg.plain(one)) for one in svg.ticks(low, high) if low - more <= one <= high + more]
    return label, low - more, high + more, marks
