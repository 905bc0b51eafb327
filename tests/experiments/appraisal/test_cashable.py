"""What is free to spend on something else: worked by hand, month by month."""

import numpy as np
import pytest

from simulation.experiments.appraisal.cashable import Ends, cashable, ends, saved
from simulation.outcomes import Line

MONTHS = 30


def given(notice=(0, 0, 0), fixed=0.0, unit=0.0, kind=0):
    """Duties of all services end with one kind alone."""
    shares = np.zeros((4, 3))
    shares[:, kind] = 1.0
    return Ends(shares, notice, np.full(3, fixed), np.full((MONTHS, 4, 3), unit))


def flow(pence):
    """Pence every month in care, nothing elsewhere."""
    money = np.zeros((MONTHS, 1, 4), np.int64)
    money[:, 0, 0] = pence
    return money


def level(pence):
    """The mean of twelve months of what began in month 0."""
    return pence * np.minimum(np.arange(1, MONTHS + 1), 12) / 12.0


def test_a_saving_is_free_after_the_notice_without_what_stays():
    free = cashable(flow(1200), flow(1200), given(notice=(3, 0, 0), fixed=0.25))[:, 0, 0]
    assert free[:3].tolist() == [0, 0, 0]
    assert free[3:].tolist() == np.floor(0.75 * level(1200)[:-3]).tolist()


def test_only_whole_posts_end():
    free = cashable(flow(1200), flow(1200), given(unit=500.0))[:, 0, 0]
    assert free.tolist() == (500 * (level(1200) // 500)).astype(int).tolist()
    assert free[-1] == 1000


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_each_kind_has_its_own_notice(kind):
    notice = tuple(5 if one == kind else 0 for one in range(3))
    free = cashable(flow(1200), flow(1200), given(notice=notice, kind=kind))[:, 0, 0]
    assert np.flatnonzero(free)[0] == 5


def test_a_saving_that_does_not_last_through_the_notice_is_never_free():
    short = flow(0)
    short[4, 0, 0] = 1200
    assert not cashable(short, short, given(notice=(12, 0, 0))).any()
    assert cashable(short, short, given(notice=(11, 0, 0))).any()


def test_what_is_spent_more_is_money_at_once_and_in_full():
    free = cashable(flow(-1200), flow(-1200), given(notice=(6, 0, 0), fixed=0.25, unit=500.0))[:, 0, 0]
    assert free.tolist() == level(-1200).tolist()


def test_duties_left_undone_are_no_saving():
    assert not cashable(flow(1200), flow(0), given()).any()
    assert not cashable(flow(1200), flow(-500), given()).any()
    assert cashable(flow(1200), flow(240), given())[-1, 0, 0] == 240


def test_where_more_is_reached_with_more_money_it_is_spent_though_less_is_needed():
    assert cashable(flow(-600), flow(1200), given())[-1, 0, 0] == -600


def test_saved_and_needed_are_read_from_the_ledger(blank):
    a, b = blank(), blank()
    a.outcomes.money[0, 0, 1, Line.STATUTORY] = 700
    a.outcomes.money[0, 0, 1, Line.FIXED] = 50
    b.outcomes.money[0, 0, 1, Line.UNSERVED] = 300
    b.outcomes.money[0, 0, 1, Line.DIRECT] = 9999
    spent, needed = saved(a, b)
    assert (spent[0, 0, 1], needed[0, 0, 1]) == (750, 450)
    assert spent.sum() == 750


def test_shares_of_posts_contracts_and_placements_are_whole_and_follow_the_cards(scenario):
    found = ends(scenario, 13)
    assert found.shares.sum(axis=1) == pytest.approx(np.ones(4))
    placed = scenario.appraisal.placements[0]
    assert found.shares[0] == pytest.approx(
        [(1 - placed) * (1 - scenario.market.duties_bought[0]), (1 - placed) * scenario.market.duties_bought[0], placed]
    )
    post = 100.0 * scenario.service.direct_hour * scenario.service.hours_per_fte
    growth = 1.0 + scenario.budget.cost_growth
    assert found.units[[0, 12], 0, 0] == pytest.approx([post, post * growth])
    assert found.units[0, 1].tolist() == [post, 0.0, 100.0 * scenario.service.placement_cost]
