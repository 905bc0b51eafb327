"""Regions: a box that was put in is found, with its coverage and density; noise is not told as a region."""

import numpy as np
import pandas as pd
import pytest
from tables import uniform

from simulation.experiments.analysis.influence import Design
from simulation.experiments.analysis.regions import regions
from simulation.experiments.analysis.sample import Sample
from simulation.scenario import ScenarioError

NAMES = [f"x{i}" for i in range(5)]
DESIGN = Design("latin_hypercube", dict.fromkeys(NAMES, (0.0, 1.0)))
WRONG = 0.1
"""The share of points at which luck turns the sign."""


def sample(x, difference):
    return Sample("y", ("a", "b"), pd.DataFrame(x, columns=NAMES), np.reshape(difference, (len(x), -1)))


@pytest.fixture(scope="module")
def found():
    """The second does better in a box, but for one point in ten, inside and outside."""
    x = uniform(1000, 5)
    inside = (x[:, 0] > 0.6) & (x[:, 1] < 0.5)
    sign = np.where(inside ^ (np.random.default_rng(8).random(1000) < WRONG), 1.0, -1.0)
    return regions(sample(x, sign), DESIGN, less_is_better=False)


def test_a_known_box_is_found_where_it_is(found):
    (box,) = [one for one in found.found if one.way == 1]
    assert set(box.bounds) == {"x0", "x1"}
    assert box.bounds["x0"] == (pytest.approx(0.6, abs=0.02), np.inf)
    assert box.bounds["x1"] == (-np.inf, pytest.approx(0.5, abs=0.02))
    assert set(found.decisive) == {"x0", "x1"}


def test_its_density_and_coverage_are_those_that_were_put_in(found):
    """Inside, 0.9 do better; all that do are 0.2 x 0.9 inside and 0.8 x 0.1 outside, so coverage is 0.18 / 0.26."""
    (box,) = [one for one in found.found if one.way == 1]
    assert box.density.low < 1 - WRONG < box.density.high
    assert box.coverage.low < 0.18 / 0.26 < box.coverage.high
    assert box.density.high - box.density.low < 0.15
    assert box.density.n == pytest.approx(100, abs=30), "a fifth of the half that was held out"
    assert found.checked_on == 500


def test_the_other_way_has_its_regions_too(found):
    others = [one for one in found.found if one.way == 0]
    assert others
    for one in others:
        assert one.density.low < 1 - WRONG < one.density.high
    assert sum(one.coverage.estimate for one in others) == pytest.approx(0.72 / 0.74, abs=0.03)


def test_less_may_be_better():
    x = uniform(300, 5)
    found = regions(sample(x, x[:, 2] - 0.5), DESIGN, less_is_better=True)
    assert {(one.way, *one.bounds) for one in found.found} == {(1, "x2"), (0, "x2")}
    (second,) = [one for one in found.found if one.way == 1]
    assert second.bounds["x2"][1] == pytest.approx(0.5, abs=0.02)


def test_noise_is_not_told_as_a_region():
    """At most one in a hundred would be by chance: two or more of these thirty have a probability below 0.04."""
    rng = np.random.default_rng(21)
    noise = [sample(rng.random((200, 5)), rng.standard_normal(200)) for _ in range(30)]
    assert sum(bool(regions(one, DESIGN, less_is_better=False).found) for one in noise) <= 1


def test_a_lean_that_is_the_same_everywhere_is_no_region():
    rng = np.random.default_rng(5)
    for _ in range(5):
        found = regions(sample(rng.random((300, 5)), np.where(rng.random(300) < 0.8, 1.0, -1.0)), DESIGN, False)
        assert found.found == ()


def test_too_few_points_or_too_one_sided_is_told():
    x = uniform(200, 5)
    assert not regions(sample(x[:39], x[:39, 0] - 0.5), DESIGN, False).looked_for
    one_sided = regions(sample(x, x[:, 0] + 1), DESIGN, False)
    assert (one_sided.counts, one_sided.looked_for, one_sided.found) == ((0, 200, 0), False, ())


def test_points_of_a_sobol_design_that_share_inputs_are_not_counted_twice():
    from SALib.sample import sobol

    design = Design("sobol", DESIGN.bounds)
    x = sobol.sample(design.problem, 128, calc_second_order=False, seed=5)
    found = regions(sample(x, x[:, 0] - 0.5), design, False)
    assert len(found.better) == 2 * 128
    assert len(found.sample.inputs["x0"].unique()) == 256


def test_designs_along_lines_are_refused():
    x = uniform(60, 5)
    with pytest.raises(ScenarioError, match="latin_hypercube or sobol"):
        regions(sample(x, x[:, 0]), Design("morris", DESIGN.bounds), False)
