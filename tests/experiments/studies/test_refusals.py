"""What a study is refused for on the command line: a sentence on stderr, exit code 2 and nothing made."""

import shutil
from pathlib import Path

import pytest
from asking import asked
from programs import free_port

from simulation.experiments import cluster
from simulation.experiments.studies import opening

BAD = Path(__file__).parents[2] / "bad_studies"


def refused(*words):
    """What is said on stderr where a study is refused: one line."""
    screen, errors = asked(*words, code=2)
    assert screen == ""
    assert errors.endswith((".\n", "?\n"))
    assert errors.count("\n") == 1
    return errors


@pytest.mark.parametrize(
    "name", ["unknown_outcome", "uncertainty_without_a_range", "zero_runs", "worlds_of_other_years"]
)
def test_a_bad_file(name, tmp_path):
    out = tmp_path / "out"
    asked(BAD / f"{name}.yaml", "--out", out, code=2)
    assert not out.exists()


def test_a_scheduler_that_is_not_there(small, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    address = f"tcp://127.0.0.1:{free_port()}"
    assert f"No Dask scheduler answers at {address}" in refused(small, "--out", tmp_path / "out", "--dask", address)
    assert not (tmp_path / "out").exists()


@pytest.fixture
def folder(small, tmp_path):
    """The folder of the small study, run through."""
    asked(small, "--out", tmp_path / "out", "--workers", 1)
    return tmp_path / "out"


def test_the_folder_of_another_study_or_of_another_version(folder, small, like, monkeypatch):
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    other = like("other", ("seeds: 2", "seeds: 2\nyears: 2"))
    assert "holds another study, 'A small study': years are not the same" in refused(other, "--out", folder)
    now = opening.versions()
    monkeypatch.setattr(opening, "versions", lambda: now | {"model": "later"})
    assert "was made by another version" in refused(small, "--out", folder)
    assert "was made by another version" in refused(folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_folder_without_the_scenarios_that_it_came_with(folder):
    shutil.rmtree(folder / "scenarios")
    assert "there is no scenario" in refused(folder)
