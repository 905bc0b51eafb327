import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from programs import all_end, started, until

from dashboards.answering import bench as benches
from dashboards.answering.bench import Bench
from dashboards.answering.orders import BusyError, Pace
from dashboards.answering.ticket import Lost, State
from simulation.experiments.shelf import Shelf

posix = pytest.mark.skipif(os.name != "posix", reason="signals")


@dataclass(frozen=True)
class Chore:
    """Something to do in a folder, where every beginning is noted."""

    folder: Path
    name: str

    @property
    def key(self):
        return self.name

    def note(self):
        (self.folder / f"{self.name} {time.monotonic_ns()}").write_text(str(os.getpid()))


def nothing():
    """Needs no warming."""


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def fail():
    raise LookupError("no such kernel")


def do(chore):
    """The name of the chore, unless it is a deadly or a faulty one."""
    chore.note()
    if chore.name == "faulty":
        raise LookupError("no such place")
    if chore.name == "deadly" or (chore.name == "deadly once" and begun(chore.folder, chore.name) == 1):
        die()
    return f"{chore.name} done"


def do_when_let(chore):
    """The same, once the file "go" is there."""
    chore.note()
    while not (chore.folder / "go").exists():
        time.sleep(0.01)
    return f"{chore.name} done"


def niceness(_):
    return os.nice(0)


def process_of(_):
    return os.getpid()


def begun(folder, name):
    return len(list(folder.glob(f"{name} *")))


class Desk:
    """A bench in a folder, and all that was told."""

    def __init__(self, folder):
        self.folder, self.shelf, self.told, self.bench = folder / "chores", Shelf(folder / "shelf"), [], None
        self.folder.mkdir()

    def open(self, workers=2, warm=nothing, **limits):
        self.bench = Bench(workers, self.shelf, warm, **limits)
        return self

    def ask(self, visitor, *names, work=do, pace=Pace.REST):
        return self.bench.ask(
            visitor, work, [Chore(self.folder, name) for name in names],
            lambda number, result: self.told.append((visitor, names[number], result)), pace,
        )  # fmt: skip

    def let(self):
        (self.folder / "go").write_text("")

    def until_warm(self):
        until(lambda: all(len(one.workers) == one._size and not one._cold for one in self.bench._crews))

    def until_begun(self, *names):
        until(lambda: all(begun(self.folder, name) for name in names))


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path)
    yield made
    made.let()
    if made.bench:
        made.bench.close()


def test_every_result_is_told_once(desk):
    names = [str(number) for number in range(20)]
    ticket = desk.open().ask("a", *names)
    assert ticket.wait(30)
    assert sorted(desk.told) == sorted(("a", name, f"{name} done") for name in names)
    assert (ticket.state, ticket.done, ticket.total) == (State.DONE, 20, 20)


def test_processes_are_kept_from_question_to_question(desk):
    desk.open()
    until(desk.bench.ready.is_set)
    for name in "abcdef":
        assert desk.ask("a", name, work=process_of).wait(30)
    assert len({process for _, _, process in desk.told}) <= 2


def test_two_who_ask_the_same_at_once_share_the_work(desk):
    desk.open()
    tickets = [desk.ask(visitor, "k", work=do_when_let) for visitor in "abc"]
    desk.until_begun("k")
    desk.let()
    assert all(ticket.wait(30) for ticket in tickets)
    assert sorted(desk.told) == [(visitor, "k", "k done") for visitor in "abc"]
    assert begun(desk.folder, "k") == 1


def test_what_is_on_the_shelf_is_not_made_again_even_when_all_are_busy(desk):
    assert desk.open(workers=1).ask("a", "k").wait(30)
    busy = desk.ask("a", "busy", work=do_when_let)
    desk.until_begun("busy")
    assert desk.ask("b", "k").wait(30)
    assert desk.told == [("a", "k", "k done"), ("b", "k", "k done")]
    assert begun(desk.folder, "k") == 1
    assert busy.state is State.RUNNING


def test_a_damaged_answer_is_made_again(desk):
    assert desk.open().ask("a", "k").wait(30)
    for file in desk.shelf.folder.iterdir():
        file.write_bytes(b"damaged")
    assert desk.ask("b", "k").wait(30)
    assert desk.told == [("a", "k", "k done"), ("b", "k", "k done")]
    assert begun(desk.folder, "k") == 2


def test_a_visitor_with_much_waiting_does_not_hold_up_one_with_little(desk):
    desk.open(workers=1)
    first = desk.ask("a", "first", work=do_when_let)
    desk.until_begun("first")
    much = desk.ask("a", *(str(number) for number in range(60)))
    little = desk.ask("b", "little")
    desk.let()
    assert little.wait(30)
    assert much.wait(30)
    assert first.wait(30)
    began = sorted(file.name.split()[::-1] for file in desk.folder.glob("* *"))
    assert [name for _, name in began].index("little") == 1


