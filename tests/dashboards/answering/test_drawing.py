"""Pictures are drawn by another process, of what lies on the shelf, and what has gone from there is made again."""

import os
import threading
import time
from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest
from programs import until

from dashboards.answering import hearing
from dashboards.answering.bench import Bench
from dashboards.answering.drawing import Drawing, drawn
from dashboards.answering.hearing import FEWEST, Hearing
from dashboards.answering.ticket import Kept, Lost
from simulation.experiments.shelf import Shelf, key

MANY = 9


def double(task):
    return 2 * task.number


@dataclass(frozen=True)
class Sum:
    """A task."""

    number: int

    @property
    def key(self):
        return str(self.number)


@dataclass(frozen=True)
class Doubles:
    """A question: twice each number."""

    named: str = "doubles"
    tasks = tuple(map(Sum, range(MANY)))
    work = staticmethod(double)

    def found(self, results):
        return {number: one for number, one in results.items() if not isinstance(one, Lost)} or None

    def lost(self, results):
        return [number for number, one in results.items() if isinstance(one, Lost)]


def as_it_is(found):
    return found


def where(found):
    return os.getpid(), sum(found.values())


def drawn_slowly(found):
    time.sleep(1)
    return found


def undrawable(_):
    raise ZeroDivisionError("nobody lives there")


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "shelf")


@pytest.fixture
def bench(shelf, monkeypatch):
    made = Bench(2, shelf, list)
    monkeypatch.setattr(hearing, "bench", lambda: made)
    monkeypatch.setattr(hearing, "_finished", hearing.Finished(4))
    yield made
    made.close()


def kept(shelf, number, result):
    shelf.put(one := key(double, Sum(number)), result)
    return Kept(one)


def test_it_is_drawn_of_what_is_on_the_shelf_in_hand_or_made_again_and_without_what_is_lost(shelf):
    results = {0: kept(shelf, 0, "on the shelf"), 1: "in hand", 2: Kept("gone"), 3: Lost("twice")}
    assert drawn(Drawing(as_it_is, Doubles(), results, shelf)).picture == {0: "on the shelf", 1: "in hand", 2: 4}
    assert drawn(Drawing(as_it_is, Doubles(), {3: Lost("twice")}, shelf)).picture is None


def test_two_drawings_share_a_key_where_nothing_that_they_show_differs(shelf):
    one = Drawing(as_it_is, Doubles(), {0: Kept("a"), 1: Lost("once")}, shelf)
    assert replace(one, results={1: Lost("twice"), 0: 0}).key == one.key
    for other in (
        replace(one, draw=where),
        replace(one, question=Doubles("My doubles")),
        replace(one, results={0: Kept("a")}),
        replace(one, results={0: Kept("a"), 1: Kept("b")}),
    ):
        assert other.key != one.key


def heard(draw):
    """What is heard once all has been told."""
    one = Hearing(draw, None, lambda: None)
    one.ask("me", Doubles())
    assert one._ticket.wait(30)
    return one.heard


def test_the_server_s_own_process_draws_nothing_and_holds_no_results(bench):
    process, total = heard(where).picture
    assert total == sum(2 * number for number in range(MANY))
    assert process in {worker.process.pid for crew in bench._crews for worker in crew.workers}
    assert process != os.getpid()


@pytest.mark.usefixtures("bench")
def test_what_cannot_be_drawn_is_told_with_its_error():
    assert heard(undrawable).trouble == (
        "The repeat runs are kept, but cannot be shown. This could not be made. ZeroDivisionError: nobody lives there"
    )


def test_whoever_hears_no_more_is_not_kept_waiting_for_a_picture(monkeypatch, shelf):
    """The picture is asked for by the thread that is told; `cancel` comes from the page's."""
    waited = []
    asked = SimpleNamespace(cancel=lambda: waited.append("cancelled"), wait=lambda: waited.append("waited"))
    fake = SimpleNamespace(shelf=shelf, ask=lambda *_, **__: SimpleNamespace(cancel=lambda: None))
    fake.go_on = lambda *_: asked
    monkeypatch.setattr(hearing, "bench", lambda: fake)
    one = Hearing(as_it_is, None, lambda: None)
    one.ask("me", Doubles())
    one.cancel()
    for number in range(MANY):
        one._hear(Doubles(), number, 0)
    assert waited[:2] == ["cancelled", "waited"]
    assert one.heard.picture is None


def being_drawn(bench, from_run):
    """A question all of whose results are made, and whose first picture, of so many, is being drawn."""
    one = Hearing(drawn_slowly, None, lambda: None)
    one._next = (from_run, 0.0)
    one.ask("me", Doubles())
    until(lambda: one._drawing and bench._orders.tickets() == {one._drawing})
    return one


def all_told():
    for thread in threading.enumerate():
        if thread.name.endswith("(_tell)"):
            thread.join(10)
            assert not thread.is_alive()


def test_whoever_stops_while_the_last_picture_is_drawn_has_not_come_to_the_end(bench):
    one = being_drawn(bench, MANY)
    one.cancel()
    all_told()
    assert (one.heard.picture, one.heard.done, one.heard.total) == (None, MANY - 1, MANY)


@pytest.mark.parametrize("from_run", [FEWEST, MANY])
def test_a_bench_that_closes_while_a_picture_is_drawn_keeps_nobody_waiting(bench, from_run):
    one = being_drawn(bench, from_run)
    bench.close()
    all_told()
    assert one.heard.picture is None
