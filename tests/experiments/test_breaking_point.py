"""The breaking point: the search against a place whose folds are solved, its interval against the truth."""

import math
from functools import cache

import numba
import numpy as np
import pytest
from scipy.stats import binom

from simulation.experiments import coping
from simulation.experiments.bisection import FINE, bisect, lower_median
from simulation.experiments.breaking_point import Borne, find, held, read, search, tasks
from simulation.experiments.design import Draw, Task, plan
from simulation.experiments.execute import perform, settle
from simulation.experiments.shelf import Shelf
from simulation.outputs.bearing import kept
from simulation.outputs.bearing.telling import Bearing, compared
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
    assert FOLD * 0.999 <= found < FOLD * FINE * 1.001


def test_what_holds_at_once_or_never_is_said():
    assert bisect(lambda _: True) == 1.0
    assert bisect(lambda _: False) == math.inf


MONTHS, STEP = 60, 0.1
FEW = 0.25
"""The fold lies at a share of 15 % in crisis; beyond it the low state is gone."""


@numba.njit
def tips_with_luck(demand, luck, people):
    """Whether the share in crisis leaves the low state within MONTHS: as `tips`, for people who meet luck of their own.

    Entries and exits of a step have the variance of independent events (the diffusion limit of the birth-death process
    with these rates). luck: a standard normal draw for each step, the same at every demand.
    """
    crisis = 0.05
    for step in range(len(luck)):
        into = 0.06 * demand * math.exp(-8.0 * max(0.0, 0.3 - crisis)) * (1.0 - crisis)
        out = 0.5 * crisis
        crisis += STEP * (into - out) + math.sqrt(STEP * (into + out) / people) * luck[step]
        crisis = min(max(crisis, 0.0), 1.0)
        if crisis > FEW:
            return True
    return False


def lucks(rng, runs):
    return rng.standard_normal((runs, round(MONTHS / STEP)))


@numba.njit
def share_tipping(demand, luck, people):
    tipped = 0
    for run in range(len(luck)):
        tipped += tips_with_luck(demand, luck[run], people)
    return tipped / len(luck)


@cache
def truth(people):
    """By brute force: the smallest of all demands, 0.05 % apart, at which half of 5,000 lives tip over."""
    many = lucks(np.random.default_rng(99), 5_000)

    def first(demands, lives):
        shares = np.array([share_tipping(demand, lives, people) for demand in demands])
        assert shares[0] < 0.5 < shares[-1], "the truth lies within what was tried"
        return demands[np.argmax(shares >= 0.5)]

    roughly = first(np.geomspace(4.2, 5.4, 80), many[:500])
    return first(np.geomspace(roughly / 1.01, roughly * 1.01, 41), many)


OFTEN = [pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 10)]


@pytest.mark.slow
@pytest.mark.parametrize("people", [500, 2_000, 8_000])
@pytest.mark.parametrize("seed", [12, *OFTEN])
def test_the_interval_of_the_fold_with_noise_covers_the_truth_as_often_as_it_says(people, seed):
    """The more people, the less luck, and the more it counts how finely is searched."""
    rng = np.random.default_rng(seed)
    covered = 0
    for _ in range(200):
        lives = lucks(rng, 20)
        stops = [bisect(lambda demand, own=own: tips_with_luck(demand, own, people)) for own in lives]
        found = lower_median(stops, FINE)
        covered += found.low <= truth(people) <= found.high
    assert 180 <= covered <= 198


def test_what_was_found_counts_as_the_middle_of_where_it_may_lie():
    found = lower_median([2.0] * 20, 1.21)
    assert (found.low, found.estimate, found.high) == pytest.approx((2.0 / 1.1,) * 3)
    for end in (1.0, math.inf):
        found = lower_median([end] * 20, 1.21)
        assert (found.low, found.estimate, found.high) == (end, end, end), "nothing was searched beyond"


@pytest.mark.parametrize("n", [6, 9, 20, 41])
def test_the_interval_is_the_narrowest_of_order_statistics_that_covers_enough(n):
    found = lower_median(range(1, n + 1))
    k = int(found.low)
    assert found.high == n + 1 - k
    assert 1 - 2 * binom.cdf(k - 1, n, 0.5) >= 0.95 > 1 - 2 * binom.cdf(k, n, 0.5)
    assert found.estimate == (n + 1) // 2


