"""Early and late, and the cost of a crisis avoided: by hand, and Fieller's interval against its definition."""

import math

import numpy as np
import pytest
from scipy import stats

from simulation.experiments.spending import EARLINESS, cost_per_crisis_avoided, early_and_late, early_to_late
from simulation.outcomes import Line, Outcomes


@pytest.fixture
def kept():
    """A year: care spends 60 on duties, 30 on direct help, 10 on connecting; earliness .25, then .75 from month 6."""
    outcomes = Outcomes(1, 12)
    outcomes.months = 12
    for line, pence in ((Line.STATUTORY, 60), (Line.DIRECT, 30), (Line.CONNECTING, 10), (Line.FIXED, 999)):
        outcomes.money[:, 0, 0, line] = pence
    outcomes.money[:, 0, 2, Line.DIRECT] = 8
    outcomes.places[:6, 0, EARLINESS], outcomes.places[6:, 0, EARLINESS] = 0.25, 0.75
    return outcomes


def test_early_and_late_by_hand(kept):
    found = early_and_late(kept)
    assert found["early_direct"] == pytest.approx([180, 0, 48, 0])
    assert found["late_connecting"] == pytest.approx([60, 0, 0, 0])
    assert found["duties"] == pytest.approx([720, 0, 0, 0])
    assert sum(found.values()) == pytest.approx([1200, 0, 96, 0])


def test_pounds_early_for_each_pound_late(kept):
    found = early_to_late(kept)
    assert found["care"] == pytest.approx(240 / (720 + 240))
    assert found["livelihood"] == pytest.approx(1.0)
    assert found["home"] == 0.0
    assert found["all"] == pytest.approx((240 + 48) / (720 + 240 + 48))
    assert found["direct"] == pytest.approx((180 + 48) / (180 + 48))


LUCK = np.random.default_rng(8)
COST, CRISES = LUCK.normal(4.0, 3.0, 20), LUCK.normal(-2.0, 1.5, 20)


def test_the_ratio_is_of_means():
    found = cost_per_crisis_avoided(COST, CRISES)
    assert found.cost.estimate == pytest.approx(1000 * COST.mean() / -CRISES.mean())
    assert found.undefined == ""


def test_fieller_s_limits_are_the_ratios_that_a_t_test_just_rejects():
    found = cost_per_crisis_avoided(COST, CRISES).cost
    for limit in (found.low, found.high):
        # were the ratio `limit`, cost less limit x avoided would have mean 0
        assert stats.ttest_1samp(1000 * COST + limit * CRISES, 0.0).pvalue == pytest.approx(0.05, abs=1e-6)
    assert found.low < found.estimate < found.high


def test_no_bounds_where_there_may_be_no_fall():
    found = cost_per_crisis_avoided([1.0, 2.0, 3.0], [-1.0, 0.9, -0.5])
    assert math.isfinite(found.cost.estimate)
    assert math.isnan(found.cost.low)
    assert math.isnan(found.cost.high)


@pytest.mark.parametrize("crises", [[0.0, 0.0], [1.0, -0.5], []])
def test_undefined_where_no_crisis_is_avoided(crises):
    found = cost_per_crisis_avoided([1.0] * len(crises), crises)
    assert found.undefined == "no crisis is avoided"
    assert math.isnan(found.cost.estimate)


def test_less_money_and_fewer_crises_save():
    assert cost_per_crisis_avoided([-2.0, -1.0], [-1.0, -2.0]).cost.estimate == pytest.approx(-1000.0)
