"""M1: the path of demand, and the two ways in which care demand rises."""

import numpy as np
import pytest

from simulation.mechanisms.demand import multiple, older_share, rise

from .village import CARE, FAMILY, FAMILY_SERVICE, FUNCTIONAL, HOME, HOME_SERVICE, YEARS, village


@pytest.mark.parametrize(
    ("month", "shape", "expected"),
    [(-1, 1.0, 1.0), (0, 1.0, 1.0), (60, 1.0, 1.25), (120, 1.0, 1.5), (240, 1.0, 2.0), (480, 1.0, 2.0),
     (120, 2.0, 1.25), (60, 0.5, 1.5)],
)  # fmt: skip
def test_demand_rises_along_its_path_and_stays(month, shape, expected):
    """1 + (end - 1)(t / 240)^shape for an end of 2."""
    assert multiple(month, 2.0, 240, shape, held=False) == pytest.approx(expected)


def test_held_demand_stands_from_the_first_reported_month():
    assert [multiple(month, 7.0, 240, 1.0, held=True) for month in (-1, 0, 9)] == [1.0, 7.0, 7.0]


def test_demand_can_reach_the_essays_hundred():
    assert multiple(240, 100.0, 240, 3.0, held=False) == 100.0


def test_each_domain_has_its_own_path():
    town = village(1, month=120, demand__care_end=3, demand__family_end=2, demand__home_end=1, demand__shape=1)
    rise(town)
    assert town.demand.multiple[[CARE, FAMILY_SERVICE, HOME_SERVICE]].tolist() == [2.0, 1.5, 1.0]
    assert town.demand.onset()[FUNCTIONAL] == 2.0


def test_more_older_people_is_not_also_more_need_a_person():
    """A quarter is 65 or over; demand of 2 aims at a half and leaves each person's hazards as they are."""
    town = village(4, month=0, demand__care_mode="more older people", demand__care_end=2, demand__path="held")
    town.residents.born[0] = -65 * YEARS
    town.residents.born[1] = -65 * YEARS + 1
    rise(town)
    assert older_share(town) == 0.25
    assert town.demand.older_share_target == 0.5
    assert town.demand.onset()[:FAMILY] == (1.0, 1.0)
    assert town.demand.onset()[HOME] > 1.0


def test_no_place_is_made_of_older_people_alone():
    town = village(2, month=0, demand__care_mode="more older people", demand__care_end=100, demand__path="held")
    town.residents.born[0] = -70 * YEARS
    rise(town)
    assert town.demand.older_share_target == 0.95


def test_more_need_a_person_leaves_ages_alone():
    town = village(2, month=0)
    rise(town)
    assert town.demand.older_share_target is None
    assert np.all(town.demand.multiple == 1.0)
