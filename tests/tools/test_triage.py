"""Who goes first: each order serves those it is meant to serve, what it costs, and whom it lets wait."""

from functools import cache

import numpy as np
import pytest
from test_traps import surely_above_zero

from simulation.agents.residents import Status
from simulation.scenario import Scenario
from simulation.world import World

SEEDS = range(1, 7)
VILLAGE = [{"name": "Village", "residents": 2000}]
SCARCE = {
    "places": VILLAGE, "run.settling_months": 36, "politics.turn_chance": 0.0, "budget.on": False,
    "budget.discretionary_share": 0.15, "seeking.rates": [0.05, 0.1, 0.3], "service.abandon_rate": 0.0,
}  # fmt: skip
"""More ask for direct help than there are places, and nobody stops waiting for any other reason."""


def told(name):
    return Scenario.load(name, SCARCE)


@cache
def settled(seed):
    return World(told("do_early"), rng=seed)


@cache
def lived(tool="", months=36):
    """By name [seed]: mean months waited and number of those waiting by level, new help by level, hours per pound."""
    seen = []
    for seed in SEEDS:
        world = settled(seed).fork(told(f"do_early{tool}"))
        waiting, waited, helped, hours = np.zeros(4), np.zeros(4), np.zeros(4), []
        for _ in range(months):
            world.step_month()
            r, needs = world.residents, world.needs
            n, waits = r.level[: r.count], r.status[: r.count] == Status.WAITING
            waiting += np.bincount(n[waits], minlength=4)
            waited += np.bincount(n[waits], r.wait[: r.count][waits], minlength=4)
            at = r.level[needs.person, needs.ladder]
            helped += np.bincount(at, needs.direct > 0, minlength=4)
            hours.append(needs.direct.sum() / max(world.budget.direct.sum(), 1))
        seen.append([*(waited / waiting.clip(1))[1:3], *waiting[1:3], *helped[1:3], np.mean(hours)])
    names = ("wait_slight", "wait_complex", "slight", "complex", "slight_helped", "complex_helped", "hours")
    return dict(zip(names, np.array(seen).T, strict=True))


def test_need_first_lets_slight_need_wait():
    base = lived()
    assert surely_above_zero(base["wait_slight"] - base["wait_complex"])
    assert surely_above_zero(base["complex_helped"] / base["complex"] - base["slight_helped"] / base["slight"])


def test_first_come_first_served_helps_slight_need_and_lets_complex_need_wait():
    one, base = lived("+first_come_first_served"), lived()
    assert surely_above_zero(one["slight_helped"] - base["slight_helped"])
    assert surely_above_zero(base["wait_slight"] - one["wait_slight"])
    assert surely_above_zero(base["complex_helped"] - one["complex_helped"])
    assert surely_above_zero(one["complex"] - base["complex"]), "and more of them wait"


def test_prevention_first_lets_complex_need_wait_longest_and_pays_for_knowing():
    one, base, counted = lived("+prevention_first"), lived(), lived("+first_come_first_served")
    assert surely_above_zero(one["slight_helped"] - base["slight_helped"])
    assert surely_above_zero(one["wait_complex"] - base["wait_complex"])
    assert surely_above_zero(one["complex"] - counted["complex"])
    assert surely_above_zero(base["hours"] - one["hours"])


@pytest.mark.parametrize("tool", ["first_come_first_served", "prevention_first"])
def test_the_order_changes_from_its_month_on_and_in_its_places(tool):
    plan = told(f"do_early+{tool}@7")
    assert plan.at(6).service.triage == "need"
    assert plan.at(7).service.triage != "need"
