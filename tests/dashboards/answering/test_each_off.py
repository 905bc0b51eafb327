"""What the page asks of the parts of the model is what the command line asks of a town in small."""

import pytest

from dashboards.answering import each_off as module
from dashboards.answering.each_off import each_off, live
from dashboards.answering.questions import SMALL_TOWN
from dashboards.answering.runs import RunError
from dashboards.answering.ticket import Lost
from simulation.experiments.ablation import OUTCOMES, SEEDS, WHOLE, Ablation, Reading, switches
from simulation.scenario import Scenario


@pytest.fixture(scope="module")
def question():
    return each_off(Scenario.load("making_things_happen"))


def readings(task):
    """Numbers that tell which run they are of."""
    return [
        Reading(arm.name, task.seed, dict.fromkeys(OUTCOMES, float(task.seed + len(arm.name)))) for arm in task.arms
    ]


def test_every_part_is_off_in_every_repeat_run_of_a_town_in_small(question):
    asked = sorted((task.seed, arm.name) for task in question.tasks for arm in task.arms)
    every = [WHOLE, *switches(question.scenario)]
    assert asked == sorted((seed, arm) for seed in range(1, SEEDS + 1) for arm in every)
    towns = {sum(place.residents for place in arm.scenario.places) for task in question.tasks for arm in task.arms}
    assert towns == {SMALL_TOWN}


def test_whole_repeat_runs_are_shown_once_there_are_two(question):
    results, shown = {}, []
    for number, task in enumerate(question.tasks):
        results[number] = readings(task)
        found = question.found(results)
        shown.append(max(one.runs for one in found.effects) if found else 0)
    of_one = len(question.tasks) // SEEDS
    assert shown == [done // of_one if done >= 2 * of_one else 0 for done in range(1, len(question.tasks) + 1)]


def test_all_together_is_what_the_command_line_makes_in_whatever_order_it_comes(question):
    every = {number: readings(task) for number, task in enumerate(question.tasks)}
    backwards = dict(reversed(every.items()))
    in_order = [one for some in every.values() for one in some]
    theirs = Ablation(question.tasks[0].arms[0].scenario, in_order)
    assert question.found(backwards).effects == theirs.effects
    assert question.found(backwards).readings == theirs.readings


def test_what_is_lost_is_missing_and_said(question):
    results = {number: readings(task) for number, task in enumerate(question.tasks)}
    results[0] = Lost("gone")
    found = question.found(results)
    assert question.lost(results) == {1}
    assert {one.seed for one in found.failures} == {1}
    assert found.failures[0].arm in {arm.name for arm in question.tasks[0].arms}


def test_a_run_that_fails_is_not_kept_as_a_result(question, monkeypatch):
    monkeypatch.setattr(module.ablation, "live", lambda _: [Reading(WHOLE, 1, {}, "MemoryError: no room")])
    with pytest.raises(RunError, match="no room"):
        live(question.tasks[0])
