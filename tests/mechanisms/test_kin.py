"""M5 and M9: unpaid help from those who are close, out of finite time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.mechanisms.kin import WHOLE, granted, kin_first, ration

from .village import FUNCTIONAL, HOME, LIVELIHOOD, MENTAL, YEARS, village

MINUTES = st.integers(0, 2**31 - 1)


@given(st.integers(0, 2**40), st.lists(st.integers(0, 2**31 - 1), max_size=40))
def test_rationing_never_gives_more_than_a_pool(pool, asks):
    share = ration(pool, sum(asks))
    assert 0 <= share <= WHOLE
    assert sum(granted(ask, share) for ask in asks) <= pool


@given(st.integers(0, 2**40), st.lists(MINUTES, min_size=1, max_size=40))
def test_what_a_pool_can_grant_it_grants(pool, asks):
    """Everything where the asks fit; otherwise all but the rounding: a minute an ask and a 65536th of what is asked."""
    total = sum(asks)
    given_out = sum(int(granted(ask, ration(pool, total))) for ask in asks)
    if total <= pool:
        assert given_out == total
    else:
        assert given_out >= pool - len(asks) - total / WHOLE - 1


def test_nothing_asked_is_nothing_granted():
    assert granted(0, ration(100, 0)) == 0
    assert granted(50, ration(0, 100)) == 0


def family_of(people, *ties, needs=(), pots=None, **cards):
    """People with ties; `needs` are (row, ladder, level); kin minutes are `pots`. All kin_most are 1 by default."""
    ladders = ("functional", "mental", "family", "livelihood", "home")
    most = {f"hours__kin_{ladder}": [1.0, 1.0, 1.0] for ladder in ladders}
    hours = {f"hours__{ladder}": [1.0, 2.0, 10.0] for ladder in ladders}
    town = village(people, **{**hours, **most, **cards})
    if ties:
        town.tie(*((a, b, 100) for a, b in ties))
    for row, ladder, level in needs:
        town.residents.level[row, ladder] = level
    town.residents.kin_minutes[:] = 0 if pots is None else pots
    town.list_needs()
    return town


def test_one_helper_with_time_meets_all():
    town = family_of(2, (0, 1), needs=[(0, MENTAL, 2)], pots=[0, 500])
    kin_first(town)
    assert town.minutes("kin")[0].tolist() == [0, 120, 0, 0, 0]
    assert town.residents.kin_given.tolist() == [0, 120]
    assert town.residents.kin_share[0, MENTAL] == 255


def test_a_helper_gives_no_more_than_they_have():
    town = family_of(2, (0, 1), needs=[(0, MENTAL, 2)], pots=[0, 30])
    kin_first(town)
    assert town.minutes("kin")[0, MENTAL] == 30
    assert town.residents.kin_share[0, MENTAL] == 255 * 30 // 120


def test_two_who_ask_one_helper_share_in_proportion():
    """600 and 120 asked of 360: half each."""
    town = family_of(3, (0, 2), (1, 2), needs=[(0, HOME, 3), (1, MENTAL, 2)], pots=[0, 0, 360])
    kin_first(town)
    assert town.minutes("kin").sum(axis=1).tolist() == [300, 60]


def test_what_is_missing_is_asked_again_of_those_with_time_left():
    """120 asked of a helper with 15 and one with 500: 60 each at first, 15 granted, then the other gives 45 more."""
    town = family_of(3, (0, 1), (0, 2), needs=[(0, MENTAL, 2)], pots=[0, 15, 500])
    kin_first(town)
    assert town.residents.kin_given.tolist() == [0, 15, 105]
    assert town.minutes("kin")[0, MENTAL] == 120


def test_there_are_two_rounds_and_no_more():
    """40 asked of each of 10, 50 and 60: 10 + 40 + 40; then 15 of each with time left, 10 and 20: 9 (10 less the
    rounding of a share of 65536ths) + 15; the six still missing are not asked for."""
    town = family_of(4, (0, 1), (0, 2), (0, 3), needs=[(0, MENTAL, 2)], pots=[0, 10, 50, 60])
    kin_first(town)
    assert town.residents.kin_given.tolist() == [0, 10, 49, 55]
    assert town.minutes("kin")[0, MENTAL] == 114


def test_help_is_split_over_the_ladders_of_need():
    """120 of 60 + 120 + 60 wanted: 60 x 120 / 240 = 30, 60, 30."""
    needs = [(0, FUNCTIONAL, 1), (0, MENTAL, 2), (0, LIVELIHOOD, 1)]
    town = family_of(2, (0, 1), needs=needs, pots=[0, 120])
    kin_first(town)
    assert town.minutes("kin")[0].tolist() == [30, 60, 0, 30, 0]


def test_kin_can_carry_only_part():
    town = family_of(2, (0, 1), needs=[(0, HOME, 3)], pots=[0, 999], hours__kin_home=[0.4, 0.4, 0.4])
    kin_first(town)
    assert town.minutes("kin")[0, HOME] == 240


def test_children_and_those_without_spare_time_do_not_help():
    town = family_of(3, (0, 1), (0, 2), needs=[(0, MENTAL, 2)], pots=[0, 500, 500])
    town.residents.born[1] = town.month - 16 * YEARS + 1
    town.residents.spare_minutes[2] = 30
    kin_first(town)
    assert town.residents.kin_given.tolist() == [0, 0, 30]


def test_last_months_giving_is_forgotten():
    town = family_of(2, (0, 1), pots=[50, 50])
    town.residents.kin_given[:] = 77
    kin_first(town)
    assert town.residents.kin_given.tolist() == [0, 0]


def crowd(order=None):
    """60 people in need of many kinds, each with 4 ties and little time; rows in another order where asked."""
    n = 60
    order = np.arange(n) if order is None else order
    row = np.argsort(order)
    ties = [(int(row[i]), int(row[(i * step + step) % n])) for i in range(n) for step in (1, 7)]
    needs = [(int(row[i]), (i * 3) % 2 + 3 * (i % 2 == 1), 1 + i % 3) for i in range(n)]
    pots = np.array([(37 * i) % 90 for i in range(n)])
    town = family_of(n, *ties, needs=needs, pots=pots[order])
    town.residents.born[:] = town.month - 40 * YEARS
    kin_first(town)
    by_person = np.zeros((n, 6), np.int64)
    by_person[order, 5] = town.residents.kin_given
    by_person[order[town.needs.rows], :5] = town.minutes("kin")
    return town, by_person


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rows_may_lie_in_any_order(seed):
    order = np.random.default_rng(seed).permutation(60)
    assert np.array_equal(crowd()[1], crowd(order)[1])


def test_hours_given_are_hours_received_and_nobody_is_overdrawn():
    town, _ = crowd()
    r, needs = town.residents, town.needs
    assert r.kin_given.sum() == needs.kin.sum() > 0
    assert (r.kin_given <= np.minimum(r.kin_minutes, r.spare_minutes)).all()
    assert (needs.kin <= needs.needed).all()
    assert (r.kin_given >= r.kin_minutes - 2).sum() > 10, "scarcity did not bind"
