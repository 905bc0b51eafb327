"""M14: what hours of providers cost, what outcome pay brings, and what is bought."""

import numpy as np
import pytest

from simulation.agents.residents import Status
from simulation.chance import Decision
from simulation.mechanisms.budget import Budget
from simulation.mechanisms.direct_help import help_directly
from simulation.mechanisms.market import buy, effort, effort_costs, margin, markup, outcome_gain
from simulation.mechanisms.service import EARLY, meet_duties

from .casework import line
from .village import CARE, FUNCTIONAL, MENTAL, village

PLAIN = {
    "market__duties_bought": [0.5, 0.5, 0.5, 0.5], "market__direct_bought": 0.4, "market__monitoring": 0.1,
    "market__prevention_value": 0.5, "market__picking_value": 0.25, "market__effort_cost": 0.5,
    "market__elasticity": 2.0, "market__social_cost": 0.05, "service__direct_hour": 30.0, "budget__cost_growth": 0.0,
    "service__cost": [100.0] * 5, "service__cost_spread": 0.0, "service__cover": 0.5, "service__outreach": 0.0,
}  # fmt: skip


def town(people=1, **cards):
    return village(people, **{**PLAIN, **cards})


def one(value):
    return np.array(value, float)


# prices


@pytest.mark.parametrize(("firms", "elasticity", "times"), [(1, 2.0, 2.0), (2, 2.0, 4 / 3), (10, 1.25, 1 / 0.92)])
def test_fewer_equal_firms_ask_more(firms, elasticity, times):
    assert float(markup(one(1 / firms), elasticity)) == pytest.approx(times)


def test_prices_are_todays_until_the_market_or_policy_changes():
    made = town()
    made.market.concentration[:] = made.market.first_concentration[:] = 0.3
    made.market.begin_month(made)
    assert (made.market.pay.tolist(), made.market.price.tolist()) == ([1.0], [1.0])


def test_each_policy_and_a_thinner_market_raise_the_price():
    made = town(market__price_uplift=0.1, market__social_value=0.4, market__entry_support=0.2)
    made.market.first_concentration[:], made.market.concentration[:], made.market.new[:] = 0.2, 0.5, 0.25
    made.market.begin_month(made)
    assert made.market.pay[0] == pytest.approx((0.9 / 0.75) * 1.1, abs=1e-9), "support and social value are not theirs"
    assert made.market.price[0] == pytest.approx((0.9 / 0.75) * 1.1 * 1.02 * 1.05, abs=1e-9)


def test_providers_earn_what_places_pay_for_their_hours():
    """With a quarter of hours new: three quarters at the usual pay, a quarter at it and a fifth more."""
    made = town(market__entry_support=0.2)
    made.market.new[:] = 0.25
    made.market.begin_month(made)
    earned = 0.75 * made.market.pay + 0.25 * made.market.pay * 1.2
    assert made.market.price == pytest.approx(earned, abs=1e-9)


def test_prices_and_room_are_those_of_the_month():
    made = town(market__price_uplift=0.1)
    made.providers.capacity[:] = 10.0
    made.market.age = 1
    made.market.begin_month(made)
    assert made.market.price.tolist() == [1.1]
    assert made.market.room.tolist() == [10 * 60 * made.providers.count]
    made.set(market__on=False)
    made.market.begin_month(made)
    assert made.market.price.tolist() == [1.0]
    assert made.market.room[0] > 10**9


# outcome pay


def test_effort_rises_with_the_share_of_pay_up_to_all_that_can_be_done():
    assert effort(one([0.0, 0.2, 0.5, 1.0]), 0.5, 0.4).tolist() == pytest.approx([0.0, 0.25, 0.625, 1.0])


def test_outcome_pay_pays_for_the_effort_it_brings_and_more():
    share, values, cost = one(0.6), (0.5, 0.3), 0.8
    efforts = effort(share, values[0], cost), effort(share, values[1], cost)
    left = outcome_gain(share, efforts, values) - effort_costs(efforts, cost)
    assert float(left) == pytest.approx(0.36 * (0.25 + 0.09) / 1.6)


@pytest.mark.parametrize(
    ("cost", "pay", "use", "left"),
    [
        (0.9, 1.0, 0.8, 0.1),
        (0.9, 1.2, 0.8, 0.25),
        (0.9, 1.0, 0.4, 1 - 0.9 * (0.7 + 0.3 * 2)),
        (0.9, 1.0, 0.0, -1.0),
        (9.0, 1.0, 0.8, -1.0),
    ],
)
def test_margins(cost, pay, use, left):
    assert margin(cost, pay, use, 0.8, 0.3) == pytest.approx(left)


# direct help


def spending(pounds, **cards):
    made = town(**cards)
    made.budget = Budget(1, made)
    made.budget.direct[0, CARE] = made.budget.discretionary[0, CARE] = 100 * pounds
    return made


