"""The report's pictures: each figure drawn under its title, with the same in words and the numbers in a table."""

from collections.abc import Sequence
from html import escape

import numpy as np

from simulation.outputs.drawing import region_map, svg, tornado
from simulation.outputs.figures import Bars, Cells, Counts, Curves, Figure, Heaps, Map, Marks, Tornado

type Parts = tuple[list[str], float]


def table(header: Sequence[str], rows: Cells, wordy: Sequence[int] = (), label: str = "") -> str:
    """A table; the first column names the rows, columns in `wordy` hold words. label: of one that a keyboard moves."""

    def cell(tag: str, number: int, said: str, more: str = "") -> str:
        css = ' class="words"' if number in wordy else ""
        return f"<{tag}{css}{more}>{escape(said)}</{tag}>"

    head = "".join(cell("th", i, said, ' scope="col"') for i, said in enumerate(header))
    body = "".join(
        "<tr>"
        + "".join(
            cell("th" if i == 0 else "td", i, said, ' scope="row"' if i == 0 else "") for i, said in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    region = f' tabindex="0" role="region" aria-label="{escape(label)}"' if label else ""
    return f'<div class="table"{region}><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def pictures(figures: Sequence[Figure], key: str) -> str:
    """Several figures, one under the other."""
    return "".join(picture(one, key) for one in figures)


def picture(figure: Figure, key: str) -> str:
    """A figure under its title, what it shows in words, and its numbers behind a fold; `key` makes its ids its own."""
    numbers = table(figure.header, figure.rows, figure.wordy)
    return framed(f"{key}-{figure.name}", figure.title, figure.unit, figure.said, _drawn(figure), numbers)


def framed(key: str, title: str, unit: str, said: str, drawn: Parts, numbers: str) -> str:
    """What has been drawn, under its title, with the same in words and as a table."""
    parts, height = drawn
    return (
        f"<figure><figcaption>{escape(title)} <span>{escape(unit)}</span></figcaption>"
        f"{svg.picture(key, title, said, height, parts)}<p>{escape(said)}</p>"
        f"<details><summary>The numbers</summary>{numbers}</details></figure>"
    )


def _drawn(figure: Figure) -> Parts:
    match figure.drawn:
        case Curves(years, ways, names, zero):
            height = 170.0 if zero else 240.0
            return svg.curves(years, ways, names, zero=zero, height=height), height
        case Marks(rows):
            return svg.marks(rows, figure.unit)
        case Bars(rows, _):
            return svg.bars(rows, figure.unit)
        case Heaps():
            return _heaps(figure.drawn)
        case Counts():
            return _counts(figure.drawn)
        case Tornado():
            return tornado.parts(figure.drawn, figure.unit)
        case Map():
            return region_map.parts(figure.drawn)


COPES_AT = 1.12
"""Where places that cope to the end stand on the axis of years, against its length."""


def _heaps(drawn: Heaps) -> Parts:
    """One mark for each repeat run, heaped over its year."""
    to_the_end = drawn.years * COPES_AT
    x = svg.Scale(1, to_the_end * 1.04, 150, svg.WIDTH - 24)
    height = svg.TOP + 70.0 * len(drawn.ways) + svg.BOTTOM
    foot = height - svg.BOTTOM
    marks = [y for y in svg.ticks(1, drawn.years, 8) if 1 <= y <= drawn.years and y == int(y)]
    parts = [svg.line(x(y), svg.TOP, x(y), foot, "grid") for y in marks]
    parts += [svg.text(x(y), foot + 18, svg.plain(y), "middle") for y in marks]
    parts += [
        svg.text(x(to_the_end), foot + 18 + 14 * i, said, "middle", "soft")
        for i, said in enumerate(("copes to", "the end"))
    ]
    parts.append(svg.text(140, foot + 18, "year", "end", "soft"))
    for number, (way, title) in enumerate(zip(drawn.ways, drawn.names, strict=True)):
        y = svg.TOP + 70.0 * number + 55
        parts += [
            svg.text(140, y - 14 + 14 * i, said, "end", f"name{number}") for i, said in enumerate(svg.folded(title))
        ]
        parts += _heap(way, drawn.years, x, y, number)
    return parts, height


def _heap(stop_years: Sequence[float], years: int, x: svg.Scale, y: float, number: int) -> list[str]:
    """Dots heaped over their years; those of places that cope to the end stand apart at the right."""
    places = [min(one, years * COPES_AT) for one in stop_years]
    heights = {place: min(7.0, 46.0 / places.count(place)) for place in set(places)}
    return [
        svg.dot(x(place), y - heights[place] * places[:i].count(place), f"one{number}", 3.2)
        for i, place in enumerate(places)
    ]


def _counts(drawn: Counts) -> Parts:
    height = svg.TOP + 30.0 * len(drawn.rows) + svg.BOTTOM
    x = svg.Scale(0, drawn.n, 230, svg.WIDTH - 24)
    parts: list[str] = []
    for number, (label, *counts) in enumerate(drawn.rows):
        y = svg.TOP + 30.0 * number
        parts.append(svg.text(220, y + 15, label, "end"))
        edges = np.cumsum([0, *counts])
        for css, left, right in zip(("bar0", "bar2", "bar1"), edges, edges[1:], strict=False):
            if right > left:
                parts.append(svg.rect(x(float(left)), y + 2, x(float(right)) - x(float(left)), 20, css))
    foot = height - svg.BOTTOM
    parts += [svg.text(x(s), foot + 16, svg.plain(s), "middle") for s in svg.ticks(0, drawn.n) if s <= drawn.n]
    a, b = drawn.names
    parts.append(svg.text(svg.WIDTH - 24, foot + 32, f"filled: {a} does better; outlined: {b}", "end", "soft"))
    return parts, height