def test_five_runs_are_too_few_for_an_interval():
    assert (lower_median([1, 2, 3, 4, 5]).low, lower_median([1, 2, 3, 4, 5]).high) == (-math.inf, math.inf)


@pytest.fixture(scope="module")
def village():
    """Two ways of working of a village, and what a search in this process finds."""
    small = {"places": [{"name": "Village", "residents": 600}], "run.settling_months": 24, "run.years": 2}
    arms = plan([Scenario.load(name, small) for name in ("doing_things", "making_things_happen")], 2).arms
    return arms, find(tasks(arms, 2), 1, work=search)


def test_a_village_is_searched_the_same_on_one_process_and_two(village, tmp_path):
    arms, here = village
    assert [(one.seed, one.arm) for one in here] == [(t.seed, a.name) for t in tasks(arms, 2) for a in arms]
    there = find(tasks(arms, 2), 2, work=search)
    assert repr(here) == repr(there), "as text, since NaN differs from itself"
    for name, found in (("one", here), ("two", there)):
        (tmp_path / name).mkdir()
        kept.write(tmp_path / name, Bearing(arms, found), "run.py breaking-point")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name
    for one in here:
        assert not one.error
        assert one.stops >= 1.0
        assert one.stops == math.inf or (one.criterion and one.recovers <= one.stops)
        assert math.isnan(one.gain) == (one.arm == "doing_things")


def test_a_search_is_what_living_through_every_held_demand_to_the_end_finds(village):
    """Stopping early, and going on from there, changes nothing: the village lived through without either."""
    arms, here = village
    task = tasks(arms, 1)[0]
    scenario = task.scenario(arms[0])
    place = settle(scenario.today(), 1).fork(scenario)

    def lived(demand):
        world = place.fork(place.plan.with_changes(held(demand)))
        while world.month < 60:
            world.step_month()
        return coping.stops(world, scenario, (scenario.appraisal.unmet_margin,))[0]

    stops = bisect(lambda demand: lived(demand).month is not None)
    assert (here[0].stops, here[0].criterion) == (stops, lived(stops).criterion if stops < math.inf else "")
    (run,) = perform(Task(1, Draw.ALL, arms[:1]))
    assert here[0].year == coping.stops(run, scenario, (scenario.appraisal.unmet_margin,))[0].year
    assert here[0].ceiling == coping.ceiling(run)


def test_what_was_searched_is_not_searched_again_beside_further_ways(village, monkeypatch, tmp_path):
    from simulation.experiments import breaking_point

    arms, here = village
    monkeypatch.setattr(breaking_point, "Shelf", lambda: Shelf(tmp_path))
    asked = []

    def searched(task, some):
        asked.append([arm.name for arm in some])
        return [one for one in here if one.seed == task.seed and one.arm in asked[-1]]

    monkeypatch.setattr(breaking_point, "_searched", searched)
    read(tasks(arms[:1], 1)[0])
    assert repr(read(tasks(arms, 1)[0])) == repr(here[:2])
    assert repr(read(tasks(arms, 1)[0])) == repr(here[:2])
    assert asked == [["doing_things"], ["making_things_happen"], []]


def test_a_run_that_does_not_end_is_a_row_with_its_reason(village, monkeypatch):
    from simulation.experiments import breaking_point

    arms, _ = village

    def no_place(*_):
        raise MemoryError("no room")

    monkeypatch.setattr(breaking_point, "settle", no_place)
    found = search(tasks(arms, 1)[0])
    assert [one.error for one in found] == ["MemoryError: no room"] * 2
    assert all(math.isnan(one.stops) for one in found)


def test_ways_are_compared_run_by_run():
    def borne(arm, stops):
        return [Borne(arm, n, one, "", 0, 0, 0, 0, 0) for n, one in enumerate(stops)]

    told = compared(borne("a", [2.0, 2.0, 2.0, 1.0, math.inf]), borne("b", [3.0, 1.0, 2.02, 1.0, math.inf]))
    assert told == "of 5 repeat runs it bears more demand in 1, less in 1, as much (to 2 %) in 3."