def test_at_todays_price_bought_hours_are_as_many_as_own_ones():
    made = spending(300)
    buy(made)
    assert made.budget.direct_minutes()[0, CARE] == 600
    assert (made.market.for_direct[0], made.market.wanted_direct[0]) == (240, 240)
    assert not made.budget.dearer.any()
    assert not made.market.prevention.any()
    assert not made.market.picking.any()


def test_outcome_pay_costs_hours_measuring_included():
    """Half of pay: prevention .5, picking .25, so hours cost 1 + .5 (.25 + .0625) times 1.05 as much."""
    made = spending(300, market__outcome_share=0.5)
    buy(made)
    times = (1 + 0.5 * (0.5 * 0.5 + 0.25 * 0.25)) * 1.05
    pence = int(12_000 / times)
    assert made.budget.dearer[0, CARE] == 12_000 - pence
    assert made.budget.direct_minutes()[0, CARE] == (18_000 + pence) * 60 // 3000
    assert made.budget.direct[0, CARE] == 30_000
    assert made.market.prevention[0, CARE] == pytest.approx(0.5 * pence / (18_000 + pence))
    assert made.market.picking[0, CARE] == pytest.approx(0.25 * pence / (18_000 + pence))


def test_money_for_hours_that_nobody_sells_is_kept():
    made = spending(300)
    made.market.room[:], made.market.for_duties[:] = 180, 60
    buy(made)
    assert (made.market.wanted_direct[0], made.market.for_direct[0]) == (240, 120)
    assert made.budget.direct[0, CARE] == made.budget.discretionary[0, CARE] == 24_000
    assert made.budget.direct_minutes()[0, CARE] == 480


def test_prevention_moves_late_hours_of_providers_to_before_crises():
    early_of = []
    for prevention in (0.0, 0.5):
        made = village(40, service__outreach=1.0, service__end_rate=0.0, service__threshold=1)
        made.residents.level[:20, MENTAL], made.residents.level[20:, MENTAL] = 2, 3
        made.residents.status[:20, MENTAL], made.residents.status[20:, MENTAL] = Status.WAITING, Status.WAITING
        made.effort.earliness[:] = 0.2
        made.list_needs()
        slot = int(60 * made.scenario.service.hours_per_fte / made.scenario.service.caseload)
        made.budget.direct[0, CARE] = 10 * slot * made.budget.price(made.scenario.service.direct_hour) // 60 + 10
        made.market.prevention[:] = prevention
        help_directly(made)
        early_of.append(int((made.needs.direct[:20] > 0).sum()))
    assert early_of == [2, 6], "of ten slots: .2, and .2 + .5 x .8"


def test_those_passed_over_stand_behind_all_others():
    made = town(60, service__threshold=1)
    made.residents.level[:, MENTAL] = np.where(np.arange(60) < 30, 2, 1)
    made.residents.status[:, MENTAL] = Status.WAITING
    made.residents.status[:5, MENTAL] = Status.DIRECT
    made.list_needs()
    made.market.picking[:] = 0.4
    order = line(made, EARLY)
    passed = {i for i in range(5, 30) if made.luck(Decision.PASSED_OVER)[i] < 0.4}
    assert 3 < len(passed) < 20
    assert set(order[: 60 - len(passed)]).isdisjoint(passed)
    made.market.picking[:] = 0.0
    assert set(line(made, EARLY)[:30]) == set(range(30)), "the heavier need first"


# duties


def duties(room, price=1.0, income=1000):
    made = town(4)
    made.residents.level[:, FUNCTIONAL] = 3
    made.residents.status[:, FUNCTIONAL] = [Status.STATUTORY, Status.WAITING, Status.WAITING, Status.WAITING]
    made.list_needs()
    made.budget.income[0, CARE] = 100 * income
    made.market.room[:], made.market.price[:] = room, price
    meet_duties(made)
    return made


def test_duties_are_met_as_long_as_providers_have_hours():
    """A case takes half of half of its minutes of need from providers; those in service come first."""
    mine = int(0.5 * int(0.5 * town(1).needs.needed_at[FUNCTIONAL, 3]))
    made = duties(room=2 * mine + mine // 2)
    admitted = made.residents.status[:4, FUNCTIONAL] == Status.STATUTORY
    assert admitted.sum() == 2
    assert admitted[0]
    assert (made.market.for_duties[0], made.market.refused[0]) == (2 * mine, 2 * mine)
    assert made.budget.unserved[0, CARE] == 2 * 100 * 100
    assert not made.budget.exhausted.any()


def test_what_money_does_not_reach_is_not_wanted_of_providers():
    made = duties(room=10**9, income=250)
    assert (made.residents.status[:4, FUNCTIONAL] == Status.STATUTORY).sum() == 2
    assert made.market.refused[0] == 0
    assert made.budget.exhausted[0, CARE]


def test_dearer_hours_make_dearer_duties():
    made = duties(room=10**9, price=1.2)
    assert made.budget.statutory[0, CARE] == 4 * 100 * 100 * 1.1
