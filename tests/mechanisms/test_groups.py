"""M11: how groups are born and end."""

import math

import numpy as np
import pytest

from simulation.agents.groups import UNKNOWN
from simulation.agents.halls import Halls
from simulation.chance import Decision
from simulation.mechanisms.groups import (
    crowding_by_place,
    end_groups,
    ending,
    found_group,
    founding,
    live_and_die,
    usual_groups,
)

from .village import village


@pytest.mark.parametrize(
    ("active", "gone", "burnout", "expected"),
    [(5, False, 0.0, 0.01), (9, False, 0.0, 0.01), (0, False, 0.0, 0.01 * math.exp(2)),
     (4, False, 0.0, 0.01 * math.exp(0.4)), (5, True, 0.0, 0.01 * math.exp(0.5)),
     (5, False, 0.5, 0.01 * math.exp(1.5)), (0, True, 1.0, 0.01 * math.exp(5.5))],
)  # fmt: skip
def test_small_tired_and_leaderless_groups_end_sooner(active, gone, burnout, expected):
    """.01 x exp(2 x shortfall of 5 + .5 if the founder is gone + 3 x burnout)."""
    assert ending(0.01, active, 5, 2.0, gone, 0.5, burnout, 3.0) == pytest.approx(expected)


def test_no_size_is_fragile_where_the_card_says_0():
    assert ending(0.01, 0, 0, 2.0, False, 0.5, 0.0, 3.0) == pytest.approx(0.01)


def test_a_usual_place_founds_at_its_usual_rate():
    """A share `usual` of residents active, each with that exposure: `birth` a resident-month."""
    assert 0.3 * founding(0.00004, 0.3, 0.3, 0.0, 1.0) == pytest.approx(0.00004)


def test_exposure_catalyst_and_crowding_multiply():
    assert founding(0.0003, 0.3, 0.6, math.log(2), 0.5) == pytest.approx(0.002)


def test_crowding_holds_new_groups_back():
    """2 + 3 groups per 1,000 of 2,000 residents are usual: 10. With 5 there, exp(.5); with 10, 1; with 20, exp(-1)."""
    places = [{"name": "Village", "residents": 2000, "formal_groups": 2.0, "informal_groups": 3.0}]
    for groups, expected in ((5, math.exp(0.5)), (10, 1.0), (20, math.exp(-1.0))):
        town = village(2000, groups=groups, places=places)
        exists, meets = town.groups.alive, town.groups.neighbourhood
        crowding = crowding_by_place(exists, meets, town.place_of, usual_groups(town), town.people, 1.0)
        assert crowding == pytest.approx([expected])


def with_members():
    """Group 0: rows 0-2, of whom 0 and 1 act, 0 founded it; group 1: rows 3 and 4, neither acting."""
    town = village(6, groups=2, groups__death=0.0)
    r, g = town.residents, town.groups
    r.groups[:3, 0], r.groups[3:5, 1] = 0, 1
    r.active[[0, 1, 5]] = True
    r.burnout[:3] = [0.5, 0.25, 0.9]
    g.founder[:] = [r.key[0], r.key[3]]
    return town


def test_the_census():
    town = with_members()
    assert len(end_groups(town)) == 0
    g = town.groups
    assert g.members.tolist() == [3, 2]
    assert g.active.tolist() == [2, 0]
    assert g.burnt.tolist() == [int(0.75 * 65536), 0]


def test_the_dead_are_no_members():
    town = with_members()
    town.residents.alive[1] = False
    end_groups(town)
    assert town.groups.members.tolist() == [2, 2]


def test_groups_end_by_their_own_luck():
    """Empty groups without a founder: .1 x exp(1 + .5)."""
    town = village(1, groups=400, groups__death=0.1, groups__small=5, groups__small_effect=1.0,
                   groups__founder_effect=0.5)  # fmt: skip
    over = town.luck(Decision.GROUP_ENDS, town.groups.key) < 1 - math.exp(-0.1 * math.exp(1.5))
    assert 100 < over.sum() < 300
    assert np.array_equal(end_groups(town), np.flatnonzero(over))


