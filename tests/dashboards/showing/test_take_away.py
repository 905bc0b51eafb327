"""What is taken away remakes itself to the byte, or is refused with a sentence."""

import csv
import io
import zipfile

import pytest

from dashboards.answering import questions
from dashboards.answering.orders import BusyError
from dashboards.answering.ticket import Lost, State
from dashboards.asking.choice import Choice
from dashboards.showing import take_away
from dashboards.showing.take_away import ALL, SHOWN, TakeAway
from simulation.outputs import store
from simulation.outputs.folder import MANIFEST, SUMMARY

HAMLET = {
    "places": [{"name": "Hamlet", "residents": 600, "neighbourhood_size": 500}],
    "run.years": 1,
    "run.settling_months": 12,
}
PAIR = [one.with_changes(HAMLET) for one in Choice().pair()]


class Bench:
    """Has everything done at once, the last task first; those that `loses` says are lost."""

    def __init__(self, loses):
        self.loses, self.state = loses, State.DONE

    def ask(self, _, work, tasks, told):
        for number in reversed(range(len(tasks))):
            told(number, Lost("It ended.") if self.loses(tasks[number]) else work(tasks[number]))
        return self

    def wait(self, _):
        return True


@pytest.fixture
def away(monkeypatch):
    """What is taken away of two repeat runs, some of which may be lost."""
    monkeypatch.setattr(questions, "SEEDS", 2)

    def taken(loses=lambda _: False):
        monkeypatch.setattr(take_away, "bench", lambda: Bench(loses))
        return TakeAway("me", PAIR)

    return taken


def test_all_that_is_taken_away_can_be_made_again_to_the_byte(away, tmp_path):
    taken = away()
    with zipfile.ZipFile(io.BytesIO(taken.get(ALL))) as packed:
        packed.extractall(tmp_path)
    made = tmp_path / "results"
    design, said = store.read_manifest(made)
    agree, changed = store.reproduce(made, design, said, 1, lambda _: None)
    assert (set(agree), set(agree.values()), changed) == ({*store.results(made), MANIFEST}, {True}, [])
    assert said["command"] == "run.py compare doing_things.yaml making_things_happen.yaml --seeds 2"
    for way, scenario in zip(("doing_things", "making_things_happen"), PAIR, strict=True):
        assert (made / f"{way}.yaml").read_text() == questions.sized(scenario, questions.SMALL_TOWN).to_yaml()
    for name in set(SHOWN) - {ALL}:
        assert taken.get(name) == (made / name).read_bytes()


def test_where_some_runs_are_lost_the_rest_can_be_taken_away(away):
    lines = csv.DictReader(io.StringIO(away(lambda task: task.seed == 2).get(SUMMARY).decode()))
    assert {line["seed"] for line in lines} == {"1"}


def test_where_no_repeat_run_ended_well_there_is_nothing_to_take_away(away):
    second = PAIR[1].fingerprint
    with pytest.raises(BusyError, match=r"nothing to take away: .*\.$"):
        away(lambda task: task.arms[0].name == second).get(SUMMARY)


def test_runs_that_are_not_made_in_time_are_not_waited_for(away, monkeypatch):
    taken = away()
    bench = take_away.bench()
    bench.wait, bench.cancel = lambda _: False, lambda: setattr(bench, "state", State.CANCELLED)
    monkeypatch.setattr(take_away, "bench", lambda: bench)
    with pytest.raises(BusyError, match="take too long"):
        taken.get(SUMMARY)
    assert bench.state is State.CANCELLED
