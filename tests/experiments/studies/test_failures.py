"""Failures as data: what cannot be run is a row with its reason, and the rest is as it would have been without it."""

from pathlib import Path

import pandas as pd
import pytest
from asking import asked

from simulation.experiments.studies import jobs as jobs_module
from simulation.experiments.studies import running
from simulation.experiments.studies.files import NotStoredError
from simulation.experiments.studies.jobs import Jobs
from simulation.experiments.studies.opening import opened
from simulation.experiments.studies.running import LOST, in_turn, run
from simulation.experiments.studies.store import Store
from simulation.experiments.studies.study import Study
from simulation.outcomes import Line


@pytest.fixture
def listed(like):
    """A study of twenty points, one of which asks for more than the whole of a connector's time."""
    shares = [0.1] * 19 + [0.9]
    lines = ["connecting.connect_share,connecting.map_share", *(f"{one},0.2" for one in shares)]
    path = like(
        "listed",
        ("seeds: 2", "seeds: 1"),
        ("uncertainties: {effort.lag: plausible, ladder.functional_up: plausible}\n", ""),
        ("{kind: latin_hypercube, samples: 3}", "{kind: list, file: listed.csv}"),
    )
    path.with_suffix(".csv").write_text("\n".join(lines))
    return path


def test_impossible_points_are_rows_with_reasons_and_the_rest_is_kept(listed, tmp_path):
    said, _ = asked(listed, "--out", tmp_path / "out", "--workers", 1)
    table = Store(tmp_path / "out").table()
    failed = table[table["failed"].notna()]
    assert len(table) == 40
    assert list(failed["point"].unique()) == [19]
    assert failed["failed"].str.contains("of a connector’s time, but can take no more than 1").all()
    assert failed["unmet_need"].isna().all()
    assert table[table["point"] != 19]["unmet_need"].notna().all()
    assert "2 runs failed and are kept as such" in said
    assert "first at point 19" in said


def test_impossible_points_are_the_same_rows_in_whichever_folder(listed, tmp_path):
    held = []
    for out in (tmp_path / "out", tmp_path / "another folder" / "out"):
        asked(listed, "--out", out, "--workers", 1)
        assert not Store(out).table()["failed"].str.contains(str(tmp_path), regex=False).any()
        held.append({one.name: one.read_bytes() for one in (out / "runs").iterdir()})
    assert held[0] == held[1]


def test_a_list_may_grow_at_its_end_and_nowhere_else(listed, tmp_path):
    out = ["--out", tmp_path / "out", "--workers", 1]
    asked(listed, *out)
    done = set((tmp_path / "out" / "runs").iterdir())
    points = listed.with_suffix(".csv")
    points.write_text(points.read_text() + "\n0.3,0.3")
    asked(listed, *out, "--extend")
    assert len(set((tmp_path / "out" / "runs").iterdir()) - done) == 1
    points.write_text(points.read_text().replace("0.9,0.2", "0.8,0.2"))
    _, errors = asked(listed, *out, "--extend", code=2)
    assert "a list can only grow at its end" in errors


@pytest.fixture
def jobs(small, tmp_path):
    held = opened(Study.load(small), tmp_path / "out")
    return Jobs(held, tmp_path / "out")


def test_a_job_whose_process_is_lost_is_tried_again(jobs):
    tried = []

    def loses_the_first_once(work, some):
        for number in range(len(some)):
            tried.append(some[number].name)
            yield number, None if tried.count(jobs[0].name) == 1 and number == 0 else work(some[number])

    assert len(list(run(jobs, [0, 1], loses_the_first_once))) == 2
    assert tried == [jobs[0].name, jobs[1].name, jobs[0].name]
    assert Store(jobs.folder).table()["failed"].isna().all()


