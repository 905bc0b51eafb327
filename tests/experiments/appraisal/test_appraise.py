"""The appraisal of cash flows worked by hand: present value, payback, optimism, weights, wellbeing apart."""

import math

import numpy as np
import pytest

from simulation.experiments.appraisal.appraise import optimism
from simulation.experiments.appraisal.paired import VIEWS
from simulation.experiments.appraisal.switching import by_cost, crossing, nil_at, scaled
from simulation.outcomes import WHOLE, Line, Measure
from simulation.outputs.appraised.cells import fifths
from simulation.outputs.appraised.rows import rows, table
from simulation.parameters import cards

FACTORS = np.array([1.035**-1, 1.035**-2, 1.035**-3])


@pytest.fixture
def invested(blank):
    """B spends 1,000 pounds on connecting in year 1 and 600 less on duties of care in years 2 and 3."""
    a, b = blank(), blank()
    b.outcomes.money[0, 0, 0, Line.CONNECTING] = 100_000
    a.outcomes.money[[12, 24], 0, 0, Line.STATUTORY] = 60_000
    return a, b


def test_net_present_value_and_payback_by_hand(appraised, invested):
    found = appraised(invested, invested, invested).worth("public")
    assert found.plain.estimate == pytest.approx(-1000 * FACTORS[0] + 600 * (FACTORS[1] + FACTORS[2]))
    assert (found.plain.low, found.plain.high) == pytest.approx((found.plain.estimate,) * 2)
    assert (found.paid_back, found.paid_back_discounted, found.pays) == (3.0, 3.0, 3)


def test_optimism_takes_from_what_is_hoped_and_adds_to_what_it_costs(appraised, invested):
    found = appraised(invested, invested, **{"appraisal.optimism_costs": 0.5}).worth("public")
    assert found.corrected.estimate == pytest.approx(-1500 * FACTORS[0] + 360 * (FACTORS[1] + FACTORS[2]))
    assert math.isinf(found.paid_back_corrected)
    none = {"appraisal.optimism_benefits": 0.0, "appraisal.optimism_costs": 0.0}
    mild = appraised(invested, invested, invested, **none).worth("public")
    assert mild.corrected == mild.plain


def test_duties_are_corrected_as_one_and_what_is_decided_counts_in_full(appraised, invested):
    a, b = invested
    b.outcomes.money[12, 0, 1, Line.STATUTORY] = 20_000
    a.outcomes.money[0, 0, 0, Line.DIRECT] = 30_000
    found = appraised((a, b), (a, b)).corrections
    assert {found[f"duties_{name}"] for name in ("care", "family", "home")} == {0.6}
    assert (found["direct"], found["connecting"]) == (1.0, 1.4)
    assert optimism(np.array([-1.0]), 0.4, 0.2, decided=True) == 1.2


def test_of_a_fifth_in_which_nobody_lives_nothing_is_said(appraised, blank):
    a, b = blank(), blank()
    for run in (a, b):
        run.outcomes.people[:, 0, 1, Measure.RESIDENTS] = 10
    b.outcomes.people[0, 0, 1, Measure.CIVIC_MINUTES] = 60
    found = appraised((a, b))
    for row in fifths(found)[1][:-1]:
        assert [cell == "-" for cell in row[1:]] == [True, False, True, True, True]
    lines = [line.split(",") for line in table(found).splitlines() if line.startswith("gainers")]
    assert {line[1][-1] for line in lines if line[-4]} == {"2"}
    assert not math.isnan(found.weighted().estimate)


def test_none_of_it_is_cash_where_no_post_ends(appraised, invested):
    """One month's 600 pounds is 50 a month on average: less than a post, a contract's part alone comes free."""
    found = appraised(invested).worth("cash").plain.estimate
    assert -1000 * FACTORS[0] <= found < -1000 * FACTORS[0] + 0.8 * 600 * (FACTORS[1] + FACTORS[2])


def test_unpaid_time_is_priced_once_and_weighted_beside_the_unweighted(appraised, blank, scenario):
    a, b = blank(), blank()
    for fifth, minutes in ((0, 6000), (4, 1200)):
        a.outcomes.people[1, 0, fifth, Measure.KIN_GIVEN_MINUTES] = minutes
    b.outcomes.people[1, 0, 0, Measure.CIVIC_MINUTES] = 3000
    found = appraised((a, b))
    hour = 11.9 * 100 / 76
    assert found.price("unpaid_hour") == pytest.approx(hour)
    assert found.worth("society").plain.estimate == pytest.approx((50 + 20) * hour * FACTORS[0])
    assert found.worth("public").plain.estimate == 0.0
    poor, rich = scenario.appraisal.fifth_incomes[0] ** -1.3, scenario.appraisal.fifth_incomes[4] ** -1.3
    assert found.weighted().estimate == pytest.approx((50 * poor + 20 * rich) * hour * FACTORS[0])


