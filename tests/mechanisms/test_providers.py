"""M14: providers sell, earn or lose, grow or shrink, leave and enter."""

import numpy as np
import pytest

from simulation.agents.providers import BEFORE_THE_RUN
from simulation.chance import Decision
from simulation.mechanisms.ladder import befalls
from simulation.mechanisms.market import present
from simulation.mechanisms.providers import trade

from .village import village

PLAIN = {
    "market__usual_use": 0.8, "market__fixed_costs": 0.5, "market__usual_margin": 0.1, "market__adjust": 0.1,
    "market__entry": 0.0, "market__patience": 3, "market__elasticity": 2.0,
}  # fmt: skip


def market(capacities, costs=None, hours=0.0, month=5, **cards):
    """Providers with these hours for sale, long in trade; places buy `hours`."""
    made = village(1, month=month, market__providers=len(capacities), **{**PLAIN, **cards})
    t = made.providers
    t.capacity[:] = capacities
    t.cost[:] = 0.9 if costs is None else costs
    made.market.age = 9
    made.market.for_duties[:] = round(60 * hours)
    made.market.first_concentration[:] = made.market.concentration[:] = 0.5
    return made


def of(made, name):
    return getattr(made.providers, name)[present(made)]


def test_hours_are_sold_by_size_and_all_are_sold():
    made = market([60, 30, 10], hours=50)
    trade(made)
    assert of(made, "sold").tolist() == pytest.approx([30, 15, 5])


def test_with_social_value_small_ones_sell_as_much_and_others_what_they_cannot():
    made = market([60, 30, 10], hours=60, market__social_value=1.0)
    trade(made)
    assert of(made, "sold").tolist() == pytest.approx([20 + 10 * 40 / 50, 20 + 10 * 10 / 50, 10])


def test_losses_in_a_row_drive_providers_out_and_their_hours_go_with_them():
    """Costs above pay; one month of better pay in between, and counting begins anew."""
    made = market([50, 50], costs=[0.9, 1.1], hours=80)
    seen = []
    for price in (1.0, 1.0, 1.3, 1.0, 1.0, 1.0):
        made.market.pay[:] = price
        made.market.for_duties[:] = int(60 * 0.8 * of(made, "capacity").sum())
        trade(made)
        seen.append(len(present(made)))
    assert seen == [2, 2, 2, 2, 2, 1]
    assert of(made, "cost").tolist() == [0.9]
    assert made.providers.capacity[~made.providers.alive].tolist() == [0.0]


def test_the_margin_falls_with_hours_not_sold():
    made = market([100], costs=[0.9], hours=40)
    trade(made)
    assert of(made, "margin").tolist() == pytest.approx([1 - 0.9 * (0.5 + 0.5 * 2)])
    assert of(made, "losses").tolist() == [1]


@pytest.mark.parametrize(
    ("hours", "price", "cost", "expected"),
    [
        (80, 1.0, 0.9, 100.0),
        (40, 1.0, 0.9, 100 - 0.1 * 50),
        (100, 1.0, 0.9, 100 + 0.1 * 25),
        (100, 1.05, 0.9, 100 + 0.1 * (1 + (1 - 1 / 1.05) / 0.1) * 25),
        (100, 9.0, 0.9, 100 + 0.1 * 2 * 25),
        (100, 1.0, 1.1, 100.0),
    ],
)
def test_capacity_follows_demand_slowly_and_where_it_pays(hours, price, cost, expected):
    made = market([100], costs=[cost], hours=hours)
    made.market.pay[:] = price
    trade(made)
    assert of(made, "capacity").tolist() == pytest.approx([expected])


def test_the_largest_leaves_where_the_scenario_says_so():
    made = market([30, 60, 60, 10], hours=100, market__largest_leave=1)
    left = of(made, "id")[1]
    trade(made)
    assert left not in of(made, "id")
    assert len(present(made)) == 3
    share = np.array([30, 60, 10]) + np.array([30, 60, 10]) / 160 * 0.1 * (125 - 160)
    assert made.market.concentration[0] == pytest.approx((share**2).sum() / share.sum() ** 2)


def test_one_enters_with_its_luck_where_more_than_the_usual_margin_can_be_had():
    """At 1.2 of today's price and the usual use the margin is 1 - .9 / 1.2 = .25."""
    for month in range(5, 12):
        made = market([100], hours=80, month=month, market__entry=0.5, market__entry_size=0.2)
        made.market.pay[:] = 1.2
        trade(made)
        u = made.luck(Decision.PROVIDER_ENTERS, made.places.key)[0]
        enters = bool(befalls(u, 0.5 * (0.25 - 0.1) / 0.1))
        assert len(present(made)) == 1 + enters
        if enters:
            assert of(made, "entered").tolist() == [BEFORE_THE_RUN, month]
            assert of(made, "capacity")[1] == pytest.approx(0.2 * 80 / 0.8)
            assert 0.85 <= of(made, "cost")[1] <= 0.95
            assert made.market.new[0] == pytest.approx(20 / 120)


def test_nobody_enters_at_todays_price_or_where_hours_lie_idle_or_while_settling():
    for changes in ({"price": 1.0}, {"hours": 40, "price": 1.2}, {"month": -5, "price": 1.2}):
        said = {"hours": 80, "month": 5} | {name: value for name, value in changes.items() if name != "price"}
        made = market([100], market__entry=5.0, **said)
        made.market.pay[:] = changes["price"]
        trade(made)
        assert len(present(made)) == 1


def test_new_providers_are_paid_support_for_a_year():
    made = market([50, 50], hours=80, market__entry_support=0.2, month=20)
    made.providers.entered[:] = [20 - 12, 20 - 11]
    trade(made)
    assert of(made, "margin").tolist() == pytest.approx([0.1, 1 - 0.9 / 1.2])


def test_a_market_opens_with_the_hours_that_are_usual_for_what_is_wanted():
    made = market([3, 1], hours=80)
    made.market.age = 0
    trade(made)
    assert of(made, "capacity").tolist() == pytest.approx([75, 25])
    assert made.market.first_concentration[0] == pytest.approx(0.75**2 + 0.25**2)


def test_where_all_have_left_another_can_come():
    made = market([100], hours=100, market__largest_leave=1, market__entry=5.0)
    trade(made)
    assert len(present(made)) == 0
    made.market.for_duties[:], made.market.refused[:] = 0, 60 * 80
    made.market.pay[:] = 9.0
    made.set(market__largest_leave=0)
    trade(made)
    assert of(made, "capacity").tolist() == pytest.approx([made.scenario.market.entry_size * 100])
