"""M17 Direction by the centre, bare: money goes to where need is, to the penny, and hours cost less."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.mechanisms.budget import close_ledger
from simulation.mechanisms.redistribution import moved

from .village import village

PENCE = st.lists(st.integers(0, 10**11), min_size=3, max_size=3)


@given(PENCE, PENCE, PENCE, st.floats(0, 1))
def test_nothing_is_added_and_nobody_gives_more_than_they_can(income, needs, free, share):
    change = moved(np.array(income), np.array(needs), np.array(free), share)
    assert change.sum() == 0
    assert (-change <= np.array(free)).all()
    assert (-change <= np.array(income)).all()


def test_a_place_with_less_than_its_share_of_need_gains_the_part_of_the_difference():
    """Due 400 of 1,000 in all, and 900 at full evening out, for nine tenths of the need: a half of 500 is moved."""
    income, needs, plenty = np.array([400, 600]), np.array([9000, 1000]), np.array([10**6] * 2)
    assert moved(income, needs, plenty, 0.5).tolist() == [250, -250]
    assert moved(income, needs, plenty, 1.0).tolist() == [500, -500]
    assert moved(income, needs, plenty, 0.0).tolist() == [0, 0]
    assert moved(income, needs, np.array([0, 30]), 1.0).tolist() == [30, -30]


def test_places_that_are_due_what_they_need_move_nothing():
    assert moved(np.array([30, 60]), np.array([500, 1000]), np.array([99, 99]), 1.0).tolist() == [0, 0]


def test_a_year_of_fixed_costs_and_duties_met_or_not_is_what_a_place_needs():
    town = village(1, month=0)
    b = town.budget
    b.first_discretionary[:] = 5
    for town.month in range(12):
        b.fixed[:], b.statutory[:], b.unserved[:] = 1, 2, town.month
        assert b.needs.tolist() == [0]
        close_ledger(town)
    assert b.needs.tolist() == [4 * (12 * (1 + 2 + 5) + sum(range(12)))]
    assert b.wanted.tolist() == [0]


@pytest.mark.parametrize(
    ("changes", "month", "price"),
    [({"governance": "centre"}, 0, 0.97), ({"governance": "centre"}, -1, 1.0), ({"governance": "networked"}, 0, 1.0),
     ({"governance": "centre", "on": False}, 0, 1.0)],
)  # fmt: skip
def test_hours_cost_less_where_the_centre_directs(changes, month, price):
    said = {f"innovation__{name}": value for name, value in changes.items()}
    town = village(1, month=month, innovation__scale_saving=0.03, service__direct_hour=40.0, **said)
    assert town.budget.prices("service.direct_hour") == pytest.approx(4000 * price)
