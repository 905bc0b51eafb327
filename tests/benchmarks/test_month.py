"""What a month costs: run by hand with `pytest -m benchmark -s`. It prints; it does not judge.

Nanoseconds a resident-month on one thread, phase by phase, at three sizes of town and in twelve; what each further
resident adds to the memory that a world holds and that its process takes; and, at 1,000 residents in the same run, how
many times slower the oracle is.
"""

import subprocess
import sys
from time import perf_counter

import pytest
from oracle.model import OracleWorld

from simulation.scenario import Scenario
from simulation.world import PHASES, World

YEAR = 12
MONTHS = 2 * YEAR


def town(residents: int, places: int = 1) -> World:
    """The market town at another size, or so many of them, a year after settling: every kernel has been loaded.

    A function is loaded from disk when it is first called, which takes a few milliseconds, once.
    """
    scenario = Scenario.load("making_things_happen")
    towns = [{"name": f"Town {number}", "residents": residents // places} for number in range(places)]
    world = World(scenario.with_changes({"places": towns, "run.settling_months": 12}), rng=1)
    for _ in range(YEAR):
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
@pytest.mark.parametrize(("residents", "places"), [(10_000, 1), (100_000, 1), (100_000, 12), (1_000_000, 1)])
def test_cost_of_a_month(residents: int, places: int) -> None:
    world = town(residents, places)
    world.seconds[:] = 0.0
    spent = nanoseconds(world, MONTHS)
    people = int(world.residents_by_place().sum())
    print(f"\n{people:,} residents, places: {places}: {spent:.0f} ns a resident-month")
    for phase, seconds in zip(PHASES, world.seconds, strict=True):
        print(f"  {phase.name:16s} {seconds / MONTHS / people * 1e9:6.1f}")


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


WEIGH = """
import sys
from simulation.scenario import Scenario
from simulation.world import World

def arrays(part):
    return sum(one.nbytes for one in vars(part).values() if hasattr(one, "nbytes"))

residents = int(sys.argv[1])
scenario = Scenario.load("making_things_happen")
places = [{"name": "Town", "residents": residents}]
world = World(scenario.with_changes({"places": places, "run.settling_months": 1}), rng=1)
most = 0
for _ in range(14):
    world.step_month()
    most = max(most, int(open("/proc/self/statm").read().split()[1]) * 4096)
print(arrays(world.residents) + arrays(world.ties) + arrays(world.needs) + arrays(world.groups), most)
"""
"""What a world's arrays hold, needs of the month included, and the most that its process took at a month's end."""


@pytest.mark.benchmark
def test_memory_of_a_resident() -> None:
    sizes = 100_000, 1_000_000
    weighed = [
        [int(one) for one in subprocess.check_output([sys.executable, "-c", WEIGH, str(n)], text=True).split()]
        for n in sizes
    ]
    held, taken = ((more - less) / (sizes[1] - sizes[0]) for less, more in zip(*weighed, strict=True))
    print(f"\na further resident: {held:.0f} bytes held, ties included; {taken:.0f} bytes of the process at work")
