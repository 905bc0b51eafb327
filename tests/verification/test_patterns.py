"""Published patterns: what the diary writes down, how verdicts are reached, and that the market town shows them."""

import numpy as np
import pytest

from simulation.agents.residents import Event, Status
from simulation.scenario import Scenario
from simulation.verification import patterns, settled, trials
from simulation.verification.diary import FAMILY, Diary
from simulation.verification.patterns import verdict, verify_patterns
from simulation.world import World

KNOWN_MISSES = {
    (8, "still in the top 5 % next year, under 25"),
    (9, "requests a person who asks, 65+"),
}
"""Quantities that the market town does not show: public care lasts longer than dear spells in hospital, which the
published figure is about; and nobody asks again because the first time was in vain."""

AT_AN_EDGE = {(22, "entries to care, change in %")}
"""What connecting does to entries to care cannot be told from nothing (0.8 % fewer, standard error 0.9), where trials
found from nothing to a third fewer: chance decides on which side of nothing it falls."""


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1.0, "pass"), (2.0, "pass"), (2.2, "near"), (0.8, "near"), (2.3, "miss"), (0.7, "miss"), (float("nan"), "miss")],
)
def test_verdict(value, expected):
    assert verdict(value, 1.0, 2.0) == expected


def follow(world, months):
    """Children's and older people's months, person by person, the slow way: a list of records by person's id."""
    lives = {}
    for month in range(months):
        r = world.residents
        before = {int(r.id[i]): (int(r.status[i, FAMILY]), int(r.wait[i, FAMILY])) for i in range(r.count)}
        world.step()
        r = world.residents
        for i in np.flatnonzero(r.alive[: r.count]):
            years = (world.month - r.born[i]) / 12
            status, level = int(r.status[i, FAMILY]), int(r.level[i, FAMILY])
            sought = bool(r.event[i] & Event.SOUGHT) and years >= 65
            lives.setdefault(int(r.id[i]), []).append(
                (month, years < 18, level >= 2, status, before.get(int(r.id[i]), (0, 0)), sought)
            )
    return lives.values()


def test_the_diary_says_what_happened_to_each_person():
    steady = Scenario.load(
        "market_town",
        {"places": [{"name": "Village", "residents": 1500}], "run.settling_months": 24, "demand.on": False,
         "budget.on": False, "ladder.family_up": [0.03, 0.1, 0.1]},
    )  # fmt: skip
    diary = Diary(World(steady, rng=5))
    diary.keep(24)
    spells, plans, referrals, again, placed, asked = [], [], 0, 0, 0, 0
    months = np.zeros(4, int)
    for life in follow(World(steady, rng=5), 24):
        lasted, last = 0, -1000
        for month, child, high, status, (was, wait), sought in life:
            if high and lasted == 0 and month > 0:
                referrals += month >= 12
                again += month >= 12 and month - last <= 12
                last = month
            if not high and lasted and month >= 12:
                spells.append(lasted)
            lasted = lasted + 1 if high else 0
            if was == Status.STATUTORY != status:
                plans.append(wait + 1)
            placed += status == Status.PLACED != was and month < 12
            asked += sought and month < 12
            if child and month < 12:
                months += (1, high, status == Status.STATUTORY, status == Status.PLACED)
    assert sorted(diary.ended_spells) == sorted(spells)
    assert sorted(diary.ended_plans) == sorted(plans)
    assert (diary.referrals, diary.repeat_referrals) == (referrals, again)
    assert diary.placements == placed
    assert diary.children.sum(axis=1).tolist() == months.tolist()
    assert diary.asked.sum() == asked
    assert min(len(spells), len(plans), again, placed, asked) > 5, "too little happened to tell"


def test_what_was_not_tried_says_so():
    town = settled.settle(Scenario.load("market_town", {"run.settling_months": 6}), 1)
    rows = patterns.judge([patterns.measure(town)])
    unseen = [(row.number, row.quantity) for row in rows if row.verdict == "not measured"]
    assert [number for number, _ in unseen] == [6, 13, 15, 17, 22], unseen
    assert len(rows) == sum(len(pattern.accept) for pattern in patterns.PATTERNS)


def test_pooled_quantities_are_those_of_all_towns_together_with_the_jackknife_s_error():
    towns = [{"formal, fifth 1": a, "formal, fifth 5": b} for a, b in ((0.1, 0.4), (0.2, 0.4), (0.3, 0.4))]
    value, error = patterns.pool(patterns.POOLED[13], towns)
    assert value == pytest.approx(0.5)
    assert error == pytest.approx(0.25 / 3**0.5), "of a mean, the jackknife gives sd / sqrt(n)"


def test_a_ratio_to_nobody_is_no_number():
    towns = [{"children in care, fifth 1": 0.1, "children in care, fifth 5": 0.0}] * 2
    assert np.isnan(patterns.pool(patterns.POOLED[3], towns)[0])


def test_trials_measure_what_was_changed():
    """A cut of half of the money takes hours of direct help away; coefficients are per hour of public help."""
    small = {"places": [{"name": "Village", "residents": 2000}], "run.settling_months": 36}
    found = trials.try_one((Scenario.load("market_town", small), 3))
    cut = found[17]
    assert 0 < cut["public hours, after a cut"] < 0.75 * cut["public hours, as is"]
    crowded = patterns.POOLED[17]
    assert patterns.pool(crowded, [{**cut, "civic hours, as is": 100.0, "civic hours, after a cut": 100.0}])[0] == 0
    moved = {"civic hours, as is": 90.0, "civic hours, after a cut": 100.0, "public hours, as is": 50.0,
             "public hours, after a cut": 30.0}  # fmt: skip
    assert patterns.pool(crowded, [moved])[0] == pytest.approx(-0.5)


@pytest.mark.slow
def test_the_market_town_shows_the_published_patterns():
    rows = verify_patterns(Scenario.load("doing_things"))
    missed = {(row.number, row.quantity) for row in rows if row.verdict in ("near", "miss")}
    assert missed - AT_AN_EDGE == KNOWN_MISSES
