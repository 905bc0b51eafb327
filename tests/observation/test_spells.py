"""What follows a crisis: everybody who fell, followed by number in a plain dictionary, through sorts and departures."""

import numpy as np
import pytest

from simulation.agents.residents import CRISIS, Event, Residents
from simulation.observation.spells import FOLLOWED_FOR, After, Spells

FALL = Event.AVOIDABLE_CRISIS | Event.UNAVOIDABLE_CRISIS


class Diary:
    """The slow way: a line for each fall, with where, when, and whether out since."""

    def __init__(self):
        self.lines = []

    def follow(self, world):
        r = world.residents
        row_of = {int(r.id[i]): i for i in np.flatnonzero(r.alive[: r.count])}
        kept = []
        for number, ladder, p, f, since, out in self.lines:
            if number in row_of and since < FOLLOWED_FOR:
                kept.append((number, ladder, p, f, since + 1, out or r.level[row_of[number], ladder] < CRISIS))
        for number, i in row_of.items():
            if r.event[i] & FALL:
                p, f = int(world.place_of[r.neighbourhood[i]]), int(r.fifth[i]) - 1
                fallen = np.flatnonzero((r.level[i] == CRISIS) & (r.months[i] == 0))
                kept += [(number, int(ladder), p, f, 0, False) for ladder in fallen]
        self.lines = kept
        counts = np.zeros((2, 5, FOLLOWED_FOR + 1, len(After)), np.int64)
        for number, ladder, p, f, since, out in kept:
            level = int(r.level[row_of[number], ladder])
            counts[p, f, since] += 1, level, level == CRISIS, level == 0, out
        return counts


@pytest.fixture(scope="module")
def followed(two_villages):
    """Three years of many crises: the record, the plain count by year, and the lines that were left."""
    from simulation.world import World

    world = World(two_villages, rng=3).fork({"acute.scale": 5, "demography.growth": 0.02})
    world.spells = Spells()
    diary, expected, most = Diary(), np.zeros((3, 2, 5, FOLLOWED_FOR + 1, len(After)), np.int64), 0
    for month in range(36):
        world.step()
        expected[month // 12] += diary.follow(world)
        most = max(most, world.spells.count)
    return world, diary, expected, most


def test_every_month_after_every_fall_is_counted(followed):
    world, _, expected, _ = followed
    assert np.array_equal(world.outcomes.spells[:3], expected)
    for what in After:
        assert expected[..., what].sum() > 20, f"too little {what.name} to tell"
    assert expected[..., 24, After.FOLLOWED].sum() > 10


def test_some_left_on_the_way(followed):
    """Else nothing above would notice people who are gone being counted on."""
    _, _, expected, _ = followed
    fell = expected[:2, ..., 0, After.FOLLOWED].sum()
    still = expected[..., 12, After.FOLLOWED].sum()
    assert 0 < still < fell + expected[2, ..., 0, After.FOLLOWED].sum()


def test_lines_are_those_of_the_living_within_two_years(followed):
    world, diary, _, _ = followed
    found = {(int(a), int(b), int(c)) for a, b, c in world.spells.lines[:, [0, 2, 5]]}
    assert found == {(number, ladder, since) for number, ladder, _, _, since, _ in diary.lines}


def test_a_fork_follows_its_own(world):
    world.spells = Spells()
    twin = world.fork({"acute.scale": 10})
    twin.step()
    assert world.spells.count == 0 < twin.spells.count


def few(people, ids, level):
    """Columns of a few people of the middle fifth, of whom the first has just fallen on the mental ladder."""
    r = Residents(people + 2)
    r.append(people)
    r.id[:people], r.alive[:people], r.fifth[:people] = ids, True, 3
    r.level[:people, 1] = level
    return r


def counts(spells, r, fallen=()):
    out = np.zeros((1, 5, FOLLOWED_FOR + 1, len(After)), np.int64)
    spells.follow(np.array(fallen, np.int32), r, np.zeros(1, np.int16), out)
    return out[0, 2]


def test_people_are_found_where_they_have_moved():
    """Number 7 falls in row 0; then rows change places, and all of them stay full."""
    spells = Spells()
    assert counts(spells, few(3, [7, 8, 9], [3, 0, 0]), [0])[0].tolist() == [1, 3, 1, 0, 0]
    assert counts(spells, few(3, [8, 9, 7], [0, 0, 2]))[1].tolist() == [1, 2, 0, 0, 1]
    assert counts(spells, few(3, [7, 9, 8], [1, 0, 3]))[2].tolist() == [1, 1, 0, 0, 1]


def test_one_who_is_gone_is_followed_no_more():
    spells = Spells()
    counts(spells, few(3, [7, 8, 9], [3, 0, 0]), [0])
    assert not counts(spells, few(3, [8, 9, 10], [3, 3, 3])).any()
    assert spells.count == 0


def test_number_0_is_no_empty_row():
    """Rows that nobody holds have number 0 too, and somebody may have moved from there."""
    spells = Spells()
    counts(spells, few(3, [8, 9, 0], [0, 0, 3]), [2])
    assert counts(spells, few(2, [0, 8], [2, 0]))[1].tolist() == [1, 2, 0, 0, 1]
