"""One message for each kind of bad study: what, where and how to mend it."""

from pathlib import Path

import pytest

from simulation.experiments.studies.study import Study
from simulation.strict_yaml import ScenarioError

BAD = Path(__file__).parents[2] / "bad_studies"

MESSAGES = {
    "design_knows_no_such_setting": ":4: samples is nothing that a full_factorial design has; it has levels",
    "design_of_no_samples": ":4: samples is 0, but must be a whole number from 1 to 10,000,000",
    "design_without_samples": ":4: a latin_hypercube design needs samples, such as `samples: 64`",
    "factor_below_zero": ":3: ladder.functional_up is a list, so its range is one of factors",
    "grade_unknown": ":3: there is no grade 'E'. Write grade C or grade D, or all",
    "horizon_is_an_input": ":3: every run of a study lasts equally long. Say `years: 10`",
    "lever_is_no_policy": ":3: effort.lag is what no policy decides. List it under `uncertainties`",
    "lever_of_one_value": ":3: effort.earliness needs two values or more",
    "lever_out_of_bounds": ":3: effort.earliness is 1.3, but must be a number from 0 to 1 (share)",
    "lever_value_twice": ":3: effort.earliness names a value twice",
    "levers_are_a_list": ":3: levers need values",
    "list_and_uncertainties": ":3: what varies is said by the columns of the list. Leave out uncertainties",
    "list_of_a_switch_that_is_two": ":3: the column with.rationing of the list holds more than 0 (without)",
    "list_with_more_values_than_names": "wide.csv:2: there are more values than names in the first line",
    "tool_of_a_way": ":3: rationing is a part of 'Doing things + Rationing' anyway. Leave it out",
    "tool_twice": ":3: with.rationing is named twice. Keep one",
    "list_is_not_there": "nowhere.csv cannot be read as a list of points: No such file or directory",
    "list_of_an_unknown_setting": ":3: effort.lagg is not a setting. Did you mean effort.lag?",
    "list_of_no_points": "none.csv lists no points",
    "list_of_words": ":3: the column effort.lag of the list holds what is not a number",
    "list_with_a_gap": "gap.csv:3: effort.dual_running is empty",
    "list_without_a_file": ":3: a list needs the file that holds it",
    "morris_of_odd_levels": ":4: levels is 3, but Morris's grid needs an even number",
    "no_question": ":1: this study has no question. Add a line",
    "no_way_at_all": ":2: ways must be a list",
    "no_ways": ":1: this study has no ways. Add a line",
    "nothing_varies": ":3: nothing varies, so there is nothing to sample",
    "one_setting_said_twice": ":4: seeds is said twice (first at",
    "others_unknown": ":3: others must be held, or drawn anew",
    "sobol_of_no_power_of_two": ":4: samples is 100, but Sobol's scheme is balanced for powers of two alone. Write 64",
    "three_levels_of_a_fraction": ":4: effort.earliness has 3 values, but a fractional factorial tries two",
    "tools_is_text": ":3: tools must be a list",
    "uncertainty_is_a_policy": ":3: effort.earliness is what a policy decides. List it under `levers`",
    "uncertainty_is_a_switch": ":3: burnout.on needs a range",
    "uncertainty_of_one_number": ":3: effort.lag needs a range",
    "uncertainty_out_of_bounds": ":3: activation.opportunity is -0.1, but must be a number from 0 to 1",
    "uncertainty_turned_round": ":3: the range of effort.lag is empty or turned round",
    "uncertainty_twice": ":3: activation.opportunity is named twice",
    "uncertainty_without_a_range": ":3: incentives.conditional has no plausible range. Give it one",
    "unknown_design": ":4: there is no design 'latin_hypercub'. Did you mean latin_hypercube?",
    "unknown_field": ":3: sedes is nothing that a study has. Did you mean seeds?",
    "unknown_outcome": ":3: there is no outcome 'unmet_needs'. Did you mean unmet_need?",
    "unknown_tool": ":3: there is no tool or event 'pooled_budget'. Did you mean pooled_budgets?",
    "unknown_tool_of_a_way": "there is no tool or event 'pooled_budget'. Did you mean pooled_budgets?",
    "unknown_uncertainty": ":3: effort.lagg is not a setting. Did you mean effort.lag?",
    "unknown_way": ":2: there is no scenario 'doing_thing'. Did you mean doing_things?",
    "unknown_world": "there is no scenario 'market_twon'. Did you mean worlds/market_town?",
    "ways_twice": ":2: ways names one twice",
    "world_twice": ":3: worlds names one twice",
    "worlds_of_other_years": ":2: these worlds do not last equally long (5 and 20 years). Say how long",
    "years_41": ":3: years is 41, but must be a whole number from 1 to 40",
    "zero_runs": ":3: seeds is 0, but must be a whole number from 1 to 10,000",
}


def test_every_bad_study_has_its_message():
    assert sorted(MESSAGES) == sorted(path.stem for path in BAD.glob("*.yaml"))


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_a_bad_study_is_told_what_where_and_how_to_mend_it(name):
    with pytest.raises(ScenarioError) as caught:
        Study.load(BAD / f"{name}.yaml")
    message = str(caught.value)
    assert MESSAGES[name] in message
    assert message.startswith("tests/bad_studies/")
    assert message.endswith((".", "?"))
    assert len(message) < 450
    assert "\n" not in message


def test_a_mistake_in_a_way_has_one_place_though_its_folder_has_a_space(tmp_path):
    (folder := tmp_path / "our town").mkdir()
    (folder / "ours.yaml").write_text("title: Ours\neffort: {lagg: 3}\n")
    (folder / "study.yaml").write_text("question: Which?\nways: [ours.yaml]\n")
    with pytest.raises(ScenarioError) as caught:
        Study.load(folder / "study.yaml")
    assert str(caught.value).count("our town/") == 1
    assert str(caught.value).startswith(f"{folder / 'ours.yaml'}:2: ")


def test_a_study_that_is_not_there_is_told_the_nearest_one():
    with pytest.raises(ScenarioError, match="Did you mean which_tools_help"):
        Study.load("which_tool_helps")
