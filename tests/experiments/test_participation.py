"""Taking part and what it costs, on records made by hand and against a simulated lapse."""

from types import SimpleNamespace

import numpy as np
import pytest

from simulation.experiments.participation import cost_to_volunteers, lapse_a_year, taking_part
from simulation.observation.generosity import bin_of
from simulation.observation.strata import GROUPS, WORKING_CARERS, Group
from simulation.observation.tally import Tally
from simulation.outcomes import WHOLE, Measure, Outcomes
from simulation.scenario import Scenario


@pytest.fixture
def run():
    """A year of 500 adults, 100 of them active, 50 of whom give 1 hour and 25 give 3 hours a month."""
    kept = Outcomes(1, 12)
    kept.months, kept.years = 12, 1
    kept.people[:, 0, 0, Measure.RESIDENTS] = kept.people[:, 0, 0, Measure.ADULTS] = 500
    kept.people[:, 0, 0, Measure.ACTIVE] = 100
    kept.people[:, 0, 0, Measure.STARTED] = kept.people[:, 0, 0, Measure.STOPPED] = 2
    kept.people[:, 0, 0, Measure.ACTIVE_BURNOUT] = 10 * WHOLE
    kept.people[:, 0, 0, Measure.BURNT_OUT] = 5
    kept.people[:, 0, 0, Measure.CIVIC_MINUTES] = 60 * 125
    kept.people[:, 0, 0, Measure.KIN_GIVEN_MINUTES] = 60 * 1000
    kept.hours[0, 0, bin_of(60)] = 12 * 50, 12 * 50 * 60
    kept.hours[0, 0, bin_of(180)] = 12 * 25, 12 * 25 * 180
    kept.groups[0, 0, GROUPS.index(WORKING_CARERS), Tally.KIN_GIVEN_MINUTES] = 12 * 60 * 400
    kept.groups[0, 0, GROUPS.index(Group("carer", "carer")), Tally.RESIDENTS] = 12 * 40
    return SimpleNamespace(outcomes=kept)


def test_taking_part_by_hand(run):
    found = taking_part(run)
    assert found["active"] == pytest.approx(20.0)
    assert found["hours"] == pytest.approx(125 / 75)
    assert found["burnout"] == pytest.approx(10.0)
    assert found["burnt_out"] == pytest.approx(1.0)
    # 50 give 1, 25 give 3: the top 15 of 75 give 45 hours of 125
    assert found["top_fifth"] == pytest.approx(100 * 45 / 125)
    # mean absolute difference 2 x (2/3)(1/3) x 2 over twice the mean 5/3
    assert found["gini"] == pytest.approx((8 / 9) / (10 / 3))
    assert found["lapse"] == pytest.approx(100 * (1 - 0.98**12))


def test_lapse_is_of_those_who_could_stop():
    """100,000 helpers stop with a chance of .03 a month and many more begin: of any, 1 - .97^12 have stopped."""
    luck = np.random.default_rng(5)
    active, started, stopped = 0, 0, 0
    here = 100_000
    for begin in luck.integers(8000, 12000, 12):
        gone = luck.binomial(here, 0.03)
        here += begin - gone
        active, started, stopped = active + here, started + begin, stopped + gone
    assert lapse_a_year(active, started, stopped) == pytest.approx(1 - 0.97**12, abs=0.003)
    assert lapse_a_year(0, 0, 0) == 0.0


def test_cost_to_volunteers_by_hand(run):
    scenario = Scenario.load(
        "doing_things",
        {"appraisal.volunteer_hour": 10, "appraisal.earnings_lost": 0.5, "appraisal.wage_hour": 12},
    )
    found = cost_to_volunteers(run, scenario)
    assert found["kin_hours"] == pytest.approx(12 * 1000 / 500)
    assert found["volunteer_hours"] == pytest.approx(12 * 125 / 500)
    assert found["priced"] == pytest.approx(10 * (24 + 3))
    assert found["priced_at_zero"] == 0.0
    # 400 hours a month by carers of working age, half of them paid for otherwise, at 12 pounds
    assert found["lost_earnings"] == pytest.approx(12 * 400 * 0.5 * 12 / 500)
    assert found["carers"] == pytest.approx(8.0)
