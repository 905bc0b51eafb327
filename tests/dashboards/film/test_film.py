"""What is on the film is what the frames say, everybody has a seat of their own, and the same one in both worlds."""

from itertools import pairwise

import hypothesis.extra.numpy as some
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.film.develop import wound
from dashboards.film.reel import TYPES, unwind, wind
from simulation.chronicle.fields import BURNOUT_STEPS, LEVEL_BITS, unpack_ladders
from simulation.chronicle.watch import watch
from simulation.stories.names import group_name

MONTHS = 26
WORLDS = (0, 1)


@given(st.lists(st.sampled_from(TYPES).flatmap(lambda kind: some.arrays(kind, some.array_shapes(max_dims=3)))))
def test_a_reel_gives_back_what_was_wound(arrays):
    wound = {str(number): one for number, one in enumerate(arrays)}
    heading, found = unwind(wind({"months": 3}, wound))
    assert heading == {"months": 3}
    assert found.keys() == wound.keys()
    for name, one in wound.items():
        assert found[name].dtype == one.dtype
        np.testing.assert_array_equal(found[name], one)


def test_a_reel_refuses_what_it_cannot_hold():
    with pytest.raises(ValueError, match="wide"):
        wind({}, {"wide": np.zeros(3)})


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("month", range(1, MONTHS + 1))
def test_every_state_is_what_the_frame_says(filmed, sitting, world, month):
    frame = filmed.frames[world].at(month).residents
    burnt_out = round(filmed.worlds[world].scenario.burnout.burnt_out * BURNOUT_STEPS)
    worst = unpack_ladders(frame["level"], LEVEL_BITS).max(axis=1)
    who, states = sitting(month), filmed.arrays[f"states.{world}"][month - 1]
    assert sorted(who[who > 0].tolist()) == np.flatnonzero(frame["here"]).tolist()
    for person, state in zip(who.tolist(), states.tolist(), strict=True):
        if not person:
            assert state == 0
            continue
        assert state & 1
        assert state >> 1 & 3 == worst[person]
        assert state >> 3 & 1 == frame["active"][person]
        assert state >> 4 & 1 == (frame["burnout"][person] >= burnt_out)
        assert state >> 5 == filmed.helped[world][month].get(person, 0)


@pytest.mark.parametrize("part", ["level", "active", "burnt out", "kin", "agency", "group"])
def test_everything_that_a_state_can_say_is_said(filmed, part):
    """Else the test above shows little."""
    bit = {"level": 6, "active": 8, "burnt out": 16, "kin": 32, "agency": 64, "group": 128}[part]
    assert (filmed.arrays["states.1"] & bit).any()


@pytest.mark.parametrize("month", [0, 1, 12, MONTHS])
def test_households_live_together_and_alone(filmed, sitting, month):
    frame = filmed.frames[0].at(month).residents
    who = sitting(month)
    home = filmed.arrays["seat.home"][who > 0]
    household = frame["household"][who[who > 0]]
    pairs = set(zip(home.tolist(), household.tolist(), strict=True))
    assert len(pairs) == len({own for _, own in pairs}) == len({at for at, _ in pairs})
    np.testing.assert_array_equal(filmed.arrays["home.block"][home], frame["neighbourhood"][who[who > 0]])


def test_nobody_changes_seats_who_does_not_move(sitting):
    """In this model people leave and arrive, but none moves within a place; `test_homes` has some who do."""
    seats = [{person: seat for seat, person in enumerate(sitting(m).tolist()) if person} for m in range(MONTHS + 1)]
    assert seats[0].keys() - seats[-1].keys()
    assert seats[-1].keys() - seats[0].keys()
    for was, now in pairwise(seats):
        assert all(was[person] == now[person] for person in was.keys() & now.keys())


def test_the_same_person_is_at_the_same_spot_in_both_worlds(filmed, sitting):
    """There is one seating; it is that of the second world too."""
    for month in range(MONTHS + 1):
        frame, who = filmed.frames[1].at(month).residents, sitting(month)
        assert sorted(who[who > 0].tolist()) == np.flatnonzero(frame["here"]).tolist()
    assert (filmed.arrays["states.0"] != filmed.arrays["states.1"]).any()


def test_worlds_of_different_people_are_not_filmed_together(world):
    worlds = [world.fork({"demography.moves": moves}) for moves in (0.05, 0.2)]
    chronicles = [watch(one) for one in worlds]
    for one in worlds:
        one.run_for(13)
    with pytest.raises(ValueError, match="same people"):
        wound(worlds, chronicles)


def test_all_lies_inside_the_picture_and_no_seat_on_another(filmed):
    width, height = filmed.heading["size"]
    for name in ("seat", "group", "agency", "hall"):
        at = filmed.arrays[f"{name}.at"] / filmed.heading["grain"]
        assert (at > 0).all()
        assert (at < [width, height]).all()
    seats = filmed.arrays["seat.at"] / filmed.heading["grain"]
    order = np.lexsort(seats.T)
    rows = seats[order]
    beside = np.diff(rows[:, 0])[np.diff(rows[:, 1]) == 0]
    assert beside.min() >= 0.99


def test_connectors_stand_clear_of_the_agencies(filmed):
    """In the middle, with as much room as an agency has."""
    agencies, halls = (filmed.arrays[f"{name}.at"] for name in ("agency", "hall"))
    for place, hall in enumerate(halls):
        beside = np.abs(agencies[4 * place : 4 * place + 4, 0] - hall[0])
        assert beside.min() > 0.7 * np.diff(agencies[4 * place : 4 * place + 2, 0])[0]


def test_every_seat_lies_in_its_block(filmed):
    block = filmed.arrays["home.block"][filmed.arrays["seat.home"]]
    at = np.array([one["at"] for one in filmed.heading["blocks"]])[block]
    seats = filmed.arrays["seat.at"] / filmed.heading["grain"]
    assert (seats > at[:, :2]).all()
    assert (seats < at[:, :2] + at[:, 2:] + 0.01).all()


@pytest.mark.parametrize("world", WORLDS)
def test_groups_are_as_the_frames_say(filmed, world):
    number = filmed.arrays["group.number"][:, world]
    for month in range(1, MONTHS + 1):
        frame = filmed.frames[world].at(month).groups
        active, link = (filmed.arrays[f"{name}.{world}"][month - 1] for name in ("active", "link"))
        assert sorted(number[active > 0].tolist()) == np.flatnonzero(frame["here"]).tolist()
        for group in np.flatnonzero(active):
            assert active[group] - 1 == frame["active"][number[group]]
            assert link[group].tolist() == [
                frame[f"link_{name}"][number[group]] for name in ("care", "family", "livelihood", "home")
            ]


def test_groups_are_called_what_their_stories_call_them(filmed):
    """By the world's own groups in the last month: their keys, and what they are."""
    g, keys = filmed.worlds[1].groups, filmed.frames[1].at(MONTHS).groups["key"]
    called = {int(key): group_name(int(key), *what) for key, *what in zip(g.key, g.domain, g.formal, strict=True)}
    named = zip(filmed.arrays["group.number"][:, 1].tolist(), filmed.heading["group_names"], strict=True)
    found = [(called[int(keys[number])], name) for number, name in named if number and int(keys[number]) in called]
    assert len(found) > 3
    assert all(own == name for own, name in found)


def test_groups_that_meet_at_once_do_not_meet_on_one_spot(filmed):
    at = filmed.arrays["group.at"]
    for month in range(MONTHS):
        there = (filmed.arrays["active.0"][month] > 0) | (filmed.arrays["active.1"][month] > 0)
        assert len(np.unique(at[there], axis=0)) == there.sum()
