"""Trials in settled towns: one thing is changed in a fork, and the two are followed side by side.

Demand stays at today's, so that nothing else changes. What is found is compared with published trials and reviews in
`simulation.verification.patterns`.
"""

from simulation.scenario import Scenario
from simulation.verification.diary import YEAR, Diary
from simulation.verification.settled import Quantities
from simulation.world import World

CUT = 0.5
"""The share of discretionary money that is taken away."""


def settled(scenario: Scenario, seed: int) -> World:
    """The town under today's way of working and at today's demand, at month 0."""
    return World(scenario.today().with_changes({"demand.on": False}), rng=seed)


def try_one(asked: tuple[Scenario, int]) -> dict[int, Quantities]:
    """What every trial finds in the town of a scenario and a seed, by the number of the pattern."""
    town = settled(*asked)
    return {17: service_cut(town), 22: connecting_families(town, asked[0])}


def service_cut(town: World) -> Quantities:
    """Hours that people give to groups and hours of direct help in the second year, as they are and after a cut.

    Nobody catalyses: the town is under today's way of working, in which connecting gets nothing.
    """
    found: Quantities = {}
    for name, change in (("as is", {}), ("after a cut", {"budget.saving": CUT})):
        world = town.fork(change)
        world.run_for(YEAR)
        civic, public = 0, 0
        for _ in range(YEAR):
            world.step()
            civic += int(world.residents.civic_given[: world.residents.count].sum())
            public += int(world.budget.minutes_given.sum())
        found |= {f"civic hours, {name}": civic / 60.0, f"public hours, {name}": public / 60.0}
    return found


def connecting_families(town: World, scenario: Scenario) -> Quantities:
    """Children who enter care in the second year, under today's way of working and once part of effort connects."""
    share = scenario.effort.connecting_share or Scenario.load("making_things_happen").effort.connecting_share
    found: Quantities = {}
    for name, change in (("as is", {}), ("connecting", {"effort.connecting_share": share})):
        world = town.fork(change)
        world.run_for(YEAR)
        diary = Diary(world)
        diary.keep(YEAR)
        found[f"entries to care, {name}"] = float(diary.placements)
    return found
