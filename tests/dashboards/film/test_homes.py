"""Homes are kept by those who stay, and let again when they are empty."""

import numpy as np
import pytest

from dashboards.film.homes import settle
from simulation.chronicle.frames import CHANGE, FIELDS, Frames


def frames(*months):
    """Frames from {person: (neighbourhood, household)} month by month."""
    changes, starts, was = [], [0], {}
    for now in months:
        said = {}
        for person in was.keys() | now.keys():
            here, before = now.get(person), was.get(person)
            if (here is None) != (before is None):
                said["resident.here", person] = int(here is not None)
            if here:
                said["resident.neighbourhood", person], said["resident.household", person] = here
        rows = sorted((FIELDS.index(name), person, 0, value) for (name, person), value in said.items())
        changes += rows
        starts.append(len(changes))
        was = now
    return Frames(0, np.array(changes, CHANGE), np.array(starts))


@pytest.fixture
def where():
    def find(homes, month):
        """The home of each person in a month."""
        who = homes.sitting(month)
        return {person: int(home) for person, home in zip(who.tolist(), homes.home_of_seat, strict=True) if person}

    return find


def test_a_household_keeps_its_home_when_its_head_is_gone(where):
    homes = settle(frames({1: (0, 1), 2: (0, 1)}, {2: (0, 2)}))
    assert where(homes, 0)[2] == where(homes, 1)[2]
    assert len(homes.capacity) == 1


def test_who_founds_a_household_leaves_the_home_to_the_others(where):
    homes = settle(frames({1: (0, 1), 2: (0, 1), 3: (0, 1)}, {1: (0, 1), 2: (0, 1), 3: (0, 3)}))
    now = where(homes, 1)
    assert now[1] == now[2] == where(homes, 0)[1]
    assert now[3] not in (now[1], where(homes, 0)[3])


def test_whoever_moves_elsewhere_has_a_home_there(where):
    homes = settle(frames({1: (0, 1), 2: (0, 1)}, {1: (0, 1), 2: (1, 2)}))
    assert homes.neighbourhood[where(homes, 0)[2]] == 0
    assert homes.neighbourhood[where(homes, 1)[2]] == 1


def test_an_empty_home_is_let_again_in_its_own_neighbourhood(where):
    homes = settle(frames({1: (0, 1), 2: (1, 2)}, {2: (1, 2), 3: (0, 3), 4: (1, 4)}))
    assert where(homes, 1)[3] == where(homes, 0)[1]
    assert len(homes.capacity) == 3


def test_the_smallest_empty_home_with_room_is_taken(where):
    first = {1: (0, 1), 2: (0, 1), 3: (0, 1), 4: (0, 4), 5: (0, 4), 6: (0, 6)}
    homes = settle(frames(first, {}, {7: (0, 7), 8: (0, 7)}))
    assert where(homes, 2)[7] == where(homes, 2)[8] == where(homes, 0)[4]
    assert sorted(homes.capacity.tolist()) == [1, 2, 3]


def test_a_home_too_small_is_built_on_to():
    homes = settle(frames({1: (0, 1)}, {2: (0, 2), 3: (0, 2)}))
    assert homes.capacity.tolist() == [2]
