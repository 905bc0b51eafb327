"""`run.py check`, `parameters` and `phases`: what is said before anything is run."""

import json
import subprocess
import sys

import pytest
from command_line import ROOT, said

from simulation.parameters import cards


def test_check_says_what_changes_and_where():
    screen = said("check", "making_things_happen")[0]
    assert "effort.connecting_share = 0.3 instead of 0.0 (scenarios/making_things_happen.yaml:" in screen


def test_check_says_of_a_change_after_the_last_month_that_it_never_takes_effect(tmp_path):
    (tmp_path / "late.yaml").write_text(
        "extends: worlds/market_town\nrun: {years: 2}\n"
        "schedule: [{from: 23, effort: {lag: 6}}, {from: 24, effort: {lag: 7}}]\n"
    )
    lines = said("check", tmp_path / "late.yaml")[0].splitlines()
    told = [line for line in lines if "never takes effect, since 2 years end with month 23" in line]
    assert [line.split(": effort")[0].strip() for line in told] == ["from month 24"]


@pytest.mark.parametrize("section", ["incentives", "appraisal", ""])
def test_no_name_of_a_setting_is_cut(section):
    """Whoever reads a name must be able to set it."""
    names = {line.split()[0] for line in said("parameters", *([section] if section else []))[0].splitlines()[1:]}
    assert {key for key, card in cards().items() if section in ("", card.section)} <= names


def test_parameters_shows_a_card():
    screen = said("parameters", "effort.lag")[0]
    assert "Time the shift takes" in screen
    assert "grade D" in screen
    assert "Did you mean effort.lag?" in said("parameters", "effort.lagg", code=2)[1]


@pytest.mark.parametrize(
    ("key", "decides", "counts"),
    [
        ("effort.earliness", "The place itself decides this.", ""),
        ("demand.reached_after", "The world outside decides this.", ""),
        ("effort.dual_running", "Nobody decides this; it is not well known.", "a harm of making things happen"),
        ("capacity.growth_agency", "Nobody decides this; it is not well known.", "a strength of doing things"),
    ],
)
def test_a_card_says_who_decides_it_and_which_way_it_speaks_for(key, decides, counts):
    screen = said("parameters", key)[0]
    assert decides in screen
    assert f"It counts as {counts}." in screen if counts else "It counts as" not in screen


def test_phases_are_those_of_the_world():
    from simulation.world import PHASES

    assert [one["phase"] for one in json.loads(said("phases", "--json")[0])] == [phase.name for phase in PHASES]


def test_what_python_compiles_is_kept_though_a_container_forbids_it(monkeypatch, tmp_path):
    """Else every command would compile anew all that it reads."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path))
    subprocess.run([sys.executable, ROOT / "run.py", "--help"], check=True, stdout=subprocess.DEVNULL)
    kept = {file.name.split(".")[0] for file in tmp_path.rglob("*.pyc")}
    assert "comparing" in kept
