"""Figures as ECharts options, readable without colour, in light and dark; the same figure before a change beside it."""

from collections.abc import Sequence
from typing import Any

import solara

from simulation.outputs.figures import Bars, Counts, Curves, Figure, Heaps, Map, Marks, Tornado

type Option = dict[str, Any]


INK, SOFT, RULE, PAPER, WAYS = "var(--ink)", "var(--soft)", "var(--rule)", "var(--paper)", ("var(--a)", "var(--b)")
"""Colours under the names that the page's style gives them, which the browser puts in; of both ways of working."""

BEFORE = ", before"
LINES = ("solid", "dashed")

NARROW = 480
"""Width in pixels up to which a picture is on a telephone."""


@solara.component_vue("chart.vue")
def Chart(name: str, title: str, said: str, option: Option, height: str) -> None:
    """A drawing with its text equivalent, and buttons that save it as PNG and SVG."""


def option(figure: Figure, before: Figure | None) -> Option:
    """What ECharts is told to draw: the figure, and in grey or thin what it was before a change."""
    earlier: Any = before.drawn if before else None
    match figure.drawn:
        case Curves():
            drawn = _curves(figure.drawn, earlier)
        case Marks():
            drawn = _marks(figure.drawn, earlier)
        case Bars():
            drawn = _bars(figure.drawn)
        case Heaps():
            drawn = _heaps(figure.drawn, earlier)
        case Counts():
            drawn = _counts(figure.drawn, earlier)
        case Tornado() | Map():
            raise TypeError(f"{figure.title} is for pages alone")
    return {**_plain(), **drawn}


def height(figure: Figure, before: Figure | None) -> str:
    """How tall a drawing must be for all its rows."""
    twice = 2 if before else 1
    match figure.drawn:
        case Marks(rows):
            return f"{3.5 + 2.4 * len(rows)}em"
        case Bars(rows, names):
            return f"{4 + 1.5 * len(rows) * len(names)}em"
        case Heaps(_, ways, _):
            return f"{3.5 + 4 * len(ways) * twice}em"
        case Counts(rows, _, _):
            return f"{5 + 1.6 * len(rows) * twice}em"
        case Curves(_, _, _, zero):
            return "13em" if zero else "17em"
        case Tornado() | Map():
            raise TypeError(f"{figure.title} is for pages alone")


def _plain() -> Option:
    return {
        "animation": False,
        "textStyle": {"color": INK, "fontFamily": "system-ui, sans-serif"},
        "tooltip": {"trigger": "axis", "renderMode": "richText", "confine": True},
        "grid": {"left": 24, "right": 24, "top": 40, "bottom": 8, "containLabel": True},
    }


def _axis(**more: Any) -> Option:
    return {
        "axisLabel": {"color": INK, "hideOverlap": True},
        "axisLine": {"onZero": False, "lineStyle": {"color": SOFT}},
        "splitLine": {"lineStyle": {"color": RULE}},
        "nameTextStyle": {"color": SOFT},
        **more,
    }


def _legend(names: Sequence[str]) -> Option:
    return {
        "data": list(names), "left": 0, "top": 0, "itemWidth": 32, "itemGap": 18, "textStyle": {"color": INK},
        "selectedMode": False,
    }  # fmt: skip


def _narrow(names: Sequence[str], **more: Any) -> list[Option]:
    """What changes on a telephone: names stand below each other, above the picture and not on it."""
    legend = {"orient": "vertical", "itemGap": 6}
    return [
        {"query": {"maxWidth": NARROW}, "option": {"legend": legend, "grid": {"top": 20 + 22 * len(names)}, **more}}
    ]


