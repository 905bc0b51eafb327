"""M8 and M5: needs find groups, and groups' hours find needs."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.agents.residents import CRISIS, Status
from simulation.chance import Decision
from simulation.mechanisms.routing import case_on, civic_minutes_free, route, worst_emerging

from .village import CARE, FUNCTIONAL, HOME, LIVELIHOOD, MENTAL, village

MINUTES = st.integers(0, 50_000)


@given(MINUTES, MINUTES, MINUTES, st.floats(0, 1))
def test_nobody_gives_more_than_they_have(civic, spare, kin, burnout):
    free = civic_minutes_free(civic, spare, kin, burnout)
    assert 0 <= free <= civic
    assert free + kin <= max(spare, kin)


@pytest.mark.parametrize(
    ("spare", "kin", "burnout", "free"), [(9000, 0, 0.0, 480), (9000, 0, 0.3, 336), (500, 100, 0, 400), (90, 100, 0, 0)]
)
def test_solved_hours(spare, kin, burnout, free):
    """8 hours a month, less burnout, within what kin leave of spare time."""
    assert civic_minutes_free(480, spare, kin, burnout) == free


@pytest.mark.parametrize(
    ("levels", "worst"),
    [([0, 0, 0, 0, 0], -1), ([3, 3, 0, 0, 0], -1), ([1, 2, 0, 2, 0], 1), ([3, 1, 0, 1, 0], 1), ([0, 0, 0, 0, 2], 4)],
)
def test_groups_help_the_worst_need_short_of_crisis(levels, worst):
    """Among others' cases, before and after their own."""
    own = np.flatnonzero(levels)
    ladder = np.array([0, 1, *own, 2], np.uint8)
    found = worst_emerging((2, 2 + len(own)), ladder, np.array(levels, np.uint8))
    assert (ladder[found] if found >= 0 else -1) == worst
    assert all(case_on((2, 2 + len(own)), ladder, l) == (2 + list(own).index(l) if l in own else -1) for l in range(5))


PLAIN = {"routing__base": 0.2, "routing__path": 0.0, "routing__other_domain": 0.5, "routing__lose_rate": 0.0,
         "routing__serving_share": 0.5, "routing__most_hours": 10.0, "groups__no_hall": 0.8,
         "hours__mental": [5.0, 20.0, 50.0]}  # fmt: skip


def town(people, groups=1, level=1, **cards):
    made = village(people, groups, **{**PLAIN, **cards})
    made.residents.level[:, MENTAL] = level
    made.list_needs()
    return made


def test_active_members_fill_the_pool():
    """Half of 401 serves need: to one informal group 200; split over two, 200 and 201: 80 (no hall) and 100."""
    made = town(4, groups=2, level=0)
    r, g = made.residents, made.groups
    g.formal[1] = True
    r.civic_minutes[:] = 401
    r.active[:3] = True
    r.groups[:] = [[-1, 0], [1, 0], [-1, -1], [1, 0]]
    route(made)
    assert g.pool.tolist() == [200 + 100, 80]
    assert r.civic_given.tolist() == [401, 401, 0, 0]
    g.hall[1] = 0
    route(made)
    assert g.pool.tolist() == [300, 100]


def test_groups_give_no_more_than_their_pool_and_share_it_alike():
    """Three ask 300 of 450: half each."""
    made = town(4)
    r, g = made.residents, made.groups
    r.level[3] = 0
    r.active[3], r.groups[3, 1], r.civic_minutes[3] = True, 0, 900
    r.helper[:3], r.helped_ladder[:3] = 0, MENTAL
    made.list_needs()
    route(made)
    assert made.needs.civic.tolist() == [150, 150, 150]
    assert (g.asked[0], g.given[0]) == (900, 450)


def test_nobody_asks_for_more_than_is_missing_or_than_a_group_gives():
    """Level 2 takes 1,200 minutes, of which at most 600 from a group; kin, duties and direct help leave 100 of 300."""
    made = town(3)
    r = made.residents
    r.level[0, MENTAL] = 2
    r.helper[:2], r.helped_ladder[:2] = 0, MENTAL
    r.level[2] = 0
    r.active[2], r.groups[2, 1], r.civic_minutes[2] = True, 0, 29_200
    made.list_needs()
    second, needs = made.case(1, MENTAL), made.needs
    needs.kin[second], needs.statutory[second], needs.direct[second] = 50, 100, 50
    route(made)
    assert made.needs.civic.tolist() == [600, 100]


N = 600


def found(made):
    route(made)
    return made.residents.helper


