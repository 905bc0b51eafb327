"""A choice saved as a file is the same when loaded; a file of one's own is checked, and reaches nothing else."""

import sys
from itertools import count
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


LARGE = {
    "tools": lambda many: f"with: [{'demand_management, ' * (many // 19)}]",
    "schedule": lambda many: f"schedule: [{'{from: 1}, ' * (many // 11)}]",
    "places": lambda many: f"places: [{', '.join(f'{{name: A{n}, residents: 500}}' for n in range(many // 32))}]",
    "keys": lambda many: f"effort: {{{', '.join(f'lag{n}: 1' for n in range(many // 13))}}}",
    "items": lambda many: f"ladder: {{mental_up: [{'0.1, ' * (many // 5)}]}}",
    "letters": lambda many: f"title: '{'x' * many}'",
}


@pytest.mark.parametrize("content", LARGE.values(), ids=LARGE)
def test_to_refuse_a_file_twice_as_large_takes_no_more_than_twice_the_work(content):
    half, whole = (calls_to_refuse(content(many)) for many in (files.MOST_BYTES // 2 - 1_000, files.MOST_BYTES - 2_000))
    assert whole < 2.1 * half + 1_000


def test_a_file_too_large_is_not_looked_into():
    assert calls_to_refuse("x" * 5 * files.MOST_BYTES) == calls_to_refuse("x" * files.MOST_BYTES) < 200


def calls_to_refuse(content):
    """How many functions are called until a file is refused: work, whatever the machine is busy with."""
    calls = count()
    load("small.yaml", b"extends: worlds/market_town\n")
    sys.setprofile(lambda _, event, __: next(calls) if event in ("call", "c_call") else None)
    try:
        with pytest.raises(ScenarioError):
            load("large.yaml", f"extends: worlds/market_town\n{content}\n".encode())
    finally:
        sys.setprofile(None)
    return next(calls)
