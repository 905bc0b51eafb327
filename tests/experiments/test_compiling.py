"""Kernels are compiled once, by two processors where there are two."""

import pytest

from simulation import world as month
from simulation.experiments import compiling
from simulation.experiments.compiling import LONG_ENOUGH, compile_kernels, live_backwards
from simulation.scenario import Scenario
from simulation.world import PHASES, World


@pytest.fixture
def newborn() -> World:
    """A hamlet in its first month, as the helper gets it."""
    changes = {"places": [{"name": "Hamlet", "residents": 300}], "run.settling_months": 0, "run.years": 2}
    return World(Scenario.load("doing_things").with_changes(changes), rng=1)


def test_every_phase_can_be_run_backwards_in_a_newborn_world(newborn, monkeypatch):
    """What raises an error is left to the other process, and the help is lost without a word."""
    ended = []

    def noted(phase):
        def run(world):
            phase.run(world)
            ended.append(phase.name)

        return phase._replace(run=run)

    monkeypatch.setattr(month, "PHASES", tuple(noted(phase) for phase in PHASES))
    live_backwards(newborn)
    assert ended == [phase.name for phase in reversed(PHASES)]


@pytest.mark.parametrize("cores", [1, 2])
def test_kernels_are_compiled_once_for_each_version(cores, monkeypatch, tmp_path):
    lived = []
    step = World.step
    monkeypatch.setattr(World, "step", lambda world: (lived.append(world.month), step(world)))
    monkeypatch.setattr(compiling, "CACHE", tmp_path)
    monkeypatch.setattr(compiling, "usable_cores", lambda: cores)
    for _ in range(2):
        compile_kernels(Scenario.load("doing_things"))
    assert lived == list(range(LONG_ENOUGH))
