"""Ties closing and fading: whose tie goes, whom people meet."""

import numpy as np
import pytest

from simulation import chance
from simulation.chance import Decision
from simulation.mechanisms.ties import turn_over

from .village import YEARS, village

N = 600


def neighbours(town, i):
    return town.ties.target[i, : town.ties.degree[i]].tolist()


def birthdays(people=N, **cards):
    """Everybody has a birthday this month. Nothing fades or forms unless asked."""
    return village(people, **{"ties__fade": 0.0, "ties__form": 0.0, "ties__closure": 0.0, **cards})


def test_nothing_happens_between_birthdays():
    town = birthdays(ties__fade=0.08, ties__form=0.08)
    town.residents.born[:] += 1
    town.tie((0, 1, 10), (2, 3, 10))
    turn_over(town)
    assert town.ties.degree.sum() == 4


def test_ties_fade_at_their_yearly_rate():
    """Pairs, both with birthdays: a pair parts where either draws below 12 x .03."""
    town = birthdays(ties__fade=0.03)
    town.tie(*((2 * i, 2 * i + 1, 10) for i in range(N // 2)))
    parts = (town.luck(Decision.TIE_CHANGE) < 0.36).reshape(-1, 2).any(axis=1)
    turn_over(town)
    assert np.array_equal(town.ties.degree[::2] == 0, parts)


def test_the_household_is_not_lost():
    """Households of two, the first of whom has one tie outside: most of these go, none of the household's does."""
    town = birthdays(ties__fade=0.08)
    home, i = np.arange(N) // 3, np.arange(N // 3)
    town.residents.household[:] = np.where(np.arange(N) % 3 == 2, N + np.arange(N), home)
    town.tie(*((3 * k, 3 * k + 1, 10) for k in i), *((3 * k, 3 * k + 2, 10) for k in i))
    turn_over(town)
    assert all(3 * k + 1 in neighbours(town, 3 * k) for k in i)
    assert sum(3 * k + 2 in neighbours(town, 3 * k) for k in i) < N // 30


def test_which_tie_goes_is_luck_of_the_pair():
    """One person's three ties, all but certain to lose one: the lowest mix of pair, month and seed."""
    town = birthdays(4, ties__fade=0.08, month=7)
    town.residents.born[1:] += 1
    town.tie((0, 1, 10), (0, 2, 20), (0, 3, 30))
    town.seed = next(
        np.uint64(s)
        for s in range(99)
        if chance.uniform(np.uint64(s), town.residents.key[0], 7, int(Decision.TIE_CHANGE)) < 12 * 0.08 * 3
    )
    key = town.residents.key
    lots = [int(chance.mix(np.uint64(chance.pair(key[0], key[j])), np.uint64(7), town.seed)) for j in (1, 2, 3)]
    lost = 1 + int(np.argmin(lots))
    turn_over(town)
    assert neighbours(town, 0) == [j for j in (1, 2, 3) if j != lost]


def test_new_neighbours_are_met_evenly():
    """Without closure, u >= 1 - 12 x .05 meets the row at floor(v x rows) of the neighbourhood."""
    town = birthdays(ties__form=0.05, ties__new_weight=55)
    meets = town.luck(Decision.TIE_CHANGE) >= 1 - 0.6
    whom = (town.luck(Decision.TIE_PARTNER) * N).astype(int)
    expected = {tuple(sorted((i, int(whom[i])))) for i in np.flatnonzero(meets) if whom[i] != i}
    turn_over(town)
    made = {tuple(sorted((i, j))) for i in range(N) for j in neighbours(town, i)}
    full = town.ties.degree == town.ties.width
    assert made <= expected
    assert all(full[a] or full[b] for a, b in expected - made)
    assert len(made) > 300
    assert set(town.ties.weight[town.ties.weight > 0].tolist()) == {55}


def test_friends_of_friends_meet():
    """With closure 1, one end of each chain of three meets the other or nobody."""
    town = birthdays(ties__form=0.08, ties__closure=1.0)
    town.tie(*((3 * i, 3 * i + 1, 10) for i in range(N // 3)), *((3 * i + 1, 3 * i + 2, 10) for i in range(N // 3)))
    turn_over(town)
    assert all(j // 3 == i // 3 for i in range(N) for j in neighbours(town, i))
    closed = sum(3 * i + 2 in neighbours(town, 3 * i) for i in range(N // 3))
    assert closed > N // 12


@pytest.mark.parametrize(("years", "meets"), [(10, False), (11, True)])
def test_young_children_make_no_ties_of_their_own(years, meets):
    town = birthdays(ties__form=0.08)
    town.residents.born[:] = town.month - years * YEARS
    turn_over(town)
    assert (town.ties.degree.sum() > 0) == meets


def test_the_dead_are_not_met():
    town = birthdays(ties__form=0.08)
    town.residents.alive[::2] = False
    turn_over(town)
    assert not town.ties.degree[::2].any()
    assert town.ties.degree.any()
