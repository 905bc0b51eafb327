"""M9: halls close by luck of their own, and take their groups' hours with them."""

import math

import numpy as np

from simulation import chance
from simulation.agents.halls import Halls
from simulation.chance import Decision
from simulation.mechanisms.assets import close_halls
from simulation.mechanisms.routing import route

from .village import village


def with_halls(halls, groups=0, closing=0.6, month=5):
    town = village(max(groups, 1), groups, month=month, assets__closing=closing, groups__no_hall=0.8)
    key = np.array([chance.mix(np.uint64(7), np.uint64(h), np.uint64(0)) for h in range(halls)], np.uint64)
    town.halls = Halls(key, np.zeros(halls, np.int16), np.ones(halls, np.bool_))
    return town


def test_halls_close_by_a_twelfth_of_the_yearly_hazard():
    town = with_halls(2000)
    close_halls(town)
    closed = town.luck(Decision.HALL_CLOSES, town.halls.key) < 1 - math.exp(-0.6 / 12)
    assert 50 < closed.sum() < 150
    assert np.array_equal(town.halls.open, ~closed)


def test_they_stay_closed_and_a_year_closes_what_the_card_says():
    """1 - e^-.6 = .451 of 2,000, within four standard errors."""
    town = with_halls(2000)
    before = town.halls.open.copy()
    for town.month in range(12):
        close_halls(town)
        assert not (town.halls.open & ~before).any()
        before = town.halls.open.copy()
    assert abs(town.halls.open.mean() - math.exp(-0.6)) < 4 * math.sqrt(0.451 * 0.549 / 2000)


def test_nothing_closes_before_the_place_is_reported_on():
    town = with_halls(200, closing=1.0, month=-1)
    close_halls(town)
    assert town.halls.open.all()


def test_which_halls_close_does_not_depend_on_their_rows():
    town, turned = with_halls(500), with_halls(500)
    turned.halls.key = turned.halls.key[::-1].copy()
    close_halls(town)
    close_halls(turned)
    assert np.array_equal(town.halls.open, turned.halls.open[::-1])


def test_a_closed_hall_takes_its_groups_hours_with_it():
    """Formal groups 0 and 1 of halls 0 and 1, of which 1 closes; group 2 is informal: 100 minutes each, and 80."""
    town = with_halls(2, groups=3, closing=0.0)
    r, g = town.residents, town.groups
    g.formal[:2], g.hall[:] = True, [0, 1, -1]
    r.active[:], r.civic_minutes[:] = True, 100
    r.groups[:] = [[0, -1], [1, -1], [-1, 2]]
    town.set(routing__serving_share=1.0)
    town.halls.open[1] = False
    close_halls(town)
    assert g.hall.tolist() == [0, -1, -1]
    town.list_needs()
    route(town)
    assert g.pool.tolist() == [100, 80, 100]


def test_the_same_halls_close_whatever_is_done_there(world):
    """Two ways of working, and the phase switched off."""
    closing = {"assets.closing": 0.5}
    ways = [world.fork({**closing, "effort.connecting_share": share, "effort.lag": 1}) for share in (0.0, 1.0)]
    ways.append(world.fork({**closing, "assets.on": False}))
    for way in ways:
        way.run_for(12)
    first, second, off = (way.halls.open for way in ways)
    assert np.array_equal(first, second)
    assert not first.all()
    assert off.all()
    for way in ways[:2]:
        g = way.groups
        assert way.halls.open[g.hall[g.hall >= 0]].all()
        assert (g.hall[g.alive & g.formal] < 0).any()
