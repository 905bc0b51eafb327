"""M13: what incentives for citizens cost, whom they reach, and what people make of them."""

import math

import numpy as np
import pytest

from simulation.agents.incentives import INCENTIVES, band
from simulation.agents.residents import Event
from simulation.chance import Decision
from simulation.mechanisms.activation import act
from simulation.mechanisms.incentives import motivation_lost, next_belief, offer, value_of_pay
from simulation.outcomes import Line, Outcomes
from simulation.scenario import Scenario
from simulation.world import World

from .village import YEARS, village

MIDDLE = (0, 1, 2)
"""The cell of everybody in a village: 25 to 64, middle fifth."""

AT_ONCE = {f"incentives__{name}_delay": 1 for name in INCENTIVES}


def offering(people, money=10_000_000, **cards):
    """A village with money for direct help and connecting in which all is offered at once: `offering(9, voice=1)`."""
    town = village(people, **{**AT_ONCE, **{f"incentives__{name}": value for name, value in cards.items()}})
    town.budget.direct[0], town.budget.connecting[0] = money // 10, money // 10
    town.budget.direct[0, 0] += 2 * (money // 10)
    return town


def paid(town):
    return int(town.budget.incentives.sum())


# what is offered, and for whom


def test_where_nothing_is_offered_nothing_happens():
    town = offering(50)
    town.incentives.months[:] = 7
    before = town.budget.direct.copy()
    offer(town)
    own = town.incentives
    assert np.array_equal(town.budget.direct, before)
    assert paid(town) == 0
    assert (
        not own.push.any() | own.credit.any() | own.founding.any() | own.months.any() | town.residents.stimulation.any()
    )
    assert (own.lapse == 1.0).all()


@pytest.mark.parametrize(
    ("years", "expected"), [(16, 0), (24, 0), (25, 1), (64, 1), (65, 2), (79, 2), (80, 3), (99, 3)]
)
def test_bands_of_age(years, expected):
    assert band(12 * years) == expected
    assert band(12 * (years + 1) - 1) == expected


def test_an_incentive_reaches_people_in_even_steps_and_ends_at_once():
    town = offering(40, voice=0.5, voice_delay=4, voice_effect=0.2)
    town.places.trust[:] = 0.75
    felt, costs = [], []
    for _ in range(6):
        offer(town)
        felt.append(float(town.incentives.push[MIDDLE]))
        costs.append(paid(town))
    steps = [0.25, 0.5, 0.75, 1.0, 1.0, 1.0]
    assert felt == pytest.approx([0.2 * 0.5 * 0.75 * step for step in steps])
    monthly = town.budget.price(town.scenario.incentives.voice_cost)
    assert costs == pytest.approx([0.5 * 40 * monthly * step for step in steps], abs=8)
    town.set(incentives__voice=0.0)
    town.budget.incentives[:] = 0
    town.incentives.forget()
    offer(town)
    assert not town.incentives.push.any()
    assert paid(town) == 0


def test_only_those_for_whom_it_is_are_counted_and_moved():
    """One person in every cell; half of it is for the young, and none outside the most deprived fifths."""
    town = offering(20, tax_discount=10.0, ages=[0.5, 1, 0, 0], fifths=[1, 0.5, 0, 0, 0], tax_liable=[0.5] * 5,
                    tax_discount_cost=1.0)  # fmt: skip
    r = town.residents
    r.active[:] = True
    r.born[:] = town.month - YEARS * np.repeat([20, 40, 70, 90], 5)
    r.fifth[:] = np.tile(np.arange(1, 6), 4)
    offer(town)
    part = np.outer([0.5, 1, 0, 0], [1, 0.5, 0, 0, 0])
    effect = town.scenario.incentives.tax_discount_effect
    assert town.incentives.push[0] == pytest.approx(10.0 * effect * 0.5 * part)
    assert paid(town) == pytest.approx(town.budget.price(1.0) * 10 * 0.5 * part.sum(), abs=8)


def one_in_every_cell(**offers):
    """An adult of every band of age in every fifth, all of whom take part."""
    town = offering(20, **offers)
    r = town.residents
    r.active[:] = True
    r.born[:] = town.month - YEARS * np.repeat([20, 40, 70, 90], 5)
    r.fifth[:] = np.tile(np.arange(1, 6), 4)
    return town


def test_each_incentive_may_have_its_own_group():
    """Thanks to the oldest, a say for the most deprived, a discount for those of 25 to 64 in the last two fifths."""
    town = one_in_every_cell(
        recognition=1.0, recognition_ages=[0, 0, 0, 1], recognition_cost=1.0,
        voice=1.0, voice_fifths=[1, 0, 0, 0, 0], voice_cost=1.0, ages=[1, 1, 1, 0.5],
        tax_discount=1.0, tax_discount_ages=[0, 1, 0, 0], tax_discount_fifths=[0, 0, 0, 1, 1],
        tax_discount_cost=1.0, tax_liable=[1.0] * 5,
    )  # fmt: skip
    town.places.trust[:] = 1.0
    offer(town)
    own, cards = town.incentives, town.scenario.incentives
    thanked = np.outer([0, 0, 0, 0.5], [1] * 5)
    said = np.outer([1, 1, 1, 0.5], [1, 0, 0, 0, 0])
    spared = np.outer([0, 1, 0, 0], [0, 0, 0, 1, 1])
    assert own.lapse[0] == pytest.approx(np.exp(-cards.recognition_effect * thanked))
    assert own.push[0] == pytest.approx(cards.voice_effect * said + cards.tax_discount_effect * spared)
    pounds = thanked.sum() + said.sum() + spared.sum()
    assert paid(town) == pytest.approx(town.budget.price(1.0) * pounds, abs=8)


@pytest.mark.parametrize("name", INCENTIVES)
def test_what_is_offered_to_no_neighbourhood_costs_nothing(name):
    for fifths, free in (([0] * 5, True), ([0, 0, 1, 0, 0], False)):
        town = one_in_every_cell(**{name: 0.5, f"{name}_fifths": fifths})
        town.residents.active[:] = name != "asking"
        town.residents.groups[:, 0], town.residents.civic_minutes[:] = 0, 600
        offer(town)
        assert (paid(town) == 0) is free


# what it costs


BILLS = {
    "asking": (0.3, 2.0, 0.3 * 6),
    "recognition": (0.5, 3.0, 0.5 * 4),
    "voice": (0.5, 4.0, 0.5 * 10),
    "time_credits": (0.25, 8.0, 0.25 * 4),
    "payment": (12.0, 1.25, 12.0 * 13.0),
    "tax_discount": (20.0, 1.1, 20.0 * 4 * 0.85),
    "micro_grants": (6.0, 1.2, 6.0 * 10 / 12),
}
"""Level, price, and how many units of it ten adults take, of whom four take part and three of those are in a group."""


@pytest.mark.parametrize("name", INCENTIVES)
def test_each_has_its_own_bill(name):
    level, cost, units = BILLS[name]
    town = offering(11, **{name: level, f"{name}_cost": cost})
    r = town.residents
    r.active[:4], r.groups[:3, 1] = True, 0
    r.civic_minutes[:3], r.spare_minutes[2], r.kin_given[2], r.burnout[1] = (300, 600, 900), 250, 70, 0.5
    r.born[10] = town.month - 15 * YEARS
    offer(town)
    assert paid(town) == pytest.approx(units * town.budget.price(cost), abs=8), "to a penny a line"


def test_it_is_paid_out_of_direct_help_and_connecting_alike():
    town = offering(1000, recognition=1.0, recognition_cost=10.0)
    town.residents.active[:] = True
    before = np.array([town.budget.direct, town.budget.connecting])
    offer(town)
    after = np.array([town.budget.direct, town.budget.connecting])
    taken = town.budget.price(10.0) * 1000 / before.sum()
    assert 0.05 < taken < 0.95
    assert after == pytest.approx(before * (1.0 - taken), abs=1)
    assert paid(town) == (before - after).sum()


@pytest.mark.parametrize("money", [250_000, 0])
def test_what_money_does_not_reach_is_not_felt(money):
    town = offering(1000, money, payment=5.0, payment_cost=1.0, payment_effect=0.02, crowding_out=0.1, autonomy=0.5)
    town.residents.active[:], town.residents.groups[:, 0], town.residents.civic_minutes[:] = True, 0, 60
    offer(town)
    bill = town.budget.price(1.0) * 5 * 1000
    assert paid(town) == money
    assert town.budget.direct.sum() + town.budget.connecting.sum() == 0
    assert town.incentives.push[MIDDLE] == pytest.approx(money / bill * (0.02 * 5 - 0.1 * 0.5))


# what people make of it


def test_small_pay_costs_more_than_it_gives_and_large_pay_less():
    def value(pay, autonomy):
        lost = motivation_lost(*(np.array([x]) for x in (0.0, 1.0, pay, autonomy)), 0.12, 12.0)
        return float(value_of_pay(np.array([1.0]), np.array([pay]), lost, 0.01)[0])

    even = 0.12 * 0.75 / 0.01
    assert [value(pay, 0.25) for pay in (0.0, even, 2 * even)] == pytest.approx([0.0, 0.0, 0.09])
    assert value(even / 2, 0.25) == pytest.approx(-0.045)
    assert value(even / 2, 1.0) == pytest.approx(0.045), "free to choose: nothing is lost"


def test_motivation_is_missed_for_long_after_pay_ends():
    town = offering(10, payment=2.0, crowding_out=0.1, autonomy=0.0, motivation_half_life=6.0)
    offer(town)
    town.set(incentives__payment=0.0)
    for _ in range(12):
        town.incentives.forget()
        offer(town)
    assert town.incentives.push[MIDDLE] == pytest.approx(-0.1 / 4)
    for _ in range(120):
        town.incentives.forget()
        offer(town)
    assert not town.incentives.lost.any()
    assert not town.incentives.push.any()


def test_an_ask_reaches_some_of_those_who_do_not_take_part():
    town = offering(400, asking=0.3, asking_effect=0.07)
    r = town.residents
    r.active[:100], r.alive[100:200], r.stimulation[:] = True, False, 0.5
    r.born[200:250] = town.month - 16 * YEARS + 1
    offer(town)
    asked = (town.luck(Decision.ASKED) < 0.3) & (np.arange(400) >= 250)
    assert 20 < asked.sum() < 80
    assert r.stimulation == pytest.approx(np.where(asked, 0.57, 0.5))


def test_a_time_credit_is_worth_what_people_believe_that_others_give():
    town = offering(100, time_credits=0.5, time_credits_effect=0.8, reciprocity=0.9, belief_update=0.25)
    town.residents.active[:40] = True
    offer(town)
    assert town.incentives.belief == pytest.approx([0.4])
    assert town.incentives.credit[MIDDLE] == pytest.approx(0.8 * 0.5 * 0.9 * 0.4)
    town.residents.active[:] = False
    for _ in range(2):
        offer(town)
    assert town.incentives.belief == pytest.approx([0.4 * 0.75**2])
    assert not town.incentives.push.any()
    assert next_belief(np.array([0.2]), np.array([0.6]), 0.5) == pytest.approx([0.4])


SURE = {"activation__opportunity": 1.0, "activation__spread": 0.0, "activation__noise": 0.0}


def test_only_those_who_help_if_others_do_answer_a_credit():
    town = village(500, incentives__conditional=0.4, **SURE)
    town.residents.threshold[:] = 0.2
    town.incentives.credit[:] = 0.25
    act(town)
    conditional = town.luck(Decision.CONDITIONAL, month=0) < 0.4
    assert 150 < conditional.sum() < 250
    assert np.array_equal(town.residents.active, conditional)


def test_a_push_moves_the_cell_that_it_is_for():
    town = village(20, **SURE)
    r = town.residents
    r.threshold[:] = 0.1
    r.born[:] = town.month - YEARS * np.repeat([20, 40, 70, 90], 5)
    r.fifth[:] = np.tile(np.arange(1, 6), 4)
    town.incentives.push[0, 2, 4] = 0.125
    act(town)
    assert np.flatnonzero(r.active).tolist() == [14]


def test_thanks_make_people_stay():
    town = offering(1000, recognition=0.5, recognition_effect=math.log(4.0))
    town.set(activation__stop=0.4)
    town.residents.active[:] = True
    offer(town)
    act(town)
    assert np.array_equal(town.residents.event == Event.STOPPED_HELPING, town.luck(Decision.STOP_HELPING) < 0.2)


def test_a_say_is_worth_as_much_as_services_are_trusted():
    for trust in (0.0, 0.5):
        town = offering(5, voice=1.0, voice_effect=0.3)
        town.places.trust[:] = trust
        offer(town)
        assert town.incentives.push[MIDDLE] == pytest.approx(0.3 * trust)


def test_small_grants_make_founding_likelier_where_they_are_given():
    town = village(10, neighbourhoods=2, incentives__micro_grants=8.0, incentives__fifths=[1, 0, 0, 0, 0.375],
                   incentives__micro_grants_effect=0.5, **AT_ONCE)  # fmt: skip
    town.budget.direct[:] = 1_000_000
    town.fifth_of = np.array([1, 5], np.uint8)
    offer(town)
    assert np.exp(town.incentives.founding) == pytest.approx([3.0, 2.0])


# in a world


PLACES = [{"name": "Vale", "residents": 700}, {"name": "Hill", "residents": 500}]
RICH = {
    "budget.reserves_share": 2, "budget.discretionary_share": 0.3, "run.settling_months": 24, "places": PLACES,
    "market.on": False,
}  # fmt: skip
"""Money for everything, and hours to buy with it: what providers cannot sell would be left over."""


@pytest.fixture(scope="module")
def settled():
    return World(Scenario.load("making_things_happen", RICH), rng=5)


def lived(settled, months, **cards):
    """The world some months later, with these incentives offered; every month's ledgers have been checked."""
    world = settled.fork({f"incentives.{name}": value for name, value in cards.items()})
    for _ in range(months):
        world.step_month()
    return world


def record(world):
    """All that the outcomes hold, as bytes."""
    return {name: getattr(world.outcomes, name).tobytes() for name in (*Outcomes.MONTHLY, *Outcomes.YEARLY)}


def test_a_world_that_offers_nothing_is_a_world_without_incentives(settled):
    off, none = lived(settled, 24, on=False), lived(settled, 24)
    assert record(off) == record(none)
    assert off.residents.active.tobytes() == none.residents.active.tobytes()


def test_switched_off_what_is_offered_is_neither_paid_nor_felt(settled):
    everything = dict.fromkeys(INCENTIVES, 1.0)
    off = lived(settled, 24, on=False, **everything)
    assert record(off) == record(lived(settled, 24))
    offered = lived(settled, 24, **everything)
    assert record(offered) != record(off)
    assert (offered.outcomes.money[12:, ..., Line.INCENTIVES].sum(axis=(0, 2)) > 0).all()


def test_what_incentives_take_direct_help_and_connecting_lack(settled):
    one, other = lived(settled, 1), lived(settled, 1, payment=1.0, payment_delay=1)
    money = other.outcomes.money[0]
    lines = [Line.DIRECT, Line.CONNECTING]
    assert np.array_equal(one.outcomes.money[0, ..., Line.DISCRETIONARY], money[..., Line.DISCRETIONARY])
    lacking = one.outcomes.money[0][..., lines].sum(axis=-1) - money[..., lines].sum(axis=-1)
    assert np.array_equal(lacking, money[..., Line.INCENTIVES])
    assert lacking.sum() > 0


def test_pay_is_for_the_hours_that_are_given_in_the_month(settled):
    world = lived(settled, 2, payment=2.0, payment_delay=1, payment_cost=1.0, ages=[1, 1, 0, 0])
    r = world.residents
    eligible = r.alive[: r.count] & (world.month - 1 - r.born[: r.count] < 65 * YEARS)
    hours = r.civic_given[: r.count][eligible].sum() / 60
    assert world.budget.incentives.sum() == pytest.approx(200 * hours, abs=20)


def test_incentives_may_differ_between_places_and_elections_end_them(settled, tmp_path):
    file = tmp_path / "ours.yaml"
    said = (
        settled.plan.to_yaml()
        + "schedule:\n  - {from: 0, places: [Hill], incentives: {payment: 1, ages: [0, 1, 1, 1]}}\n"
    )
    file.write_text(said)
    world = settled.fork(Scenario.load(file))
    world.step_month()
    assert (world.budget.incentives.sum(axis=1) > 0).tolist() == [False, True]
    assert world.incentives.lost[1, :, 0].tolist() == pytest.approx([0, *[world.incentives.lost[1, 1, 0]] * 3])
    world.places.turned_back[:] = True
    assert world.by_place("incentives.ages").tolist() == [[1.0] * 4] * 2
    world.step_month()
    assert world.budget.incentives.sum() == 0
    assert (world.incentives.lost[1, 1] > 0).all(), "motivation is not back yet"
