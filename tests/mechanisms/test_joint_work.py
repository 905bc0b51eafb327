"""M17 What working with others costs, bare and in the purse of a place."""

import numpy as np
import pytest

from simulation.mechanisms.joint_work import part_for_joint_work

from .village import village

COSTS = {"hand_off__view_cost": 0.1, "public_realm__decisions_cost": 0.2, "innovation__visit_cost": 0.01}


@pytest.mark.parametrize(
    ("policy", "part"),
    [
        ({}, 0.0),
        ({"hand_off__shared_view": 0.8}, 0.1 * 0.5),
        ({"hand_off__shared_view": 0.0}, 0.0),
        ({"public_realm__shared_decisions": 0.6}, 0.2 * 0.5),
        ({"public_realm__shared_decisions": 0.0}, 0.0),
        ({"innovation__governance": "networked"}, 0.01),
        ({"innovation__governance": "centre"}, 0.0),
        (
            {"hand_off__shared_view": 0.8, "public_realm__shared_decisions": 0.6,
             "innovation__governance": "networked"},
            0.16,
        ),
        ({"hand_off__shared_view": 0.8, "hand_off__on": False}, 0.0),
        ({"public_realm__shared_decisions": 0.6, "public_realm__on": False}, 0.0),
        ({"innovation__governance": "networked", "innovation__on": False}, 0.0),
    ],
)  # fmt: skip
def test_what_is_beyond_today_costs(policy, part):
    """Today .3 of the people are seen together and .1 of decisions are shared."""
    county = village(2, **COSTS, **policy, places=[{"name": one, "residents": 500} for one in ("Vale", "Hamlet")])
    assert part_for_joint_work(county) == pytest.approx([part, part], abs=1e-12)


def test_a_place_alone_visits_nobody():
    assert part_for_joint_work(village(1, **COSTS, innovation__governance="networked")).tolist() == [0.0]


def test_nobody_spends_more_than_all():
    dear = COSTS | {"hand_off__view_cost": 1.0, "public_realm__decisions_cost": 1.0}
    town = village(1, **dear, hand_off__shared_view=1.0, public_realm__shared_decisions=1.0)
    assert part_for_joint_work(town).tolist() == [1.0]


def test_whoever_buys_a_shared_view_pays_for_it_and_for_nothing_else():
    """1,000 pence to choose, of which a tenth goes to changing over: 900 x .05 = 45 are paid, and 855 are left."""
    town = village(1, **COSTS, hand_off__shared_view=0.8)
    town.effort.dual_running[:] = 0.1
    town.budget.income[0, 0], town.budget.first_discretionary[0, 0] = 1000, 1000
    town.budget.share_out()
    b = town.budget
    assert (b.discretionary[0, 0], b.dual_running[0, 0], b.joint[0, 0]) == (1000, 100, 45)
    assert (b.direct + b.connecting)[0, 0] == 855
    assert not np.delete(b.joint, 0).any()


def test_while_settling_nothing_is_paid():
    town = village(1, month=-3, **COSTS, hand_off__shared_view=0.8)
    town.budget.statutory[:] = 1000
    town.budget.share_out()
    assert not town.budget.joint.any()
