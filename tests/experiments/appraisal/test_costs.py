"""Unit costs: what the cards say, what users put in their place, and one clear message for each mistake."""

from dataclasses import replace

import pytest

from simulation.experiments.appraisal.costs import CATALOGUE, OWN, Own, at_price_year, changes, replaced, table
from simulation.experiments.appraisal.own_costs import COLUMNS, read_costs
from simulation.experiments.appraisal.running import question
from simulation.parameters import cards
from simulation.scenario import Scenario, ScenarioError

HEAD = "name,value,unit\n"


def read(folder, text, name="costs.csv"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_costs(path, 2025)


def test_costs_are_the_cards_and_those_not_of_grade_a_are_provisional(scenario):
    found = {one.name: one for one in table(scenario)}
    assert found["child_in_care"].value == scenario.service.placement_cost
    assert found["home_case"].value == scenario.service.cost[4]
    assert found["child_in_care"].standing == "provisional, replace"
    for one in found.values():
        assert ("replace" in one.standing) == (cards()[one.key].grade in "BCD")


def test_own_costs_move_the_world_in_both_ways_and_prices_come_to_the_price_year(tmp_path, hamlets):
    own = read(
        tmp_path, HEAD + "direct_hour,35.5,GBP an hour\nhome_case,700,GBP a case-month\nunpaid_hour,20,GBP an hour"
    )
    asked = question([Scenario.load(path) for path in hamlets], 2, None, own)
    for arm in asked.design.arms:
        assert arm.scenario.service.direct_hour == 35.5
        assert arm.scenario.service.cost == (2075.0, 900.0, 600.0, 450.0, 700.0)
        assert arm.scenario.appraisal.volunteer_hour == cards()["appraisal.volunteer_hour"].value
    used = {one.name: one for one in table(asked.design.arms[0].scenario, asked.own)}
    assert used["direct_hour"].grade == OWN
    assert (used["unpaid_hour"].grade, used["unpaid_hour"].standing) == (OWN, "your own")
    assert at_price_year(used["unpaid_hour"], asked.design.arms[0].scenario) == 20.0
    assert asked.design.arms[0].scenario.draw(1).drawn.keys().isdisjoint({"service.direct_hour", "service.cost"})


def test_prices_of_another_year_are_brought_to_the_price_year(scenario):
    own = [Own("direct_hour", 30.0, 2015, "", "costs.csv:2")]
    index = scenario.appraisal.deflators
    assert changes(scenario, own) == {"service.direct_hour": pytest.approx(30.0 * index[13] / index[5])}


def test_a_table_that_is_written_out_and_brought_back_changes_nothing(scenario, tmp_path):
    lines = [",".join(COLUMNS)]
    lines += [f'{c.name},"{c.label}",{c.value},{c.unit},{c.year},"{c.source}",{c.grade}' for c in table(scenario)]
    own = read(tmp_path, "\n".join(lines))
    assert len(own) == len(CATALOGUE)
    assert replaced(scenario, own) == ()
    (one,) = replaced(scenario, [replace(own[0], value=own[0].value + 0.01), *own[1:]])
    assert one.name == CATALOGUE[0].name


def test_yaml_says_the_same_as_csv(tmp_path):
    csv = read(tmp_path, "name,value,unit,price_year\nwellby,15000,GBP a WELLBY,2022\n")
    yaml = read(tmp_path, "wellby: {value: 15000, unit: GBP a WELLBY, price_year: 2022}\n", "costs.yaml")
    assert [(one.name, one.value, one.year) for one in csv] == [(one.name, one.value, one.year) for one in yaml]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "direct_hours,35,GBP an hour", "costs.csv:2: direct_hours is no unit cost of the model. Did you mean"),
        (HEAD + "xyz,35,GBP an hour", "There are direct_hour, connector_month"),
        (HEAD + "direct_hour,35,", "direct_hour has no unit. Its unit is GBP an hour"),
        (HEAD + "direct_hour,35,GBP a day", "the unit of direct_hour is GBP a day, but must be GBP an hour"),
        (HEAD + "direct_hour,-3,GBP an hour", "the value of direct_hour is -3, but a cost cannot be negative"),
        (HEAD + "direct_hour,lots,GBP an hour", "is lots, but must be a number"),
        (HEAD + "direct_hour,,GBP an hour", "the value of direct_hour is empty, but must be a number"),
        (HEAD + "direct_hour,.nan,GBP an hour", "but must be a number"),
        (HEAD + "direct_hour,1,GBP an hour\ndirect_hour,2,GBP an hour", "costs.csv:3: direct_hour is there twice"),
        (HEAD + "direct_hour,35", "costs.csv:2: there are 2 cells, but the first line names 3"),
        ("name,value\ndirect_hour,35", "costs.csv:1: unit is missing"),
        ("name,value,unit,colour\n", "colour is no column"),
        ("name,value,unit,unit\n", "the column unit is there twice"),
        (HEAD, "holds no unit costs"),
        ("", "name is missing"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        ("name,value,unit,price_year\ndirect_hour,35,GBP an hour,1999", "must be from 2010 to 2025"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_message(tmp_path, text, said):
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path, text)
    assert said in str(caught.value)


def test_mistakes_in_yaml_and_files_that_are_not_there(tmp_path):
    for text, said in (
        ("direct_hour: 35\n", "needs a value and a unit"),
        ("direct_hour: {value: 35}\n", "unit is missing"),
    ):
        with pytest.raises(ScenarioError, match=said):
            read(tmp_path, text, "costs.yaml")
    with pytest.raises(ScenarioError, match="is not a file that can be read"):
        read_costs(tmp_path / "nothing.csv", 2025)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("direct_hour,4000,GBP an hour", "2: direct_hour comes to 4,000, but must be from 5 to 200"),
        ("unpaid_hour,4000,GBP an hour", "2: unpaid_hour comes to 4,000, but must be from 0 to 100"),
        ("home_case,40000,GBP a case-month", "2: home_case comes to 40,000, but must be from 0 to 30,000"),
    ],
)
def test_a_cost_beyond_what_its_card_allows_is_refused_whether_the_model_spends_it_or_not(
    tmp_path, hamlets, line, said
):
    own = read(tmp_path, HEAD + line)
    with pytest.raises(ScenarioError, match=f"costs.csv:{said}"):
        question([Scenario.load(path) for path in hamlets], 2, None, own)
