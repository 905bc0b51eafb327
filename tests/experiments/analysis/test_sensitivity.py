"""Indices on functions whose indices are known in closed form, drawn by SALib's own samplers."""

import math

import numpy as np
import pandas as pd
import pytest

from simulation.experiments.analysis.influence import Design
from simulation.experiments.analysis.sample import Sample
from simulation.experiments.analysis.sensitivity import METHODS, sensitivity
from simulation.scenario import ScenarioError

PI = math.pi


def ishigami(x, a=7.0, b=0.1):
    """Ishigami & Homma (1990)."""
    return np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_indices(a=7.0, b=0.1):
    """First and total indices (Saltelli et al. 2008, Global Sensitivity Analysis: The Primer)."""
    first, second, pair = 0.5 * (1 + b * PI**4 / 5) ** 2, a**2 / 8, 8 * b**2 * PI**8 / 225
    whole = first + second + pair
    return np.array([first, second, 0]) / whole, np.array([first + pair, second, pair]) / whole


def g_function(x, a):
    """Sobol's g-function."""
    return np.prod((np.abs(4 * x - 2) + a) / (1 + a), axis=1)


def g_indices(a):
    parts = 1 / (3 * (1 + a) ** 2)
    whole = np.prod(1 + parts) - 1
    return parts / whole, parts * np.prod(1 + parts) / (1 + parts) / whole


def sample(x, values, names=None):
    values = np.asarray(values, float)
    names = names or [f"x{i}" for i in range(x.shape[1])]
    return Sample("y", ("a",), pd.DataFrame(x, columns=names), values if values.ndim == 2 else values[:, None])


def drawn(kind, k, n, low=0.0, high=1.0, **asked):
    """A design and its points."""
    from SALib.sample import latin, morris, sobol

    design = Design(kind, {f"x{i}": (low, high) for i in range(k)}, **asked)
    if kind == "morris":
        return design, morris.sample(design.problem, n, num_levels=design.levels, seed=5)
    if kind == "sobol":
        return design, sobol.sample(design.problem, n, calc_second_order=design.second_order, seed=5)
    return design, latin.sample(design.problem, n, seed=5)


def told(found, measure):
    by_name = {row.name: row.measures[measure].estimate for row in found.rows}
    return np.array([by_name[name] for name in sorted(by_name)])


@pytest.mark.parametrize("second_order", [False, True])
def test_sobol_indices_of_the_ishigami_function(second_order):
    design, x = drawn("sobol", 3, 2048, -PI, PI, second_order=second_order)
    found = sensitivity(sample(x, ishigami(x)), design)
    first, total = ishigami_indices()
    assert told(found, "first") == pytest.approx(first, abs=0.03)
    assert told(found, "total") == pytest.approx(total, abs=0.03)
    for row in found.rows:
        one = row.measures["total"]
        assert one.low < total[int(row.name[1])] < one.high


def test_sobol_indices_of_the_g_function_under_luck():
    """With luck of variance s2 in the means, all indices shrink by V / (V + s2), and totals gain s2 / (V + s2)."""
    a = np.array([0.0, 1.0, 4.5, 99.0])
    design, x = drawn("sobol", 4, 2048)
    first, total = g_indices(a)
    y, rng, seeds, noise = g_function(x, a), np.random.default_rng(2), 4, 0.4
    found = sensitivity(sample(x, y[:, None] + noise * rng.standard_normal((len(y), seeds))), design)
    whole = float(np.prod(1 + 1 / (3 * (1 + a) ** 2)) - 1)
    luck = noise**2 / seeds / (whole + noise**2 / seeds)
    assert found.luck.of_mean.estimate == pytest.approx(luck, rel=0.1)
    assert told(found, "first") == pytest.approx(first * (1 - luck), abs=0.04)
    assert told(found, "total") == pytest.approx(total * (1 - luck) + luck, abs=0.04)
    assert {row.name: row.beyond_luck for row in found.rows} == {"x0": True, "x1": True, "x2": True, "x3": False}


def test_a_lost_point_takes_its_whole_row_of_the_design_and_no_more():
    design, x = drawn("sobol", 3, 1024, -PI, PI)
    y = ishigami(x)
    y[7] = math.nan
    found = sensitivity(sample(x, y), design)
    assert (found.points, found.left_out) == (len(x) - 5, 5)
    assert told(found, "total") == pytest.approx(ishigami_indices()[1], abs=0.06)


def test_morris_of_a_linear_function_is_its_slopes_over_the_ranges():
    design, x = drawn("morris", 3, 12, 2.0, 6.0, levels=6)
    found = sensitivity(sample(x, x @ [0.5, -3.0, 0.0]), design)
    assert told(found, "mu_star") == pytest.approx([2.0, 12.0, 0.0], abs=1e-9)
    assert told(found, "mu") == pytest.approx([2.0, -12.0, 0.0], abs=1e-9)
    assert told(found, "sigma") == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)
    assert [row.name for row in found.rows] == ["x1", "x0", "x2"]


