"""The slope index of inequality, against lines worked by hand and NumPy's own weighted least squares."""

import math

import numpy as np
import pytest

from simulation.experiments.inequality import relative_index, ridits, slope_index, variance_between


def test_ridits_are_the_middles_of_cumulative_shares():
    # 40 people, then 20, then 40: the groups cover 0-.4, .4-.6, .6-1
    assert ridits([40, 20, 40]) == pytest.approx([0.2, 0.5, 0.8])


def test_a_rate_that_lies_on_a_line_gives_the_line_s_rise():
    people = [100, 300, 50, 250, 300]
    assert slope_index(7.0 + 12.5 * ridits(people), people) == pytest.approx(12.5)


def test_worked_by_hand():
    # ridits .25, .75 with means of the two halves 10 and 16: a rise of 6 over half of the population, 12 over all
    assert slope_index([10.0, 16.0], [500, 500]) == pytest.approx(12.0)


def test_agrees_with_weighted_least_squares():
    rates, people = [3.0, 5.5, 4.0, 9.0, 14.0], [2000, 2500, 2000, 2000, 1500]
    slope = np.polyfit(ridits(people), rates, 1, w=np.sqrt(people))[0]
    assert slope_index(rates, people) == pytest.approx(slope)


def test_equal_rates_have_no_slope_and_of_one_group_nothing_can_be_said():
    assert slope_index([4.0] * 5, [1, 2, 3, 4, 5]) == pytest.approx(0.0)
    for index in (slope_index, relative_index):
        assert math.isnan(index([4.0, 0.0], [10, 0]))
        assert math.isnan(index([0.0, 0.0], [10, 0]))


def test_an_empty_group_counts_for_nothing():
    assert slope_index([1.0, 99.0, 3.0], [10, 0, 10]) == pytest.approx(slope_index([1.0, 3.0], [10, 10]))


def test_the_relative_index_is_the_slope_over_the_mean():
    people = [100, 300, 50, 250, 300]
    rates = 7.0 + 12.5 * ridits(people)
    assert relative_index(rates, people) == pytest.approx(12.5 / np.average(rates, weights=people))
    assert relative_index([0.0] * 5, people) == 0.0
    assert relative_index(3.0 * rates, people) == pytest.approx(relative_index(rates, people))


def test_variance_between_places_counts_people():
    # 10 for 300 people and 14 for 100: the mean of 400 people is 11
    assert variance_between([10.0, 14.0], [300, 100]) == pytest.approx((300 * 1 + 100 * 9) / 400)
    assert variance_between([5.0, 5.0], [10, 90]) == 0.0
    assert variance_between([5.0], [10]) == 0.0
    assert variance_between([5.0, 1.0], [0, 0]) == 0.0
