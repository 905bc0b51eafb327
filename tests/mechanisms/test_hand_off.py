"""M17, connected across services: who needs several, and what is kept of the hours that agencies give them."""

import numpy as np
import pytest

from simulation.agents.residents import Status
from simulation.mechanisms.coproduction import coproduce
from simulation.mechanisms.hand_off import kept_by_place, kept_in_hand_off, needs_several

from .village import FAMILY, FUNCTIONAL, HOME, LIVELIHOOD, MENTAL, village


@pytest.mark.parametrize(
    ("ladders", "several"),
    [((), False), ((FUNCTIONAL,), False), ((FUNCTIONAL, MENTAL), False), ((MENTAL, HOME), True), ((FAMILY, HOME), True),
     ((LIVELIHOOD,), False), ((FUNCTIONAL, MENTAL, LIVELIHOOD), True)],
)  # fmt: skip
def test_two_ladders_of_care_are_one_service(ladders, several):
    level = np.zeros(5, np.uint8)
    level[list(ladders)] = 2
    assert needs_several(level) == several


@pytest.mark.parametrize(("view", "kept"), [(0.3, 1.0), (1.0, 1 / 0.93), (0.0, 0.9 / 0.93)])
def test_hours_are_told_against_today(view, kept):
    assert kept_in_hand_off(np.array([view]), 0.3, 0.1) == pytest.approx([kept])
    assert kept_by_place(village(1, hand_off__shared_view=view)) == pytest.approx([kept])


def test_off_or_without_loss_nothing_is_lost():
    assert kept_by_place(village(1, hand_off__shared_view=0.0, hand_off__on=False)).tolist() == [1.0]
    assert kept_by_place(village(1, hand_off__shared_view=0.0, hand_off__loss=0.0)).tolist() == [1.0]


def test_only_people_with_needs_of_several_services_lose_hours():
    """Half is lost; 100 minutes each of a service that fits: 100 for one need, 50 for each of two."""
    town = village(3, hand_off__loss=0.5, hand_off__shared_view=0.0, coproduction__on=False)
    usual = 1 - 0.5 * 0.7
    town.residents.level[0, HOME] = 3
    town.residents.level[1, [MENTAL, HOME]] = 3
    town.residents.level[2, [FUNCTIONAL, MENTAL]] = 3
    town.residents.status[:] = Status.STATUTORY
    town.list_needs()
    town.needs.statutory[:] = 100
    coproduce(town)
    met = town.minutes("met")
    assert met[0, HOME] == 100
    assert met[1, [MENTAL, HOME]].tolist() == [int(100 * 0.5 / usual)] * 2
    assert met[2, [FUNCTIONAL, MENTAL]].tolist() == [100, 100]
