"""What a month costs: run by hand with `pytest -m benchmark -s`. It prints; it does not judge.

Nanoseconds a resident-month on one thread, phase by phase, at three sizes of town; what each further resident adds to
the memory of the process; and, at 1,000 residents in the same run, how many times slower the oracle is.
"""

import resource
from time import perf_counter

import pytest
from oracle.model import OracleWorld

from simulation.scenario import Scenario
from simulation.world import PHASES, World

MONTHS = 24


def town(residents: int) -> World:
    """The market town at another size, settled for a year, with its kernels compiled."""
    scenario = Scenario.load("making_things_happen")
    place = {"name": "Town", "residents": residents}
    world = World(scenario.with_changes({"places": [place], "run.settling_months": 12}), rng=1)
    world.step_month()
    return world


def nanoseconds(world: World, months: int) -> float:
    """Time a resident-month over this many months."""
    people = int(world.residents_by_place().sum())
    began = perf_counter()
    for _ in range(months):
        world.step_month()
    return (perf_counter() - began) / months / people * 1e9


@pytest.mark.benchmark
@pytest.mark.parametrize("residents", [10_000, 100_000, 1_000_000])
def test_cost_of_a_month(residents: int) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    world = town(residents)
    world.seconds[:] = 0.0
    spent = nanoseconds(world, MONTHS)
    people = int(world.residents_by_place().sum())
    print(f"\n{people:,} residents: {spent:.0f} ns a resident-month")
    for phase, seconds in zip(PHASES, world.seconds, strict=True):
        print(f"  {phase.name:16s} {seconds / MONTHS / people * 1e9:6.1f}")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    print(f"  memory: {grown / people:.0f} bytes a resident at the peak, building included")


@pytest.mark.benchmark
def test_ratio_to_the_oracle() -> None:
    world = town(1_000)
    oracle = OracleWorld.from_columns(world)
    began = perf_counter()
    for _ in range(6):
        oracle.step()
    slow = (perf_counter() - began) / 6 / 1_000 * 1e9
    fast = nanoseconds(world, 60)
    print(f"\noracle {slow:,.0f} ns, columns {fast:,.0f} ns a resident-month: {slow / fast:.0f} times")
