"""Charts can be read without colour, with what was before beside; and hold only what JSON can."""

import json
import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import dashboards
from dashboards.showing import charts
from simulation.outputs.figures import Bars, Counts, Curves, Figure, Heaps, Marks

YEARS = [1, 2, 3]
WAY = np.array([[1.0, 2.0, 2.5], [2.0, 3.0, 3.5], [3.0, 4.0, 6.0]])
NAMES = ["Doing things", "Making things happen"]
DRAWN = {
    "curves": Curves(YEARS, [WAY, WAY + 1], NAMES),
    "difference": Curves(YEARS, [WAY - 2], ["difference"], zero=True),
    "marks": Marks([("council", 1.0, 0.5, 1.5), ("NHS", -1.0, math.nan, math.nan)]),
    "bars": Bars([("council", [1.0, 2.0])], NAMES),
    "heaps": Heaps(3, [[1.0, 1.0, math.inf], [2.0, 3.0, math.inf]], NAMES),
    "counts": Counts([("Unmet need", 1, 0, 2)], NAMES, 3),
}


@pytest.fixture(params=DRAWN)
def figure(request):
    return Figure(request.param, "Title", "unit", "In words.", DRAWN[request.param], ["", "x"], [["a", "1"]])


def test_every_chart_is_json_and_does_not_move(figure):
    for before in (None, figure):
        option = charts.option(figure, before)
        assert option["animation"] is False
        assert option["tooltip"].get("renderMode", "richText") == "richText"
        json.dumps(option, allow_nan=False)


def test_every_colour_is_one_that_the_page_has(figure):
    style = (Path(dashboards.__file__).parent / "public" / "style.css").read_text()
    said = json.dumps(charts.option(figure, figure))
    names = set(re.findall(r"var\((--\w+)\)", said))
    assert "#" not in said
    assert {"--ink", "--soft"} <= names
    for name in names:
        assert style.count(f"{name}: ") == 2, f"{name} once for light pages, once for dark ones"


def series(kind, before=False):
    drawn = DRAWN[kind]
    figure = Figure(kind, "Title", "unit", "In words.", drawn, [], [])
    return charts.option(figure, figure if before else None)["series"]


def test_a_single_year_is_a_point_since_it_makes_no_line():
    one = Figure("curves", "Title", "unit", "In words.", Curves([1], [WAY[:, :1], WAY[:, 1:2]], NAMES), [], [])
    assert [each["showSymbol"] for each in charts.option(one, None)["series"] if each["name"] in NAMES] == [True, True]
    assert not any(each["showSymbol"] for each in series("curves"))


def test_the_second_way_is_dashed_and_what_was_before_is_dotted():
    dashes = {one["name"]: one["lineStyle"]["type"] for one in series("curves", True) if "type" in one["lineStyle"]}
    assert dashes == {
        "Doing things": "solid",
        "Making things happen": "dashed",
        "Doing things, before": "dotted",
        "Making things happen, before": "dotted",
    }


def test_a_band_is_the_low_end_and_what_lies_above_it():
    low, reach = (one["data"] for one in series("curves")[:2])
    assert low == [1.0, 2.0, 2.5]
    assert reach == [2.0, 2.0, 3.5]


def test_the_second_way_is_hatched_in_bars_and_counts():
    for kind in ("bars", "counts"):
        first, second = (series(kind)[n]["itemStyle"] for n in (0, -1))
        assert "decal" in second
        assert "decal" not in first


def test_an_interval_that_is_not_known_is_not_drawn():
    lines = [one for one in series("marks") if one["type"] == "line"]
    assert [one["data"] for one in lines] == [[[0.5, 0.0], [1.5, 0.0]]]


def test_every_repeat_run_has_a_dot_and_what_never_stops_stands_apart():
    first, second = series("heaps")
    assert [one["value"][0] for one in first["data"]] == ["1", "1", "not\nat all"]
    assert first["data"][0]["symbolOffset"] != first["data"][1]["symbolOffset"]
    assert len(second["data"]) == 3


def height(drawn, before=None):
    first, earlier = (one and Figure("name", "Title", "unit", "In words.", one, [], []) for one in (drawn, before))
    return float(charts.height(first, earlier).removesuffix("em"))


@pytest.mark.parametrize("kind", ["marks", "bars", "counts"])
def test_more_rows_are_taller(kind):
    assert height(replace(DRAWN[kind], rows=DRAWN[kind].rows * 2)) > height(DRAWN[kind])


@pytest.mark.parametrize("kind", ["heaps", "counts"])
def test_where_what_was_before_takes_rows_of_its_own_it_is_taller(kind):
    assert height(DRAWN[kind], DRAWN[kind]) > height(DRAWN[kind])


def test_a_third_way_makes_heaps_taller():
    three = replace(DRAWN["heaps"], ways=[[1.0]] * 3, names=[*NAMES, "Doing early"])
    assert height(three) > height(DRAWN["heaps"])
