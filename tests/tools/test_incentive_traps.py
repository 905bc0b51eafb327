"""Incentives for citizens: what each tool is for, and its trap; same people, same luck, the same money."""

from functools import cache

import numpy as np
import pytest
from test_traps import SEEDS, settled, surely_above_zero, told

from simulation.mechanisms.incentives import KEYS
from simulation.outcomes import Line, Measure
from simulation.scenario import Scenario

pytestmark = pytest.mark.slow

MONTHS = 36
TOOLS = ("incentives_for_citizens", "paid_volunteering", "time_credits", "tax_discount", "micro_grants")
MORE_FOR_A_POUND = ("incentives.payment_effect", 0.1)
"""With this, pay breaks even at 0.12 x (1 - 0.3) / 0.1 = 0.84 pounds an hour, which the place can pay."""


@cache
def lived(name, *changes, until=MONTHS):
    """Worlds of a scenario after three years, by seed; from month `until` on nothing is offered any more."""
    worlds = []
    for seed in SEEDS:
        world = settled(seed, money=True).fork(told(name, money=True).with_changes(dict(changes)))
        for _ in range(until):
            world.step_month()
        if until < MONTHS:
            world = world.fork(told("doing_things", money=True).with_changes(dict(changes)))
            for _ in range(until, MONTHS):
                world.step_month()
        worlds.append(world)
    return worlds


def active(worlds, months):
    """People who take part, on average over some months [seed]."""
    return np.array([w.outcomes.people[months, ..., Measure.ACTIVE].sum(axis=(1, 2)).mean() for w in worlds])


def pence(worlds, line, months=slice(0, MONTHS)):
    """A line of the budget, summed over these months [seed]."""
    return np.array([w.outcomes.money[months, ..., line].sum() for w in worlds], float)


def without(*changes):
    """The same without anything offered."""
    return lived("doing_things", *changes)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_offers_something_and_pays_for_it_out_of_other_help(tool):
    scenario = Scenario.load(f"doing_things+{tool}")
    assert any(scenario.at(0)[key] for key in KEYS)
    assert "The trap is that" in scenario.description
    worlds = lived(f"doing_things+{tool}")
    cost, lacking = pence(worlds, Line.INCENTIVES), pence(without(), Line.DIRECT) - pence(worlds, Line.DIRECT)
    assert (cost > 0).all()
    assert surely_above_zero(lacking)
    assert np.array_equal(pence(worlds, Line.INCOME), pence(without(), Line.INCOME))


LAST_YEAR = slice(24, 36)


def test_small_pay_crowds_out():
    """A pound an hour, of the 8.4 at which pay breaks even: fewer take part than without pay."""
    paid = lived("doing_things+paid_volunteering")
    assert surely_above_zero(active(without(), LAST_YEAR) - active(paid, LAST_YEAR))


@pytest.mark.parametrize(("pay", "sign"), [(0.4, -1), (3.0, +1)])
def test_pay_crowds_in_only_beyond_what_breaks_even(pay, sign):
    paid = lived("doing_things", MORE_FOR_A_POUND, ("incentives.payment", pay))
    assert surely_above_zero(sign * (active(paid, LAST_YEAR) - active(without(MORE_FOR_A_POUND), LAST_YEAR)))


def test_fewer_take_part_for_long_after_pay_has_ended():
    ended = lived("doing_things+paid_volunteering", until=12)
    assert not pence(ended, Line.INCENTIVES, slice(12, MONTHS)).any()
    assert surely_above_zero(active(without(), LAST_YEAR) - active(ended, LAST_YEAR))


def test_where_pay_costs_no_motivation_the_trap_is_gone():
    """The evidence disagrees, so that nothing at all is within the range."""
    harmless = ("incentives.crowding_out", 0.0)
    paid = lived("doing_things+paid_volunteering", harmless)
    assert not surely_above_zero(active(without(harmless), LAST_YEAR) - active(paid, LAST_YEAR))


def test_asking_thanks_and_a_say_bring_people_in_for_less_money_than_pay():
    unpaid, paid = lived("doing_things+incentives_for_citizens"), lived("doing_things+paid_volunteering")
    assert surely_above_zero(active(unpaid, LAST_YEAR) - active(without(), LAST_YEAR))
    assert surely_above_zero(pence(paid, Line.INCENTIVES) - pence(unpaid, Line.INCENTIVES))


def test_a_tax_discount_does_less_where_fewer_pay_the_tax():
    pushes = [world.incentives.push[0, 1] for world in lived("doing_things+tax_discount")]
    felt = [push for push in pushes if push.any()]
    assert len(felt) >= 3, "in the others no money may be spent by choice now"
    for push in felt:
        assert push[0] / push[4] == pytest.approx(0.6 / 0.95)


def test_small_grants_found_groups_and_time_credits_start_slowly():
    def groups(worlds):
        return np.array([world.outcomes.places[MONTHS - 1, :, 3].sum() for world in worlds])

    assert surely_above_zero(groups(lived("doing_things+micro_grants")) - groups(without()))
    credit = lived("doing_things+time_credits")
    first, last = (active(credit, year) - active(without(), year) for year in (slice(0, 12), LAST_YEAR))
    assert surely_above_zero(last)
    assert surely_above_zero(last - first)
