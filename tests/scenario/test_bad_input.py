"""One message for each kind of bad input: what, where and how to mend it."""

from pathlib import Path

import pytest
import yaml
from files import write

from simulation import strict_yaml
from simulation.scenario import Scenario, ScenarioError, places

BAD = Path(__file__).parents[1] / "bad_scenarios"

MESSAGES = {
    "alias": "aliases (*mine) are not allowed",
    "alias_bomb": "anchors (&a) are not allowed",
    "anchor": "anchors (&mine) are not allowed",
    "bad_parent": "out_of_range.yaml:3: effort.connecting_share is 1.3",
    "circular": "extends goes round in a circle",
    "circular_back": "extends goes round in a circle",
    "colon_twice": "colon_twice.yaml:2: this is not valid YAML",
    "control_character": "characters that are not text",
    "duplicate_key": "duplicate_key.yaml:5: earliness is said twice",
    "duplicate_section": "duplicate_section.yaml:4: effort is said twice",
    "empty": "is empty. Write at least one line",
    "extends_above_everything": "there is no scenario '../../",
    "extends_device": "there is no scenario '/dev/zero'",
    "extends_endless": "there is no scenario 'town/town/",
    "extends_folder": "there is no scenario 'worlds'",
    "extends_itself": "extends goes round in a circle",
    "extends_list": "extends must name one scenario",
    "extends_nothing": "extends must name one scenario",
    "extends_number": "extends must name one scenario",
    "extends_zero_byte": "Did you mean worlds/market_town?",
    "fraction_for_whole": "run.years is 10.5, but must be a whole number from 1 to 40 (years)",
    "fitted_not_set": "fitted_not_set.yaml:2: effort.lag is called fitted, but this file does not set it. Set it too.",
    "fitted_is_text": "fitted_is_text.yaml:2: fitted needs a list of settings",
    "horizon_0": "run.years is 0, but must be a whole number from 1 to 40 (years)",
    "horizon_41": "run.years is 41, but must be a whole number from 1 to 40 (years)",
    "infinity": "effort.earliness is infinite, but must be a number from 0 to 1 (share)",
    "infinity_by_exponent": "effort.earliness is infinite",
    "key_is_list": "a name before a colon must be a word",
    "key_with_dot": "written `effort: {earliness: ...}`",
    "key_without_section": "written `effort: {connecting_share: ...}`",
    "latin1": "latin1.yaml:2: this is not UTF-8 text",
    "list_at_the_top": "this is not a scenario",
    "list_item_wrong": "ladder.functional_up is a list whose item 2 is the text 'high'",
    "list_of_wrong_length": "ladder.functional_up is a list of 2, but must be a list of 3 numbers, each from 0 to 2",
    "merge_key": "aliases (*mine) are not allowed",
    "missing_parent": "there is no scenario 'worlds/market_twon'. Did you mean worlds/market_town?",
    "missing_parent_file": "there is no scenario '../elsewhere/our_town.yaml'",
    "nan": "effort.earliness is not a number (NaN), but must be a number from 0 to 1 (share)",
    "nested_too_deep": "nested more than 12 levels deep",
    "no_places": "Add the line `extends: worlds/market_town`",
    "not_yaml": "this is not valid YAML",
    "number_for_list": "ladder.functional_up is 0.01, but must be a list of 3 numbers",
    "only_a_comment": "is empty. Write at least one line",
    "out_of_range": "effort.connecting_share is 1.3, but must be a number from 0 to 1 (share)",
    "percent": "Write a number plainly, such as 10000 or 0.3",
    "picture": "picture.yaml:1: this is not UTF-8 text",
    "place_is_text": "place 1 must be a group of settings",
    "place_name_is_number": "the name of place 1 must be text",
    "place_name_of_two_lines": "the name of place 1 holds a character that cannot be seen",
    "place_setting_at_the_top": "It belongs to each place: write `places: [{name: Our town, residents: ...}]`",
    "place_shares_not_one": "ethnic of Our town sums to 1.2, but must sum to 1",
    "place_shares_too_few": "deprivation of Our town is a list of 4, but must be a list of 5 numbers",
    "place_twice": "place_twice.yaml:4: two places are called our town",
    "place_unknown_key": "resident is nothing that a place has. Did you mean residents?",
    "place_without_name": "place 1 has no name",
    "places_empty": "places must be a list with at least one place",
    "places_is_mapping": "places must be a list with at least one place",
    "plain_text": "this is not a scenario",
    "population_0": "residents of Our town is 0, but must be a whole number from 200 to 2,000,000 (residents)",
    "population_1": "residents of Our town is 1, but must be a whole number from 200 to 2,000,000 (residents)",
    "population_far_too_large": "200,000,000 residents need about 80.4 GB of memory, but 8.0 GB is free",
    "population_too_large": "residents of England is 57,000,000, but must be a whole number from 200 to 2,000,000",
    "population_with_comma": "residents of Our town is the text '10,000'",
    "section_empty": "effort needs settings",
    "section_is_number": "effort needs settings",
    "tab": "There is a tab: indent with spaces",
    "tag": "tags (!!python/object/apply:os.system) are not allowed",
    "tag_own": "tags (!percent) are not allowed",
    "title_empty": "title must be text",
    "title_is_number": "title must be text",
    "title_of_two_lines": "title_of_two_lines.yaml:2: title holds a character that cannot be seen",
    "title_right_to_left": "title holds a character that cannot be seen",
    "title_with_bell": "title holds a character that cannot be seen",
    "too_many_neighbourhoods": "36,000 neighbourhoods, but at most 32,767",
    "true_for_number": "effort.earliness is true, but must be a number",
    "two_documents": "a second document begins here",
    "unknown_choice": "demand.path is the text 'raising', but must be rising or held",
    "unknown_key": "unknown_key.yaml:3: effort.conecting_share is not a setting. Did you mean effort.connecting_share?",
    "unknown_section": "efort is not a setting. Did you mean effort?",
    "utf16": "this is not UTF-8 text",
    "value_missing": "effort.earliness is empty, but must be a number from 0 to 1 (share)",
    "wrong_type": "effort.earliness is the text 'often', but must be a number from 0 to 1 (share)",
    "years_at_the_top": "Did you mean run.years, written `run: {years: ...}`?",
    "yes_for_true": "effort.on is the text 'yes', but must be true or false",
    "fitted_lists_a_list": "fitted_lists_a_list.yaml:2: fitted lists something that is no name of a setting",
    "fitted_lists_a_number": "fitted_lists_a_number.yaml:2: fitted lists something that is no name of a setting",
    "held_lists_a_number": "held_lists_a_number.yaml:2: held lists something that is no name of a setting",
    "key_is_number": "key_is_number.yaml:2: '3' is not a setting",
    "key_is_empty": "key_is_empty.yaml:2: '' is not a setting",
    "key_in_brackets": "key_in_brackets.yaml:2: '[red]' is not a setting",
    "key_very_long": "aaa' is not a setting",
    "tool_is_list": "tool_is_list.yaml:2: tool must be one name, such as `tool: rationing`",
    "tool_unknown": "tool_unknown.yaml:2: there is no tool or event '../../etc/passwd'",
    "tool_unknown_word": "tool_unknown_word.yaml:2: foo is nothing that is said of a tool here",
    "schedule_says_title": "schedule_says_title.yaml:2: title belongs to a whole scenario, and cannot be said here",
    "schedule_extends": "schedule_extends.yaml:2: extends belongs to a whole scenario",
    "schedule_in_schedule": "schedule_in_schedule.yaml:2: schedule belongs to a whole scenario",
    "fraction_for_months": "effort.lag is 6.0, but must be a whole number",
    "brace_not_closed": "Close the bracket or brace that is opened in line 2.",
    "bracket_not_closed": "Close the bracket or brace that is opened in line 3.",
}


