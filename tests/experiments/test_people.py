"""Who gains and who loses, on records made by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from simulation.experiments import people
from simulation.experiments.inequality import ridits
from simulation.experiments.measures import FIFTHS, by_fifth
from simulation.observation.strata import GROUPS, WORKING_CARERS, Group
from simulation.observation.tally import Tally
from simulation.outcomes import WHOLE, Measure, Outcomes

CARERS = GROUPS.index(Group("carer", "carer"))


@pytest.fixture
def kept():
    """Two years of two places; the fifths of the second have twice the crises of the first."""
    outcomes = Outcomes(2, 24)
    outcomes.months, outcomes.years = 24, 2
    outcomes.people[..., Measure.RESIDENTS] = 100
    outcomes.people[..., Measure.NEED_MINUTES] = 1000
    outcomes.people[..., Measure.MET_MINUTES] = 600
    outcomes.people[..., Measure.WELLBEING] = 700 * WHOLE
    outcomes.people[:, 0, :, Measure.AVOIDABLE_CRISES] = [5, 4, 3, 2, 1]
    outcomes.people[:, 1, :, Measure.AVOIDABLE_CRISES] = [10, 8, 6, 4, 2]
    outcomes.groups[..., Tally.RESIDENTS] = 1200
    outcomes.groups[:, :, CARERS, Tally.RESIDENTS] = 600
    outcomes.groups[:, :, CARERS, Tally.AVOIDABLE_CRISES] = 3
    outcomes.groups[:, :, CARERS, Tally.NEED_MINUTES] = 400
    outcomes.groups[:, :, CARERS, Tally.MET_MINUTES] = 100
    outcomes.groups[:, :, CARERS, Tally.KIN_GIVEN_MINUTES] = 600 * 60 * 15
    outcomes.groups[:, :, CARERS, Tally.CIVIC_MINUTES] = 600 * 60 * 5
    outcomes.groups[:, :, CARERS, Tally.WELLBEING] = 600 * 6 * WHOLE
    return SimpleNamespace(outcomes=outcomes)


def test_a_group_s_outcomes_by_hand(kept):
    found = people.by_group(kept)
    assert found["unmet_need carer_carer"] == pytest.approx(75.0)
    # 3 crises in 600 person-months: 60 per 1,000 a year
    assert found["avoidable_crises carer_carer"] == pytest.approx(60.0)
    assert found["wellbeing carer_carer"] == pytest.approx(6000.0)
    assert found["unpaid_hours carer_carer"] == pytest.approx(20.0)
    assert found["avoidable_crises sex_male"] == 0.0


def test_fifths_are_those_of_the_monthly_record(kept):
    found = people.by_group(kept)
    # 15 crises among 200 people a month: 900 per 1,000 a year
    assert found["avoidable_crises fifth_1"] == pytest.approx(900.0)
    assert found["avoidable_crises fifth_5"] == pytest.approx(180.0)
    assert found["unmet_need fifth_3"] == pytest.approx(40.0)


def test_every_group_has_every_outcome_and_working_carers_none(kept):
    found = people.by_group(kept)
    assert len(people.SHOWN) == len(GROUPS) - 1 + 5
    assert len(found) == 4 * len(people.SHOWN)
    assert WORKING_CARERS not in people.SHOWN


def test_how_unequally_it_falls(kept):
    found = people.gaps(kept)
    rates = np.array([180.0, 360.0, 540.0, 720.0, 900.0])  # least deprived first
    line = np.polyfit(ridits([1] * 5), rates, 1)
    assert found["avoidable_crises slope"] == pytest.approx(line[0])
    assert found["avoidable_crises relative"] == pytest.approx(line[0] / rates.mean())
    # 360 and 720 per 1,000 a year among as many people: 180 either side of the mean
    assert found["avoidable_crises places"] == pytest.approx(180.0**2)
    assert [found[f"unmet_need {one}"] for one in ("slope", "relative", "places")] == pytest.approx([0.0] * 3)


def test_measures_not_counted_by_group_are_nothing(kept):
    assert not people.of_groups(kept.outcomes)[:, Measure.SOUGHT_HELP].any()


def test_fifths_weigh_as_many_as_live_in_them(kept):
    residents = np.array([500, 300, 100, 60, 40])
    kept.outcomes.people[..., Measure.RESIDENTS] = residents
    kept.outcomes.people[..., Measure.MET_MINUTES] = [100, 350, 700, 800, 850]
    unmet, people_least_first = np.array([90, 65, 30, 20, 15])[::-1], residents[::-1]
    line = np.polyfit(ridits(people_least_first), unmet, 1, w=np.sqrt(people_least_first))
    found = people.gaps(kept)
    assert found["unmet_need slope"] == pytest.approx(line[0])
    assert found["unmet_need relative"] == pytest.approx(line[0] / np.average(unmet, weights=people_least_first))


def test_of_a_group_of_nobody_nothing_is_said(kept):
    kept.outcomes.people[:, :, 4] = 0
    kept.outcomes.groups[:, :, CARERS] = 0
    found = people.by_group(kept)
    assert {name for name, one in found.items() if np.isnan(one)} == {
        f"{outcome} {who}" for outcome in FIFTHS for who in ("fifth_5", "carer_carer")
    }
    assert [np.isnan(one) for one in by_fifth(kept)["avoidable_crises"]] == [False] * 4 + [True]
