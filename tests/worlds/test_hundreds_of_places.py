"""Hundreds of places in one world live, keep their ledgers, and are each themselves."""

import numpy as np
import pytest

from simulation.observation.tally import Measure
from simulation.scenario import Scenario
from simulation.world import World

PLACES, RESIDENTS = 300, 500


@pytest.mark.slow
def test_three_hundred_places_settle_and_live_a_year():
    """Every month's invariants hold; towns stay as large as they were made; what a small town has, each has."""
    places = [{"name": f"Town {number}", "residents": RESIDENTS} for number in range(PLACES)]
    changes = {"places": places, "run.settling_months": 12, "run.years": 1}
    world = World(Scenario.load("making_things_happen").with_changes(changes), rng=3)
    made = world.residents_by_place()
    world.run_model()
    assert world.month == 12
    assert abs(world.residents_by_place() / made - 1.0).max() < 0.02, "arrivals make up for those who leave"
    recorded = world.outcomes.people[11, :, :, Measure.RESIDENTS].sum(axis=1)
    assert recorded.tolist() == world.residents_by_place().tolist()
    assert world.outcomes.people[11, :, :, Measure.NEED_MINUTES].sum(axis=1).min() > 0, "no place is left out"
    assert len(np.unique(world.budget.income.sum(axis=1))) > PLACES * 0.9, "no two places have the same luck"
