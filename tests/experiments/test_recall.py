"""Runs that were made before: found, never stale, never mixed up."""

import functools
from dataclasses import replace

import numpy as np
import pytest

from simulation.experiments import execute, recall, shelf
from simulation.experiments.design import Draw, Task, plan
from simulation.experiments.execute import Failure
from simulation.scenario import Scenario

HAMLET = {
    "places": [{"name": "Hamlet", "residents": 300, "neighbourhood_size": 500}],
    "run.settling_months": 12,
    "run.years": 1,
}


@pytest.fixture(scope="module")
def ways():
    return [Scenario.load(name).with_changes(HAMLET) for name in ("doing_things", "connect_late", "do_early")]


@pytest.fixture
def made(monkeypatch, tmp_path):
    """The arms and seeds of all runs that are made, and not found."""
    made = []

    @functools.wraps(execute.perform)
    def perform(task):
        made.extend((arm.name, task.seed, task.draw) for arm in task.arms)
        return execute.perform(task)

    monkeypatch.setattr(shelf, "FOLDER", tmp_path / "shelf")
    monkeypatch.setattr(recall, "perform", perform)
    return made


def tasks(ways, seeds=2):
    return [Task(seed, Draw.ALL, plan(ways, 1).arms) for seed in range(1, seeds + 1)]


def told(run):
    """All that a run says but how long it took: what it is, and its outcomes."""
    months = {name: column for name, column in vars(run.outcomes).items() if isinstance(column, np.ndarray)}
    return (run.arm, run.draw, run.seed, run.drawn, run.fingerprint), months


def same(ours, theirs):
    pairs = [(told(one), told(two)) for one, two in zip(ours, theirs, strict=True)]
    return all(
        one == two and all(np.array_equal(mine[name], yours[name], equal_nan=True) for name in mine | yours)
        for (one, mine), (two, yours) in pairs
    )


def test_what_is_found_is_what_would_be_made(ways, made):
    asked = tasks(ways[:2])
    expected = execute.execute(asked, 1)
    assert same(recall.recall(asked, 1), expected)
    assert len(made) == 4
    assert same(recall.recall(asked, 1), expected)
    assert len(made) == 4


def test_only_what_is_added_is_made_and_stands_where_it_would(ways, made):
    recall.recall(tasks(ways[:2], 1), 1)
    made.clear()
    assert same(recall.recall(tasks(ways), 1), execute.execute(tasks(ways), 1))
    names = [arm.name for arm in tasks(ways)[0].arms]
    assert made == [(names[2], 1, Draw.ALL), *((name, 2, Draw.ALL) for name in names)]


def test_what_was_stopped_goes_on(ways, made):
    def stop(done):
        if done:
            raise KeyboardInterrupt

    asked = tasks(ways[:1], 3)
    with pytest.raises(KeyboardInterrupt):
        recall.recall(asked, 1, stop)
    assert len(made) == 1
    told = []
    recall.recall(asked, 1, told.append)
    assert [seed for _, seed, _ in made] == [1, 2, 3]
    assert told == [1, 2, 3]


def test_another_setting_seed_or_draw_is_another_run(ways, made):
    (task,) = tasks(ways[:1], 1)
    arm = task.arms[0]
    other = replace(arm, scenario=arm.scenario.with_changes({"effort.lag": 7}))
    for one in (task, replace(task, seed=2), replace(task, draw=Draw.LUCK), replace(task, arms=(other,))):
        recall.recall([one], 1)
    assert len(made) == 4


def test_what_failed_is_tried_again_and_what_is_recorded_is_made_anew(ways, made, monkeypatch):
    (task,) = tasks(ways[:1], 1)
    recorded = replace(task, recorded=True)
    for _ in range(2):
        recall.recall([recorded], 1)
    assert len(made) == 2
    with monkeypatch.context() as broken:
        broken.setattr(recall, "perform", functools.wraps(execute.perform)(lambda one: execute.lost(one)))
        assert isinstance(recall.recall([task], 1)[0], Failure)
    assert not isinstance(recall.recall([task], 1)[0], Failure)
