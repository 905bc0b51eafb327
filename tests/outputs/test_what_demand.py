"""What is said of demand holds: that it rises is said only where it does."""

import pytest

from simulation.outputs.words import what_demand
from simulation.scenario import Scenario


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "rising demand"),
        ({"demand.path": "held"}, "demand held from the first month"),
        ({"demand.on": False}, "demand as it is today"),
    ],
)
def test_demand_that_is_held_is_not_said_to_rise(changes, said):
    assert what_demand(Scenario.load("doing_things", changes)) == said