def test_a_job_lost_each_time_is_a_row_until_somebody_can_do_it(jobs):
    list(run(jobs, [0], lambda _, some: ((number, None) for number in range(len(some)))))
    store = Store(jobs.folder)
    assert store.table()["failed"].tolist() == [LOST, LOST]
    assert jobs.missing(store.names()) != []
    list(run(jobs, [0], in_turn))
    table = Store(jobs.folder).table()
    assert len(table) == 2
    assert table["failed"].isna().all()


def test_a_job_that_an_execution_says_nothing_of_is_tried_again_and_then_a_row(jobs):
    tried = []

    def forgets_the_second(work, some):
        for number in range(len(some)):
            tried.append(some[number].name)
            if some[number].name != jobs[1].name:
                yield number, work(some[number])

    assert [done.failed for done in run(jobs, [0, 1, 2], forgets_the_second)] == [0, 0, 2]
    assert tried == [jobs[0].name, jobs[1].name, jobs[2].name, jobs[1].name, jobs[1].name]
    table = Store(jobs.folder).table()
    assert table["failed"].fillna("").tolist() == [LOST if point == 1 else "" for point in table["point"]]


def test_an_error_in_a_run_is_a_row_too(jobs, monkeypatch):
    def breaks(*_):
        raise ZeroDivisionError("nothing to divide by")

    monkeypatch.setattr("simulation.experiments.studies.jobs.measured", breaks)
    list(run(jobs, [0], in_turn))
    table = Store(jobs.folder).table()
    assert table["failed"].tolist() == ["ZeroDivisionError: nothing to divide by"] * 2
    assert {"unmet_need", "stops_coping", "participation.active"} <= set(table.columns)


def test_a_penny_that_only_one_of_two_policies_gets_fails_its_runs(jobs, monkeypatch):
    real = jobs_module.perform

    def gives_a_penny(task, settle):
        runs = real(task, settle)
        runs[1].outcomes.money[0, 0, 0, Line.INCOME] += task.seed == 2
        return runs

    monkeypatch.setattr(jobs_module, "perform", gives_a_penny)
    list(run(jobs, [0, 3], in_turn))
    table = Store(jobs.folder).table().set_index("seed")
    assert table.loc[1, "failed"].isna().all()
    assert len(set(table.loc[1, "money"])) == 1
    assert table.loc[2, "failed"].str.contains("do not have the same money in repeat run 2").all()
    assert table.loc[2, ["unmet_need", "money"]].isna().all(axis=None)


def test_a_full_disk_stops_the_study_and_keeps_what_is_finished(jobs, monkeypatch):
    list(run(jobs, [0], in_turn))
    real = Path.replace

    def full(path, target):
        if "runs" in path.parts:
            raise OSError(28, "No space left on device")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(NotStoredError, match=r"no space left on device\. What is finished is kept; make room"):
        list(run(jobs, [1, 2], in_turn))
    monkeypatch.undo()
    left = list((jobs.folder / "runs").iterdir())
    assert [path.name for path in left] == [f"{jobs[0].name}.parquet"]
    list(run(jobs, [1], in_turn))
    assert len(Store(jobs.folder).table()) == 4


def test_what_somebody_else_has_finished_is_not_done_again(jobs, monkeypatch):
    list(run(jobs, [0], in_turn))
    monkeypatch.setattr(running, "rows", lambda _: pytest.fail("it was done again"))
    (done,) = run(jobs, [0], in_turn)
    assert done.already


def test_failed_rows_stand_where_they_belong(jobs):
    list(run(jobs, range(len(jobs)), in_turn))
    table = Store(jobs.folder).table()
    keys = ["point", "world", "way", "seed"]
    pd.testing.assert_frame_equal(table, table.sort_values(keys).reset_index(drop=True))
    assert list(table.columns[:6]) == [*keys, "effort.lag", "ladder.functional_up"]
    assert table.columns[-1] == "failed"
    assert (table["effort.lag"].to_numpy() == jobs.points["effort.lag"].to_numpy()[table["point"]]).all()
