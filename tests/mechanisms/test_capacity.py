"""M3: the stock of coping power."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.mechanisms.capacity import build_capacity, next_capacity
from simulation.scenario import Scenario
from simulation.world import World

from .village import HOME, MENTAL, village

SHARE = st.floats(0, 1)
VILLAGE = [{"name": "Village", "residents": 1500}]


@given(SHARE, SHARE, SHARE, SHARE, SHARE, SHARE, SHARE, st.floats(-1, 1))
def test_capacity_stays_between_0_and_1(capacity, start, agency, civic, grown_a, grown_v, decay, dependency):
    assert 0.0 <= next_capacity(capacity, start, agency, civic, grown_a, grown_v, decay, dependency) <= 1.0


def test_solved_step():
    """.6 + (.1 x .5 + .2 x .25) .4 - .05 (.6 - .4) - .1 x .5 x .6 = .6."""
    assert next_capacity(0.6, 0.4, 0.5, 0.25, 0.1, 0.2, 0.05, 0.1) == pytest.approx(0.6)


@pytest.mark.parametrize("first", [0.1, 0.9])
def test_without_help_it_returns_to_where_the_person_began(first):
    """The distance falls as (1 - decay)^t: a half-life of ln .5 / ln .9 = 6.58 months."""
    c = first
    for _ in range(20):
        c = next_capacity(c, 0.5, 0.0, 0.0, 0.1, 0.1, 0.1, 0.0)
    assert c - 0.5 == pytest.approx((first - 0.5) * 0.9**20)


def test_with_steady_help_it_settles():
    """g a (1 - c) = decay (c - start): c = (.03 + .01 x .4) / (.03 + .01) = .85."""
    c = 0.4
    for _ in range(2000):
        c = next_capacity(c, 0.4, 1.0, 0.0, 0.03, 0.0, 0.01, 0.0)
    assert c == pytest.approx(0.85)


def test_doing_can_build_and_can_crowd_out():
    assert next_capacity(0.5, 0.5, 1.0, 0.0, 0.1, 0.0, 0.0, 0.0) == pytest.approx(0.55)
    assert next_capacity(0.5, 0.5, 1.0, 0.0, 0.0, 0.0, 0.0, 0.1) == pytest.approx(0.45)


def test_help_counts_by_the_hours_of_each_need():
    """Needs of 60 and 180 minutes, agency shares 255 and 51: (60 + 36) / 240 = .4; civic 0 and 85: .25."""
    town = village(1, hours__mental=[1, 1, 1], hours__home=[3, 3, 3], capacity__growth_agency=0.1,
                   capacity__growth_civic=0.2, capacity__decay=0, capacity__dependency=0)  # fmt: skip
    r = town.residents
    r.level[0, [MENTAL, HOME]] = 1
    r.agency_share[0, [MENTAL, HOME]] = [255, 51]
    r.civic_share[0, [MENTAL, HOME]] = [0, 85]
    town.list_needs()
    build_capacity(town)
    assert r.capacity[0] == pytest.approx(0.5 + (0.1 * 0.4 + 0.2 * 0.25) * 0.5, abs=1e-6)


def test_last_months_help_with_a_need_that_is_gone_does_not_count():
    town = village(1, capacity__growth_agency=0.5, capacity__decay=0)
    town.residents.agency_share[0, MENTAL] = 255
    town.list_needs()
    build_capacity(town)
    assert town.residents.capacity[0] == 0.5


def test_the_dead_do_not_change():
    town = village(1, capacity__decay=0.5)
    town.residents.start_capacity[0], town.residents.alive[0] = 1.0, False
    town.list_needs()
    build_capacity(town)
    assert town.residents.capacity[0] == 0.5


def test_off_capacity_stays_and_no_crisis_leaves_a_scar():
    world = World(Scenario.load("doing_things", {"places": VILLAGE, "run.settling_months": 12}), rng=1)
    world = world.fork({"capacity.on": False, "acute.scale": 3.0})
    r, before = world.residents, dict(zip(world.residents.key, world.residents.capacity, strict=True))
    fallen = set()
    for _ in range(6):
        world.step_month()
        fallen |= set(r.key[: r.count][(r.fell[: r.count] == world.month - 1) & r.alive[: r.count]].tolist())
    now = {int(key): one for key, one, alive in zip(r.key, r.capacity, r.alive, strict=True) if alive}
    assert len(fallen & before.keys()) > 5
    assert {key for key, one in now.items() if key in before and one != before[key]} == set()
