"""What parts two ways of working, from when on, and for whom: from arrays whose answer is known, and from runs."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import t, ttest_1samp

from simulation.experiments import explaining
from simulation.experiments.compare import Comparison
from simulation.experiments.design import Draw, plan
from simulation.experiments.explaining import FLOWS, REACHES, clear_from, partings, reached
from simulation.experiments.people import SHOWN
from simulation.observation.strata import Group
from simulation.outcomes import Line, Measure
from simulation.outputs import explanation, store
from simulation.scenario import Scenario
from simulation.scenario.schedule import Change
from simulation.words import words

RNG = np.random.default_rng(5)


def noise(runs, months):
    return RNG.normal(size=(runs, months))


def test_a_difference_that_begins_in_a_month_is_told_from_it():
    apart = np.zeros((6, 48))
    apart[:, 17:] = 1.0 + 0.01 * noise(6, 31)
    assert clear_from(apart) == 17
    assert clear_from(-apart) == 17


def test_what_never_differs_and_what_one_run_says_is_not_told():
    assert clear_from(np.zeros((6, 48))) is None
    assert clear_from(np.ones((1, 48))) is None


def test_what_turns_round_is_told_from_the_month_in_which_the_other_side_is_clear():
    apart = np.concatenate([-np.ones((4, 10)), np.ones((4, 30))], axis=1)
    assert clear_from(apart) == 20
    assert clear_from(apart[:, :21]) == 20
    assert clear_from(apart[:, :20]) is None


def test_the_interval_is_students_of_the_sum_so_far():
    """Two months; the first sum just misses zero, the second just does not: t(2) s / sqrt(3) against the mean."""
    spread = np.array([-1.0, 0.0, 1.0])
    reach = t.ppf(0.975, 2) / math.sqrt(3)
    first, second = 0.999 * reach + spread, 1.001 * reach + spread
    assert clear_from(np.stack([first, second - first], axis=1)) == 1
    assert clear_from(np.stack([second, first - second], axis=1)) is None


def test_what_does_not_differ_is_told_once_in_twenty_times_at_any_length():
    """Random walks of 120 months: 5 % of 2,000 with a standard error of 0.5 %, so within 1.5 points of it."""
    told = sum(clear_from(noise(8, 120)) is not None for _ in range(2000)) / 2000
    assert abs(told - 0.05) < 0.015


def test_flows_of_one_hand_made_run_are_what_their_names_say(comparison):
    run = comparison.runs[0].outcomes
    residents = run.people[..., Measure.RESIDENTS].sum(axis=(1, 2))
    of = {flow.name: flow.of(run) for flow in FLOWS}
    assert of["direct_money"][3] == pytest.approx(12 * run.money[3, ..., Line.DIRECT].sum() / 100 / residents[3])
    needed, met = (run.people[5, ..., m].sum() for m in (Measure.NEED_MINUTES, Measure.MET_MINUTES))
    assert of["missing_hours"][5] == pytest.approx(12 * (needed - met) / 60 / residents[5])
    assert of["queue"][7] == pytest.approx(1000 * run.people[7, ..., Measure.WAITING].sum() / residents[7])
    assert 0 < of["life_satisfaction"].mean() < 10
    assert all(len(one) == run.months for one in of.values())


def test_no_hours_of_need_are_met_that_nobody_gave(comparison):
    run = comparison.runs[0].outcomes
    of = {flow.name: flow.of(run) for flow in FLOWS}
    given = of["group_hours"] + of["kin_hours"] + of["direct_hours"] + of["duty_hours"]
    assert (given >= of["needed_hours"] - of["missing_hours"] - 1e-9).all()


@pytest.fixture(scope="module")
def parted(hamlets):
    """One way of working, and the same with eight times as many crises out of the blue from month 6 on."""
    doing = Scenario.load(hamlets[0])
    struck = replace(doing, name="struck", schedule=(Change(6, None, (), {}, {"acute.scale": 8.0}, "test"),))
    return store.answer(plan([doing, struck], seeds=5), 1, lambda _: None)


def test_partings_come_in_the_order_of_their_months_with_paired_means(parted):
    found = partings(parted, "struck")
    months = [one.clear_from for one in found]
    told = [month for month in months if month is not None]
    assert told == sorted(told)
    assert months[len(told) :] == [None] * (len(found) - len(told))
    assert {one.flow.name for one in found} == {flow.name for flow in FLOWS}
    assert told
    assert min(told) >= 6
    struck = next(one for one in found if one.flow.name == "crises_at_once")
    assert struck.b > struck.a
    sums = np.cumsum([y - x for x, y in parted.pairs("struck", lambda run: struck.flow.of(run.outcomes), Draw.ALL)], 1)
    more = [ttest_1samp(month, 0.0, alternative="greater").pvalue < 0.025 if month.any() else False for month in sums.T]
    assert struck.clear_from == next(month for month in range(len(more)) if all(more[month:]))
    each = parted.paired("struck", lambda run: {"mean": struck.flow.of(run.outcomes).mean()})["mean"]
    assert struck.difference == each[2]


@pytest.fixture(scope="module")
def twice(hamlets):
    """A way of working compared with itself."""
    both = [Scenario.load(hamlets[0])] * 2
    return store.answer(plan(both, seeds=3), 1, lambda _: None)


def test_a_copy_differs_in_nothing_and_parts_in_nothing(twice):
    found = partings(twice, twice.names[1])
    assert all(one.identical and one.clear_from is None and one.difference.estimate == 0.0 for one in found)
    told = explanation.explain(twice)
    assert told.settings == words()["explain"]["nothing"]
    assert told.parts == [words()["explain"]["none_part"]]
    assert "could be either way" not in " ".join(told.rest).lower()


def test_who_was_reached_sums_to_what_everybody_got(comparison):
    """Both sexes together are everybody: residents' hours met, weighted by how many they are."""
    from simulation.experiments.people import shown_counts

    found = {one.name: one for one in reached(comparison, "connecting")}
    assert set(found) == set(REACHES)
    nobody = {Group("fifth", fifth) for fifth in "2345"}  # the hamlet is one neighbourhood
    assert set(found["met"].groups) == set(SHOWN) - nobody
    run = comparison.of("doing")[1]
    counts = shown_counts(run.outcomes)
    sexes = [one for one in SHOWN if one.by == "sex"]
    met = sum(REACHES["met"][1](counts[one]) * counts[one][Measure.RESIDENTS] for one in sexes)
    assert met == pytest.approx(run.outcomes.people[..., Measure.MET_MINUTES].sum() / 60)


