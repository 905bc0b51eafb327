"""A map of where each way does better, over the two most decisive inputs."""

from simulation.experiments.analysis.sample import Floats
from simulation.outputs import svg
from simulation.outputs.figures import Map

MOST = 600
"""How many points are drawn."""

HEIGHT = 380.0
LEFT, RIGHT, BOTTOM = 84.0, 24.0, 78.0


def parts(drawn: Map) -> tuple[list[str], float]:
    """What is drawn, and its height."""
    (across, left_end, right_end), (up, bottom, top) = drawn.axes
    ends, others = (left_end, right_end), (bottom, top)
    x = svg.Scale(ends[0], ends[1], LEFT, svg.WIDTH - RIGHT)
    y = svg.Scale(others[0], others[1], HEIGHT - BOTTOM, svg.TOP)
    foot = HEIGHT - BOTTOM
    made = [svg.line(LEFT, foot, svg.WIDTH - RIGHT, foot, "zero"), svg.line(LEFT, foot, LEFT, svg.TOP, "zero")]
    made += [svg.text(x(s), foot + 18, svg.plain(s), "middle") for s in svg.ticks(*ends) if ends[0] <= s <= ends[1]]
    made += [
        svg.text(LEFT - 8, y(s) + 4, svg.plain(s), "end") for s in svg.ticks(*others) if others[0] <= s <= others[1]
    ]
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


def margin(values: Floats) -> tuple[float, float]:
    """An axis a little longer than what lies on it."""
    low, high = float(values.min()), float(values.max())
    more = 0.03 * ((high - low) or abs(high) or 1.0)
    return low - more, high + more