def _curves(now: Curves, before: Curves | None) -> Option:
    series: list[Option] = []
    single = len(now.ways) == 1
    hues = (INK,) if single else WAYS
    for n, (way, name) in enumerate(zip(now.ways, now.names, strict=True)):
        series += _band(way, f"band {n}", hues[n])
        series.append(_line(way[1], name, hues[n], LINES[n], 2.5))
    if before:
        for n, (way, name) in enumerate(zip(before.ways, before.names, strict=True)):
            series.append(_line(way[1], name + BEFORE, SOFT if single else hues[n], "dotted", 1.5))
    named = [one["name"] for one in series if one["name"] and not one.get("silent")]
    return {
        "legend": _legend(named),
        "xAxis": _axis(type="category", data=list(now.years), name="year", boundaryGap=False),
        "yAxis": _axis(type="value", scale=not now.zero),
        "series": series,
        "grid": {"left": 24, "right": 48, "top": 40 if len(named) < 3 else 64, "bottom": 8, "containLabel": True},
        "media": _narrow(named),
    }


def _line(values: Any, name: str, hue: str, dash: str, width: float) -> Option:
    return {
        "type": "line", "name": name, "data": [_round(v) for v in values], "showSymbol": len(values) == 1,
        "lineStyle": {"color": hue, "type": dash, "width": width}, "itemStyle": {"color": hue},
    }  # fmt: skip


def _band(way: Any, name: str, hue: str) -> list[Option]:
    """The area between the low end and the high end, as two stacked lines that are not drawn."""
    quiet: Option = {
        "type": "line", "name": name, "stack": name, "stackStrategy": "all", "showSymbol": False, "silent": True,
        "lineStyle": {"opacity": 0}, "tooltip": {"show": False},
    }  # fmt: skip
    low, _, high = way
    reach = [_round(b - a) for a, b in zip(low, high, strict=True)]
    filled = {"color": hue, "opacity": 0.16}
    return [{**quiet, "data": [_round(v) for v in low]}, {**quiet, "data": reach, "areaStyle": filled}]


def _marks(now: Marks, before: Marks | None) -> Option:
    series = _reaches(now, "with your change" if before else "difference", INK, -0.14 if before else 0.0, True)
    if before:
        series += _reaches(before, "before", SOFT, 0.2, False)
    names = list(dict.fromkeys(one["name"] for one in series if one["type"] == "scatter"))
    return {
        "legend": _legend(names),
        "media": _narrow(names, xAxis={"splitNumber": 3}),
        "tooltip": {"show": False},
        "xAxis": _axis(type="value"),
        "yAxis": _axis(
            type="value", inverse=True, min=-1, max=len(now.rows), interval=1,
            names=[label for label, *_ in now.rows], splitLine={"show": False}, axisTick={"show": False},
        ),
        "series": series,
    }  # fmt: skip


def _reaches(drawn: Marks, name: str, hue: str, shift: float, filled: bool) -> list[Option]:
    """A dot for each estimate, and a line for each interval; of what was before, hollow and thin."""
    dots = [[_round(estimate), n + shift] for n, (_, estimate, _, _) in enumerate(drawn.rows)]
    style = {"color": hue} if filled else {"color": "transparent", "borderColor": hue, "borderWidth": 2}
    lines: list[Option] = [
        {
            "type": "line", "name": "", "showSymbol": False, "silent": True,
            "data": [[_round(low), n + shift], [_round(high), n + shift]],
            "lineStyle": {"color": hue, "width": 3 if filled else 1.5, "type": "solid" if filled else "dashed"},
        }
        for n, (_, _, low, high) in enumerate(drawn.rows)
        if low == low
    ]  # fmt: skip
    zero = {
        "silent": True, "symbol": "none", "label": {"show": False}, "data": [{"xAxis": 0}],
        "lineStyle": {"color": hue, "type": "solid", "width": 1.5},
    }  # fmt: skip
    more = {"markLine": zero} if filled else {}
    return [*lines, {"type": "scatter", "name": name, "symbolSize": 11, "data": dots, "itemStyle": style, **more}]


