"""A study's folder of many thousand runs: how it is read, and what it takes to read it again."""

import os
import shutil
import subprocess
import sys
import tracemalloc

import pandas as pd
import pytest

from simulation.experiments.studies import files
from simulation.experiments.studies import store as stores
from simulation.experiments.studies.files import whole, write
from simulation.experiments.studies.store import POINTS, RUNS, Store, packed

WAYS = ("a", "b")


def rows(point, seed=1):
    return [
        {"point": point, "world": "town", "way": way, "seed": seed, "unmet_need": point + 0.5, "failed": None}
        for way in WAYS
    ]


def filled(folder, tasks):
    """A folder of so many tasks, in no order."""
    store = Store(folder)
    points = pd.DataFrame({"x": [float(one) for one in range(tasks)], "with.tool": [one % 2 for one in range(tasks)]})
    import pyarrow as pa

    write(folder / POINTS, pa.Table.from_pandas(points, preserve_index=False))
    for point in sorted(range(tasks), key=lambda one: (one * 7919) % tasks):
        store.put(f"{point * 2654435761 % 2**32:032x}", rows(point))
    return store


@pytest.fixture
def read(monkeypatch):
    """Counts the files that are read."""
    seen = []
    real = stores.read_table
    monkeypatch.setattr(stores, "read_table", lambda path: seen.append(path.name) or real(path))
    return seen


def test_a_table_has_every_run_once_in_order_with_its_inputs(tmp_path):
    table = filled(tmp_path, 20).table()
    assert table["point"].tolist() == [point for point in range(20) for _ in WAYS]
    assert table["way"].tolist() == ["a", "b"] * 20
    assert (table["x"] == table["point"]).all()
    assert (table["with.tool"] == table["point"] % 2).all()
    assert (table["unmet_need"] == table["point"] + 0.5).all()
    assert list(table.columns) == ["point", "world", "way", "seed", "x", "with.tool", "unmet_need", "failed"]
    assert list(Store(tmp_path).table(["x"]).columns) == ["point", "world", "way", "seed", "x", "failed"]


def test_a_copy_that_a_shared_drive_has_made_counts_for_nothing(tmp_path):
    store = filled(tmp_path, 3)
    names, first = store.names(), min((tmp_path / RUNS).iterdir())
    shutil.copy(first, first.with_name(f"{first.stem} (conflicted copy).parquet"))
    assert len(Store(tmp_path).table()) == 6
    assert Store(tmp_path).names() == names
    assert Store(tmp_path).mend().damaged == ()


def test_a_task_in_the_place_of_another_is_found_out(tmp_path):
    filled(tmp_path, 3)
    first, second, _ = sorted((tmp_path / RUNS).iterdir())
    shutil.copy(first, second)
    assert len(Store(tmp_path).table()) == 4
    assert Store(tmp_path).mend().damaged == (second.name,)
    assert not second.exists()


def test_what_has_been_read_is_not_read_again_file_by_file(tmp_path, read):
    store = filled(tmp_path, 20)
    store.table()
    assert len(read) == 1 + 20
    read.clear()
    store.put("f" * 32, rows(3, seed=2))
    assert len(Store(tmp_path).table()) == 42
    assert read == ["table.parquet", "f" * 32 + ".parquet"]


def test_what_has_been_read_is_only_kept_to_be_faster(tmp_path, read):
    store = filled(tmp_path, 20)
    table = store.table()
    (tmp_path / "table.parquet").write_bytes(b"rubbish")
    pd.testing.assert_frame_equal(Store(tmp_path).table(), table)
    removed = next((tmp_path / "runs").iterdir())
    removed.unlink()
    assert len(Store(tmp_path).table()) == 38
    read.clear()


def test_a_file_that_was_cut_off_after_it_was_read_is_not_counted(tmp_path):
    store = filled(tmp_path, 20)
    store.table()
    cut = next((tmp_path / "runs").iterdir())
    cut.write_bytes(cut.read_bytes()[:-10])
    assert len(Store(tmp_path).table()) == 38
    found = Store(tmp_path).mend()
    assert found.damaged == (cut.name,)
    assert found.finished == 19
    assert not cut.exists()


def test_an_empty_folder_has_an_empty_table(tmp_path):
    write(tmp_path / POINTS, packed([]).select([]))
    assert Store(tmp_path).table().empty


@pytest.mark.slow
def test_ten_thousand_runs_are_read_in_bounded_memory(tmp_path):
    store = filled(tmp_path, 5_000)
    store.table()
    tracemalloc.start()
    assert len(Store(tmp_path).table()) == 10_000
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 50_000_000


def test_who_is_stopped_while_writing_leaves_nothing_half_written(tmp_path):
    def stopped():
        with whole(tmp_path / "table.parquet") as file:
            file.write(b"the first half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_reader_left_is_cleared_away_by_the_next_one(tmp_path):
    """A process that was killed while it kept what it had read; this one's number is nobody's any more."""
    store = filled(tmp_path, 3)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = files.beside(tmp_path / "table.parquet")
    left = left.with_name(left.name.replace(f".{os.getpid()}.", f".{ended.pid}."))
    left.write_bytes(b"the first half")
    assert len(store.table()) == 6
    assert not left.exists()
