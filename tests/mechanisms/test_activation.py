"""M6: the neurone. Thresholds, luck and groups."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.agents.residents import Event
from simulation.chance import Decision
from simulation.mechanisms.activation import (
    act,
    chance_to_start,
    chance_to_stop,
    exposed,
    join_near,
    readiness,
)

from .village import YEARS, village

ANY = st.floats(-50, 50)
SHARE = st.floats(0, 1)


@given(ANY, st.floats(0.01, 10), SHARE, SHARE)
def test_starting_is_a_probability(ready, spread, opportunity, noise):
    assert 0.0 <= chance_to_start(ready, spread, opportunity, noise) <= 1.0
    assert 0.0 <= chance_to_start(ready, 0.0, opportunity, noise) <= 1.0


@given(SHARE, SHARE, st.floats(0, 20))
def test_stopping_is_a_probability(burnout, stop, effect):
    assert 0.0 <= chance_to_stop(burnout, stop, effect) <= 1.0


@given(ANY, ANY, st.floats(0.01, 10))
def test_more_ready_is_never_less_likely(one, other, spread):
    low, high = sorted((one, other))
    assert chance_to_start(low, spread, 0.5, 0.01) <= chance_to_start(high, spread, 0.5, 0.01)


def test_solved_cases():
    assert chance_to_start(0.0, 0.2, 0.04, 0.01) == pytest.approx(0.03)
    assert chance_to_start(0.2 * math.log(3), 0.2, 0.04, 0.0) == pytest.approx(0.03)
    assert [chance_to_start(ready, 0.0, 0.04, 0.01) for ready in (-1e-5, 0.0)] == pytest.approx([0.01, 0.05])
    assert chance_to_stop(0.5, 0.02, 2 * math.log(2)) == pytest.approx(0.04)
    assert readiness(0.5, 0.25, 0.1, 0.05, 0.02, 0.15) == pytest.approx(0.27)


@pytest.mark.parametrize("people", [3, 7, 100, 997])
def test_a_threshold_that_is_a_share_of_people_is_reached_by_just_so_many(people):
    thresholds = np.float32(np.arange(1, people) / people)
    for acting, threshold in enumerate(thresholds, 1):
        reached = [readiness(some / people, float(threshold), 0, 0, 0, 0) for some in (acting - 1, acting)]
        assert [chance_to_start(ready, 0.0, 1.0, 0.0) for ready in reached] == [0.0, 1.0]


def test_exposure_counts_weights():
    town = village(4)
    town.tie((0, 1, 30), (0, 2, 50), (0, 3, 20))
    town.residents.active[[1, 3]] = True
    t = town.ties
    assert exposed(t.target, t.weight, t.degree, town.residents.active, 0) == (50, 100)
    assert exposed(t.target, t.weight, t.degree, town.residents.active, 1) == (0, 30)


@pytest.mark.parametrize(
    ("u", "joins"), [(0.0, 3), (0.1, 3), (0.25, 7), (0.49, 7), (0.5, -1), (0.9, -1)]
)  # fmt: skip
def test_who_joins_joins_evenly(u, joins):
    """Near: 3 and 7 are formal and alive, 4 informal, 5 ended; with probability a half, one quarter each."""
    near = np.array([4, 3, 5, 7, -1], np.int32)
    formal = np.array([False] * 3 + [True, False, True, False, True])
    alive = np.array([True] * 5 + [False, True, True])
    assert join_near(u, 0.5, True, near, formal, alive) == joins


def test_nobody_joins_what_is_not_there():
    none = np.full(5, -1, np.int32)
    assert join_near(0.1, 0.5, True, none, np.array([True]), np.array([True])) == -1


N = 1000


def crowd(people=N, **cards):
    """Pairs: person i of the first half is tied to an actor (30) and a non-actor (10); U = .75 - threshold."""
    return village(people, **{"activation__opportunity": 0.6, "activation__noise": 0.05, "activation__spread": 0.2,
                              "activation__stop": 0.3, "activation__stop_burnout": 0.0, **cards})  # fmt: skip


def test_everybody_starts_by_their_own_exposure_and_luck():
    n = N // 4
    town = crowd(3 * n)
    town.tie(*((i, n + i, 30) for i in range(n)), *((i, 2 * n + i, 10) for i in range(n)))
    r = town.residents
    r.active[n : 2 * n] = True
    r.threshold[:n], r.stimulation[:n], r.burnout[:n] = 0.5, 0.125, 0.25
    town.places.trust[:] += 0.2
    cards = town.scenario.activation
    u = 0.75 - 0.5 + 0.125 + cards.trust_effect * 0.2 - cards.burnout_effect * 0.25
    starts = town.luck(Decision.START_HELPING)[:n] < 0.6 / (1 + math.exp(-u / 0.2)) + 0.05
    stops = town.luck(Decision.STOP_HELPING)[n : 2 * n] < 0.3
    act(town)
    assert 50 < starts.sum() < n - 20
    assert np.array_equal(r.active[:n], starts)
    assert np.array_equal(r.active[n : 2 * n], ~stops)
    assert np.array_equal(r.event[:n] == Event.STARTED_HELPING, starts)
    assert np.array_equal(r.event[n : 2 * n] == Event.STOPPED_HELPING, stops)


def test_fellow_members_count_too():
    """Exposure (1 - .4) x 0 + .4 x the mean of 6/10 and 0: .12."""
    town = crowd(groups__join_formal=0, activation__group_weight=0.4)
    g, r = village(1, groups=2).groups, town.residents
    town.groups = g
    g.members[:], g.active[:] = [10, 5], [6, 0]
    r.groups[:] = [0, 1]
    act(town)
    starts = town.luck(Decision.START_HELPING) < 0.6 / (1 + math.exp(-0.12 / 0.2)) + 0.05
    assert np.array_equal(r.active, starts)


def test_all_see_the_same_month():
    """A chain of thresholds: nobody starts because of somebody who started this month, whatever the order of rows."""
    town = crowd(20, activation__opportunity=1.0, activation__spread=0.0, activation__noise=0.0, activation__stop=0.0)
    town.tie(*((i, i + 1, 10) for i in range(19)))
    town.residents.threshold[:] = 0.5
    town.residents.active[0] = True
    for month in range(1, 6):
        act(town)
        assert town.residents.active.sum() == 1 + month


def test_those_who_stop_rest_before_they_act_again():
    town = crowd(1, activation__opportunity=1.0, activation__spread=0.0, activation__noise=0.0, activation__stop=1.0,
                 activation__rest=3)  # fmt: skip
    town.residents.active[0] = True
    seen = []
    for _ in range(6):
        town.residents.event[:] = 0
        act(town)
        seen.append(bool(town.residents.active[0]))
    assert seen == [False, False, False, False, True, False]


def test_burnout_makes_people_stop():
    town = crowd(activation__stop=0.2, activation__stop_burnout=math.log(4.0))
    town.residents.active[:], town.residents.burnout[:] = True, 0.5
    act(town)
    assert np.array_equal(town.residents.active, town.luck(Decision.STOP_HELPING) >= 0.4)


def test_children_and_the_dead_do_not_decide():
    town = crowd(2, activation__opportunity=1.0, activation__spread=0.0)
    town.residents.born[0] = town.month - 16 * YEARS + 1
    town.residents.alive[1] = False
    act(town)
    assert not town.residents.active.any()


def test_a_push_fades_by_half_in_its_half_life():
    town = crowd(1, connecting__push_half_life=2.0, activation__opportunity=0.0, activation__noise=0.0)
    town.residents.stimulation[0] = 0.8
    for _ in range(4):
        act(town)
    assert town.residents.stimulation[0] == pytest.approx(0.2)


def test_beginners_join_groups_near_them():
    town = village(N, groups=2, activation__opportunity=1.0, activation__spread=0.0, groups__join_formal=0.4,
                   groups__join_informal=0.7)  # fmt: skip
    town.groups.formal[0] = True
    town.residents.groups[0, 0] = 1
    act(town)
    r = town.residents
    assert r.active.all()
    assert np.array_equal(r.groups[1:, 0] == 0, town.luck(Decision.JOIN_FORMAL)[1:] < 0.4)
    assert np.array_equal(r.groups[:, 1] == 1, town.luck(Decision.JOIN_INFORMAL) < 0.7)
    assert r.groups[0, 0] == 1, "already belonged to one"
