"""Columns: rows are taken, moved and copied without a value straying."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.agents.columns import Column, Columns, column
from simulation.agents.groups import UNKNOWN, Groups
from simulation.agents.residents import Residents


class Beds(Columns):
    """A small table."""

    number: Column = column(np.int32, "a number", new=-1)
    pair: Column = column(np.uint8, "two values", width=2)


def beds(numbers, capacity=4):
    table = Beds(capacity)
    rows = table.append(len(numbers))
    table.number[rows] = numbers
    table.pair[rows, 1] = numbers
    return table


def test_a_column_has_the_dtype_and_width_it_declares():
    table = Beds(5)
    assert table.number.dtype == np.int32
    assert table.number.shape == (5,)
    assert table.pair.dtype == np.uint8
    assert table.pair.shape == (5, 2)
    assert table.room == 5
    assert table.count == 0
    assert Beds.columns["pair"].meaning == "two values"


def test_new_rows_hold_the_declared_value():
    table = Beds(2)
    assert table.append(2) == slice(0, 2)
    assert table.number.tolist() == [-1, -1]


def test_appending_beyond_the_room_grows_by_a_sixty_fourth_and_keeps_values():
    table = beds([7, 8, 9], capacity=3)
    assert table.append(125) == slice(3, 128)
    assert table.count == 128
    assert table.room == 130
    assert table.number[:3].tolist() == [7, 8, 9]
    assert (table.number[3:] == -1).all()


def test_appending_within_the_room_does_not_grow():
    table = beds([1], capacity=4)
    table.append(3)
    assert table.room == 4


@given(st.permutations(range(6)), st.integers(0, 6))
def test_reordering_moves_whole_rows_and_clears_the_rest(order, kept):
    table = beds(range(10, 16), capacity=8)
    table.reorder(np.array(order[:kept], np.intp))
    expected = [10 + row for row in order[:kept]]
    assert table.number.tolist() == expected + [-1] * (8 - kept)
    assert table.pair[:, 1].tolist() == expected + [0] * (8 - kept)
    assert table.count == kept
    assert table.room == 8


def test_a_copy_is_independent():
    table = beds([1, 2])
    twin = table.copy()
    twin.number[0] = 99
    twin.append(1)
    assert type(twin) is Beds
    assert table.number[:2].tolist() == [1, 2]
    assert table.count == 2


@pytest.mark.parametrize(
    ("table", "name", "value"),
    [
        (Residents, "helper", -1),
        (Residents, "groups", -1),
        (Residents, "frailty_score", 128),
        (Residents, "fell", -32768),
    ],
)
def test_a_new_resident_belongs_to_nothing_and_has_never_fallen(table, name, value):
    fresh = table(3)
    assert (getattr(fresh, name) == value).all()


def test_a_new_group_meets_nowhere_and_is_unknown():
    fresh = Groups(2)
    assert (fresh.hall == -1).all()
    assert (fresh.mapped == UNKNOWN).all()


def test_every_column_says_what_it_means():
    for table in (Residents, Groups):
        assert all(len(spec.meaning) > 5 for spec in table.columns.values())


def test_a_resident_takes_under_200_bytes():
    """The issue allows 250 a resident, ties included."""
    row = sum(np.dtype(spec.dtype).itemsize * spec.width for spec in Residents.columns.values())
    assert row < 200