def test_what_is_cancelled_is_not_begun_and_what_runs_is_not_told(desk):
    desk.open(workers=1)
    ticket = desk.ask("a", "running", "waiting", work=do_when_let)
    desk.until_begun("running")
    ticket.cancel()
    desk.let()
    assert desk.ask("b", "k").wait(30)
    assert desk.told == [("b", "k", "k done")]
    assert begun(desk.folder, "waiting") == 0
    assert (ticket.state, ticket.done) == (State.CANCELLED, 0)


def test_a_slow_page_holds_up_nobody_else(desk):
    desk.open()
    held = threading.Event()
    slow = desk.bench.ask("slow", do, [Chore(desk.folder, "s")], lambda *_: held.wait(30))
    assert desk.ask("a", "k").wait(30)
    assert not slow.wait(0)
    held.set()
    assert slow.wait(30)


@posix
def test_a_task_whose_process_was_killed_is_done_once_more(desk):
    ticket = desk.open().ask("a", "1", "deadly once", "2", "3")
    assert ticket.wait(30)
    assert sorted(result for *_, result in desk.told) == ["1 done", "2 done", "3 done", "deadly once done"]
    assert begun(desk.folder, "deadly once") == 2


@posix
def test_a_task_that_is_lost_again_is_told_in_a_sentence_and_nothing_else_is_disturbed(desk):
    desk.open()
    other = desk.ask("b", *"4567")
    assert desk.ask("a", "1", "deadly", "2", "3").wait(30)
    assert other.wait(30)
    told = {name: result for _, name, result in desk.told}
    assert told.pop("deadly") == Lost("The process that did this was lost twice, perhaps for want of memory.")
    assert told == {name: f"{name} done" for name in "1234567"}
    assert begun(desk.folder, "deadly") == 2
    assert desk.ask("a", "deadly").wait(30)
    assert begun(desk.folder, "deadly") == 4, "what was lost is not shelved"


@posix
def test_idle_processes_that_were_killed_are_replaced(desk):
    desk.open()
    assert desk.ask("a", "1", work=process_of).wait(30)
    os.kill(desk.told[0][2], signal.SIGKILL)
    assert desk.ask("a", "2", "3").wait(30)
    assert {result for *_, result in desk.told[1:]} == {"2 done", "3 done"}


@posix
def test_where_no_process_lives_to_begin_that_is_told(desk):
    assert desk.open(warm=die).ask("a", "k").wait(30)
    assert isinstance(desk.told[0][2], Lost)
    assert begun(desk.folder, "k") == 0


def test_where_warming_fails_work_is_tried_all_the_same(desk):
    assert desk.open(warm=fail).ask("a", "k").wait(30)
    assert desk.told == [("a", "k", "k done")]


def test_an_error_is_told_and_not_shelved_and_its_process_goes_on(desk):
    desk.open(workers=1)
    for _ in range(2):
        assert desk.ask("a", "faulty").wait(30)
    assert desk.told == [("a", "faulty", Lost("This could not be made. LookupError: no such place"))] * 2
    assert begun(desk.folder, "faulty") == 2
    assert len({file.read_text() for file in desk.folder.glob("faulty *")}) == 1


def test_long_tasks_leave_a_process_for_the_others(desk):
    desk.open(workers=2)
    desk.until_warm()
    long = desk.ask("a", "long 1", "long 2", work=do_when_let, pace=Pace.LONG)
    desk.until_begun("long 1")
    assert desk.ask("b", "short").wait(30)
    assert begun(desk.folder, "long 2") == 0
    desk.let()
    assert long.wait(30)


def test_a_first_answer_waits_for_no_repeat_run_however_many_are_under_way(desk):
    desk.open(workers=1)
    desk.until_warm()
    rest = desk.ask("a", "rest 1", "rest 2", work=do_when_let)
    desk.until_begun("rest 1")
    assert desk.ask("a", "first", pace=Pace.FIRST).wait(30)
    assert begun(desk.folder, "rest 2") == 0
    desk.let()
    assert rest.wait(30)


@posix
def test_the_system_lets_processes_of_first_answers_go_first(desk):
    desk.open(workers=1)
    desk.until_warm()
    first, rest = (desk.ask("a", pace.name, work=niceness, pace=pace) for pace in (Pace.FIRST, Pace.REST))
    assert first.wait(30)
    assert rest.wait(30)
    said = {name: result for _, name, result in desk.told}
    assert os.nice(0) < said["FIRST"] < said["REST"] or said["FIRST"] == 19


