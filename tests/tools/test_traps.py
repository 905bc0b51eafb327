"""Each tool does at once what it is used for, and what its trap says later; same people, same luck."""

from functools import cache

import numpy as np
import pytest

from simulation.agents.residents import CRISIS, Status
from simulation.scenario import Scenario
from simulation.world import World

pytestmark = pytest.mark.slow

SEEDS = range(1, 7)


def told(name, money):
    """A scenario that no election turns round; without `money` duties are met in full, so that only need is seen."""
    return Scenario.load(name, {"politics.turn_chance": 0.0} | ({} if money else {"budget.on": False}))


@cache
def settled(seed, money):
    """The market town before month 0."""
    return World(told("doing_things", money), rng=seed)


def lived(name, months, see, money=True, **changes):
    """What `see` sees of a scenario's world at the end of each month [seed, month, ...]."""
    seen = []
    for seed in SEEDS:
        start = settled(seed, money)
        world = start.fork(told(name, money).with_changes(changes))
        seen.append([])
        for _ in range(months):
            world.step_month()
            seen[-1].append(see(world))
    return np.array(seen, float)


def levels_and_waiting(world):
    """People at levels 1 to 3, and those who wait for help before a crisis; a person counts once a ladder."""
    r = world.residents
    level, status = r.level[: r.count], r.status[: r.count]
    return [*np.bincount(level.ravel(), minlength=4)[1:], ((status == Status.WAITING) & (level < CRISIS)).sum()]


def surely_above_zero(difference):
    """Whether a mean over seeds is more than two standard errors above nothing."""
    return difference.mean() > 2.0 * difference.std(ddof=1) / np.sqrt(len(difference))


def test_rationing_empties_the_queue_at_once_and_need_comes_back_heavier():
    both = [lived(name, 72, levels_and_waiting, money=False) for name in ("doing_things", "doing_things+rationing")]
    difference = both[1] - both[0]
    waiting = both[1][:, :, 3]
    assert both[0][:, :, 3].mean() > 5
    assert not waiting.any(), "nobody waits for what is not given"
    assert surely_above_zero(difference[:, 60:, 1].mean(axis=1)), "complex need after five years"
    assert surely_above_zero(difference[:, 60:, 2].mean(axis=1)), "crises after five years"
    assert abs(difference[:, 0, :3]).max() == 0, "no need changes in the month in which people are turned away"


def test_rationed_money_is_in_the_reserves():
    rationed, base = (
        lived(name, 3, lambda world: [world.budget.reserves.sum(), world.budget.discretionary.sum()])
        for name in ("doing_things+rationing", "doing_things")
    )
    saved = 0.3 * base[:, 0, 1]
    assert rationed[:, 0, 0] - base[:, 0, 0] == pytest.approx(saved, abs=4), "to the penny, but for rounding down"


def test_demand_management_turns_nobody_away_and_helps_more_before_crisis():
    def helped_early(world):
        level = world.residents.level[world.needs.person, world.needs.ladder]
        return [world.needs.direct[level < CRISIS].sum(), world.needs.direct.sum()]

    both = [lived(name, 30, helped_early) for name in ("doing_things", "doing_things+demand_management")]
    early, in_crisis = zip(*(one.sum(axis=1).T for one in both), strict=True)
    in_crisis = [all_hours - before for before, all_hours in zip(early, in_crisis, strict=True)]
    assert surely_above_zero(early[1] - early[0])
    assert surely_above_zero(in_crisis[0] - in_crisis[1]), "the trap: the money is the same"
    assert Scenario.load("doing_things+demand_management").at(0).service.threshold == 1


def test_service_transformation_costs_hours_first_and_gains_them_once():
    base, changed = (
        lived(name, 36, lambda world: [world.budget.direct_minutes().sum(), world.budget.direct.sum()])
        for name in ("doing_things", "doing_things+service_transformation@6")
    )
    spent = (base[:, :, 1] > 1e6) & (changed[:, :, 1] > 1e6)
    hours = (changed[:, :, 0] / changed[:, :, 1].clip(1)) / (base[:, :, 0] / base[:, :, 1].clip(1)).clip(1e-9)
    hours = np.ma.array(hours, mask=~spent)
    for months, expected in ((slice(0, 6), 1.0), (slice(6, 24), 0.95), (slice(24, 36), 1.15)):
        assert hours[:, months].compressed() == pytest.approx(expected, abs=0.005)
        assert hours[:, months].count() > 10


POOL = "doing_things+pooled_budgets"
FEWER_DUTIES = {"service.cost": [1400.0, 600.0, 400.0, 300.0, 450.0], "service.placement_cost": 4000.0}
"""A third less for every case from month 0 on, as if need had become lighter: others save as well as the council."""


def test_pooled_budgets_mend_wrong_pockets_after_a_year():
    """What others save comes back from month 12 on, and is spent by choice beyond the first budget."""

    def purse(world):
        b = world.budget
        return [b.returned.sum(), b.discretionary.sum(), b.first_discretionary.sum(), b.reserves.sum(), b.income.sum()]

    apart, pooled = (lived(name, 24, purse, **FEWER_DUTIES) for name in ("doing_things", POOL))
    assert not apart[..., 0].any()
    assert not pooled[:, :12, 0].any(), "the first year is settled before anything comes"
    assert (pooled[:, 12:, 0] > 0).all()
    assert (pooled[:, 12:, 1] > pooled[:, 12:, 2]).all(), "more than the first budget, which is the most without a pool"
    assert (apart[..., 1] <= apart[..., 2]).all()
    assert np.array_equal(apart[..., 4], pooled[..., 4]), "income from outside is the same to the penny"
    assert np.array_equal(apart[:, 0, 3], pooled[:, 0, 3]), "and nothing else pays into the reserves"


def test_pooled_budgets_cost_from_the_first_month():
    base, pooled = (
        lived(name, 3, lambda world: [world.budget.direct_minutes().sum(), world.budget.direct.sum()])
        for name in ("doing_things", POOL)
    )
    hours = (pooled[..., 0] / pooled[..., 1]) / (base[..., 0] / base[..., 1])
    assert hours == pytest.approx(1.0 / 1.02, abs=1e-3)


def test_pooled_budgets_pay_for_savings_that_would_have_come_anyway_and_leave_less_in_reserve():
    """The trap: where partners expect costs to grow faster than they do, money is released though nobody saved it."""

    def purse(world):
        return [world.budget.returned.sum(), world.budget.reserves.sum()]

    modest, lavish = (lived(POOL, 36, purse, **{"pooling.expected_growth": growth}) for growth in (0.0, 0.15))
    assert surely_above_zero(lavish[..., 0].sum(axis=1) - modest[..., 0].sum(axis=1))
    assert surely_above_zero(modest[:, -1, 1] - lavish[:, -1, 1])
