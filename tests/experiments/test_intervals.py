"""Intervals, against published examples, SciPy and simulation."""

import math

import numpy as np
import pytest
from scipy import stats

from simulation.experiments import intervals

SLEEP_A = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SLEEP_B = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
"""Student (1908), The probable error of a mean: hours of sleep gained by ten patients under two drugs."""


def test_student_s_own_example():
    # as printed by R's t.test(extra ~ group, paired = TRUE): 0.7001142 to 2.4598858, mean 1.58
    found = intervals.mean_interval(np.subtract(SLEEP_B, SLEEP_A))
    assert (found.estimate, found.low, found.high) == pytest.approx((1.58, 0.7001142, 2.4598858), abs=1e-7)


def test_the_mean_s_interval_is_scipy_s():
    low, high = stats.ttest_rel(SLEEP_B, SLEEP_A).confidence_interval(0.95)
    found = intervals.mean_interval(np.subtract(SLEEP_B, SLEEP_A))
    assert (found.low, found.high) == pytest.approx((low, high))


@pytest.mark.parametrize("some", [[3.0], [3.0, 3.0]])
def test_no_interval_from_one_run_or_two_that_agree_but_an_exact_nothing(some):
    found = intervals.mean_interval(some)
    assert found.estimate == 3.0
    assert math.isnan(found.low)
    assert not found.clear
    assert intervals.mean_interval([0.0, 0.0]) == intervals.Interval(0.0, 0.0, 0.0, 2)
    assert intervals.mean_interval([0.0, 0.0, 0.0]) == intervals.Interval(0.0, 0.0, 0.0, 3)
    assert intervals.mean_interval([]).n == 0


def test_variance_cut_is_the_ratio_of_variances():
    found = intervals.variance_cut(SLEEP_A, SLEEP_B)
    apart = np.var(SLEEP_A, ddof=1) + np.var(SLEEP_B, ddof=1)
    assert found.estimate == pytest.approx(apart / np.var(np.subtract(SLEEP_B, SLEEP_A), ddof=1))
    assert found.low < found.estimate < found.high


def test_variance_cut_s_interval_covers_the_truth_19_times_in_20():
    # equal variances and correlation .8: (1 + 1) / (2 - 1.6) = 5
    luck = np.random.default_rng(1)
    covered = 0
    for _ in range(2000):
        common, a, b = luck.normal(size=(3, 15))
        found = intervals.variance_cut(2.0 * common + a, 2.0 * common + b)
        covered += found.low <= 5.0 <= found.high
    assert 0.935 < covered / 2000 < 0.965


def test_variance_cut_of_a_copy_is_without_bound():
    assert intervals.variance_cut(SLEEP_A, SLEEP_A).estimate == math.inf
    assert math.isnan(intervals.variance_cut([1.0, 2.0], [2.0, 5.0]).estimate)


def test_the_interval_over_points_counts_the_repeat_runs_that_they_share():
    """Points 0, 2, 4 and repeat runs that add 0 and 1: variances 4 / 3 and .5 / 2 of the mean, t of one degree."""
    values = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]])
    one = intervals.over_points_and_runs(values)
    assert (one.estimate, one.n) == (2.5, 6)
    assert one.high - one.estimate == pytest.approx(stats.t.ppf(0.975, 1) * math.sqrt(4 / 3 + 0.5 / 2))
    alone = intervals.over_points_and_runs(np.where([[True, False]] * 3, values, np.nan))
    assert alone.high - alone.estimate == pytest.approx(stats.t.ppf(0.975, 2) * 2 / math.sqrt(3))
    assert math.isnan(intervals.over_points_and_runs(values[:1, :1]).low)


def test_nineteen_in_twenty_intervals_over_points_hold_the_mean_though_all_points_share_their_luck():
    """Of 400, 380 +- 4.4 if it is exact, and more since it is rather too wide; over points alone a third would."""
    rng = np.random.default_rng(5)
    held = 0
    for _ in range(400):
        values = rng.standard_normal((40, 1)) + rng.standard_normal((1, 6)) + rng.standard_normal((40, 6))
        one = intervals.over_points_and_runs(values)
        held += one.low <= 0.0 <= one.high
    assert held >= 367


def test_share_beyond_is_what_is_left_of_the_variance():
    part, whole = [1.0, 2.0, 3.0, 4.0], [0.0, 4.0, 8.0, 12.0, 16.0]
    found = intervals.share_beyond(part, whole)
    ratio = np.var(part, ddof=1) / np.var(whole, ddof=1)
    assert found.estimate == pytest.approx(1.0 - ratio)
    assert found.high == pytest.approx(1.0 - ratio / stats.f.ppf(0.975, 3, 4))
    assert found.low == pytest.approx(1.0 - ratio / stats.f.ppf(0.025, 3, 4))
    assert intervals.share_beyond(whole, part).estimate == 0.0


def test_split_adds_up_and_treats_both_alike():
    late, connecting, earlier, both = [10.0, 3.0], [8.0, 4.0], [7.0, 1.0], [6.0, -2.0]
    first, second = intervals.split(late, connecting, earlier, both)
    assert first + second == pytest.approx(np.subtract(both, late))
    assert intervals.split(late, earlier, connecting, both)[0] == pytest.approx(second)


def test_split_without_interplay_is_each_by_itself():
    first, second = intervals.split([10.0], [7.0], [9.0], [6.0])
    assert (first[0], second[0]) == (-3.0, -1.0)