def _fill(way: int, faint: bool = False) -> Option:
    """The first way is filled, the second outlined and hatched."""
    hue = WAYS[way]
    solid: Option = {"color": hue, "borderColor": hue, "borderWidth": 1.5, "opacity": 0.55 if faint else 1}
    decal = {"symbol": "line", "dashArrayX": [1, 0], "dashArrayY": [2, 5], "rotation": -0.8, "color": hue}
    return solid if way == 0 else {**solid, "color": PAPER, "decal": decal}


def _bars(now: Bars) -> Option:
    return {
        "legend": _legend(now.names),
        "xAxis": _axis(type="value"),
        "yAxis": _axis(type="category", data=[label for label, _ in now.rows], inverse=True),
        "series": [
            {
                "type": "bar",
                "name": name,
                "data": [_round(some[n]) for _, some in now.rows],
                "itemStyle": _fill(n),
            }
            for n, name in enumerate(now.names)
        ],
    }


def _heaps(now: Heaps, before: Heaps | None) -> Option:
    rows: list[tuple[str, Sequence[float], int, bool]] = []
    for n, name in enumerate(now.names):
        rows.append((name, now.ways[n], n, True))
        rows += [(name + BEFORE, before.ways[n], n, False)] if before else []
    years = [str(year) for year in range(1, now.years + 1)]
    return {
        "legend": {"show": False},
        "tooltip": {"show": False},
        "grid": {"left": 24, "right": 40, "top": 20, "bottom": 8, "containLabel": True},
        "xAxis": _axis(
            type="category", data=[*years, " ", "not\nat all"], boundaryGap=True,
            axisLabel={"color": INK, "showMaxLabel": True, "lineHeight": 16},
        ),
        "yAxis": _axis(
            type="category", data=[name for name, *_ in rows], inverse=True, splitLine={"show": True},
            axisLabel={"color": INK, "width": 110, "overflow": "break", "lineHeight": 16},
        ),
        "series": [_heap(name, some, now.years, WAYS[n], bold) for name, some, n, bold in rows],
    }  # fmt: skip


def _heap(name: str, stop_years: Sequence[float], years: int, hue: str, filled: bool) -> Option:
    """A dot for each repeat run, heaped over its year."""
    places = [str(int(one)) if one <= years else "not\nat all" for one in stop_years]
    dots = [
        {"value": [place, name], "symbolOffset": [0, 14 - min(8, 44 / places.count(place)) * places[:i].count(place)]}
        for i, place in enumerate(places)
    ]
    style = {"color": hue} if filled else {"color": "transparent", "borderColor": hue, "borderWidth": 1.5}
    return {"type": "scatter", "name": name, "symbolSize": 8, "data": dots, "itemStyle": style, "silent": True}


def _counts(now: Counts, before: Counts | None) -> Option:
    names = [f"{now.names[0]} does better", "no difference", f"{now.names[1]} does better"]
    series = _stack(now, names, "now", False)
    series += _stack(before, [name + BEFORE for name in names], "before", True) if before else []
    return {
        "legend": {**_legend(names), "orient": "vertical" if before else "horizontal"},
        "tooltip": {"show": False},
        "grid": {"left": 24, "right": 24, "top": 72 if before else 40, "bottom": 8, "containLabel": True},
        "media": _narrow(names),
        "xAxis": _axis(type="value", max=now.n, minInterval=1),
        "yAxis": _axis(type="category", data=[label for label, *_ in now.rows], inverse=True),
        "series": series,
    }


def _stack(drawn: Counts, names: Sequence[str], stack: str, faint: bool) -> list[Option]:
    grey = {"color": RULE, "borderColor": SOFT, "borderWidth": 1}
    fills = [_fill(0, faint), grey, _fill(1, faint)]
    thin = {"barWidth": 6 if faint else 14}
    return [
        {"type": "bar", "name": name, "stack": stack, "data": [row[i + 1] for row in drawn.rows], "itemStyle": fill}
        | thin
        for i, (name, fill) in enumerate(zip(names, fills, strict=True))
    ]


def _round(value: float) -> float | None:
    """Five digits, and nothing where there is no number."""
    return float(f"{value:.5g}") if value == value else None
