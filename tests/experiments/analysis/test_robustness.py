"""Regret and robustness on tables that can be worked by hand."""

import math

import numpy as np
import pytest
from tables import table

from simulation.experiments.analysis.robustness import Futures, futures, robustness
from simulation.scenario import ScenarioError

HAND = np.array([[10.0, 12.0, 8.0], [4.0, 3.0, 8.0], [7.0, 1.0, 8.0], [1.0, 9.0, 8.0]])
"""Four futures, three ways; less is better. Regrets: 2 4 0, 1 0 5, 6 0 7, 0 8 7."""


def stand(values, **asked):
    values = np.asarray(values, float)
    values = values if values.ndim == 3 else values[..., None]
    names = tuple(f"f{i}" for i in range(len(values)))
    return robustness(Futures("y", tuple("abc"[: values.shape[1]]), names, values), **asked)


def estimates(found, name):
    return [row.measures[name].estimate for row in found.rows]


def test_a_table_worked_by_hand():
    found = stand(HAND, less_is_better=True, level=7.0)
    assert estimates(found, "mean") == [5.5, 6.25, 8.0]
    assert estimates(found, "worst") == [10.0, 12.0, 8.0]
    assert estimates(found, "mean_regret") == [9 / 4, 12 / 4, 19 / 4]
    assert estimates(found, "worst_regret") == [6.0, 8.0, 7.0]
    assert estimates(found, "satisfactory") == [0.75, 0.5, 0.0]
    assert estimates(found, "best") == [0.25, 0.5, 0.25]
    assert [(row.worst_in, row.worst_regret_in) for row in found.rows] == [("f0", "f2"), ("f0", "f3"), ("f0", "f2")]
    assert not found.usual


def test_more_may_be_better():
    found = stand(-HAND, less_is_better=False, level=-7.0)
    assert estimates(found, "mean") == [-5.5, -6.25, -8.0]
    assert estimates(found, "worst") == [-10.0, -12.0, -8.0]
    assert estimates(found, "worst_regret") == [6.0, 8.0, 7.0]
    assert estimates(found, "satisfactory") == [0.75, 0.5, 0.0]


def test_the_usual_level_is_what_the_first_way_comes_to_in_its_middle_future():
    found = stand(HAND, less_is_better=True)
    assert (found.level, found.usual) == (5.5, True)


def test_the_interval_of_the_mean_is_that_of_student():
    values = np.stack([HAND, HAND + 2.0, HAND + 7.0], axis=-1)
    one = stand(values, less_is_better=True).rows[0].measures["mean"]
    assert one.estimate == pytest.approx(5.5 + 3.0)
    assert one.high - one.estimate == pytest.approx(4.302653 * math.sqrt(13.0 / 3.0), rel=1e-6), "t(2) s / sqrt(3)"
    assert stand(values, less_is_better=True).rows[0].measures["worst_regret"].high == pytest.approx(6.0)


def test_one_repeat_run_has_no_interval():
    assert math.isnan(stand(HAND, less_is_better=True).rows[0].measures["mean"].low)


def test_a_run_that_is_lost_in_one_way_is_left_out_of_all():
    x = np.zeros((2, 1))
    made = table(x, ["x"], {"y": {"a": lambda x, s: x[:, 0] + s, "b": lambda x, s: x[:, 0] + 2.0 * s}}, "ab", (1, 5))
    made.loc[(made["point"] == 0) & (made["way"] == "b") & (made["seed"] == 5), "y"] = math.nan
    known = futures(made, ["x"], "y", ("a", "b"))
    assert known.names == ("point 0", "point 1")
    found = robustness(known, less_is_better=True)
    assert estimates(found, "mean") == [(1 + 3) / 2, (2 + 6) / 2]
    made.loc[(made["point"] == 0) & (made["way"] == "a"), "y"] = math.nan
    found = robustness(futures(made, ["x"], "y", ("a", "b")), less_is_better=True)
    assert (found.futures, found.left_out) == (1, 1)


def test_worlds_are_futures_too():
    import pandas as pd

    x = np.array([[1.0], [3.0]])
    some = [
        table(x, ["x"], {"y": {"a": lambda x, _, k=k: k * x[:, 0], "b": lambda x, _: 4 * x[:, 0]}}, "ab", (1,), world)
        for world, k in (("town", 1), ("county", 6))
    ]
    made = pd.concat(some)
    by_world = robustness(futures(made, ["x"], "y", ("a", "b"), by="world"), less_is_better=True)
    assert by_world.futures == 2
    assert estimates(by_world, "worst_regret") == [2 * 2.0, 3 * 2.0]
    assert [row.worst_regret_in for row in by_world.rows] == ["county", "town"]
    by_point = robustness(futures(made, ["x"], "y", ("a", "b")), less_is_better=True)
    assert by_point.futures == 4
    assert estimates(by_point, "worst_regret") == [2 * 3.0, 3 * 3.0]


def test_what_is_not_there_is_told():
    made = table(np.zeros((2, 1)), ["x"], {"y": {"a": lambda x, _: x[:, 0]}})
    with pytest.raises(ScenarioError, match=r"There is no outcome z here. There are: y\."):
        futures(made, ["x"], "z", ("a",))
    with pytest.raises(ScenarioError, match="There is no way of working b here"):
        futures(made, ["x"], "y", ("a", "b"))
