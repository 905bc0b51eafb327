"""Prices in whole pence, and what they buy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.prices import full_time, in_pence, minutes_of_staff, prices_of_cases, prices_of_staff

POUNDS, SCALE = np.array([40.0, 30.0]), np.array([0.97, 1.0])


@given(st.floats(0, 1e9), st.floats(0.1, 10))
def test_pence_are_rounded_as_python_rounds(pounds, level):
    assert in_pence(pounds, level) == round(100.0 * pounds * level)


@pytest.mark.parametrize(("at_scale", "pence"), [(True, [7760, 6000]), (False, [8000, 6000])])
def test_buying_together_makes_staff_cheaper_once_it_has_begun(at_scale, pence):
    assert prices_of_staff(POUNDS, SCALE, at_scale, 2.0).tolist() == pence


def test_only_homes_are_dearer_where_they_are_scarce():
    found = prices_of_cases((20.0, 9.0, 6.0, 4.0, 5.0), np.array([1.0, 1.5]), 1.1)
    assert found.tolist() == [[2200, 990, 660, 440, 550], [2200, 990, 660, 440, 825]]


def test_what_staff_are_bought():
    """At 38.80 and 30 pounds: 388 and 300 pounds buy ten hours; so much of it as prices above today's take, none."""
    pence, dearer = np.array([[38_800, 38_799], [30_000, 45_000]]), np.array([[0, 0], [0, 15_000]])
    assert minutes_of_staff(pence, dearer, POUNDS, SCALE, True, 1.0).tolist() == [[600, 599], [600, 600]]
    assert full_time(pence, POUNDS, SCALE, False, 1.0).tolist() == [77_599 / 4000, 25.0]
