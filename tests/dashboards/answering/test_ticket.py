import threading
from queue import SimpleQueue

from dashboards.answering.ticket import State, Ticket


def ticket(total, told, on_cancel=lambda _: None):
    return Ticket("a", total, told, on_cancel)


def test_what_is_shelved_is_told_first_and_then_what_arrives():
    told = []
    one = ticket(3, lambda number, result: told.append((number, result)))
    one.arrive(0, "made")
    one.arrive(1, "made too")
    one.tell([2], {2: "shelved"}.get)
    assert one.wait(10)
    assert told == [(2, "shelved"), (0, "made"), (1, "made too")]
    assert (one.state, one.done) == (State.DONE, 3)


def test_what_is_no_longer_on_the_shelf_is_waited_for():
    told = []
    one = ticket(1, lambda *said: told.append(said))
    one.tell([0], lambda _: None)
    assert not one.wait(0.1)
    one.arrive(0, "made")
    assert one.wait(10)
    assert told == [(0, "made")]


def test_a_question_of_nothing_is_done():
    one = ticket(0, print)
    one.tell([], print)
    assert one.wait(10)
    assert one.state is State.DONE


def test_nothing_is_told_after_it_is_cancelled():
    told, cancelled = [], []
    one = ticket(3, lambda number, _: told.append(number), cancelled.append)
    one.tell([], print)
    one.cancel()
    one.arrive(0, "made")
    one.cancel()
    assert one.wait(10)
    assert told == []
    assert cancelled == [one]
    assert one.state is State.CANCELLED


def test_what_is_being_read_when_it_is_cancelled_is_not_told():
    told = []
    one = ticket(1, lambda number, _: told.append(number))
    one._tell([0], lambda _: one.cancel() or "read")
    assert told == []


def test_who_is_told_may_cancel():
    told = []

    def enough(number, _):
        told.append(number)
        one.cancel()

    one = ticket(3, enough)
    one.tell([0, 1, 2], str)
    assert one.wait(10)
    assert (told, one.state) == ([0], State.CANCELLED)


def test_a_finished_question_stays_done():
    one = ticket(1, lambda *_: None)
    one.tell([0], str)
    assert one.wait(10)
    one.cancel()
    assert one.state is State.DONE


def test_an_error_of_who_is_told_gives_up_the_rest_and_is_seen(monkeypatch):
    seen, cancelled = SimpleQueue(), []
    monkeypatch.setattr(threading, "excepthook", lambda error: seen.put(error.exc_type))

    def fails(*_):
        raise LookupError

    one = ticket(2, fails, cancelled.append)
    one.tell([0, 1], str)
    assert seen.get(timeout=10) is LookupError
    assert cancelled == [one]
    assert one.state is State.CANCELLED
