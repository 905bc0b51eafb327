"""Ties: mutual, in order, at most a row full, and following people to where they move."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulation.links.ties import NOBODY, Ties

ROWS, WIDTH = 8, 3


def made_of(*ties, rows=ROWS, width=WIDTH):
    """Ties from triples (a, b, weight)."""
    made = Ties(rows, width)
    a, b, w = np.array(ties, np.int32).reshape(-1, 3).T
    made.connect(a, b, w)
    return made


def as_sets(ties):
    """Every tie as {(row, neighbour): weight}, from the rows as they stand."""
    return {
        (i, int(ties.target[i, k])): int(ties.weight[i, k])
        for i in range(len(ties.degree))
        for k in range(ties.degree[i])
    }


def assert_sound(ties):
    """Mutual, ascending, no self-ties, nothing behind the last tie of a row."""
    said = as_sets(ties)
    assert all(said.get((b, a)) == w and a != b for (a, b), w in said.items())
    for i, d in enumerate(ties.degree):
        assert list(ties.target[i, :d]) == sorted(set(ties.target[i, :d].tolist()))
        assert (ties.target[i, d:] == NOBODY).all()
        assert (ties.weight[i, d:] == 0).all()


def test_a_tie_is_known_at_both_ends_with_one_weight():
    assert as_sets(made_of((5, 2, 9))) == {(5, 2): 9, (2, 5): 9}


def test_rows_are_in_order_of_the_neighbour():
    ties = made_of((4, 6, 60), (4, 1, 10), (4, 3, 30))
    assert ties.target[4].tolist() == [1, 3, 6]
    assert ties.weight[4].tolist() == [10, 30, 60]


def test_self_ties_and_repeats_are_skipped():
    assert as_sets(made_of((3, 3, 1), (1, 2, 5), (2, 1, 7))) == {(1, 2): 5, (2, 1): 5}


def test_a_full_row_takes_no_more_at_either_end():
    full = made_of((0, 1, 1), (0, 2, 1), (0, 3, 1))
    before = as_sets(full)
    full.connect(np.array([0, 4]), np.array([4, 0]), np.array([1, 1]))
    assert as_sets(full) == before
    assert full.width == WIDTH


def test_disconnecting_what_is_not_tied_changes_nothing():
    ties = made_of((1, 2, 5), (1, 3, 6))
    ties.disconnect(np.array([1, 2]), np.array([4, 3]))
    assert len(as_sets(ties)) == 4
    ties.disconnect(np.array([2]), np.array([1]))
    assert as_sets(ties) == {(1, 3): 6, (3, 1): 6}


def test_isolating_removes_both_ends_and_nothing_else():
    ties = made_of((0, 1, 1), (0, 2, 2), (1, 2, 3))
    ties.isolate(np.array([0]))
    assert as_sets(ties) == {(1, 2): 3, (2, 1): 3}


def test_growing_keeps_ties_and_leaves_new_rows_empty():
    ties = made_of((0, 7, 4))
    ties.grow(12)
    assert len(ties.degree) == 12
    assert as_sets(ties) == {(0, 7): 4, (7, 0): 4}
    assert_sound(ties)
    ties.grow(3)
    assert len(ties.degree) == 12


def test_a_copy_is_independent():
    ties = made_of((0, 1, 1))
    twin = ties.copy()
    twin.isolate(np.array([0]))
    assert len(as_sets(ties)) == 2
    assert len(as_sets(twin)) == 0


PAIRS = st.lists(st.tuples(*(st.integers(0, ROWS - 1),) * 2, st.integers(1, 255), st.booleans()), max_size=60)


@given(PAIRS)
def test_any_history_agrees_with_plain_sets(history):
    """The same connecting and disconnecting, written with a dictionary."""
    ties, plain = Ties(ROWS, WIDTH), {}
    for a, b, w, connect in history:
        one, other = np.array([a], np.int32), np.array([b], np.int32)
        if connect:
            ties.connect(one, other, np.array([w]))
            held = [sum(i == end for i, _ in plain) for end in (a, b)]
            if a != b and (a, b) not in plain and max(held) < WIDTH:
                plain[a, b] = plain[b, a] = w
        else:
            ties.disconnect(one, other)
            plain.pop((a, b), None)
            plain.pop((b, a), None)
    assert as_sets(ties) == plain
    assert_sound(ties)


@given(PAIRS, st.permutations(range(ROWS)), st.integers(0, ROWS))
def test_ties_follow_people_who_move(history, order, leavers):
    """Rows are sorted anew and the first `leavers` of the new order, already without ties, are dropped."""
    ties = made_of(*((a, b, w) for a, b, w, _ in history))
    order, gone = np.array(order[leavers:], np.intp), np.array(order[:leavers], np.int64)
    ties.isolate(gone)
    before = as_sets(ties)
    new_row = np.full(ROWS, NOBODY, np.int32)
    new_row[order] = np.arange(len(order))
    ties.reorder(order)
    assert as_sets(ties) == {(new_row[a], new_row[b]): w for (a, b), w in before.items()}
    assert_sound(ties)


def test_those_who_are_acquainted_grow_closer_up_to_255():
    """1 and 2 meet twice, 3 and 4 knew each other well; 0 is full and meets nobody, and nobody meets themselves."""
    ties = made_of((3, 4, 200), (0, 5, 9), (0, 6, 9), (0, 7, 9))
    a, b = np.array([1, 3, 2, 0, 6, 5]), np.array([2, 4, 1, 1, 6, 0])
    ties.acquaint(a, b, np.full(6, 77))
    assert_sound(ties)
    told = {pair: w for pair, w in as_sets(ties).items() if pair[0] < pair[1]}
    assert told == {(1, 2): 154, (3, 4): 255, (0, 5): 86, (0, 6): 9, (0, 7): 9}
