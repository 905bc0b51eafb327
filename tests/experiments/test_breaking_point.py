"""The breaking point: the search against a place whose folds are solved, its interval against the truth."""

import math

import numpy as np
import pytest
from scipy.stats import binom

from simulation.experiments.breaking_point import Borne, bisect, find, lower_median, tasks
from simulation.experiments.design import plan
from simulation.outputs.bearing import compared
from simulation.scenario import Scenario

FOLD = 4.89
"""Where C' = .06 M exp(-8 max(0, .3 - C)) (1 - C) - .5 C loses its low state (MODEL.md, section 8)."""


def tips(demand, steps=40_000, step=0.05):
    """Whether the share in crisis leaves the low state of the equation, from 5 %."""
    crisis = 0.05
    for _ in range(steps):
        crisis += step * (0.06 * demand * math.exp(-8 * max(0.0, 0.3 - crisis)) * (1 - crisis) - 0.5 * crisis)
    return crisis > 0.25


def test_the_search_finds_the_fold():
    found = bisect(tips)
    assert FOLD * 0.999 <= found < FOLD * 1.02 * 1.001


def test_what_holds_at_once_or_never_is_said():
    assert bisect(lambda _: True) == 1.0
    assert bisect(lambda _: False) == math.inf


def test_the_interval_of_the_fold_with_noise_covers_the_truth_as_often_as_it_says():
    """Each repeat run meets the demand times a luck of its own; the truth is the median of 100,000 of them."""
    rng = np.random.default_rng(12)

    def luck(n):
        return np.exp(rng.gamma(2.0, 0.15, n))

    truth = FOLD / np.median(luck(100_000))
    covered = 0
    for _ in range(200):
        found = lower_median([bisect(lambda demand, own=own: demand * own >= FOLD) for own in luck(20)])
        covered += found.low / 1.02 <= truth <= found.high
    assert 180 <= covered <= 198


@pytest.mark.parametrize("n", [6, 9, 20, 41])
def test_the_interval_is_the_narrowest_of_order_statistics_that_covers_enough(n):
    found = lower_median(range(1, n + 1))
    k = int(found.low)
    assert found.high == n + 1 - k
    assert 1 - 2 * binom.cdf(k - 1, n, 0.5) >= 0.95 > 1 - 2 * binom.cdf(k, n, 0.5)
    assert found.estimate == (n + 1) // 2


def test_five_runs_are_too_few_for_an_interval():
    assert (lower_median([1, 2, 3, 4, 5]).low, lower_median([1, 2, 3, 4, 5]).high) == (-math.inf, math.inf)


def test_a_village_is_searched_the_same_on_one_process_and_two():
    small = {
        "places": [{"name": "Village", "residents": 600}],
        "run.settling_months": 24,
        "run.years": 2,
    }
    arms = plan([Scenario.load(name, small) for name in ("doing_things", "making_things_happen")], 2).arms
    here = find(arms, 2, 1)
    assert [(one.seed, one.arm) for one in here] == [(t.seed, a.name) for t in tasks(arms, 2) for a in arms]
    assert repr(here) == repr(find(arms, 2, 2)), "as text, since NaN differs from itself"
    for one in here:
        assert one.stops >= 1.0
        assert one.stops == math.inf or (one.criterion and one.recovers <= one.stops)
        assert math.isnan(one.gain) == (one.arm == "doing_things")


def test_ways_are_compared_run_by_run():
    def borne(arm, stops):
        return [Borne(arm, n, one, "", 0, 0, 0, 0, 0) for n, one in enumerate(stops)]

    told = compared(borne("a", [2.0, 2.0, 2.0, 1.0, math.inf]), borne("b", [3.0, 1.0, 2.02, 1.0, math.inf]))
    assert told == "of 5 repeat runs it bears more demand in 1, less in 1, as much (to 2 %) in 3."
