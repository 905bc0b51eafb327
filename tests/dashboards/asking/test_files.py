"""A choice saved as a file is the same when loaded; a file of one's own is checked, and reaches nothing else."""

import time
from pathlib import Path

import pytest

from dashboards.asking import files
from dashboards.asking.choice import Choice, of, shipped
from dashboards.asking.files import load, to_yaml
from simulation import strict_yaml
from simulation.scenario import Scenario, ScenarioError
from simulation.scenario import files as scenario_files
from simulation.scenario import tools as scenario_tools

BAD = sorted((Path(__file__).parents[2] / "bad_scenarios").glob("*.yaml"))


def test_a_saved_choice_says_only_what_changes_and_loads_again(tmp_path):
    choice = Choice("county", 7).with_value("effort.lag", 6).with_value("ladder.mental_up", (0.01, 0.02, 0.03))
    text = to_yaml(choice)
    assert load("mine.yaml", text.encode()) == choice
    assert text.startswith("extends: worlds/county\n")
    assert len(text.splitlines()) < 15
    (tmp_path / "mine.yaml").write_text(text)
    assert Scenario.load(tmp_path / "mine.yaml") == choice.pair()[1]


def test_a_place_of_ones_own_loads_again():
    own = shipped("market_town").with_changes({"places": [{"name": "Our “town”: *a*", "residents": 3000}]})
    choice = of(own)
    assert load("mine.yaml", to_yaml(choice).encode()) == choice


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_what_the_command_line_refuses_is_refused_with_a_sentence(path):
    with pytest.raises(ScenarioError) as told:
        load(path.name, path.read_bytes())
    assert "/tmp" not in str(told.value)


def test_the_sentence_is_that_of_the_command_line():
    path = next(one for one in BAD if one.stem == "out_of_range")
    with pytest.raises(ScenarioError) as here:
        load(path.name, path.read_bytes())
    with pytest.raises(ScenarioError) as there:
        Scenario.load(path)
    assert str(there.value).endswith(str(here.value))


@pytest.mark.parametrize("parent", ["../../etc/passwd", "/etc/hosts.yaml", "worlds/../../pyproject", "README.md"])
def test_a_file_extends_nothing_of_this_machine(parent):
    with pytest.raises(ScenarioError, match="can extend what is shipped and nothing else"):
        load("mine.yaml", f"extends: {parent}\n".encode())


@pytest.mark.parametrize("name", ["../../x.yaml", "/etc/passwd", "<script>.yaml", "a" * 500, ".", ""])
def test_whatever_a_file_is_called_it_is_only_read(name):
    assert load(name, b"extends: making_things_happen\ntitle: Making things happen\nrun: {years: 3}\n") == Choice(
        years=3
    )


def test_a_place_too_large_for_many_visitors_is_refused():
    text = "places: [{name: Metropolis, residents: 900000}]\n"
    with pytest.raises(ScenarioError, match="at most 50,000"):
        load("mine.yaml", text.encode())


CHANGEFUL = r"^ours.yaml:2: the dashboard cannot show changes in the course of time\. Leave out .* run\.py compare\.$"


def test_a_schedule_is_refused_before_it_could_be_lost():
    content = b"extends: worlds/market_town\nschedule: [{from: 24, effort: {lag: 6}}]\n"
    with pytest.raises(ScenarioError, match=CHANGEFUL):
        load("ours.yaml", content)


@pytest.mark.parametrize(
    "tools",
    [
        "['SECRET']",
        "['SECRET@3']",
        "[{tool: 'SECRET'}]",
        "[{tool: 'SECRET', from: 24}]",
        "['../../../../etc/hosts.yaml']",
        "['no such tool']",
        "[rationing]",
        "[]",
        "nonsense",
    ],
)
@pytest.mark.parametrize("there", [True, False])
def test_a_tool_is_refused_without_a_look_at_it_whether_it_is_there_or_not(tools, there, tmp_path, monkeypatch):
    secret, opened = tmp_path / "secret.yaml", []
    if there:
        secret.write_text("title: Passwords\nhunter2: {x: 1}\n")
    reading = strict_yaml.read
    for module in (files, scenario_files, scenario_tools):
        monkeypatch.setattr(module, "read", lambda path, shown: opened.append(Path(path).name) or reading(path, shown))
    content = f"extends: worlds/market_town\nwith: {tools.replace('SECRET', str(secret))}\n"
    with pytest.raises(ScenarioError, match=CHANGEFUL):
        load("ours.yaml", content.encode())
    assert opened == ["ours.yaml"]


@pytest.mark.parametrize(
    "content",
    [
        f"with: [{'demand_management, ' * 3_400}]",
        f"schedule: [{'{from: 1}, ' * 5_900}]",
        f"places: [{', '.join(f'{{name: A{n}, residents: 500}}' for n in range(2_000))}]",
        f"effort: {{{', '.join(f'lag{n}: 1' for n in range(5_000))}}}",
        f"ladder: {{mental_up: [{'0.1, ' * 13_000}]}}",
        f"title: '{'x' * 65_000}'",
        f"title: '{'x' * 300_000}'",
    ],
    ids=["tools", "schedule", "places", "keys", "items", "letters", "larger"],
)
def test_the_largest_file_is_refused_in_little_time(content):
    before = time.process_time()
    with pytest.raises(ScenarioError):
        load("large.yaml", f"extends: worlds/market_town\n{content}\n".encode())
    assert time.process_time() - before < 1.5
