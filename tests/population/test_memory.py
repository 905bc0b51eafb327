"""What a further resident costs in memory."""

from remembering import state

from simulation.scenario import Scenario
from simulation.world import World

MOST = 250
"""Bytes that a resident may take, ties included, beyond a fixed base (issue 2)."""


def held(residents):
    """Bytes of all arrays that a town just settled remembers, and how many live there."""
    town = {"places": [{"name": "Town", "residents": residents}], "run.settling_months": 2}
    world = World(Scenario.load("making_things_happen").with_changes(town), rng=1)
    arrays = [value for value in state(world).values() if isinstance(value, tuple)]
    return sum(len(content) for _, _, content in arrays), int(world.residents_by_place().sum())


def test_a_further_resident_takes_less_than_the_limit():
    (few, people), (many, more) = held(10_000), held(30_000)
    each = (many - few) / (more - people)
    assert each < MOST