def test_every_bad_file_has_its_message() -> None:
    assert sorted(MESSAGES) == sorted(path.stem for path in BAD.glob("*.yaml"))


@pytest.fixture(params=["compiled", "python"])
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both of PyYAML's parsers: the compiled one is not there on every machine."""
    if request.param == "python":
        monkeypatch.setattr(strict_yaml, "_PARSER", yaml.SafeLoader)


@pytest.mark.usefixtures("_parser")
@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_bad_input_is_told_what_where_and_how_to_mend_it(name: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.load(BAD / f"{name}.yaml")
    message = str(caught.value)
    assert MESSAGES[name] in message
    assert message.startswith("tests/bad_scenarios/")
    assert message.endswith((".", "?"))
    assert len(message) < 450
    assert "\n" not in message


def test_a_description_may_take_several_lines_and_joined_letters_stay(tmp_path: Path) -> None:
    told = Scenario.load(
        write(tmp_path, "ours", "extends: market_town\ntitle: می\u200cخواهم\ndescription: |\n  One.\n  Two.\n")
    )
    assert (told.title, told.description) == ("می\u200cخواهم", "One.\nTwo.")


@pytest.mark.parametrize("name", ["a\nb", "a\u202eb", "a\udcffb"])
def test_a_file_s_own_name_must_be_text_that_can_be_seen(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, "extends: worlds/market_town\n")
    with pytest.raises(ScenarioError, match="the name of the file holds a character that cannot be seen") as caught:
        Scenario.load(path)
    assert "\n" not in str(caught.value)


def test_a_folder_is_not_taken_for_a_scenario_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "dir.yaml").mkdir()
    with pytest.raises(ScenarioError, match="is a folder, not a scenario"):
        Scenario.load(tmp_path / "dir.yaml")


def test_an_option_of_one_line_has_no_lines() -> None:
    with pytest.raises(ScenarioError, match=r"^--set: this is not valid YAML .* Close the bracket or brace\.$"):
        Scenario.load("worlds/market_town", {"effort.lag": "[1"}, "--set")
    with pytest.raises(ScenarioError, match=r"^--set: resident is nothing that a place has"):
        Scenario.load("worlds/market_town", {"places": "[{name: Ours, resident: 300}]"}, "--set")


def test_a_file_far_too_large_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="larger than 256 kB"):
        Scenario.load(write(tmp_path, "large", "# a comment\n" * 30_000))


def test_a_place_that_does_not_fit_is_refused_by_its_estimate(monkeypatch: pytest.MonkeyPatch, town: Scenario) -> None:
    monkeypatch.setattr(places, "available_memory", lambda: 403_000_000)
    with pytest.raises(ScenarioError, match=r"10,000 residents need about 0\.4 GB"):
        Scenario.load("worlds/market_town")
    monkeypatch.setattr(places, "available_memory", lambda: None)
    assert Scenario.load("worlds/market_town") == town


def test_this_machine_says_how_much_memory_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    room = places.available_memory()
    assert room is None or 10**7 < room < 10**15
