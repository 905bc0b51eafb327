"""M17, connected across the public realm: what a share in decisions does to trust and to how services fit."""

import pytest

from simulation.agents.groups import UNKNOWN
from simulation.mechanisms.public_realm import learning_speed, more_shared, trust_earned
from simulation.mechanisms.trust import settle_trust
from simulation.mechanisms.understanding import align

from .village import village


@pytest.mark.parametrize(("share", "more"), [(0.1, 0.0), (0.4, 0.3), (0.0, -0.1)])
def test_only_what_differs_from_today_counts(share, more):
    town = village(1, public_realm__shared_decisions=share, public_realm__trust_gain=0.5)
    assert more_shared(town) == pytest.approx([more])
    assert trust_earned(town) == pytest.approx([0.5 * more])
    town.set(public_realm__on=False)
    assert more_shared(town).tolist() == [0.0]


def test_trust_moves_to_what_a_say_earns():
    """Met as usual; .4 more decisions at .5 a unit are .2, of which trust covers a tenth."""
    town = village(
        1, public_realm__shared_decisions=0.5, public_realm__trust_gain=0.5, trust__start=0.6, trust__speed=0.1
    )
    town.needs.needed_by[0, 1, 2], town.needs.met_by[0, 1, 2] = 100, 100 * town.scenario.trust.usual_met
    settle_trust(town)
    assert town.places.trust == pytest.approx([0.6 + 0.1 * 0.2])


def test_speed_of_learning_stays_within_nothing_and_all():
    speeds = [
        learning_speed(0.5, *told) for told in ((0.3, 2.0, 0.5, 0.4), (1.0, 2.0, 0.9, 1.0), (0.0, 2.0, -0.1, 1.0))
    ]
    assert speeds == pytest.approx([0.5 * (0.3 + 0.4), 1.0, 0.0])


def test_others_bring_what_agencies_know_of_them():
    learning = {"understanding__rate": 0.1, "understanding__discretion": 0.3}
    town = village(1, groups=4, public_realm__shared_decisions=0.3, **learning)
    town.groups.mapped[:] = [UNKNOWN, UNKNOWN, UNKNOWN, 2]
    town.needs.needed_by[0, 1, 2] = 100
    align(town)
    assert town.understanding.alignment[0, 1, 2] == pytest.approx(0.2 + 0.1 * (0.3 + 0.2 * 0.25) * 0.8)
