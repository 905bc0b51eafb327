"""What varies in a study, and what a point makes of a scenario."""

import numpy as np
import pytest

from simulation.experiments.compare import UNLESS_CHOSEN
from simulation.experiments.studies.jobs import Jobs
from simulation.experiments.studies.study import Study
from simulation.parameters import cards
from simulation.scenario import Scenario


@pytest.fixture
def study(tmp_path):
    """Makes a study of these lines, with today's way of working."""

    def make(lines, ways="[doing_things]"):
        path = tmp_path / "study.yaml"
        path.write_text(f"question: What varies?\nways: {ways}\n{lines}\n")
        return Study.load(path)

    return make


def only(study, tmp_path):
    """The scenario of the first way at every point."""
    jobs = Jobs(study, tmp_path)
    return [job.scenario(job.arms[0]) for job in jobs]


def test_all_that_is_uncertain_is_what_a_comparison_draws_and_more(study):
    inputs = study("uncertainties: all\ndesign: one_at_a_time").inputs
    drawn = Scenario.load("doing_things").draw(1).drawn
    idle = {key for key in drawn if key.partition(".")[0] in UNLESS_CHOSEN}
    assert set(drawn) - idle <= set(inputs)
    assert all(cards()[key].decides != "policy" and cards()[key].grade not in "CD" for key in set(inputs) - set(drawn))
    assert not {key.partition(".")[0] for key in inputs} & set(UNLESS_CHOSEN)


def test_what_a_policy_of_the_study_wakes_varies_too(study):
    lines = "uncertainties: [grade D]\ndesign: one_at_a_time\n"
    assert "incentives.payment_effect" not in study(lines).inputs
    assert "incentives.payment_effect" in study(lines + "tools: [paid_volunteering]").inputs
    assert "incentives.payment_effect" in study(lines + "levers: {incentives.payment: [0, 2]}").inputs
    assert "incentives.payment_effect" in study(lines, "[doing_things+paid_volunteering]").inputs


def test_what_a_world_sets_itself_is_left_alone_unless_it_is_named(study):
    lines = "worlds: [favours_networks]\ndesign: one_at_a_time\n"
    assert "acute.scale" not in study(lines + "uncertainties: all").inputs
    named = study(lines + "uncertainties: [acute.scale]").inputs["acute.scale"]
    low, high = cards()["acute.scale"].plausible
    assert (named.low, named.high, named.centre) == (low, high, min(max(0.3, low), high))


def test_values_are_drawn_as_a_comparison_draws_them(study):
    made = study("uncertainties: [activation.opportunity]\ndesign: {kind: latin_hypercube, samples: 9}")
    card, centre = cards()["activation.opportunity"], Scenario.load("doing_things").activation.opportunity
    expected = [card.draw(centre, u) for u in made.sample[:, 0]]
    np.testing.assert_allclose(made.points["activation.opportunity"], expected)


def test_a_factor_moves_every_item_of_a_list_and_stays_within_bounds(study, tmp_path):
    made = study("uncertainties: {ladder.functional_up: [0, 1000]}\ndesign: {kind: full_factorial, levels: 2}")
    nothing, most = (one.ladder.functional_up for one in only(made, tmp_path))
    assert nothing == (0.0, 0.0, 0.0)
    bound = cards()["ladder.functional_up"].bounds[1]
    assert most == tuple(min(1000 * one, bound) for one in Scenario.load("doing_things").ladder.functional_up)
    assert bound in most


def test_an_uncertainty_lies_beneath_the_schedule_and_a_lever_above_it(study, tmp_path):
    made = study(
        "uncertainties: {service.direct_hour: [30, 40]}\nlevers: {pooling.share: [0.0, 0.2]}\n"
        "design: {kind: full_factorial, levels: 2}", "[doing_things+pooled_budgets]",
    )  # fmt: skip
    at_start = [one.at(0) for one in only(made, tmp_path)]
    assert [one.service.direct_hour for one in at_start] == pytest.approx([30.6, 30.6, 40.8, 40.8])
    assert [one.pooling.share for one in at_start] == [0.0, 0.2, 0.0, 0.2]


def test_a_tool_that_is_on_is_as_if_it_stood_behind_the_name(study, tmp_path):
    off, on = only(study("tools: [rationing@24]"), tmp_path)
    assert off.fingerprint == Scenario.load("doing_things").with_changes({"run.years": 20}).fingerprint
    assert on.fingerprint == Scenario.load("doing_things+rationing@24").with_changes({"run.years": 20}).fingerprint


def test_what_does_not_vary_is_held_or_drawn_with_each_repeat_run(study, tmp_path):
    lines = "uncertainties: {effort.lag: [6, 24]}\ndesign: {kind: full_factorial, levels: 2}\nseeds: 2\n"
    held = only(study(lines), tmp_path)
    assert {one.activation.opportunity for one in held} == {Scenario.load("doing_things").activation.opportunity}
    drawn = only(study(lines + "others: drawn"), tmp_path)
    expected = [Scenario.load("doing_things").draw(seed).activation.opportunity for seed in (1, 1, 2, 2)]
    assert [one.activation.opportunity for one in drawn] == expected
    assert [one.effort.lag for one in drawn] == [6, 24, 6, 24]


def test_a_job_s_name_hangs_on_all_that_its_results_hang_on(study, tmp_path):
    lines = "uncertainties: {effort.lag: [6, 24]}\ndesign: one_at_a_time\n"
    variants = ["", "years: 3", "others: drawn", "outcomes: [unmet_need]", "worlds: [county]"]
    names = {Jobs(study(lines + more), tmp_path)[0].name for more in variants}
    names |= {Jobs(study(lines, "[making_things_happen]"), tmp_path)[0].name, Jobs(study(lines), tmp_path)[1].name}
    assert len(names) == len(variants) + 2
    assert Jobs(study(lines), tmp_path)[0].name in names
