"""M12: exhaustion from unpaid help."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.chance import Decision
from simulation.mechanisms.burnout import burn_out, catches, next_burnout

from .village import village

SHARE = st.floats(0, 1)


@given(SHARE, st.floats(0, 1e6), st.floats(0, 2), SHARE)
def test_burnout_stays_between_0_and_1(burnout, load, gain, recovery):
    assert 0.0 <= next_burnout(burnout, load, gain, recovery) <= 1.0


@pytest.mark.parametrize(
    ("burnout", "load", "expected"),
    [(0.3, 1.0, 0.3), (0.3, 1.5, 0.35), (0.3, 0.0, 0.24), (0.3, 0.5, 0.27), (0.0, 0.9, 0.0), (0.95, 9.0, 1.0)],
)
def test_solved_steps(burnout, load, expected):
    """Gain .1 a unit of load beyond 1; a fifth heals in full rest, half of that at half load."""
    assert next_burnout(burnout, load, 0.1, 0.2) == pytest.approx(expected)


def test_rest_heals_by_half_in_its_half_life():
    """.8^t = .5 at t = 3.106."""
    b = 1.0
    for _ in range(31):
        b = next_burnout(b, 0.0, 0.1, 0.2)
    assert b == pytest.approx(0.5 ** (31 / 3.10628), rel=1e-4)


def test_catching_it_is_a_hazard():
    assert catches(0.39, 0.5, 1.0)  # 1 - exp(-.5) = .3935
    assert not catches(0.40, 0.5, 1.0)
    assert not catches(2.0**-33, 0.0, 1.0)


def test_kin_and_civic_hours_add_up_to_a_load():
    """20 + .5 x 40 hours of 20 bearable: a load of 2."""
    town = village(3, burnout__bearable_hours=20, burnout__civic_strain=0.5, burnout__gain=0.1, burnout__recovery=0.2)
    r = town.residents
    r.kin_given[0], r.civic_given[0] = 1200, 2400
    r.burnout[:] = [0.2, 0.2, 0.0]
    burn_out(town)
    assert r.burnout == pytest.approx([0.3, 0.16, 0.0])


def test_contagion_is_off_by_default_and_follows_ties_where_on():
    """Person i of a line of pairs is tied to one burnt-out person (weight 30) and one who is not (weight 10)."""
    n = 300
    town = village(3 * n, burnout__recovery=0.0, burnout__burnt_out=0.7)
    town.tie(*((i, n + i, 30) for i in range(n)), *((i, 2 * n + i, 10) for i in range(n)))
    town.residents.burnout[n : 2 * n] = 0.8
    burn_out(town)
    assert not town.residents.burnout[:n].any()
    town.set(burnout__contagion=0.6)
    burn_out(town)
    caught = town.luck(Decision.BURNOUT_SPREAD)[:n] < 1 - math.exp(-0.6 * 0.75)
    assert 50 < caught.sum() < 250
    assert np.array_equal(town.residents.burnout[:n] == np.float32(0.7), caught)
    assert not town.residents.burnout[2 * n :].any(), "two steps away in one month"