def test_morris_of_a_product_spreads_as_the_other_input_does():
    """The elementary effect of x0 in x0 x1 is x1, evenly on the grid 0, 1/3, 2/3, 1: mean 1/2, variance 5/36."""
    design, x = drawn("morris", 2, 1000)
    found = sensitivity(sample(x, x[:, 0] * x[:, 1]), design)
    assert told(found, "mu_star") == pytest.approx([0.5, 0.5], abs=0.03)
    assert told(found, "sigma") == pytest.approx([math.sqrt(5 / 36)] * 2, abs=0.03)
    one = found.rows[0].measures["sigma"]
    assert 0 < one.high - one.low < 0.05


def test_luck_alone_gives_morris_the_floor_that_is_told():
    design, x = drawn("morris", 3, 1000)
    y = 5.0 * x[:, [0]] + np.random.default_rng(4).standard_normal((len(x), 3))
    found = sensitivity(sample(x, y), design)
    assert told(found, "mu_star")[1:] == pytest.approx([found.floor] * 2, rel=0.05)
    few = sensitivity(sample(x, y).at(np.arange(60)), design)
    assert {row.name: row.beyond_luck for row in few.rows} == {"x0": True, "x1": False, "x2": False}


def test_without_repeat_runs_nothing_is_said_of_luck():
    design, x = drawn("morris", 2, 10)
    assert {row.beyond_luck for row in sensitivity(sample(x, x[:, 0]), design).rows} == {None}


def test_points_at_random_tell_the_direction_of_what_goes_one_way():
    design, x = drawn("latin_hypercube", 3, 400)
    found = sensitivity(sample(x, np.exp(-4 * x[:, 1])), design)
    assert told(found, "rank") == pytest.approx([0, -1, 0], abs=1e-9)
    assert told(found, "first") == pytest.approx([0, 1, 0], abs=0.06)
    assert found.fit == pytest.approx(1.0)
    assert not found.rough


def test_points_at_random_tell_the_share_of_what_turns_back():
    design, x = drawn("latin_hypercube", 3, 2000, -PI, PI)
    found = sensitivity(sample(x, ishigami(x)), design)
    assert told(found, "first") == pytest.approx(ishigami_indices()[0], abs=0.04)
    assert abs(told(found, "rank")[1]) < 0.1, "7 sin2 has no direction"
    assert found.rough


def test_an_input_without_effect_is_told_as_such_at_random_points_nineteen_times_in_twenty():
    """The t interval of a null coefficient excludes zero in 5 % of cases: of 400, 20 +- 4.4."""
    rng, design = np.random.default_rng(11), Design("list", {"x0": (0.0, 1.0), "x1": (0.0, 1.0)})
    marked = 0
    for _ in range(400):
        x = rng.random((40, 2))
        found = sensitivity(sample(x, x[:, 0] + rng.standard_normal(40)), design)
        marked += sum(row.beyond_luck for row in found.rows if row.name == "x1")
    assert 7 <= marked <= 33


def test_one_at_a_time_is_told_against_the_middle():
    x = np.array([[5.0, 5.0], [0.0, 5.0], [10.0, 5.0], [5.0, 10.0]])
    y = np.array([[1.0, 2.0], [0.0, 2.0], [4.0, 6.0], [0.5, 1.0]])
    found = sensitivity(sample(x, y), Design("one_at_a_time", {"x0": (0, 10), "x1": (0, 10)}))
    first, second = found.rows
    assert (first.name, first.measures["low"].estimate, first.measures["high"].estimate) == ("x0", -0.5, 3.5)
    assert first.measures["high"].high == pytest.approx(3.5 + 12.706 * 0.5, abs=0.01), "t(1) x s / sqrt(2)"
    assert (second.measures["low"].n, second.measures["high"].estimate) == (0, -0.75)


def test_effects_of_a_factorial_are_differences_of_means():
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = 3 + 2 * x[:, 0] - x[:, 1] + x[:, 0] * x[:, 1]
    found = sensitivity(sample(x, np.column_stack([y, y + 1])), Design("full_factorial", {"x0": (0, 1), "x1": (0, 1)}))
    assert told(found, "effect") == pytest.approx([2.5, -0.5])


@pytest.mark.parametrize(
    ("kind", "n", "said"),
    [
        ("morris", 3, "It takes 4 finished Morris trajectories to say anything; so far there are 3."),
        ("sobol", 8, "base points of a Sobol design to say anything; so far there are 8"),
        ("latin_hypercube", 12, "It takes 13 finished points to say anything; so far there are 12."),
    ],
)
def test_too_few_points_are_told(kind, n, said):
    design, x = drawn(kind, 2, n)
    with pytest.raises(ScenarioError, match=said):
        sensitivity(sample(x, x[:, 0]), design)


@pytest.mark.parametrize("kind", ["sobol", "latin_hypercube"])
def test_what_never_changes_is_told(kind):
    design, x = drawn(kind, 2, 64)
    with pytest.raises(ScenarioError, match="y is the same at every point"):
        sensitivity(sample(x, np.ones(len(x))), design)


def test_a_design_that_allows_nothing_is_told_with_those_that_do():
    with pytest.raises(ScenarioError, match=f"These do: {', '.join(METHODS)}"):
        sensitivity(sample(np.ones((3, 1)), np.ones(3)), Design("crystal_ball", {"x0": (0, 1)}))
    with pytest.raises(ScenarioError, match="varies nothing but luck"):
        sensitivity(sample(np.ones((3, 1)), np.ones(3)), Design("list", {}))
