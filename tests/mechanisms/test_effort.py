"""M16: the two levers, the pace at which they move, and what moving costs."""

import numpy as np
import pytest

from simulation.mechanisms.effort import LEVERS, Effort, ramp, shift_effort
from simulation.parameters import cards

from .village import village


@pytest.mark.parametrize(("since", "share"), [(-2, 0.0), (-1, 0.0), (0, 1 / 12), (5, 0.5), (11, 1.0), (99, 1.0)])
def test_a_shift_bears_in_even_steps(since, share):
    assert ramp(since, 12) == pytest.approx(share)


def test_a_lag_of_one_month_bears_at_once():
    assert ramp(0, 1) == 1.0


def levers(town):
    return [town.by_place(lever) for lever in LEVERS]


def shifting(month, **cards):
    town = village(1, month=month, effort__lag=10, effort__dual_running=0.2, **cards)
    town.effort = Effort(1, 0.1, 0.3)
    town.effort.aim(0, *levers(town))
    shift_effort(town)
    return town.effort


@pytest.mark.parametrize(("month", "moved"), [(0, 0.1), (4, 0.5), (9, 1.0), (50, 1.0)])
def test_levers_move_from_where_they_stood(month, moved):
    effort = shifting(month, effort__connecting_share=0.5, effort__earliness=0.8)
    assert effort.connecting_share[0] == pytest.approx(0.1 + 0.4 * moved)
    assert effort.earliness[0] == pytest.approx(0.3 + 0.5 * moved)


@pytest.mark.parametrize(("month", "share"), [(0, 0.2 * 0.4), (8, 0.2 * 0.4), (9, 0.0), (30, 0.0)])
def test_both_ways_run_until_the_shift_is_made(month, share):
    assert shifting(month, effort__connecting_share=0.5).dual_running[0] == pytest.approx(share)


def test_moving_back_costs_as_much():
    effort = shifting(3, effort__connecting_share=0.0)
    assert effort.dual_running[0] == pytest.approx(0.2 * 0.1)


def test_what_moves_to_earlier_help_is_paid_for_like_what_moves_to_connecting():
    """From .1 connecting and .3 early, .2 a share moved: .6 of the .9 in direct help; then from (.63, .27, .1) to
    (.1, .4, .5): .53."""
    assert shifting(3, effort__connecting_share=0.1, effort__earliness=0.9).dual_running[0] == pytest.approx(0.2 * 0.54)
    assert shifting(3, effort__connecting_share=0.5, effort__earliness=0.8).dual_running[0] == pytest.approx(0.2 * 0.53)


def test_a_second_shift_starts_from_the_first():
    """Half-way through, the scenario changes: the levers go on from where they stand."""
    town = village(1, month=4, effort__lag=10)
    town.set(effort__connecting_share=1.0)
    town.effort.aim(0, *levers(town))
    shift_effort(town)
    assert town.effort.connecting_share[0] == pytest.approx(0.5)
    town.set(effort__connecting_share=0.0)
    town.effort.aim(5, *levers(town))
    town.month = 9
    shift_effort(town)
    assert town.effort.connecting_share[0] == pytest.approx(0.25)


def test_a_shift_begins_in_the_places_whose_levers_are_aimed_elsewhere():
    levers = Effort(2, 0.0, 0.3)
    levers.aim(7, np.array([0.0, 0.4]), np.array([0.3, 0.3]))
    assert levers.since.tolist() == [0, 7]
    levers.aim(9, np.array([0.0, 0.4]), np.array([0.3, 0.3]))
    assert levers.since.tolist() == [0, 7]


def test_a_place_that_has_turned_back_aims_at_what_is_done_today():
    town = village(1, effort__connecting_share=0.4, effort__earliness=0.9)
    town.places.turned_back[:] = True
    assert np.concatenate(levers(town)).tolist() == [cards()[lever].value for lever in LEVERS]
