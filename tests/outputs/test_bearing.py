"""What is told of how much demand each way bears: on rows made by hand, and as the command leaves it."""

import csv
import json
import math
import re
from dataclasses import replace

import numpy as np
import pytest
from rich.console import Console

from simulation.experiments.bisection import FINE, lower_median
from simulation.experiments.breaking_point import Borne
from simulation.experiments.design import plan
from simulation.outputs import plain_json
from simulation.outputs.bearing import kept as bearing_kept
from simulation.outputs.bearing.page import page
from simulation.outputs.bearing.telling import Bearing, letter, notes, show
from simulation.outputs.drawing import strips
from simulation.outputs.drawing.strips import Axis, Strip
from simulation.scenario import Scenario
from simulation.words import jargon


def rows(arm, shift, first):
    """Ten repeat runs: the first copes with everything, the second at no demand, the others stop at 2.1, 2.2, ..."""
    for seed in range(1, 11):
        stops = math.inf if seed == 1 else 1.0 if seed == 2 else 2.0 + 0.1 * (seed - 2) + shift
        gone = {"gain": math.nan, "left": math.nan} if first else {"gain": 0.04 + 0.001 * seed, "left": 0.01}
        yield Borne(
            arm, seed, stops, "" if seed == 1 else "crises", math.nan if seed == 1 else 0.9 * stops,
            math.inf if seed == 1 else float(seed), 7.7, **gone,
        )  # fmt: skip


@pytest.fixture
def found():
    arms = plan([Scenario.load(name) for name in ("doing_things", "doing_things+rationing")], 10).arms
    some = [*rows(arms[0].name, 0.0, True), *rows(arms[1].name, 0.5, False)]
    some[-1] = replace(Borne(some[-1].arm, 10), error="ValueError: <script>")
    return Bearing(arms, some)


def test_the_middle_run_its_interval_and_what_stands_beside_it_are_told(found):
    """Of 1, 2.1 ... 2.8 and infinite the lower median is 2.4, and its interval (n = 10) from the 2nd to the 9th.

    What was searched to a factor counts as the middle of where it may lie.
    """
    first, second = found.ways
    stops = np.array([first.stops.estimate, first.stops.low, first.stops.high])
    assert stops * FINE**0.5 == pytest.approx([2.4, 2.1, 2.8])
    assert (second.stops.n, second.stops.estimate * FINE**0.5) == (9, pytest.approx(2.9))
    told = " ".join(notes(found))
    assert "of 9 repeat runs it bears more demand in 7, less in 0, as much (to 2 %) in 2" in told
    assert "Beyond 7.7 times nobody could cope" in told
    assert "It leaves 22 % of its gain as a foundation" in told, "1 % of hours out of 4.5"
    assert "did not end: ValueError" in told
    screen = Console(record=True, width=200)
    show(found, screen)
    text = screen.export_text()
    assert "2.40 (2.10 to 2.80) times" in text
    assert "Both ends of each interval hold for the middle repeat run." in " ".join(text.split())


def test_where_no_interval_can_be_told_that_is_said_and_who_never_stops_copes_to_the_end(found):
    some = [replace(one, year=math.inf) for one in found.found if one.seed < 5]
    screen = Console(record=True, width=200)
    show(Bearing(found.arms, some), screen)
    text = " ".join(screen.export_text().split())
    assert "fewer than six are too few for an interval." in text
    assert "Both ends" not in text
    assert text.count("copes to the end") == 2
    assert "year beyond" not in text + page(Bearing(found.arms, some), "run.py breaking-point", {})


def test_the_page_stands_alone_in_plain_words_with_a_mark_for_each_run(found):
    made = page(found, "run.py breaking-point", {"model": "x"})
    for outside in ("http:", "https:", "<script", "<link", "src=", "@import"):
        assert outside not in made
    assert made.count("<svg") == made.count("<desc id=") == made.count("<details>") == 3
    demand = made[made.index("<svg") : made.index("</svg>")]
    assert demand.count('class="one0"') == 10 + 9
    assert demand.count('class="one1"') == 9 + 8
    assert "free hours end at 7.7" in demand
    assert "above 100" in demand
    assert f'cx="{strips.svg.WIDTH - 40}"' in demand, "what bears a hundred times stands at the end, under its words"
    seen = re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>|<code>.*?</code>", "", made, flags=re.DOTALL))
    assert jargon(seen.replace("run.py parameters appraisal", "").replace("doing_things+rationing", "")) == []


def test_machines_are_told_null_and_why(found):
    told = json.loads(plain_json.text(bearing_kept.machine(found)))
    assert told["runs"][0]["stops"] is None
    assert told["runs"][0]["why_null"] == {
        "stops": "it bears 100 times today's demand, the most that is searched",
        "recovers": "it never stopped coping",
        "year": "it copes to the end of the ordinary path of demand",
        "gain": "gains are told against this way of working, the first",
        "left": "gains are told against this way of working, the first",
    }
    assert "why_null" not in told["runs"][1] or set(told["runs"][1]["why_null"]) == {"gain", "left"}
    assert told["ways"][0]["gain"]["why_null"].keys() == {"estimate", "low", "high"}
    assert told["failed"] == [{"scenario": "doing_things+rationing", "seed": 10, "error": "ValueError: <script>"}]
    few = Bearing(found.arms, found.found[:3])
    (way,) = json.loads(plain_json.text(bearing_kept.machine(few)))["ways"]
    assert way["stops"]["why_null"] == {"low": "too few repeat runs to say", "high": "too few repeat runs to say"}


def test_json_has_one_form_for_what_is_no_number():
    told = {"a": [math.nan, (math.inf, 1.5)], "b": {"c": -math.inf, "d": "nan", "e": True}}
    assert json.loads(plain_json.text(told)) == {"a": [None, [None, 1.5]], "b": {"c": None, "d": "nan", "e": True}}


def test_an_axis_in_factors_and_its_ends():
    axis = Axis(0.5, 8.0, (1.0, 2.0), "x", below="below", beyond="above", log=True)
    assert axis.at(2.0) - axis.at(1.0) == pytest.approx(axis.at(4.0) - axis.at(2.0))
    assert axis.at(0.0) < axis.at(0.5) < axis.at(8.0) < axis.at(math.inf)
    parts, height = strips.drawn([Strip("a", [1.0, 1.0, 3.0, math.nan], lower_median([1.0, 1.0, 3.0]))], axis)
    marks = [part for part in parts if 'class="one0"' in part]
    assert len(marks) == 3
    assert len({re.search(r'cy="([0-9.]+)"', one)[1] for one in marks}) == 2, "two of them heaped"
    assert height > 60


def test_letters_go_on_beyond_z():
    assert [letter(n) for n in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]


def test_the_table_has_a_line_for_each_run(found):
    lines = list(csv.DictReader(bearing_kept.rows(found).splitlines()))
    assert len(lines) == 20
    assert (lines[0]["stops"], lines[19]["error"]) == ("inf", "ValueError: <script>")
