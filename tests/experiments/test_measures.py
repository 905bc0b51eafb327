"""Main outcomes and payers, on records made by hand."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from simulation.experiments import measures, payers
from simulation.outcomes import WHOLE, Line, Measure, Outcomes
from simulation.outputs import series
from simulation.scenario import Scenario


@pytest.fixture
def kept():
    """Two years of 500 residents, 100 in each fifth."""
    outcomes = Outcomes(1, 24)
    outcomes.months = 24
    people = outcomes.people[:, 0]
    people[..., Measure.RESIDENTS] = 100
    people[..., Measure.NEED_MINUTES] = 1000
    people[..., Measure.MET_MINUTES] = 750
    people[..., Measure.AVOIDABLE_CRISES] = [5, 4, 3, 2, 1]
    people[..., Measure.WELLBEING] = 740 * WHOLE
    people[..., Measure.ACTIVE] = 20
    people[..., Measure.ACTIVE_BURNOUT] = 5 * WHOLE
    people[..., Measure.KIN_GIVEN_MINUTES] = 60 * 40
    people[..., Measure.CIVIC_MINUTES] = 60 * 10
    people[..., Measure.IN_CRISIS] = 7
    outcomes.money[:, 0, :, Line.FIXED] = 1_000
    outcomes.money[:, 0, :, Line.STATUTORY] = 5_000
    outcomes.money[:, 0, :, Line.DISCRETIONARY] = 4_000
    outcomes.money[:, 0, :, Line.DIRECT] = 4_000
    outcomes.money[:, 0, :, Line.UNSERVED] = 99_999
    return outcomes


def test_main_outcomes_by_hand(kept):
    found = measures.main_outcomes(SimpleNamespace(outcomes=kept))
    assert found["unmet_need"] == pytest.approx(25.0)
    # 15 crises a month among 500 people: 360 per 1,000 a year
    assert found["avoidable_crises"] == pytest.approx(360.0)
    # four services x 10,000 pence a month is 4,800 pounds a year, for 500 people
    assert found["net_public_cost"] == pytest.approx(9.6)
    assert found["wellbeing"] == pytest.approx(7400.0)
    # rates 600, 480, 360, 240, 120 fall by 120 a fifth: 600 over the whole population
    assert found["inequality"] == pytest.approx(600.0)
    assert found["volunteer_burnout"] == pytest.approx(25.0)


def test_more_crises_among_the_least_deprived_turn_the_slope(kept):
    kept.people[..., Measure.AVOIDABLE_CRISES] = [1, 2, 3, 4, 5]
    assert measures.main_outcomes(SimpleNamespace(outcomes=kept))["inequality"] == pytest.approx(-600.0)


def test_where_all_live_in_one_fifth_there_is_no_gap_that_is_better_or_worse(kept):
    kept.people[:, :, 1:] = 0
    found = measures.main_outcomes(SimpleNamespace(outcomes=kept))
    assert math.isnan(found["inequality"])
    assert not any(math.isnan(value) for name, value in found.items() if name != "inequality")
    assert {measures.better(main, math.nan) for main in measures.MAIN} == {0}


def test_headcounts_are_of_the_last_year(kept):
    kept.people[:12, ..., Measure.IN_CRISIS] = 0
    assert measures.headcounts(SimpleNamespace(outcomes=kept))["in_crisis"] == pytest.approx(35.0)


def test_better_knows_which_way_is_up():
    by_name = {main.name: main for main in measures.MAIN}
    assert measures.better(by_name["unmet_need"], -1.0) == 1
    assert measures.better(by_name["wellbeing"], -1.0) == -1
    assert measures.better(by_name["wellbeing"], 0.0) == 0


def test_payers_bear_all_of_the_cost_and_no_more(kept):
    paid = payers.by_payer(kept, Scenario.load("doing_things"))
    assert paid.sum(axis=1) == pytest.approx(np.full(24, 400.0))


def test_who_pays_for_what_follows_the_cards(kept):
    scenario = Scenario.load("doing_things")
    kept.money[:, 0, 1:] = 0
    duties, choices = np.array(scenario.payers.care_duties), np.array(scenario.payers.care_choices)
    assert payers.by_payer(kept, scenario)[0] == pytest.approx(60.0 * duties + 40.0 * choices)


def test_unpaid_time_has_its_price(kept):
    found = payers.yearly(SimpleNamespace(outcomes=kept), Scenario.load("doing_things"))
    # 250 hours a month among 500 people at 11.90 (UNI11)
    assert found[:, -1] == pytest.approx([250 * 12 * 11.9 / 500] * 2)


def test_series_are_yearly(kept):
    kept.people[12:, ..., Measure.MET_MINUTES] = 500
    by_name = {one.name: one for one in series.SERIES}
    run = SimpleNamespace(outcomes=kept)
    assert series.yearly(run, by_name["unmet_need"]) == pytest.approx([25.0, 50.0])
    assert series.yearly(run, by_name["in_crisis"]) == pytest.approx([35.0, 35.0])
    assert series.yearly(run, by_name["wellbeing"]) == pytest.approx([7.4, 7.4])
