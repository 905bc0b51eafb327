"""Points and luck apart, on two-way layouts whose parts are known."""

import math

import numpy as np
import pytest
from tables import table, uniform

from simulation.experiments.analysis.sample import apart, taken
from simulation.scenario import ScenarioError

NAMES = ("x", "z")


def test_without_luck_the_means_are_the_points_and_what_repeat_runs_share_is_taken_out():
    point, run = np.arange(6.0), np.array([-3.0, 1.0, 2.0])
    found = apart(point[:, None] + run)
    assert found.means == pytest.approx(point)
    assert (found.noise, found.of_mean.estimate, found.seeds) == (0.0, 0.0, 3)
    spread, shared = np.var(point, ddof=1), np.var(run, ddof=1)
    assert found.of_run == pytest.approx(shared / (spread + shared))


def test_a_layout_worked_by_hand():
    """The runs differ by 1, 3 and -1: what is left has squares of 4 on 2 degrees of freedom, half of it in a mean."""
    assert apart(np.array([[0.0, 1.0], [2.0, 5.0], [1.0, 0.0]])).noise == pytest.approx(1.0)


def test_a_lost_run_does_not_move_the_means():
    point, run = np.arange(6.0), np.array([-3.0, 1.0, 2.0])
    values = point[:, None] + run
    values[0, 2] = values[3, 0] = math.nan
    values[4] = math.nan
    found = apart(values)
    assert np.diff(found.means[[0, 1, 2, 3, 5]]) == pytest.approx([1, 1, 1, 2], abs=1e-6)
    assert math.isnan(found.means[4])
    assert found.noise == pytest.approx(0.0, abs=1e-5)


def test_the_share_of_luck_is_that_which_was_put_in():
    rng = np.random.default_rng(1)
    n, seeds, of_points, shared, left = 4000, 60, 2.0, 1.0, 3.0
    values = of_points * rng.standard_normal((n, 1)) + left * rng.standard_normal((n, seeds))
    run = shared * rng.standard_normal(seeds)
    found, runs = apart(values + run), np.var(run, ddof=1)
    assert found.noise == pytest.approx(left / math.sqrt(seeds), rel=0.02)
    truth = (left**2 / seeds) / (of_points**2 + left**2 / seeds)
    assert found.of_mean.estimate == pytest.approx(truth, rel=0.08)
    assert found.of_mean.low < truth < found.of_mean.high
    assert found.of_run == pytest.approx((runs + left**2) / (of_points**2 + runs + left**2), rel=0.03)


def test_the_interval_of_the_share_of_luck_holds_the_truth_nineteen_times_in_twenty():
    """Of 400, 380 +- 4.4."""
    rng, truth = np.random.default_rng(9), 0.25 / (0.5 + 0.25)
    held = 0
    for _ in range(400):
        found = apart(math.sqrt(0.5) * rng.standard_normal((20, 1)) + rng.standard_normal((20, 4))).of_mean
        held += found.low <= truth <= found.high
    assert 365 <= held <= 393


def test_one_repeat_run_says_nothing_of_luck():
    found = apart(np.arange(4.0)[:, None])
    assert math.isnan(found.of_mean.estimate)
    assert list(found.means) == [0, 1, 2, 3]


def test_a_difference_is_the_second_less_the_first_paired_by_seed():
    x = uniform(5, 2)
    made = table(
        x, NAMES, {"cost": {"a": lambda x, s: x[:, 0] + 10 * s, "b": lambda x, s: 3 * x[:, 0] + 10 * s}}, "ab", (1, 2)
    )
    found = taken(made, NAMES, "cost", ("a", "b"))
    assert found.values == pytest.approx(np.column_stack([2 * x[:, 0]] * 2))
    assert found.inputs.to_numpy() == pytest.approx(x)
    lost = made[~((made["point"] == 3) & (made["way"] == "b") & (made["seed"] == 2))]
    assert np.argwhere(np.isnan(taken(lost, NAMES, "cost", ("a", "b")).values)).tolist() == [[3, 1]]


def test_points_without_runs_keep_their_places():
    x = uniform(5, 2)
    made = table(x, NAMES, {"cost": {"a": lambda x, _: x[:, 0]}})
    found = taken(made[made["point"] != 1], NAMES, "cost", "a", points=7)
    assert found.known.tolist() == [True, False, True, True, True, False, False]


def test_an_infinite_year_is_the_one_that_stands_for_it_or_refused():
    x = uniform(4, 2)
    made = table(x, NAMES, {"stops_coping": {"a": lambda x, _: np.where(x[:, 0] > x[:, 0].mean(), math.inf, 3.0)}})
    assert set(taken(made, NAMES, "stops_coping", "a", beyond=21.0).values[:, 0]) == {3.0, 21.0}
    with pytest.raises(ScenarioError, match="stops_coping is infinite in"):
        taken(made, NAMES, "stops_coping", "a")


def test_an_outcome_of_which_no_run_says_anything_is_refused():
    made = table(uniform(4, 2), NAMES, {"inequality": {"a": lambda x, _: np.full(len(x), math.nan)}})
    with pytest.raises(ScenarioError, match="Of inequality no run here says anything"):
        taken(made, NAMES, "inequality", "a")


@pytest.mark.parametrize(
    ("outcome", "ways", "world", "said"),
    [
        ("costs", "a", "", "There is no outcome costs here. There are: cost."),
        ("x", "a", "", "There is no outcome x here"),
        ("cost", "c", "", "There is no way of working c here. There are: a."),
        ("cost", "a", "mars", "There is no world mars here. There are: town."),
    ],
)
def test_what_is_not_there_is_told(outcome, ways, world, said):
    made = table(uniform(4, 2), NAMES, {"cost": {"a": lambda x, _: x[:, 0]}})
    with pytest.raises(ScenarioError, match=said):
        taken(made, NAMES, outcome, ways, world)
