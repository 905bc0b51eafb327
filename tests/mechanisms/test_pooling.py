"""Pooled budgets, bare: what others save, what is settled once a year, and what is released."""

import numpy as np
import pytest

from simulation.mechanisms.pooling import pool, released, saved_by_others

from .village import village

COUNCIL = np.array([0.72, 0.76, 0.1, 0.6])


def test_others_save_their_share_of_what_duties_cost_less_than_expected():
    expected, cost = np.full((1, 4), 1000.0), np.array([[900, 1100, 500, 1000]])
    assert saved_by_others(expected, cost, COUNCIL)[0] == pytest.approx([28.0, -24.0, 450.0, 0.0])


@pytest.mark.parametrize(("due", "purse", "whole"), [(90, 300, 90), (90, 60, 60), (90, -5, 0), (0, 300, 0)])
def test_no_more_is_released_than_is_due_and_in_the_purse(due, purse, whole):
    out = released(np.array([due]), np.array([purse]), np.array([[10, 20, 30, 0]]))
    assert out.sum() == whole
    assert out[0].tolist() == [whole // 6, whole // 3, whole // 2, 0]


def test_the_largest_places_have_their_part_to_the_penny():
    due, by = 11_000_000_001, [3_000_000_007, 1_000_000_011, 900_000_001, 5]
    out = released(np.array([due]), np.array([10 * due]), np.array([by]))
    assert out.tolist() == [[due * one // sum(by) for one in by]]
    assert out.dtype == np.int64


def pooling(share, cost, months, unserved=0, growth=0.0):
    """A village whose duties were 1,000 pence in each service, and now cost so much for so many months from 0 on."""
    town = village(1, month=0, pooling__share=share, pooling__expected_growth=growth)
    town.budget.first_duties[:] = 1000
    for month in range(months):
        town.month = month
        town.budget.statutory[:], town.budget.unserved[:] = cost, unserved
        pool(town)
    return town.budget


def test_a_year_is_settled_at_its_end_and_paid_over_the_next():
    share_of_others = float((1.0 - COUNCIL).sum())
    first = pooling(0.5, 900, 12)
    assert first.instalment[0] == 0
    assert first.pooled[0] == pytest.approx(12 * 0.5 * 100.0 * share_of_others)
    second = pooling(0.5, 900, 13)
    assert second.instalment[0] == pytest.approx(0.5 * 100.0 * share_of_others, abs=1), "rounded down"
    assert second.pooled[0] == pytest.approx(0.5 * 100.0 * share_of_others)


def test_what_the_money_did_not_reach_is_no_saving():
    assert pooling(0.5, 900, 13, unserved=100).instalment[0] == 0


def test_a_year_in_which_duties_cost_more_than_expected_returns_nothing_and_takes_nothing():
    assert pooling(0.5, 1100, 13).instalment[0] == 0


def test_what_was_expected_grows_from_year_to_year():
    grown = 1000.0 * (1.1 ** (np.arange(12) / 12.0) - 1.0)
    expected = 0.5 * float((1.0 - COUNCIL).sum()) * grown.sum() / 12.0
    assert pooling(0.5, 1000, 13, growth=0.1).instalment[0] == pytest.approx(expected, abs=1)


def test_nothing_is_counted_where_nothing_is_pooled():
    budget = pooling(0.0, 500, 13)
    assert (budget.pooled[0], budget.instalment[0]) == (0.0, 0)
