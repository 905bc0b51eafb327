"""What a month costs: run by hand with `pytest -m benchmark -s`. It prints; it does not judge.

Nanoseconds a resident-month on one thread, phase by phase, at three sizes of town and in twelve: on average over the
same months lived several times, and where each month counts at its quickest, since whatever else a machine does can
only slow a month down; how long its memory makes a program wait, which on a shared machine differs from hour to hour.
What each further resident adds to the memory that a world holds and that its process takes.
And, at 1,000 residents in the same run, how many times slower the oracle is.
"""

import copy
import subprocess
import sys
from time import perf_counter

import numba
import numpy as np
import pytest
from numpy.typing import NDArray
from oracle.model import OracleWorld

from simulation.scenario import Scenario
from simulation.world import PHASES, World

YEAR = 12
MONTHS = 2 * YEAR
FEWEST_LIVES, LIVED_BY = 3, 600_000
"""The same months are lived again until so many people have lived them, and so many times at least."""

TABLE = 4 * 2**20
"""Bytes that fit in a processor's third cache, unless others fill it."""


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


def nanoseconds(world: World, months: int) -> NDArray[np.float64]:
    """Time a resident in each of so many months."""
    people, took = int(world.residents_by_place().sum()), np.empty(months)
    for month in range(months):
        began = perf_counter()
        world.step_month()
        took[month] = perf_counter() - began
    return took / people * 1e9


@numba.njit
def follow(table, steps):
    """Where so many reads lead, each of which tells where the next is."""
    at = 0
    for _ in range(steps):
        at = table[at]
    return at


def nanoseconds_a_read() -> float:
    """What the machine takes to answer a read from a table that should be near: 15 to 25 ns where nobody else works."""
    order, table, took = np.random.default_rng(1).permutation(TABLE // 8), np.empty(TABLE // 8, np.int64), []
    table[order] = np.roll(order, 1)
    follow(table, 1)
    for _ in range(10):
        began = perf_counter()
        follow(table, len(table))
        took.append(perf_counter() - began)
    return min(took) / len(table) * 1e9


@pytest.mark.benchmark
@pytest.mark.parametrize(("residents", "places"), [(10_000, 1), (100_000, 1), (100_000, 12), (1_000_000, 1)])
def test_cost_of_a_month(residents: int, places: int) -> None:
    world = town(residents, places)
    lives = max(FEWEST_LIVES, LIVED_BY // residents)
    people, spent, by_phase = int(world.residents_by_place().sum()), np.empty((lives, MONTHS)), np.zeros(len(PHASES))
    for number in range(lives):
        life = copy.deepcopy(world)
        life.seconds[:] = 0.0
        spent[number] = nanoseconds(life, MONTHS)
        by_phase += life.seconds / (lives * MONTHS * people) * 1e9
    print(f"\n{people:,} residents, places: {places}: {spent.mean():.0f} ns a resident-month")
    print(f"each month at its quickest: {spent.min(axis=0).mean():.0f} ns")
    print(f"a read within {TABLE >> 20} MB: {nanoseconds_a_read():.0f} ns")
    for phase, each in zip(PHASES, by_phase, strict=True):
        print(f"  {phase.name:16s} {each:6.1f}")


@pytest.mark.benchmark
def test_ratio_to_the_oracle() -> None:
    world = town(1_000)
    oracle = OracleWorld.from_columns(world)
    began = perf_counter()
    for _ in range(6):
        oracle.step()
    slow = (perf_counter() - began) / 6 / 1_000 * 1e9
    fast = nanoseconds(world, 60).mean()
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
