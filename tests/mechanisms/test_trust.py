"""Trust follows what is met, and falls with harm."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.agents.residents import Event
from simulation.mechanisms.trust import next_trust, settle_trust

from .village import village

CARDS = {"start": 0.6, "met_effect": 0.5, "usual_met": 0.7, "speed": 0.1, "harm_effect": 0.02, "earned": 0.0}
SHARE = st.floats(0, 1)


@given(SHARE, SHARE, st.floats(0, 1000))
def test_trust_stays_between_0_and_1(trust, met, harm):
    assert 0.0 <= next_trust(trust, met, harm, **CARDS) <= 1.0


def test_solved_step():
    """Towards .6 + .5 (.9 - .7) = .7: .5 + .1 x .2 - .02 x 3."""
    assert next_trust(0.5, 0.9, 3.0, **CARDS) == pytest.approx(0.46)


def test_where_needs_are_met_as_usual_trust_returns_to_its_start():
    trust = 0.1
    for _ in range(500):
        trust = next_trust(trust, CARDS["usual_met"], 0.0, **CARDS)
    assert trust == pytest.approx(CARDS["start"])


def test_a_place_counts_its_own_needs_and_harms():
    """75 of 100 minutes met; one harm among 500 residents is 2 in 1,000."""
    town = village(500, trust__start=0.6, trust__met=0.5, trust__usual_met=0.7, trust__speed=0.1, trust__harm=0.02)
    town.needs.needed_by[0, 1, 2], town.needs.met_by[0, 1, 2] = 100, 75
    town.residents.event[7] = Event.HARM | Event.SOUGHT
    town.residents.event[8] = Event.SOUGHT
    settle_trust(town)
    assert town.places.trust == pytest.approx([0.6 + 0.1 * 0.025 - 0.04])


def test_no_need_counts_as_all_met():
    town = village(1, trust__start=0.6, trust__met=0.5, trust__usual_met=0.7, trust__speed=1.0)
    settle_trust(town)
    assert np.allclose(town.places.trust, 0.75)
