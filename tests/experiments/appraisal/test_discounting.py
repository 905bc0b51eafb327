"""Discounting against the Green Book's table, and present values and payback worked by hand."""

import math

import numpy as np
import pytest

from simulation.experiments.appraisal.appraise import weights
from simulation.experiments.appraisal.discounting import factors, money_of_the_day, payback, present_value

# HM Treasury, Green Book, annex 6, discount factors: standard, and health.
STANDARD = {1: 0.9662, 2: 0.9335, 5: 0.8420, 10: 0.7089, 20: 0.5026, 30: 0.3563, 31: 0.3459, 40: 0.2651}
HEALTH = {1: 0.9852, 10: 0.8617, 20: 0.7425, 30: 0.6398, 31: 0.6316}


@pytest.mark.parametrize(("key", "published"), [("discount_rates", STANDARD), ("wellbeing_rates", HEALTH)])
def test_factors_are_those_of_the_green_book(scenario, key, published):
    found = factors(getattr(scenario.appraisal, key), 40)
    assert {year: round(found[year - 1], 4) for year in published} == published


def test_present_values_by_hand():
    """10 today for 2.5 in each of four years is worth -0.82 at 3.5 %; 5 for 1.5 a year, +0.51."""
    worth = factors((0.035, 0.03), 4)
    assert -10.0 + present_value([2.5] * 4, worth) == pytest.approx(-0.82, abs=0.005)
    assert -5.0 + present_value([1.5] * 4, worth) == pytest.approx(0.51, abs=0.005)
    assert present_value([[1.0] * 4, [0.0] * 4], worth) == pytest.approx([3.6731, 0.0], abs=5e-5)


def test_money_of_the_day_at_the_rate_with_inflation_is_worth_what_real_money_is():
    flows, inflation, rate = np.array([-100.0, 30.0, 40.0, 50.0]), 0.02, 0.035
    nominal = flows * money_of_the_day(inflation, 4)
    assert nominal[:2] == pytest.approx([-102.0, 31.212])
    both = (1.0 + rate) * (1.0 + inflation) - 1.0
    assert present_value(nominal, factors((both, both), 4)) == pytest.approx(
        present_value(flows, factors((rate,) * 2, 4))
    )


@pytest.mark.parametrize(
    ("gains", "year"),
    [
        ([-100, 40, 40, 40], 4),
        ([-100, 40, 60, 0], 3),
        ([-100, 40, 40, 10], math.inf),
        ([10, 10, -5, 0], 0),
        ([-10, 20, -20, 0], math.inf),
        ([-10, 20, -20, 15], 4),
        ([0, 0, 0], 0),
    ],
)
def test_it_pays_back_in_the_year_from_which_nothing_is_owed_any_more(gains, year):
    assert payback(gains) == year


def test_discounting_can_put_payback_off():
    gains = np.array([-100.0, 51.0, 50.0, 5.0])
    assert (payback(gains), payback(gains * factors((0.035, 0.03), 4))) == (3.0, 4.0)


def test_a_pound_counts_by_income_to_the_power_of_the_elasticity():
    """Half the median at 1.3: 2 to the power of 1.3. The Green Book has 2.4 to 2.5 for the lowest fifth."""
    assert weights((0.5, 1.0, 2.0), 1.3) == pytest.approx([2.4623, 1.0, 0.4061], abs=5e-5)
    assert weights((0.5, 2.0), 0.0).tolist() == [1.0, 1.0]
