"""What no settled town is sure to show: groups that take the row of one that ended, and halls that close."""

import numpy as np
import pytest
from mechanisms.village import village

from simulation.agents.halls import Halls
from simulation.chronicle.joining import elections, groups, halls
from simulation.chronicle.notebook import Notebook, Register
from simulation.chronicle.vocabulary import What, Why


def test_a_new_group_in_the_row_of_an_old_one_is_another_group():
    """Two members; the group ends; one founds another, which gets its row and its other member joins again."""
    town = village(2, groups=1)
    r, g = town.residents, town.groups
    g.id[0] = 4
    r.groups[:, 1] = 0
    before = {
        "residents.groups": r.groups.copy(), "residents.helper": r.helper.copy(), "groups.id": g.id.copy(),
        "groups.alive": g.alive.copy(), "groups.neighbourhood": g.neighbourhood.copy(),
    }  # fmt: skip
    g.id[0], g.key[0], g.founder[0] = 9, np.uint64(77), r.key[1]
    notebook, register = Notebook(), Register()
    groups(town, before, notebook, register)
    told = notebook.events()
    assert told[["what", "person", "by", "why"]].tolist() == [
        (What.GROUP_ENDED, 0, 4, Why.NOT_SAID),
        (What.FOUNDED_GROUP, 1, 9, Why.NOT_SAID),
        (What.LEFT_GROUP, 0, 4, Why.THE_GROUP_ENDED),
        (What.LEFT_GROUP, 1, 4, Why.THE_GROUP_ENDED),
        (What.JOINED_GROUP, 0, 9, Why.NOT_SAID),
        (What.JOINED_GROUP, 1, 9, Why.NOT_SAID),
    ]
    assert register.keys[9] == 77


def test_who_stays_is_not_told_of():
    town = village(3, groups=2)
    r, g = town.residents, town.groups
    g.id[:] = 4, 5
    r.groups[:2, 0] = 0, 1
    before = {
        "residents.groups": r.groups.copy(), "residents.helper": r.helper.copy(), "groups.id": g.id.copy(),
        "groups.alive": g.alive.copy(), "groups.neighbourhood": g.neighbourhood.copy(),
    }  # fmt: skip
    notebook = Notebook()
    groups(town, before, notebook, Register())
    assert not len(notebook.events())


def test_a_hall_that_closes_is_told_once_and_of_its_place():
    town = village(1, neighbourhoods=3)
    town.place_of[2] = 1
    town.halls = Halls(np.arange(4, dtype=np.uint64), np.array([0, 1, 2, 2], np.int16), np.array([True] * 3 + [False]))
    before = {"halls.open": town.halls.open.copy()}
    town.halls.open[[0, 2]] = False
    notebook = Notebook()
    halls(town, before, notebook)
    told = notebook.events()[["what", "person", "place"]].tolist()
    assert told == [(What.HALL_CLOSED, 0, 0), (What.HALL_CLOSED, 0, 1)]


@pytest.mark.parametrize(("share", "told"), [(0.4, [(What.APPROACH_TURNED_BACK, 0)]), (0.0, [])])
def test_an_election_is_told_where_there_is_something_to_turn_from(share, told):
    town, notebook = village(1, effort__connecting_share=share), Notebook()
    before = {"places.turned_back": town.places.turned_back.copy()}
    town.places.turned_back[:] = True
    elections(town, before, notebook)
    assert notebook.events()[["what", "place"]].tolist() == told
    before, town.places.turned_back = {"places.turned_back": town.places.turned_back}, ~town.places.turned_back
    elections(town, before, notebook)
    assert notebook.events()["what"].tolist()[len(told) :] == [What.APPROACH_RESUMED] * len(told)