def test_it_is_crowded_while_a_first_answer_of_somebody_else_is_under_way(desk):
    desk.open(workers=1)
    desk.until_warm()
    rest = desk.ask("a", "rest")
    assert not desk.bench.crowded("b")
    assert rest.wait(30)
    first = desk.ask("b", "first", work=do_when_let, pace=Pace.FIRST)
    desk.until_begun("first")
    assert desk.bench.crowded("a")
    desk.let()
    assert first.wait(30)
    assert not desk.bench.crowded("a")


def test_there_is_a_limit_to_what_waits_but_not_to_what_is_shelved(desk):
    desk.open(workers=1, most=3, most_of_one=2)
    assert desk.ask("a", "x", "y").wait(30)
    held = desk.ask("a", "1", "2", work=do_when_let)
    desk.until_begun("1")
    with pytest.raises(BusyError, match="of your repeat runs"):
        desk.ask("a", "3")
    with pytest.raises(BusyError, match="Many people"):
        desk.ask("b", "3", "4")
    assert desk.ask("a", "x", "y").wait(30)
    assert desk.ask("b", "3").state is State.WAITING
    assert not held.wait(0)


def test_closing_ends_every_question(desk):
    ticket = desk.open().ask("a", "k", work=do_when_let)
    desk.until_begun("k")
    desk.bench.close()
    assert ticket.wait(0)
    assert ticket.state is State.CANCELLED
    assert desk.told == []


def test_what_is_asked_of_a_bench_that_is_closed_comes_to_its_end(desk):
    desk.open().bench.close()
    assert desk.ask("a", "k").wait(10)
    assert desk.told == []


class Stuck(Shelf):
    """A folder in which everything lies damaged, and is not ours to write."""

    def __contains__(self, _):
        return True

    def get(self, _):
        return None

    def put(self, *_):
        return False


def test_what_lies_on_the_shelf_and_can_neither_be_read_nor_replaced_is_made_once(desk):
    desk.shelf = Stuck(desk.shelf.folder)
    assert desk.open().ask("a", "k").wait(10)
    assert desk.told == [("a", "k", "k done")]
    assert begun(desk.folder, "k") == 1


def test_for_one_thing_more_of_what_has_been_asked_there_is_room_and_it_waits_for_nobody_who_asks_meanwhile(desk):
    desk.open(workers=1, most=7, most_of_one=7)
    desk.until_warm()
    for before in ("x", "y", "z"):
        assert desk.ask("a", before).wait(30)
    busy = desk.ask("a", "busy", work=do_when_let)
    desk.until_begun("busy")
    others = [desk.ask(who, f"{who} 1", f"{who} 2", work=do_when_let) for who in "bcd"]
    with pytest.raises(BusyError):
        desk.ask("e", "e")
    more = Chore(desk.folder, "more")
    drawn = desk.bench.go_on("a", do, more, lambda *_: None, Pace.REST)
    desk.let()
    assert all(one.wait(30) for one in (busy, drawn, *others))
    began = sorted((int(file.name.split()[-1]), file.name.rpartition(" ")[0]) for file in desk.folder.glob("* *"))
    assert [name for _, name in began].index("more") == 4


def test_a_server_has_one_bench_however_many_ask_at_once(monkeypatch):
    made = []
    monkeypatch.setattr(benches, "_one", [])
    monkeypatch.setattr(benches, "Bench", lambda *_: time.sleep(0.05) or made.append(1) or len(made))
    got = []
    threads = [threading.Thread(target=lambda: got.append(benches.bench())) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
    assert got == [1] * 5


STARTED = """
    import atexit, pathlib, sys, time
    sys.path.append("tests")
    atexit.register(time.sleep, 2)  # the last of all, so that the bench has time for mistakes while the server ends
    from dashboards.answering.bench import Bench
    from simulation.experiments.shelf import Shelf
    from tests.dashboards.answering.test_bench import Chore, do_when_let, nothing
    if __name__ == "__main__":
        folder = pathlib.Path(sys.argv[1])
        bench = Bench(2, Shelf(folder / "shelf"), nothing)
        bench.ask("a", do_when_let, [Chore(folder, name) for name in ("1", "2", "3")], print)
        while not all(list(folder.glob(f"{name} *")) for name in ("1", "2")):
            time.sleep(0.01)
        print("begun", flush=True)
        sys.stdin.readline()
"""


@posix
@pytest.mark.parametrize("end", ["killed", "stopped"])
def test_nothing_outlives_the_server(tmp_path, end):
    command = [sys.executable, "-c", textwrap.dedent(STARTED), str(tmp_path)]
    with started(command, stdin=subprocess.PIPE) as server:
        assert server.stdout.readline() == b"begun\n"
        if end == "killed":
            server.kill()
            (tmp_path / "go").write_text("")
        _, errors = server.communicate(timeout=30)
        assert errors == b""
        assert all_end(server, 20)
    assert not list(tmp_path.glob("3 *")), "nothing new was begun"
