"""M4: resilience is measured; drops of a known shape have known answers."""

import math

import numpy as np
import pytest

from simulation.mechanisms.resilience import half_life, loss, share_recovered

STEP = 0.01
TIME = np.arange(0.0, 200.0, STEP)


def test_a_drop_that_recovers_in_a_straight_line():
    """D = 2 over T = 10: loss D T / 2 = 10, half back after 5."""
    path = 5.0 - np.maximum(0.0, 2.0 * (1.0 - TIME / 10.0))
    assert loss(path, 5.0, STEP) == pytest.approx(10.0, abs=1e-3)
    assert half_life(path, 5.0, STEP) == pytest.approx(5.0, abs=1e-6)


def test_a_drop_that_fades():
    """D = 2 with tau = 6: loss D tau = 12, half-life tau ln 2, and 1 - exp(-2) back after 12 months."""
    path = 5.0 - 2.0 * np.exp(-TIME / 6.0)
    assert loss(path, 5.0, STEP) == pytest.approx(12.0, rel=1e-4)
    assert half_life(path, 5.0, STEP) == pytest.approx(6.0 * math.log(2.0), rel=1e-4)
    assert share_recovered(path, 5.0, months=round(12 / STEP)) == pytest.approx(1.0 - math.exp(-2.0), rel=1e-4)


def test_a_rise_in_need_is_measured_alike():
    """Above the usual instead of below: the loss changes sign, times and shares do not."""
    path = 5.0 + 2.0 * np.exp(-TIME / 6.0)
    assert loss(path, 5.0, STEP) == pytest.approx(-12.0, rel=1e-4)
    assert half_life(path, 5.0, STEP) == pytest.approx(6.0 * math.log(2.0), rel=1e-4)
    assert share_recovered(path, 5.0, months=round(12 / STEP)) == pytest.approx(1.0 - math.exp(-2.0), rel=1e-4)


def test_half_life_lies_between_months():
    """Drops of 4, 3, 1: half of 4 is crossed half-way between months 1 and 2."""
    assert half_life(np.array([6.0, 7.0, 9.0]), 10.0) == pytest.approx(1.5)


def test_what_never_comes_back():
    assert half_life(np.full(24, 3.0), 5.0) == math.inf
    assert share_recovered(np.full(24, 3.0), 5.0) == 0.0


def test_no_shock_at_all():
    assert half_life(np.full(24, 5.0), 5.0) == 0.0
    assert loss(np.full(24, 5.0), 5.0) == 0.0
    assert share_recovered(np.full(24, 5.0), 5.0) == 1.0


def test_a_path_shorter_than_a_year_is_read_at_its_end():
    assert share_recovered(np.array([6.0, 9.0]), 10.0) == pytest.approx(0.75)
