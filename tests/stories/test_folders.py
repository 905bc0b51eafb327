"""Folders are there whole or not at all, and the newest stay, whatever other processes do or left behind."""

import os
import time

import pytest

from simulation.stories import folders
from simulation.stories.folders import ABANDONED, Folders


def filled(said):
    def fill(part):
        part.mkdir(parents=True)
        (part / "content").write_text(said)

    return fill


def names(place):
    return {one.name for one in place.iterdir()}


def test_what_has_been_made_is_found(tmp_path):
    some = Folders(tmp_path / "some", 2)
    assert some.find("a") is None
    made = some.make("a", filled("first"))
    assert some.find("a") == made
    assert (made / "content").read_text() == "first"


def test_where_another_process_was_first_theirs_is_kept(tmp_path):
    some = Folders(tmp_path, 2)

    def beaten(part):
        filled("theirs")(tmp_path / "a")
        filled("ours")(part)

    assert (some.make("a", beaten) / "content").read_text() == "theirs"
    assert names(tmp_path) == {"a"}


def test_what_is_not_finished_is_not_there_and_leaves_nothing(tmp_path):
    def stopped(part):
        filled("half")(part)
        assert some.find("a") is None
        raise KeyboardInterrupt

    some = Folders(tmp_path, 2)
    with pytest.raises(KeyboardInterrupt):
        some.make("a", stopped)
    assert names(tmp_path) == set()


def aged(place, ages):
    """Folders that were last used so many seconds ago."""
    for name, age in ages.items():
        filled(name)(place / name)
        os.utime(place / name, (time.time() - age,) * 2)


def test_those_not_used_for_longest_go(tmp_path):
    some = Folders(tmp_path, 3)
    aged(tmp_path, {"a": 40, "b": 30, "c": 20})
    some.find("a")
    some.make("d", filled("d"))
    assert names(tmp_path) == {"a", "c", "d"}


def test_the_one_just_made_stays_however_new_the_others_are(tmp_path):
    aged(tmp_path, {"a": -100, "b": -200})
    Folders(tmp_path, 2).make("c", filled("c"))
    assert names(tmp_path) == {"b", "c"}


def test_what_cannot_be_removed_whole_is_no_longer_found(tmp_path, monkeypatch):
    monkeypatch.setattr(folders.shutil, "rmtree", lambda *_, **__: None)
    aged(tmp_path, {"a": 40})
    some = Folders(tmp_path, 1)
    some.make("b", filled("b"))
    assert some.find("a") is None


def test_what_a_killed_process_left_goes_once_it_can_be_nobodys(tmp_path):
    aged(tmp_path, {".a.1": 2 * ABANDONED, ".b.2": ABANDONED / 2})
    Folders(tmp_path, 1).make("c", filled("c"))
    assert names(tmp_path) == {".b.2", "c"}
