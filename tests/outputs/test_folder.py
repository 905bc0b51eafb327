"""Output folders: whole or not there, never another's."""

import json
import multiprocessing
import shutil
import subprocess
from pathlib import Path

import pytest

from simulation.outputs import folder as folders
from simulation.outputs.folder import FolderError, folder


def fill(part, said="ours"):
    (part / "summary.csv").write_text(said)
    (part / "manifest.json").write_text(json.dumps({"made_by": "synaptic"}))


def fail(out, error, said="half"):
    """Write half of the results, then break off."""
    with folder(out) as part:
        fill(part, said)
        raise error


def names(path):
    return sorted(one.name for one in path.iterdir())


def test_what_is_written_appears_at_the_end_alone(tmp_path):
    out = tmp_path / "new" / "out"
    with folder(out) as part:
        fill(part)
        assert not out.exists()
    assert names(out) == ["manifest.json", "summary.csv"]
    assert names(out.parent) == ["out"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_nothing_is_left_of_what_did_not_end(tmp_path, error):
    with pytest.raises(error):
        fail(tmp_path / "out", error)
    assert names(tmp_path) == []


def test_results_are_replaced_only_by_whole_ones(tmp_path):
    out = tmp_path / "out"
    with folder(out) as part:
        fill(part, "first")
    with pytest.raises(RuntimeError):
        fail(out, RuntimeError)
    assert (out / "summary.csv").read_text() == "first"
    with folder(out) as part:
        fill(part, "second")
    assert (out / "summary.csv").read_text() == "second"
    assert names(tmp_path) == ["out"]


def test_an_empty_folder_is_used(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    with folder(out) as part:
        fill(part)
    assert names(out) == ["manifest.json", "summary.csv"]


@pytest.mark.parametrize("file", ["diary.txt", "manifest.json"])
def test_the_files_of_others_are_refused(tmp_path, file):
    (tmp_path / file).write_text("{}")
    with pytest.raises(FolderError, match="holds other files"), folder(tmp_path):
        pass
    assert names(tmp_path) == [file]


def test_a_file_is_refused(tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(FolderError, match="is a file"), folder(tmp_path / "out"):
        pass


def hold(out, ready, done):
    with folder(out) as part:
        fill(part)
        ready.set()
        done.wait(30)


def test_a_folder_in_use_is_refused_and_a_killed_run_s_leavings_are_cleaned(tmp_path):
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=hold, args=(tmp_path / "out", ready, done))
    other.start()
    assert ready.wait(30)
    with pytest.raises(FolderError, match="Another run is writing"), folder(tmp_path / "out"):
        pass
    other.kill()
    other.join()
    assert names(tmp_path) == [".out.lock", ".out.part"]
    with folder(tmp_path / "out") as part:
        fill(part)
    assert names(tmp_path) == ["out"]


def test_a_lock_that_the_run_before_has_removed_holds_nothing(tmp_path, monkeypatch):
    """Else the next run to come would find none, and two would write at once."""
    lock = folders._lock

    def late(file):
        Path(file.name).unlink()
        Path(file.name).touch()
        lock(file)

    monkeypatch.setattr(folders, "_lock", late)
    with pytest.raises(FolderError, match="Another run is writing"), folder(tmp_path / "out"):
        pass
    assert names(tmp_path) == [".out.lock"]


def test_results_that_a_killed_run_was_replacing_come_back(tmp_path):
    with folder(tmp_path / "out") as part:
        fill(part, "first")
    (tmp_path / "out").rename(tmp_path / ".out.old")
    with pytest.raises(RuntimeError), folder(tmp_path / "out"):
        raise RuntimeError
    assert (tmp_path / "out" / "summary.csv").read_text() == "first"


def test_a_full_disk_is_told_in_a_sentence(tmp_path):
    with pytest.raises(FolderError, match="no space left on device"):
        fail(tmp_path / "out", OSError(28, "No space left on device"))
    assert names(tmp_path) == []


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own that holds 64 kB; who may not mount one skips."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if not mount or subprocess.run([mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", place], check=False).returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_disk_that_is_really_full_leaves_the_old_results_and_nothing_half_written(small_disk):
    out = small_disk / "out"
    with folder(out) as part:
        fill(part, "first")
    with pytest.raises(FolderError, match="no space left on device"), folder(out) as part:
        fill(part, "x" * 100_000)
    assert names(small_disk) == ["out"]
    assert (out / "summary.csv").read_text() == "first"


def test_notes_laid_beside_results_are_not_lost(tmp_path):
    out = tmp_path / "out"
    with folder(out) as part:
        fill(part)
    (out / "notes.txt").write_text("mine")
    with pytest.raises(FolderError, match="other files"), folder(out) as part:
        fill(part, "again")
    assert (out / "notes.txt").read_text() == "mine"
    assert (out / "summary.csv").read_text() == "ours"


def test_a_link_and_the_folder_one_stands_in_are_refused(tmp_path, monkeypatch):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(FolderError, match="is a link"), folder(tmp_path / "link") as part:
        fill(part)
    monkeypatch.chdir(tmp_path / "real")
    with pytest.raises(FolderError, match="stand in"), folder(tmp_path / "real") as part:
        fill(part)
    assert names(tmp_path) == ["link", "real"]


@pytest.mark.parametrize("leftover", [".out.part", ".out.old"])
def test_a_folder_of_the_user_s_that_is_in_the_way_is_kept(tmp_path, leftover):
    (tmp_path / leftover).mkdir()
    (tmp_path / leftover / "thesis.txt").write_text("mine")
    with pytest.raises(FolderError, match=rf"{leftover} is in the way"), folder(tmp_path / "out") as part:
        fill(part)
    assert (tmp_path / leftover / "thesis.txt").read_text() == "mine"
    assert names(tmp_path) == [leftover]


@pytest.mark.parametrize("leftover", [".out.part", ".out.old", ".out.lock"])
def test_a_file_of_the_user_s_that_is_in_the_way_is_kept(tmp_path, leftover):
    (tmp_path / leftover).write_text("mine")
    with pytest.raises(FolderError, match=rf"{leftover} is in the way"), folder(tmp_path / "out") as part:
        fill(part)
    assert (tmp_path / leftover).read_text() == "mine"
    assert names(tmp_path) == [leftover]


def test_a_note_laid_beside_old_results_while_new_ones_are_made_is_kept(tmp_path):
    with folder(tmp_path / "out") as part:
        fill(part, "first")
    with folder(tmp_path / "out") as part:
        fill(part, "second")
        (tmp_path / "out" / "notes.txt").write_text("mine")
    assert (tmp_path / "out" / "summary.csv").read_text() == "second"
    assert (tmp_path / ".out.old" / "notes.txt").read_text() == "mine"


def test_the_root_and_a_name_that_is_no_text_are_refused(tmp_path):
    with pytest.raises(FolderError, match="/ is no folder for results"), folder(Path("/")):
        pass
    with pytest.raises(FolderError, match="is not UTF-8 text"), folder(tmp_path / "\udcff"):
        pass
    assert names(tmp_path) == []