def test_need_finds_a_group_by_its_own_hazard():
    """One near group of the need's own domain: base .2."""
    made = town(N)
    assert np.array_equal(found(made) == 0, made.luck(Decision.FIND_GROUP) < 1 - math.exp(-0.2))
    assert (made.residents.helped_ladder[found(made) == 0] == MENTAL).all()


def test_which_group_follows_the_hazards():
    """Domains care, home and care: hazards .2, .1, .2."""
    made = town(N, groups=3)
    made.groups.domain[1] = 3
    finds = made.luck(Decision.FIND_GROUP) < 1 - math.exp(-0.5)
    at = made.luck(Decision.WHICH_GROUP) * 0.5
    expected = np.where(finds, np.digitize(at, [0.2, 0.3]), -1)
    assert np.array_equal(found(made), expected)
    assert len(set(expected)) == 4


@pytest.mark.parametrize(
    ("status", "own", "hazard"),
    [
        (Status.WAITING, 0.0, 0.05 + 0.4 * 0.6),  # in touch with the agency: the group's own link counts in full
        (Status.NONE, 0.0, 0.05),  # no way into the network
        (Status.NONE, 0.5, 0.05 + 0.4 * 0.5 * 0.6),  # by way of a group that one belongs to
    ],
)
def test_links_carry_need(status, own, hazard):
    made = town(N, groups=2, routing__base=0.05, routing__path=0.4, synapse__between_agencies=0.3)
    r, g = made.residents, made.groups
    made.near[:] = [0, -1, -1, -1, -1]
    g.synapse[0, CARE], g.synapse[1, CARE] = 0.6, own
    r.groups[:, 1], r.status[:, MENTAL] = 1, status
    assert np.array_equal(found(made) == 0, made.luck(Decision.FIND_GROUP) < 1 - math.exp(-hazard))


def test_need_passes_between_agencies_at_a_loss():
    """The group is linked with home alone, at 1: .4 x .3 for a mental need in touch with care."""
    made = town(N, routing__base=0.0, routing__path=0.4, synapse__between_agencies=0.3)
    made.groups.synapse[0] = [0.1, 0.0, 0.0, 1.0]
    made.residents.status[:, MENTAL] = Status.DIRECT
    assert np.array_equal(found(made) == 0, made.luck(Decision.FIND_GROUP) < 1 - math.exp(-0.4 * 0.3))


def test_removing_every_link_leaves_only_chance_meetings():
    made = town(N, routing__base=0.0, routing__path=0.4)
    made.residents.status[:, MENTAL] = Status.WAITING
    assert (found(made) == -1).all()


def test_need_that_is_met_looks_for_nobody():
    made = town(N)
    made.needs.kin[:] = made.needs.needed
    assert (found(made) == -1).all()


@pytest.mark.parametrize(
    ("level", "ladder", "stays"), [(1, MENTAL, True), (2, MENTAL, True), (CRISIS, MENTAL, False), (0, MENTAL, False)]
)
def test_help_lasts_as_long_as_the_need(level, ladder, stays):
    made = town(1, routing__base=0.0)
    r = made.residents
    r.level[0] = 0
    r.level[0, ladder], r.level[0, HOME] = level, 1
    r.helper[0], r.helped_ladder[0] = 0, ladder
    made.list_needs()
    assert (found(made)[0] == 0) == stays


def test_help_ends_with_the_group_and_with_time():
    made = town(N, routing__base=0.0, routing__lose_rate=0.3)
    made.residents.helper[:], made.residents.helped_ladder[:] = 0, MENTAL
    lost = made.luck(Decision.LOSE_GROUP) < 1 - math.exp(-0.3)
    assert np.array_equal(found(made) == -1, lost)
    made.groups.alive[0] = False
    assert (found(made) == -1).all()


def test_only_groups_that_exist_are_found():
    made = town(N, groups=2)
    made.groups.alive[0] = False
    assert set(found(made)) == {-1, 1}


def test_hours_given_are_hours_received():
    """Many needs on several ladders and little time: what groups gave is what people got, and within each pool."""
    made = town(N, groups=5)
    r = made.residents
    i = np.arange(N)
    r.level[i, [(FUNCTIONAL, MENTAL, LIVELIHOOD)[k % 3] for k in i]] = 1 + i % 2
    r.active[::3], r.groups[::3, 1], r.civic_minutes[::3] = True, i[::3] % 5, 100 + i[::3]
    made.list_needs()
    route(made)
    g = made.groups
    assert g.given.sum() == made.needs.civic.sum() > 0
    assert (g.given <= g.pool).all()
    assert (g.given <= g.asked).all()
    assert (g.asked > g.pool).any(), "scarcity did not bind"
