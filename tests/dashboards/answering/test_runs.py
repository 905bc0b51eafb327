import numpy as np
import pytest

from dashboards.answering import runs
from dashboards.answering.questions import quick, sized, warm
from dashboards.answering.runs import RunError, live, settled
from simulation.experiments.design import Arm, Draw, Task
from simulation.experiments.execute import perform, settle
from simulation.scenario import Scenario

SHORT = {"run.years": 1, "run.settling_months": 12}


@pytest.fixture(scope="module")
def pair():
    return [sized(Scenario.load(name, SHORT), 600) for name in ("doing_things", "making_things_happen")]


@pytest.fixture
def settlings(monkeypatch):
    """The seeds of all worlds settled from now on."""
    seeds = []

    def noted(today, seed):
        seeds.append(seed)
        return settle(today, seed)

    settled.cache_clear()
    monkeypatch.setattr(runs, "settle", noted)
    yield seeds
    settled.cache_clear()


def task(scenario, seed=1, draw=Draw.ALL):
    return Task(seed, draw, (Arm("x", scenario),))


def test_a_run_from_a_kept_world_is_the_run_from_a_new_one(pair, settlings):
    for scenario in (*pair, *pair):
        kept, (new,) = live(task(scenario)), perform(task(scenario))
        for name, values in vars(new.outcomes).items():
            np.testing.assert_array_equal(getattr(kept.outcomes, name), values, err_msg=name)
        assert (kept.fingerprint, kept.spare_minutes, kept.posts) == (new.fingerprint, new.spare_minutes, new.posts)
    assert settlings == [1]


def test_a_world_settles_anew_for_other_luck_and_other_assumptions(pair, settlings):
    for scenario in pair:
        live(task(scenario))
        live(task(scenario, seed=2))
        live(task(scenario, draw=Draw.LUCK))
        live(task(scenario.with_changes({"trust.start": 0.3})))
    assert settlings == [1, 2, 1, 1]


def test_no_more_worlds_are_kept_than_said(pair, settlings, monkeypatch):
    monkeypatch.setattr(runs, "settle", lambda _, seed: settlings.append(seed))
    for seed in range(runs.MOST_SETTLED + 5):
        settled(pair[0], seed)
    assert settled.cache_info().currsize == runs.MOST_SETTLED


def test_a_run_that_fails_says_why(pair, settlings, monkeypatch):
    def no_world(*_):
        raise LookupError("no people")

    monkeypatch.setattr(runs, "settle", no_world)
    with pytest.raises(RunError, match="LookupError: no people"):
        live(task(pair[0]))
    assert settlings == []


def test_a_warm_process_has_settled_the_town_of_the_first_answer(settlings):
    warm()
    assert settlings == [1]
    levers = {"effort.connecting_share": 0.5}
    for one in quick([Scenario.load("doing_things"), Scenario.load("making_things_happen", levers)]).tasks:
        live(one)
    assert settlings == [1]
