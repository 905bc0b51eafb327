"""One run by name: the same as a comparison's run, and it says what cannot be."""

import json

import pytest
from typer.testing import CliRunner

import run
from simulation.experiments.once import run_once
from simulation.experiments.studies.outcomes import USUAL
from simulation.scenario import Scenario, ScenarioError

pytestmark = pytest.mark.usefixtures("here")


def test_it_is_the_run_that_compare_makes_with_all_assumptions_central():
    asked = ["compare", "ours.yaml", "theirs.yaml", "--seeds", "2", "--years", "1", "--workers", "1", "--out", "out"]
    found = CliRunner().invoke(run.app, asked, catch_exceptions=False)
    assert found.exit_code == 0, found.output
    sql = "SELECT * FROM summary WHERE draw = 'luck' AND seed = 2 AND scenario = 'theirs'"
    (row,) = json.loads(CliRunner().invoke(run.app, ["query", "out", sql, "--json"]).stdout)
    told = run_once("theirs.yaml", seed=2, years=1)
    assert tuple(told) == USUAL
    year = told.pop("stops_coping")
    assert {name: row[name] for name in told} == told
    assert row["stops_coping_in_year"] == (year if year < float("inf") else None)


def test_changes_hold_and_tools_go_with_a_way():
    told = run_once("ours.yaml", {"effort.connecting_share": 0.3, "effort.earliness": 0.6}, years=1)
    assert told == run_once("theirs.yaml", years=1) == run_once(Scenario.load("theirs.yaml"), years=1)
    assert told != run_once("ours.yaml", years=1)
    assert run_once("ours.yaml+rationing", years=1) != run_once("ours.yaml", years=1)
    assert run_once("ours.yaml", seed=2, years=1) != run_once("ours.yaml", seed=1, years=1)


def test_what_cannot_be_is_told(monkeypatch):
    with pytest.raises(ScenarioError, match=r"effort\.earliness is 1\.5"):
        run_once("ours.yaml", {"effort.earliness": 1.5})
    with pytest.raises(ScenarioError, match="--years is 0"):
        run_once("ours.yaml", years=0)

    def broken(*_):
        raise ZeroDivisionError("no money")

    monkeypatch.setattr("simulation.experiments.execute._run", broken)
    with pytest.raises(RuntimeError, match="no money"):
        run_once("ours.yaml", years=1)
