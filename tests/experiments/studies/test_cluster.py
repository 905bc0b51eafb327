"""Studies on a Dask cluster: a scheduler and workers that are processes of their own, one of which is killed."""

import gc
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from types import SimpleNamespace

import pytest
from programs import ROOT, all_end, free_port, started

from simulation.commands import studying
from simulation.experiments import cluster
from simulation.experiments.cluster import ClusterError
from simulation.experiments.studies.store import LOG, RUNS, Store


def asked(path, out, workers=None, dask=""):
    studying.study(str(path), out, workers, dry_run=False, extend=False, yes=False, as_json=True, dask=dask)


def files(folder):
    """All that a study has left, by path: the log says when and where, which may differ."""
    found = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {path: held for path, held in found.items() if path.name != LOG}


@contextmanager
def dask(*words):
    """A scheduler or a worker, which listens on this machine alone."""
    command = [sys.executable, "-m", "dask", *words, "--host", "127.0.0.1", "--no-dashboard"]
    with started(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
        yield program


def wait_for(address, threads):
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if cluster.threads(address) == threads:
                return
        except ClusterError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"{threads} workers have not come to {address}")


@contextmanager
def scheduler():
    """The address of a scheduler, and its process."""
    port = str(free_port())
    with dask("scheduler", "--port", port) as program:
        address = f"tcp://127.0.0.1:{port}"
        wait_for(address, 0)
        yield address, program


def worker(address, scratch):
    return dask("worker", address, "--nthreads", "1", "--no-nanny", "--local-directory", str(scratch))


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A scheduler with one worker."""
    with scheduler() as (found, _), worker(found, tmp_path_factory.mktemp("scratch")):
        wait_for(found, 1)
        yield found


@pytest.fixture(scope="module")
def many(small):
    """A study of eight points under two seeds."""
    path = small.with_name("many.yaml")
    path.write_text(small.read_text().replace("samples: 3", "samples: 8"))
    return path


@pytest.fixture(scope="module")
def through(tmp_path_factory, many):
    """What the study leaves when one process here does it."""
    out = tmp_path_factory.mktemp("through") / "out"
    asked(many, out, workers=1)
    return files(out)


@pytest.mark.slow
def test_a_worker_that_dies_has_its_runs_done_by_another(address, many, through, tmp_path, monkeypatch):
    out, left, keep = tmp_path / "out", [], cluster._kept
    with worker(address, tmp_path / "scratch") as second:
        wait_for(address, 2)

        def kill_once(store, said):
            if not left and len(Store(out).names()) >= 3:
                second.kill()
                second.wait()
                left.append(len(Store(out).names()))
            return keep(store, said)

        monkeypatch.setattr(cluster, "_kept", kill_once)
        asked(many, out, dask=address)
    assert 3 <= left[0] < 16
    assert len(Store(out).names()) == 16
    assert files(out) == through


def test_workers_that_do_not_see_the_folder_return_their_files(address, many, through, tmp_path, monkeypatch):
    """A folder of the same name on another machine does not hold the file."""
    kept, keep = [], cluster._kept

    @contextmanager
    def elsewhere(_):
        yield "there"

    def count(store, said):
        kept.extend(said.files)
        return keep(store, said)

    monkeypatch.setattr(cluster, "_mark", elsewhere)
    monkeypatch.setattr(cluster, "_kept", count)
    asked(many, tmp_path / "out", dask=address)
    assert sorted(kept) == sorted(path.name for path in through if path.parts[0] == RUNS)
    assert files(tmp_path / "out") == through


def test_the_mark_of_a_study_that_was_killed_is_cleared_away_and_no_other(tmp_path):
    with cluster._mark(tmp_path) as mark:
        assert cluster._sees(tmp_path, mark)
        assert not cluster._sees(tmp_path / "elsewhere", mark)
        (tmp_path / mark.replace(f".{os.getpid()}.", ".999999999.")).touch()
        assert Store(tmp_path).sweep() == 1
        assert [one.name for one in tmp_path.iterdir()] == [mark]
    assert not any(tmp_path.iterdir())


def test_a_worker_of_another_version_is_refused_and_nothing_of_its_is_kept(address, many, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "made_with", lambda: {"model": "of tomorrow"})
    with pytest.raises(ClusterError, match=r"has another version \(model is [0-9a-f]{12} and not of tomorrow\)\. Inst"):
        asked(many, tmp_path / "out", dask=address)
    assert Store(tmp_path / "out").names() == set()
    assert not list((tmp_path / "out").glob(".*"))


def test_a_scheduler_that_goes_away_is_told_and_what_is_finished_is_kept(many, tmp_path, capfd):
    with scheduler() as (address, program):
        gone = threading.Timer(2, program.kill)
        gone.start()
        with pytest.raises(ClusterError, match=f"No Dask scheduler answers at {address}"):
            asked(many, tmp_path / "out", dask=address)
        gone.join()
    assert capfd.readouterr().err == f"No worker has joined the cluster at {address} yet: the study waits for one.\n"


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:{port}", "127.0.0.1:{port}", "tcp://127.0.0.1", "nowhere"])
def test_a_scheduler_that_is_not_there_is_told_before_anything_is_made(address, many, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    address = address.format(port=free_port())
    with pytest.raises(ClusterError, match=f"No Dask scheduler answers at {address} "):
        asked(many, tmp_path / "out", dask=address)
    assert not (tmp_path / "out").exists()


def mute(link):
    """Answers nothing."""


def web_page(link):
    """What Dask's own page of figures, one port further on, says to a stranger."""
    link.recv(10)
    link.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    link.close()