def test_the_settings_in_which_two_differ_are_told(comparison, parted):
    told = explanation.settings(comparison)
    assert "“Share of effort moved to connecting” (0 and 0.50)" in told
    assert told.count("“") == 2
    assert words()["explain"]["in_time"] in explanation.settings(parted)


def test_what_is_said_is_what_was_found(parted):
    told = explanation.explain(parted)
    found = [one for one in partings(parted, "struck") if one.clear_from is not None]
    assert len(told.parts) == len(found) > 0
    for line, one in zip(told.parts, found, strict=True):
        assert words()["flows"][one.flow.name] in line
    unclear = [one for one in partings(parted, "struck") if one.clear_from is None and not one.identical]
    assert all(words()["flows"][one.flow.name] in " ".join(told.rest) for one in unclear)
    assert any("need not be the cause" in line for line in told.rest)


def test_two_numbers_that_differ_never_read_alike(parted):
    one = replace(partings(parted, "struck")[0], a=281.26, b=281.34, clear_from=0)
    assert ", 281.3 instead of 281.3 " not in explanation._parts(one)
    assert ", 281.34 instead of 281.26 " in explanation._parts(one)
    assert ", 282 instead of 281 " in explanation._parts(replace(one, b=281.9))
    assert ", 281 instead of 281 " in explanation._parts(replace(one, b=one.a))


def test_a_split_is_told_where_runs_with_one_lever_alone_were_made(comparison, parted):
    assert "that were also made with one of the two alone" in explanation.explain(comparison).rest[-1]
    assert "run.py ablate" in explanation.explain(parted).rest[-1]


def test_swapping_the_two_swaps_the_signs_and_leaves_the_months(parted):
    back = Comparison(replace(parted.design, arms=parted.design.arms[::-1]), parted.runs)
    ours = {one.flow.name: one for one in partings(parted, "struck")}
    for one in partings(back, "doing"):
        other = ours[one.flow.name]
        assert one.clear_from == other.clear_from
        assert one.difference.estimate == pytest.approx(-other.difference.estimate, abs=1e-12)


def test_one_repeat_run_says_what_differs_and_no_more(comparison):
    few = Comparison(comparison.design, [run for run in comparison.runs if run.seed == 1])
    assert len(few.seeds(Draw.ALL, *few.names)) == 1
    told = explanation.explain(few)
    assert told.parts == [words()["explain"]["few"]]
    assert (told.rest, told.reached) == ([], [])


def test_every_flow_and_reach_has_its_words_and_no_word_is_left_over():
    assert set(words()["flows"]) == {flow.name for flow in FLOWS}
    assert set(words()["reaches"]) == set(REACHES)


def test_examples_are_true():
    import doctest

    assert doctest.testmod(explaining, extraglobs={"np": np}).failed == 0
