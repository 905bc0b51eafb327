"""Charts can be read without colour, in light and dark, with what was before beside; and hold only what JSON can."""

import json
import math

import numpy as np
import pytest

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


@pytest.mark.parametrize("colours", [charts.LIGHT, charts.DARK])
def test_every_chart_is_json_and_does_not_move(figure, colours):
    for before in (None, figure):
        option = charts.option(figure, before, colours)
        assert option["animation"] is False
        assert option["tooltip"].get("renderMode", "richText") == "richText"
        json.dumps(option, allow_nan=False)


def series(kind, before=False):
    drawn = DRAWN[kind]
    figure = Figure(kind, "Title", "unit", "In words.", drawn, [], [])
    return charts.option(figure, figure if before else None, charts.LIGHT)["series"]


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


def test_more_rows_are_taller(figure):
    assert float(charts.height(figure, figure)[:-2]) >= float(charts.height(figure, None)[:-2])