@pytest.mark.parametrize("says", [mute, web_page])
def test_what_listens_but_is_no_scheduler_is_told(says, many, tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    links = []

    def serve(listening):
        with suppress(OSError):
            while True:
                links.append(listening.accept()[0])
                says(links[-1])

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, args=(listening,), daemon=True).start()
        address = f"tcp://127.0.0.1:{listening.getsockname()[1]}"
        with pytest.raises(ClusterError, match=f"No Dask scheduler answers at {address} "):
            asked(many, tmp_path / "out", dask=address)
    gc.collect()
    assert capfd.readouterr().err == ""
    assert not (tmp_path / "out").exists()


def test_workers_here_and_elsewhere_are_not_mixed(many, tmp_path):
    with pytest.raises(ClusterError, match="not both"):
        asked(many, tmp_path / "out", workers=2, dask="tcp://127.0.0.1:9")


def test_a_job_that_takes_every_worker_along_counts_as_lost():
    from distributed import KilledWorker

    error = KilledWorker("job", SimpleNamespace(address="tcp://127.0.0.1:9"), 3)
    lost = SimpleNamespace(cancelled=lambda: False, exception=lambda: error)
    assert cluster._reported(lost) is None
    absent = SimpleNamespace(cancelled=lambda: False, exception=lambda: ImportError("No module named 'simulation'"))
    with pytest.raises(ClusterError, match="No module named 'simulation'"):
        cluster._reported(absent)


@pytest.mark.slow
def test_the_script_for_slurm_does_a_study(small, through, tmp_path):
    """The script as docs/CLUSTER.md has it, with `srun` and `hostname` as a cluster of this one machine has them."""
    script = re.search(
        r"```bash\n(#!/bin/bash\n.*?run\.py study.*?)```", (ROOT / "docs" / "CLUSTER.md").read_text(), re.S
    )
    (tmp_path / "study.sh").write_text(script[1])
    (tmp_path / "run.py").symlink_to(ROOT / "run.py")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    commands = {"hostname": "echo 127.0.0.1", "srun": 'for _ in 1 2; do "$@" & done; wait'}
    for name, does in commands.items():
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).write_text(f"#!/bin/bash\n{does}\n")
        (tmp_path / "bin" / name).chmod(0o755)
    shutil.copytree(small.parent, tmp_path / "studies")
    slurm = {"SLURM_SUBMIT_DIR": str(tmp_path), "SLURM_JOB_ID": str(os.getpid())}
    paths = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "PYTHONWARNINGS": "default"}
    with started(["bash", str(tmp_path / "study.sh"), "studies/many.yaml"], more=slurm | paths) as going:
        out, errors = going.communicate(timeout=300)
        assert going.returncode == 0, errors
        assert b"32 of 32 runs are done" in out
        assert all_end(going, 60)
    made = files(tmp_path / "results" / "many")
    assert {path: held for path, held in made.items() if path.parts[0] == RUNS} == {
        path: held for path, held in through.items() if path.parts[0] == RUNS
    }
