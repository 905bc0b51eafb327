"""After a crisis: paths whose answers are known."""

import math

import numpy as np
import pytest

from simulation.experiments.recovery import recovery
from simulation.observation.spells import FOLLOWED_FOR, After

MONTHS = np.arange(FOLLOWED_FOR + 1)
MANY = 10**9


def spells(in_crisis, level=None, coping=None):
    """Shares by months since the fall, as counts of many followed."""
    table = np.zeros((FOLLOWED_FOR + 1, len(After)), np.int64)
    table[:, After.FOLLOWED] = MANY
    table[:, After.BEEN_OUT] = MANY * (1.0 - np.asarray(in_crisis))
    table[:, After.LEVELS] = MANY * np.asarray(3.0 * np.asarray(in_crisis) if level is None else level)
    table[:, After.COPING] = MANY * np.asarray(1.0 - np.asarray(in_crisis) if coping is None else coping)
    return table


def test_exits_at_a_constant_rate():
    """.9 stay each month: 1 - .9^12 out in a year, (1 - .9^24) / .1 months in crisis, half gone after ln 2 / -ln .9."""
    found = recovery(spells(0.9**MONTHS))
    assert found["out_in_a_year"] == pytest.approx(100 * (1 - 0.9**12), abs=1e-5)
    assert found["months_in_crisis"] == pytest.approx((1 - 0.9**24) / 0.1, abs=1e-5)
    assert found["half_life"] == pytest.approx(math.log(2) / -math.log(0.9), abs=0.02)
    assert found["recovered"] == pytest.approx(100 * (1 - 0.9**12), abs=1e-5)
    assert found["loss"] == pytest.approx(3 * (1 - 0.9**24) / 0.1 - 1.5 * (1 - 0.9**24), abs=1e-4)


def test_a_straight_way_back():
    """From 3 to 0 in 20 months: loss 3 x 20 / 2, half after 10, three fifths of the way in a year."""
    found = recovery(spells(np.ones(25), level=3 * np.maximum(1 - MONTHS / 20, 0)))
    assert (found["loss"], found["half_life"], found["recovered"]) == pytest.approx((30.0, 10.0, 60.0), abs=1e-6)
    assert (found["out_in_a_year"], found["months_in_crisis"]) == (0.0, 24.0)


def test_coping_again_is_not_only_out():
    found = recovery(spells(np.zeros(25), level=np.full(25, 2.0), coping=np.full(25, 0.25)))
    assert (found["out_in_a_year"], found["coping_in_a_year"]) == (100.0, 25.0)
    assert math.isnan(found["half_life"])


def test_nobody_followed_so_far_is_not_nothing():
    table = spells(0.9**MONTHS)
    table[24] = 0
    assert all(math.isnan(value) for value in recovery(table).values())
