import os
import stat
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulation.experiments import shelf as shelves
from simulation.experiments.shelf import Shelf, key


@dataclass(frozen=True)
class Chore:
    key: str


def work(chore):
    return chore


def other_work(chore):
    return chore


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "answers")


def held(shelf):
    return sorted(file.name for file in shelf.folder.iterdir())


def use(shelf, name, moment):
    """Say when a result was last used."""
    os.utime(shelf.folder / name, ns=(moment, moment))


def test_what_is_put_is_got_by_another_who_opens_the_same_folder(shelf):
    shelf.put("k", {"run": [1.5, None]})
    assert Shelf(shelf.folder).get("k") == {"run": [1.5, None]}
    assert "k" in shelf
    assert "other" not in shelf
    assert shelf.get("other") is None


def test_the_key_is_of_the_work_the_task_and_the_version_and_nothing_else(monkeypatch):
    keys = [key(work, Chore("a")), key(work, Chore("b")), key(other_work, Chore("a"))]
    assert keys[0] == key(work, Chore("a"))
    monkeypatch.setattr(shelves, "VERSION", "another")
    keys.append(key(work, Chore("a")))
    assert len(set(keys)) == 4
    assert all(len(one) == 64 for one in keys)


@pytest.mark.parametrize(
    "damage", [lambda b: b[: len(b) // 2], lambda b: b[:-1] + b"x", lambda _: b"", lambda b: b + b]
)
def test_a_damaged_file_is_no_answer_and_goes(shelf, damage):
    shelf.put("k", list(range(1000)))
    (shelf.folder / "k").write_bytes(damage((shelf.folder / "k").read_bytes()))
    assert shelf.get("k") is None
    assert "k" not in shelf
    shelf.put("k", 5)
    assert shelf.get("k") == 5


def test_a_result_of_a_class_that_is_no_more_is_no_answer(shelf, monkeypatch):
    shelf.put("k", Chore("a"))
    monkeypatch.delattr(f"{__name__}.Chore")
    assert shelf.get("k") is None


def test_the_least_recently_used_go_first(shelf):
    small = Shelf(shelf.folder, 3500)
    for moment, name in enumerate("abc", 1):
        small.put(name, os.urandom(1000))
        use(small, name, moment)
    small.get("a")
    small.put("d", os.urandom(1000))
    assert held(small) == ["a", "c", "d"]


def test_there_are_never_more_bytes_than_said(shelf):
    small = Shelf(shelf.folder, 20_000)
    for number in range(60):
        small.put(str(number), os.urandom(100 + 97 * number))
        assert sum(file.stat().st_size for file in small.folder.iterdir()) <= 20_000
    assert "59" in small
    small.put("too large", os.urandom(30_000))
    assert "too large" not in small


def test_what_a_killed_process_left_half_written_goes_too(shelf):
    small = Shelf(shelf.folder, 3000)
    small.put("a", 1)
    (small.folder / ".b.123.456").write_bytes(bytes(2900))
    use(small, ".b.123.456", 1)
    small.put("c", os.urandom(1000))
    assert held(small) == ["a", "c"]


def test_many_threads_read_and_write_at_once(shelf):
    small, wrong = Shelf(shelf.folder, 60_000), []

    def busy(who):
        for turn in range(60):
            name = str((who + turn) % 12)
            small.put(name, name * 5000)
            if small.get(name) not in (None, name * 5000):
                wrong.append(name)

    threads = [threading.Thread(target=busy, args=(who,)) for who in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert not [name for name in held(small) if name.startswith(".")]


def test_a_result_that_is_shelved_again_is_there_all_the_while(shelf):
    shelf.put("k", "k" * 200_000)
    going = threading.Event()

    def rewrite():
        while not going.is_set():
            shelf.put("k", "k" * 200_000)

    threads = [threading.Thread(target=rewrite) for _ in range(3)]
    for thread in threads:
        thread.start()
    missed = [turn for turn in range(300) if shelf.get("k") is None]
    going.set()
    for thread in threads:
        thread.join()
    assert not missed


@pytest.mark.skipif(os.name != "posix", reason="modes")
def test_other_users_can_not_write_on_the_shelf(shelf):
    shelf.put("k", 1)
    assert stat.S_IMODE(shelf.folder.stat().st_mode) == 0o700


def test_a_disk_that_cannot_be_written_is_no_obstacle(tmp_path):
    (tmp_path / "file").write_text("")
    shelf = Shelf(tmp_path / "file" / "answers")
    assert not shelf.put("k", 1)
    assert shelf.get("k") is None
    assert "k" not in shelf


def test_a_folder_that_there_cannot_be_is_no_obstacle(tmp_path):
    shelf = Shelf(tmp_path / ("a" * 1000))
    assert not shelf.put("k", 1)
    assert shelf.get("k") is None
    assert "k" not in shelf


def test_a_disk_that_can_only_be_read_is_read(shelf, monkeypatch):
    def refused(*_, **__):
        raise PermissionError

    assert shelf.put("k", 1)
    monkeypatch.setattr(os, "utime", refused)
    monkeypatch.setattr(Path, "replace", refused)
    assert shelf.get("k") == 1
    assert not shelf.put("k", 2)
