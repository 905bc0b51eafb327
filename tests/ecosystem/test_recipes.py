"""The recipes as docs/RECIPES.md has them, word for word, each in a folder with results to look at."""

import ast
import json
import re
import shlex
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import run
from simulation.experiments.once import run_once
from simulation.parameters import cards
from tests.ecosystem.conftest import write_ways

PAGE = (Path(run.__file__).parent / "docs" / "RECIPES.md").read_text()
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))

LEVERS = ("effort.connecting_share", "effort.earliness")
UNCERTAINTIES = ("effort.lag", "ladder.duration_scale")

STUDY = """
question: Which of two assumptions goes with the difference?
ways: [ours.yaml, theirs.yaml]
years: 1
seeds: 1
uncertainties: {effort.lag: plausible, ladder.duration_scale: plausible}
design: {kind: latin_hypercube, samples: 4}
"""


def asked(*words):
    found = CliRunner().invoke(run.app, [str(word) for word in words], catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.stdout


def blocks(section, kind="python"):
    return re.findall(rf"^```{kind}\n(.*?)^```", SECTIONS[section], re.DOTALL | re.MULTILINE)


def cell(text, said):
    """What a notebook would show of a cell: the value of its last line."""
    *before, last = ast.parse(text).body
    assert isinstance(last, ast.Expr)
    exec(compile(ast.Module(before, []), "RECIPES.md", "exec"), said)
    return eval(compile(ast.Expression(last.value), "RECIPES.md", "eval"), said)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """A folder with two ways of working, their comparison and a study of them."""
    here = tmp_path_factory.mktemp("recipes")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(here)
        write_ways(here)
        Path("study.yaml").write_text(STUDY)
        asked("compare", "ours.yaml", "theirs.yaml", "--seeds", 3, "--workers", 1, "--out", "results/first")
        asked("study", "study.yaml", "--workers", 1, "--out", "results/study")
    return here


@pytest.fixture
def stand(results, monkeypatch):
    monkeypatch.chdir(results)


pytestmark = [pytest.mark.usefixtures("stand"), pytest.mark.filterwarnings("ignore:ipyparallel not installed")]


def test_a_notebook_takes_five_lines():
    (five,) = blocks("From a notebook, in five lines")
    assert len([line for line in five.splitlines() if line]) == 5
    said = {}
    shown = cell(five, said)
    assert shown.columns.tolist() == ["as today", "earlier", "connecting"]
    assert {"unmet_need", "net_public_cost", "stops_coping"} < set(shown.index)
    assert shown.loc["unmet_need"].between(0, 100).all()
    assert said["table"].loc["wellbeing"].nunique() == 3


@pytest.mark.parametrize("section", ["A comparison's tables in pandas", "A study's runs in pandas", "In SQL", "Mesa"])
def test_recipes_run_in_their_order_and_show_something(section):
    said = {}
    for block in blocks(section):
        shown = cell(block, said)
        assert len(shown) > 0 or "failed" in block


def test_an_experiment_of_the_ema_workbench_is_the_run_at_its_point():
    (block,) = blocks("EMA workbench")
    said = {}
    shown = cell(block, said)
    assert len(shown) == 4
    assert shown["unmet_need"].nunique() == 4
    for _, row in shown.iterrows():
        settings = {key: row[key.replace(".", "_")] for key in (*LEVERS, *UNCERTAINTIES)}
        for key, value in settings.items():
            low, high = cards()[key].bounds if key in LEVERS else cards()[key].plausible
            assert low <= value <= high
        told = run_once("ours.yaml", settings | {"effort.lag": int(settings["effort.lag"])}, seed=1, years=1)
        assert {name: row[name] for name in said["outcomes"]} == {name: told[name] for name in said["outcomes"]}


def test_salib_finds_nothing_where_nothing_hangs_on_an_assumption_and_something_where_it_does():
    """Nobody spends on local growth in this village, so that nothing can hang on what a job costs."""
    (block,) = blocks("SALib")
    effect = cell(block, {})["mu_star"]
    assert effect["growth.job_cost"] == 0
    assert effect["ladder.duration_scale"] > 0
    assert effect["service.abandon_rate"] > 0


def test_recipes_in_sql_answer_and_agree_with_those_in_pandas():
    (block,) = blocks("In SQL", "sh")
    found = {}
    for line in block.splitlines():
        name, *words = shlex.split(line)
        assert name == "run.py"
        found[words[-1] if words[-1] != "--csv" else words[-2]] = asked(*words)
    assert all(found.values())
    (apart,) = [sql for sql in found if "difference" in sql]
    said = {}
    for recipe in blocks("A study's runs in pandas"):
        cell(recipe, said)
    told = pd.DataFrame(json.loads(asked("query", "results/study", apart, "--json"))).set_index("point")["difference"]
    assert told.sort_index().to_dict() == pytest.approx(said["difference"].to_dict(), rel=1e-12)
