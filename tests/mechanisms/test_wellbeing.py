"""Wellbeing, on the scale of 0 to 10."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.mechanisms.wellbeing import aim, settle_wellbeing

from .village import HOME, MENTAL, village

ANY = st.floats(-100, 100)


@given(st.tuples(*(ANY,) * 7))
def test_life_is_never_worse_than_0_nor_better_than_10(lived):
    assert 0.0 <= aim(*lived) <= 10.0


def test_each_thing_counts():
    """8 - 1.5 + 2 (.75 - .5) - 1.2 x .5 + .1."""
    assert aim(8.0, 1.5, 0.75, 2.0, 0.5, 1.2, 0.1) == pytest.approx(6.5)


def test_it_moves_part_of_the_way_each_month():
    """Needs at levels 1 and 3 lose .4 and 2; with capacity .5, no burnout and 7.9 to begin with: towards 5.6."""
    town = village(3, wellbeing__loss=[0.4, 1.0, 2.0])
    town.set(wellbeing__base=7.9, wellbeing__acting=0.1, wellbeing__speed=0.25)
    r = town.residents
    r.wellbeing[:] = 7.9
    r.level[:2, [MENTAL, HOME]] = [1, 3]
    r.active[1] = True
    r.alive[2] = False
    r.level[2] = 3
    settle_wellbeing(town)
    assert r.wellbeing == pytest.approx([7.9 - 0.25 * 2.4, 7.9 - 0.25 * 2.3, 7.9], abs=1e-5)