def test_a_founder_who_acts_keeps_a_group_going():
    """Same luck, hazard .1 x exp(1 - 1/5) with and x exp(2) without an active founder."""
    hazards = {True: 0.1 * math.exp(0.8), False: 0.1 * math.exp(2.8)}
    for acts, hazard in hazards.items():
        town = village(2 * 300, groups=300, groups__death=0.1, groups__small=5, groups__small_effect=1.0,
                       groups__founder_effect=2.0)  # fmt: skip
        r, g = town.residents, town.groups
        r.groups[:, 0] = np.arange(600) // 2
        r.active[::2] = True
        g.founder[:] = r.key[::2] if acts else r.key[1::2]
        expected = town.luck(Decision.GROUP_ENDS, g.key) < 1 - math.exp(-hazard)
        assert np.array_equal(end_groups(town), np.flatnonzero(expected))


def test_when_a_group_ends_its_people_are_let_go():
    town = with_members()
    town.set(groups__death=0.5, groups__small_effect=5.0, groups__founder_effect=5.0, groups__birth=0.0)
    r, g = town.residents, town.groups
    r.helper[5] = 1
    town.month = next(m for m in range(99) if town.luck(Decision.GROUP_ENDS, g.key[1:], m)[0] < 0.9)
    live_and_die(town)
    assert not g.alive[1]
    assert (r.groups[3:5, 1] == -1).all()
    assert r.helper[5] == -1
    assert 1 not in town.near


def founders_town(**cards):
    """Four who act and know each other; founding is all but certain, and nothing ends."""
    town = village(5, groups=1, **{"groups__birth": 0.01, "groups__usual_active": 0.01, "groups__death": 0.0,
                                   "groups__density": 0.0, **cards})  # fmt: skip
    town.groups.alive[0] = False
    town.residents.active[:4] = True
    town.tie((0, 1, 10), (0, 2, 10), (0, 4, 10), (1, 2, 10))
    town.places.catalyst[:] = 5.0
    return town


def test_those_who_act_and_are_tied_to_actors_found_groups():
    """Person 3 acts alone and person 4 does not act: neither founds."""
    town = founders_town()
    live_and_die(town)
    founded = town.groups.founder[: town.groups.count][town.groups.alive[: town.groups.count]]
    assert sorted(founded.tolist()) == sorted(town.residents.key[:3].tolist())


def test_a_new_group_is_its_founder_and_friends_and_unknown():
    town = founders_town(groups__formal_share=0.0, groups__usual_active=0.01)
    town.residents.active[1] = False
    live_and_die(town)
    g, r = town.groups, town.residents
    rows = np.flatnonzero(g.alive[: g.count])
    assert len(rows) == 2, "persons 0 and 2 each know one other actor"
    assert (g.mapped[rows] == UNKNOWN).all()
    assert not g.synapse[rows].any()
    assert not g.formal[rows].any()
    assert (g.born[rows] == town.month).all()
    assert len(set(g.key[rows].tolist())) == 2
    assert (r.groups[[0, 2], 1] >= 0).all()
    assert (r.groups[[1, 3, 4], 1] == -1).all()
    low, high = town.scenario.population.group_quality
    assert ((g.quality[rows] >= low) & (g.quality[rows] <= high)).all()


def test_friends_who_belong_to_one_of_its_kind_keep_to_it():
    """Person 1, of an organisation alone, joins the new circle; person 2 has one, and person 4 does not act."""
    town = founders_town(groups__formal_share=0.0)
    town.residents.groups[1, 0], town.residents.groups[2, 1] = 7, 8
    found_group(town, 0)
    assert town.residents.groups[:5].tolist() == [[-1, 0], [7, 0], [-1, 8], [-1, -1], [-1, -1]]
    assert (town.groups.members[0], town.groups.active[0]) == (2, 2)


def test_the_row_of_an_ended_group_is_used_again_but_its_key_is_not():
    town = founders_town()
    before = int(town.groups.key[0])
    live_and_die(town)
    assert town.groups.alive[0]
    assert int(town.groups.key[0]) != before


def test_no_tie_no_group():
    town = founders_town()
    town.ties.isolate(np.arange(5))
    live_and_die(town)
    assert not town.groups.alive.any()


def test_new_formal_groups_meet_in_the_first_open_hall_of_their_neighbourhood():
    for open_now, first in (([True, True, True], 1), ([True, False, True], 2), ([True, False, False], -1)):
        town = founders_town(groups__formal_share=1.0)
        town.halls = Halls(np.arange(3, dtype=np.uint64), np.array([1, 0, 0], np.int16), np.array(open_now))
        live_and_die(town)
        assert town.groups.hall[town.groups.alive].tolist() == [first] * 3
