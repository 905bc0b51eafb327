import pytest

from dashboards.answering.orders import BusyError, Job, Orders, Pace
from dashboards.answering.ticket import Lost, State, Ticket


class Asked:
    """An order book, and what was told of it."""

    def __init__(self, most=100, most_of_one=100):
        self.orders, self.told = Orders(most, most_of_one), []

    def ask(self, visitor, *keys, pace=Pace.REST):
        ticket = Ticket(visitor, len(keys), print, self.orders.forget)
        ticket.arrive = lambda number, result: self.told.append((visitor, keys[number], result))
        self.orders.check_room(visitor, len(keys))
        self.orders.add(ticket, [(number, Job(key, print, None, pace, len(keys))) for number, key in enumerate(keys)])
        return ticket

    def next(self, *paces):
        return self.orders.next(paces or list(Pace))


def test_a_job_asked_by_two_is_done_once_and_told_to_both():
    asked = Asked()
    asked.ask("a", "k")
    asked.ask("b", "k")
    job = asked.next()
    assert asked.next() is None
    asked.ask("c", "k")
    asked.orders.finish(job, 5)
    assert asked.told == [("a", "k", 5), ("b", "k", 5), ("c", "k", 5)]
    assert asked.next() is None


def test_what_one_cancels_another_still_gets():
    asked = Asked()
    first = asked.ask("a", "k", "only a")
    asked.ask("b", "k")
    first.cancel()
    job = asked.next()
    assert job.key == "k"
    assert asked.next() is None
    asked.orders.finish(job, 5)
    assert asked.told == [("b", "k", 5)]


def test_what_has_begun_and_is_cancelled_is_not_told_but_may_be_joined():
    asked = Asked()
    first = asked.ask("a", "k")
    job = asked.next()
    first.cancel()
    assert asked.ask("b", "k").state is State.RUNNING
    assert asked.next() is None
    asked.orders.finish(job, 5)
    assert asked.told == [("b", "k", 5)]


def test_a_visitors_older_question_leaves_the_newer_its_jobs():
    asked = Asked()
    older = asked.ask("a", "k")
    asked.ask("a", "k")
    older.cancel()
    assert asked.next().key == "k"


def test_a_lost_job_is_begun_once_more_and_then_told_as_lost():
    asked = Asked()
    asked.ask("a", "k", "other")
    job = asked.next()
    asked.orders.lose(job)
    assert asked.next() is job
    assert asked.told == []
    asked.orders.lose(job)
    ((_, key, result),) = asked.told
    assert (key, type(result)) == ("k", Lost)
    assert asked.next().key == "other"


def test_a_lost_job_that_nobody_wants_any_more_is_forgotten():
    asked = Asked()
    ticket = asked.ask("a", "k")
    job = asked.next()
    ticket.cancel()
    asked.orders.lose(job)
    assert asked.next() is None
    asked.ask("b", "k")
    asked.orders.lose(asked.next())
    assert asked.told == []
    assert asked.next() is not job


def test_only_jobs_of_the_paces_that_may_begin_now_are_given_out():
    asked = Asked()
    asked.ask("a", "long", pace=Pace.LONG)
    asked.ask("b", "rest")
    assert asked.next(Pace.FIRST, Pace.REST).key == "rest"
    assert asked.next(Pace.FIRST, Pace.REST) is None
    assert asked.next().key == "long"


def test_what_somebody_waits_for_is_wanted_first_whoever_asked_for_it_before():
    asked = Asked()
    asked.ask("a", "k")
    asked.ask("b", "k", pace=Pace.FIRST)
    asked.ask("c", "k")
    assert asked.orders.under_way(Pace.FIRST, besides="z") == 1
    assert asked.next(Pace.FIRST).key == "k"


def test_a_job_is_under_way_until_it_ends_or_nobody_waits_for_it():
    asked = Asked()
    left = asked.ask("a", "left", pace=Pace.FIRST)
    asked.ask("b", "kept", pace=Pace.FIRST)
    begun = {job.key: job for job in (asked.next(), asked.next())}
    assert asked.orders.under_way(Pace.FIRST, besides="z") == 2
    left.cancel()
    assert asked.orders.under_way(Pace.FIRST, besides="z") == 1
    asked.orders.finish(begun["kept"], 5)
    assert asked.orders.under_way(Pace.FIRST, besides="z") == 0


def test_what_the_tabs_of_a_browser_wait_for_is_under_way_for_others_alone():
    asked = Asked()
    asked.ask("a/1 first", "k", pace=Pace.FIRST)
    known = {one: asked.orders.under_way(Pace.FIRST, besides=one) for one in ("a/1 now first", "a/2 first", "b/1")}
    assert known == {"a/1 now first": 0, "a/2 first": 0, "b/1": 1}
    asked.ask("b/1", "k", pace=Pace.FIRST)
    assert asked.orders.under_way(Pace.FIRST, besides="a/1") == 1


def test_no_visitor_may_ask_for_too_much():
    asked = Asked(most_of_one=3)
    ticket = asked.ask("a", "1", "2")
    with pytest.raises(
        BusyError, match="2 of your repeat runs are still under way and this would add 2, but at most 3"
    ):
        asked.ask("a", "3", "4")
    asked.ask("b", "3", "4")
    ticket.cancel()
    asked.ask("a", "5", "6", "7")


def test_the_tabs_of_a_browser_are_counted_together():
    asked = Asked(most_of_one=3)
    asked.ask("a/1", "1", "2")
    with pytest.raises(BusyError, match="2 of your repeat runs"):
        asked.ask("a/2 now", "3", "4")
    asked.ask("ab/1", "3", "4")


def test_all_together_may_not_ask_for_too_much():
    asked = Asked(most=3)
    asked.ask("a", "1", "2")
    with pytest.raises(BusyError, match=r"Many people are asking at once: 2 repeat runs .* Try again in a minute\."):
        asked.ask("b", "3", "4")
    asked.orders.finish(asked.next(), 1)
    asked.ask("b", "3", "4")
