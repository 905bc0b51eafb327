"""A place struck beside its twin: paths read as they should be, and twins that differ by the shock alone."""

import math

import numpy as np
import pytest

from simulation.experiments.resilience import read, respond, strike
from simulation.outcomes import Measure
from simulation.scenario import Scenario


def test_a_path_that_rises_and_fades():
    """Up in a straight line to 6 at month 3, then halved every 4 months."""
    fade = 6.0 * 0.5 ** (np.arange(0, 61) / 4.0)
    found = read(np.concatenate([[0.0, 2.0, 4.0], fade]))
    assert found.peak == 3
    assert found.half_life == pytest.approx(4.0)
    assert found.recovered == pytest.approx(1 - 0.5**3)
    # a triangle of 3 months, and 6 tau, tau = 4 / ln 2 (a monthly trapezium is a little more)
    assert found.loss == pytest.approx(9.0 + 6.0 * 4.0 / math.log(2), rel=0.005)


def test_a_shock_that_does_nothing_or_good():
    for path in (np.zeros(20), -np.ones(20)):
        found = read(path)
        assert (found.half_life, found.recovered) == (0.0, 1.0)
    assert read(-np.ones(20)).loss == pytest.approx(-19.0)


def test_no_shock_no_difference(world):
    for _ in range(2):
        world.step()
    spared, struck = strike(world, 1.0, 3, 12)
    assert np.array_equal(spared.people, struck.people)
    assert np.array_equal(spared.money, struck.money)
    assert spared.months == 12


def test_a_shock_raises_need_and_demand_then_returns(world):
    world = world.fork({"demand.care_end": 3, "demand.home_end": 1})
    for _ in range(24):
        world.step()
    before = world.outcomes.months, world.demand.multiple.copy()
    spared, struck = strike(world, 4.0, 6, 18)
    assert (world.outcomes.months, list(world.demand.multiple)) == (before[0], list(before[1]))
    care, home = (list(kept.places[:, 0, 10 + d]) for kept, d in ((struck, 0), (struck, 3)))
    assert care[:6] == pytest.approx([4.0 * before[1][0]] * 6)
    assert home[:6] == [4.0] * 6
    assert np.array_equal(struck.places[6:, :, 10:14], spared.places[6:, :, 10:14])
    needed = [kept.people[..., Measure.IN_NEED].sum(axis=(1, 2)) for kept in (spared, struck)]
    assert (needed[1][1:] > needed[0][1:]).all()


@pytest.mark.parametrize(("times", "months", "watch"), [(0.5, 6, 12), (2, 0, 12), (2, 13, 12), (101, 6, 12)])
def test_what_cannot_be_a_shock(world, times, months, watch):
    with pytest.raises(ValueError, match="A shock of"):
        strike(world, times, months, watch)


def test_paths_are_the_mean_difference_by_place_and_fifth(two_villages):
    from simulation.world import World

    scenario = Scenario.load(two_villages)
    found = respond(scenario, [1, 2], times=5, months=3, watch=8)["unmet_need"]
    assert (len(found.place), len(found.fifth)) == (2, 5)
    expected = np.zeros(8)
    for seed in (1, 2):
        spared, struck = strike(World(scenario, rng=seed), 5, 3, 8)
        for sign, kept in ((-1, spared), (1, struck)):
            needed, met = (kept.people[:, 1, :, one].sum(axis=1) for one in (Measure.NEED_MINUTES, Measure.MET_MINUTES))
            expected += sign * 100 * (needed - met) / needed / 2
    assert found.place[1].path == pytest.approx(expected)
    assert found.place[1].path.any()
