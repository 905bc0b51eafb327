"""Where a place stops coping, on records made by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from simulation.agents.groups import DOMAINS
from simulation.experiments import coping
from simulation.outcomes import PLACE_MEASURES, Measure, Outcomes

CARDS = SimpleNamespace(appraisal=SimpleNamespace(crisis_ratio=2.0))


def record(months, unmet=0.2, crises=2, residents=1000):
    """A steady place: 100,000 minutes of need a month, of which `unmet` is not met."""
    kept = Outcomes(1, months)
    kept.months = months
    row = kept.people[:, 0, 0]
    row[:, Measure.RESIDENTS] = residents
    row[:, Measure.NEED_MINUTES] = 100_000
    row[:, Measure.MET_MINUTES] = round(100_000 * (1 - unmet))
    row[:, Measure.AVOIDABLE_CRISES] = crises
    demand = slice(PLACE_MEASURES.index("demand_care"), PLACE_MEASURES.index("demand_home") + 1)
    kept.places[:, 0, demand] = 1.0 + np.arange(months)[:, None] / 100.0
    return kept


def stop(outcomes, margin=0.1):
    run = SimpleNamespace(outcomes=outcomes, baseline=record(12), spare_minutes=500_000)
    return coping.stops(run, CARDS, (margin,))[0]


def test_a_steady_place_copes():
    assert stop(record(60)).month is None
    assert stop(record(60)).year == float("inf")


def test_unmet_need_that_jumps():
    # unmet jumps from 20 % to 45 % in month 24: after k months the year's mean is 20 + 25 k / 12 %, above 30 from
    # k = 5 on, that is from month 28
    kept = record(60)
    kept.people[24:, 0, 0, Measure.MET_MINUTES] = 55_000
    found = stop(kept)
    assert (found.month, found.criterion, found.year) == (28, "unmet need", 3)
    assert found.demand == pytest.approx(1.28)
    assert found.need == pytest.approx(1.0)
    assert stop(kept, 0.05).month == 26
    assert stop(kept, 0.26).month is None


def test_a_jump_too_late_to_last_a_year_is_no_stop():
    kept = record(60)
    kept.people[45:, 0, 0, Measure.MET_MINUTES] = 55_000
    assert stop(kept).month is None
    kept.people[44:, 0, 0, Measure.MET_MINUTES] = 55_000
    assert stop(kept).month == 48


def test_crises_more_than_twice_as_often():
    # 2 a month become 8 from month 12: after k months the year has 24 + 6k, above 48 from k = 5 on
    kept = record(48)
    kept.people[12:, 0, 0, Measure.AVOIDABLE_CRISES] = 5
    kept.people[12:, 0, 0, Measure.UNAVOIDABLE_CRISES] = 3
    found = stop(kept)
    assert (found.month, found.criterion) == (16, "crises")


def test_a_freeze_counts_from_its_first_month_if_it_lasts_a_year():
    kept = record(48)
    kept.places[20:31, 0, PLACE_MEASURES.index("frozen")] = 1.0
    assert stop(kept).month is None
    kept.places[20:32, 0, PLACE_MEASURES.index("frozen")] = 1.0
    assert (stop(kept).month, stop(kept).criterion) == (20, "cannot balance the budget")


def test_need_is_reported_as_a_multiple():
    kept = record(60)
    kept.people[:, 0, 0, Measure.NEED_MINUTES] = 150_000
    found = stop(kept)
    # met stays at 80,000: unmet is (20,000 + 50,000) / 150,000 a month; months 0-2 mix with settled ones
    assert found.criterion == "unmet need"
    assert 1.0 < found.need < 1.5


def test_what_demand_came_to_is_told_beside_what_need_came_to():
    kept, before = record(24), record(12)
    kept.places[12:, 0, [PLACE_MEASURES.index(f"demand_{kind}") for kind in DOMAINS]] = [1.0, 2.0, 3.0, 4.0]
    kept.people[12:, 0, 0, Measure.NEED_MINUTES] *= 3
    kept.people[12:, 0, 0, Measure.RESIDENTS] *= 2
    found = coping.realised(SimpleNamespace(outcomes=kept, baseline=before))
    assert found == pytest.approx({"demand": 2.5, "need": 3.0, "need a resident": 1.5})


def test_the_ceiling_is_free_hours_over_hours_needed():
    run = SimpleNamespace(outcomes=record(24), baseline=record(12), spare_minutes=500_000)
    assert coping.ceiling(run) == pytest.approx(5.0)