def test_wellbeing_is_discounted_at_its_own_rate_and_in_no_sum_of_money(appraised, blank):
    a, b = blank(), blank()
    a.outcomes.people[..., Measure.RESIDENTS] = b.outcomes.people[..., Measure.RESIDENTS] = 100
    b.outcomes.people[12:24, 0, 2, Measure.WELLBEING] = 5 * WHOLE
    found = appraised((a, b))
    assert found.wellbys(discounted=False).tolist() == [[0.0, 0.0, 5.0, 0.0, 0.0]]
    assert found.wellbys().sum() == pytest.approx(5.0 / 1.015**2)
    assert all(found.worth(view).plain.estimate == 0.0 for view in VIEWS)
    assert found.price("wellby") == pytest.approx(13000 * 100 / 82)
    moved = {one.name for one in rows(found) if one.values.any()}
    assert moved == {"wellbys", "wellbys_discounted", "wellbys_fifth_3"}


def test_local_taxes_are_in_the_purse_alone(appraised, blank):
    a, b = blank(), blank()
    b.outcomes.money[0, 0, 0, Line.TAX_BASE] = 100
    found = appraised((a, b))
    worth = {view: found.worth(view).plain.estimate for view in VIEWS}
    assert worth == pytest.approx({"public": 0.0, "cash": 0.0, "purse": FACTORS[0], "society": 0.0})


def test_a_way_of_working_against_itself_is_worth_exactly_nothing(comparison, appraised):
    runs = comparison.of("doing").values()
    found = appraised(*((run, run) for run in runs))
    assert all(not np.nan_to_num(one.values).any() for one in rows(found))
    for view in VIEWS:
        one = found.worth(view)
        assert (one.plain.estimate, one.plain.low, one.plain.high, one.corrected.estimate) == (0.0,) * 4
        assert (one.paid_back, one.pays) == (0.0, len(runs))


def test_swapping_the_two_ways_turns_the_sign_of_all_that_is_not_corrected(comparison, appraised):
    a, b = (comparison.of(name) for name in ("doing", "connecting"))
    pairs = [(a[seed], b[seed]) for seed in a]
    there, back = appraised(*pairs), appraised(*((y, x) for x, y in pairs))
    for view in ("public", "purse", "society"):
        assert there.worth(view).plain.estimate == pytest.approx(-back.worth(view).plain.estimate)


def test_real_lines_times_inflation_are_money_of_the_day(appraised, invested):
    found = appraised(invested, **{"appraisal.inflation": 0.1})
    real, day = ({one.name: one.values[0] for one in rows(found, nominal)} for nominal in (False, True))
    assert real["connecting"].tolist() == [1000.0, 0.0, 0.0]
    assert day["connecting"][0] == pytest.approx(1100.0)
    assert day["public_so_far"] == pytest.approx([-1100.0, -1100.0 + 600 * 1.21, -1100.0 + 600 * (1.21 + 1.331)])


def test_at_its_switching_value_the_net_present_value_is_nil(appraised, invested):
    found = appraised(invested, invested)
    times = {one.costs[0].name: one.times for one in by_cost(found, "public")}
    a, b = invested
    for name, part in (("connector_month", b.outcomes.money[..., Line.CONNECTING]),
                       ("daily_living_case", a.outcomes.money[..., Line.STATUTORY])):  # fmt: skip
        before = part.copy()
        part[:] = np.rint(part * times[name])
        assert appraised((a, b)).worth("public").plain.estimate == pytest.approx(0.0, abs=0.01)
        part[:] = before
    assert math.isnan(times["new_job"])
    assert "unpaid_hour" not in times


def test_switching_values_by_hand():
    assert nil_at(30.0, -60.0) == 1.5
    assert math.isnan(nil_at(30.0, 10.0))
    assert crossing((0, 1, 2), (-10, 10, 30)) == 0.5
    assert crossing((0, 1, 2), (30, 20, -20)) == 1.5
    assert crossing((0, 1, 2), (-10, 10, -30)) == 1.25
    assert math.isnan(crossing((0, 1, 2), (1, 2, 3)))


@pytest.mark.parametrize("kind", ["network", "direct"])
def test_effects_at_nothing_are_null_and_at_twice_within_bounds(scenario, kind):
    none, twice = (scenario.with_changes(scaled(scenario, kind, times)) for times in (0.0, 2.0))
    changed = list(scaled(scenario, kind, 0.0))
    assert changed == [key for key, card in cards().items() if card.effect == f"{kind} efficacy"]
    for key in changed:
        assert none[key] == cards()[key].null
        assert twice[key] != scenario[key]
        assert key in twice.values
    strength = {"network": "capacity.growth_civic", "direct": "capacity.growth_agency"}[kind]
    assert twice[strength] == pytest.approx(2.0 * scenario[strength])
    assert strength not in twice.draw(3).drawn
