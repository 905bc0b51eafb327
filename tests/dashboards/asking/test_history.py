"""Moves can be undone and done again."""

from dashboards.asking.choice import Choice
from dashboards.asking.history import LONGEST, History

STATES = [Choice(years=years) for years in range(1, 5)]


def test_undo_and_redo_walk_the_same_way():
    history = History(STATES[0])
    for choice in STATES[1:]:
        history = history.moved(choice)
    back = history.undone().undone()
    assert back.now == STATES[1]
    assert back.redone().redone() == history
    assert back.redone().redone().redone() == history


def test_a_new_move_forgets_what_was_undone():
    history = History(STATES[0]).moved(STATES[1]).undone().moved(STATES[2])
    assert history.redone() == history
    assert history.undone().now == STATES[0]


def test_no_move_is_no_move():
    assert History(STATES[0]).moved(STATES[0]) == History(STATES[0]) == History(STATES[0]).undone()


def test_the_oldest_moves_are_forgotten():
    history = History(Choice(years=1))
    for n in range(3 * LONGEST):
        history = history.moved(Choice(years=n % 40 + 1))
    assert len(history.past) == LONGEST
