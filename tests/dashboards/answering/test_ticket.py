import threading
from queue import SimpleQueue

from dashboards.answering.ticket import State, Ticket


def ticket(total, told, on_cancel=lambda _: None):
    return Ticket("a", total, told, on_cancel)


def as_it_is(_, result):
    return result


def arrived(one, *results):
    """The ticket, once these have arrived."""
    for number, result in enumerate(results):
        one.arrive(number, result)
    return one


def test_what_arrives_is_told_in_its_order_as_it_is_read():
    told = []
    one = arrived(ticket(2, lambda number, result: told.append((number, result))), "made", "made too")
    one.tell(lambda number, result: f"{result} {number}")
    assert one.wait(10)
    assert told == [(0, "made 0"), (1, "made too 1")]
    assert (one.state, one.done) == (State.DONE, 2)


def test_what_cannot_be_read_is_waited_for():
    told = []
    one = arrived(ticket(1, lambda *said: told.append(said)), "gone")
    one.tell(lambda _, result: None if result == "gone" else result)
    assert not one.wait(0.1)
    one.arrive(0, "made")
    assert one.wait(10)
    assert told == [(0, "made")]


def test_a_question_of_nothing_is_done():
    one = ticket(0, lambda *_: None)
    one.tell(as_it_is)
    assert one.wait(10)
    assert one.state is State.DONE


def test_nothing_is_told_after_it_is_cancelled():
    told, cancelled = [], []
    one = ticket(3, lambda number, _: told.append(number), cancelled.append)
    one.tell(as_it_is)
    one.cancel()
    one.arrive(0, "made")
    one.cancel()
    assert one.wait(10)
    assert told == []
    assert cancelled == [one]
    assert one.state is State.CANCELLED


def test_what_is_being_read_when_it_is_cancelled_is_not_told():
    told = []
    one = arrived(ticket(1, lambda number, _: told.append(number)), "made")
    one._tell(lambda *_: one.cancel() or "read")
    assert told == []


def test_who_is_told_may_cancel():
    told = []

    def enough(number, _):
        told.append(number)
        one.cancel()

    one = arrived(ticket(3, enough), "made", "made too", "made three")
    one.tell(as_it_is)
    assert one.wait(10)
    assert (told, one.state) == ([0], State.CANCELLED)


def test_a_finished_question_stays_done():
    one = arrived(ticket(1, lambda *_: None), "made")
    one.tell(as_it_is)
    assert one.wait(10)
    one.cancel()
    assert one.state is State.DONE


def test_an_error_of_who_is_told_gives_up_the_rest_and_is_seen(monkeypatch):
    seen, cancelled = SimpleQueue(), []
    monkeypatch.setattr(threading, "excepthook", lambda error: seen.put(error.exc_type))

    def fails(*_):
        raise LookupError

    one = arrived(ticket(2, fails, cancelled.append), "made", "made too")
    one.tell(as_it_is)
    assert seen.get(timeout=10) is LookupError
    assert cancelled == [one]
    assert one.state is State.CANCELLED
