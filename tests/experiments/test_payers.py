"""Who pays where there are two tiers of councils."""

from types import SimpleNamespace

import numpy as np
import pytest

from simulation.experiments import payers
from simulation.outcomes import Line, Measure, Outcomes
from simulation.scenario import Scenario


@pytest.fixture
def run():
    """A year of one place with 10 residents that spends 100 pounds a month in each service on duties."""
    kept = Outcomes(1, 12)
    kept.months = 12
    kept.money[:, 0, :, Line.STATUTORY] = 10_000
    kept.people[:, 0, 0, Measure.RESIDENTS] = 10
    return SimpleNamespace(outcomes=kept)


def test_districts_bear_their_share_of_what_councils_pay_and_the_county_the_rest(run):
    county = Scenario.load("doing_things", world="rural_county")
    assert county.payers.district_share == (0.0, 0.0, 0.5, 1.0)
    paid = payers.on_average(run, county)
    livelihood, home = county.payers.livelihood_duties[0], county.payers.home_duties[0]
    assert paid[payers.DISTRICTS] == pytest.approx(120.0 * (0.5 * livelihood + home))
    assert paid["council"] == pytest.approx(
        120.0 * (county.payers.care_duties[0] + county.payers.family_duties[0] + livelihood + home)
    )


def test_where_nothing_is_spent_districts_bear_nothing(run):
    run.outcomes.money[:] = 0
    assert payers.on_average(run, Scenario.load("doing_things", world="rural_county"))[payers.DISTRICTS] == 0.0


def test_one_council_for_everything_has_no_districts(run):
    assert payers.DISTRICTS not in payers.on_average(run, Scenario.load("doing_things"))
    money = np.ones((3, 4, len(Line)), np.int64)
    assert not payers.by_districts(money, Scenario.load("doing_things")).any()
