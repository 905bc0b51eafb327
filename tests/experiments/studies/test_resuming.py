"""A study's folder: what ends up in it is the same whoever did it, and however often it was stopped."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from asking import asked

import run as command_line
from simulation.experiments.studies.store import LOG, Store

ROOT = Path(command_line.__file__).parent


def files(folder):
    """All that a study has left, by path: the log says when and where, which may differ."""
    found = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {path: held for path, held in found.items() if path.name != LOG}


@pytest.fixture(scope="session")
def through(tmp_path_factory, small):
    """The folder of the small study run through in this process."""
    out = tmp_path_factory.mktemp("through") / "out"
    asked(small, "--out", out, "--workers", 1)
    return files(out)


def killed(path, out, workers, finished):
    """Run a study and kill it, and all of its processes, once so many tasks are finished."""
    command = [sys.executable, str(ROOT / "run.py"), "study", str(path), "--out", str(out), "--workers", str(workers)]
    going = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 300
    while going.poll() is None and len(Store(out).names()) < finished:
        assert time.monotonic() < deadline
        time.sleep(0.002)
    if going.poll() is None:
        os.killpg(going.pid, signal.SIGKILL)
    going.wait()
    with suppress(ProcessLookupError):
        while time.monotonic() < deadline:  # a process that is not gone yet still owns what it was writing
            os.killpg(going.pid, 0)
            time.sleep(0.01)


def test_two_processes_leave_the_same_files_as_one(small, through, tmp_path):
    asked(small, "--out", tmp_path / "out", "--workers", 2)
    assert files(tmp_path / "out") == through


@pytest.mark.slow
def test_a_study_killed_three_times_ends_as_one_that_ran_through(small, through, tmp_path):
    out = tmp_path / "out"
    for finished in (1, 3, 5):
        killed(small, out, 2, finished)
    assert len(Store(out).names()) < len([path for path in through if path.parts[0] == "runs"])
    asked(small, "--out", out, "--workers", 1)
    assert files(out) == through


@pytest.mark.slow
def test_a_thousand_runs_killed_three_times_end_as_those_that_ran_through(like, tmp_path):
    large = like("large", ("samples: 3", "samples: 250"))
    out, luck = tmp_path / "out", random.Random(1)
    for finished in sorted(luck.sample(range(1, 500), 3)):
        killed(large, out, 2, finished)
    asked(large, "--out", out, "--workers", 2)
    asked(large, "--out", tmp_path / "through", "--workers", 2)
    assert len(Store(out).table()) == 1000
    assert files(out) == files(tmp_path / "through")


def test_what_is_damaged_is_done_again_and_what_is_half_written_does_not_count(small, through, tmp_path):
    out = tmp_path / "out"
    asked(small, "--out", out, "--workers", 1)
    (out / "table.parquet").unlink()
    first, second = sorted((out / "runs").iterdir())[:2]
    first.write_bytes(first.read_bytes()[:-100])
    second.rename(second.with_name(f".{second.name}.{os.uname().nodename.replace('.', '-')}.999999999.part"))
    said, _ = asked(small, "--out", out, "--workers", 1)
    found = "finished tasks: 4; damaged files, removed to be made again: 1; half-written files, cleared away: 1."
    assert found in " ".join(said.split())
    assert files(out) == through


def test_a_byte_that_turned_over_is_found(small, through, tmp_path):
    out = tmp_path / "out"
    asked(small, "--out", out, "--workers", 1)
    (out / "table.parquet").unlink()
    first = min((out / "runs").iterdir())
    held = bytearray(first.read_bytes())
    held[40] ^= 1
    first.write_bytes(held)
    asked(small, "--out", out, "--workers", 1)
    assert files(out) == through


def test_more_repeat_runs_and_points_are_added_and_nothing_is_done_again(small, like, through, tmp_path):
    out = tmp_path / "out"
    asked(small, "--out", out, "--workers", 1)
    before = {path: path.stat().st_mtime_ns for path in (out / "runs").iterdir()}
    more = like("more", ("seeds: 2", "seeds: 3"), ("samples: 3", "samples: 5"))
    asked(more, "--out", out, "--extend", "--workers", 1)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    table = Store(out).table()
    assert sorted(table["point"].unique()) == [0, 1, 2, 3, 4]
    assert len(table) == 5 * 3 * 2
    assert Store(out).study.design.samples == (3, 2)
    again = table[(table["point"] < 3) & (table["seed"] < 3)].reset_index(drop=True)
    assert len(again) == sum(path.parts[0] == "runs" for path in through) * 2
