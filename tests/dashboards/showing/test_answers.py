"""Answers come in order, belong to what is asked now, can be stopped, and say when there is no room."""

import itertools
from dataclasses import replace
from types import SimpleNamespace

import pytest
from fake_bench import FakeBench

from dashboards.answering import hearing
from dashboards.answering.hearing import FEWEST
from dashboards.answering.orders import Pace
from dashboards.answering.questions import FIRST_YEARS, Question
from dashboards.answering.ticket import Lost
from dashboards.asking.choice import Choice
from dashboards.showing import answers
from dashboards.showing.answers import Answer, Stage
from dashboards.showing.progress import status

PAIR, OTHER = Choice().pair(), Choice().with_value("effort.lag", 6).pair()


@pytest.fixture
def bench(monkeypatch):
    fake = FakeBench()
    for module in (hearing, answers):
        monkeypatch.setattr(module, "bench", lambda: fake)
    monkeypatch.setattr(answers, "first", lambda _: SimpleNamespace(runs=1, years=None))
    monkeypatch.setattr(answers, "beginning", lambda _: SimpleNamespace(runs=1, years=5))
    monkeypatch.setattr(answers, "screen", lambda c: SimpleNamespace(runs=len(c.runs), years=None))
    monkeypatch.setattr(Question, "so_far", so_far)
    return fake


def so_far(_, told):
    """A comparison that knows which tasks have left a run."""
    runs = {number: result for number, result in told.items() if not isinstance(result, Lost)}
    return SimpleNamespace(runs=runs, names=["a", "b"], seeds=lambda *_: list(runs))


def tell_all(ticket):
    for number in range(len(ticket.tasks)):
        ticket.told(number, "run")


def test_a_first_answer_comes_and_then_a_refined_one(bench):
    answer = Answer("me")
    answer.ask(PAIR)
    quick, refined = bench.asked
    assert quick.visitor != refined.visitor
    tell_all(quick)
    assert answer.screen.runs == 1
    assert answer.stage == Stage(0, len(refined.tasks))
    tell_all(refined)
    assert answer.screen.runs == len(refined.tasks)
    assert not answer.stage.busy


def test_where_many_ask_the_first_years_come_first_and_say_so_until_the_whole_time_is_there(bench):
    bench.others = True
    answer = Answer("me")
    answer.ask(PAIR)
    years, quick, refined = bench.asked
    assert [one.pace for one in bench.asked] == [Pace.FIRST, Pace.REST, Pace.REST]
    assert {task.arms[0].scenario.run.years for task in years.tasks} == {FIRST_YEARS}
    assert years.visitor == quick.visitor
    tell_all(years)
    assert answer.screen.years
    tell_all(quick)
    assert not answer.screen.years
    tell_all(refined)
    assert answer.screen.runs == len(refined.tasks)


def test_whoever_stopped_at_the_first_years_is_shown_the_whole_time_when_going_on(bench):
    bench.others = True
    answer = Answer("me")
    answer.ask(PAIR)
    tell_all(bench.asked[0])
    answer.stop()
    bench.others = False
    answer.ask(PAIR)
    tell_all(bench.asked[3])
    assert (answer.screen.runs, answer.screen.years) == (1, None)


def test_what_is_no_longer_than_the_first_years_is_asked_once_however_many_ask(bench):
    bench.others = True
    Answer("me").ask(Choice(years=FIRST_YEARS).pair())
    assert len(bench.asked) == 2


def test_an_answer_is_not_called_whole_before_it_is_shown(bench, monkeypatch):
    answer, stages = Answer("me"), []

    def screen(comparison):
        stages.append(answer.stage)
        return SimpleNamespace(runs=len(comparison.runs), years=None)

    monkeypatch.setattr(answers, "screen", screen)
    answer.ask(PAIR)
    bench.asked[1].told(0, "run")
    tell_all(bench.asked[1])
    assert stages[-1].busy
    assert not answer.stage.busy


def test_a_late_first_answer_does_not_replace_a_refined_one(bench):
    answer = Answer("me")
    answer.ask(PAIR)
    quick, refined = bench.asked
    tell_all(refined)
    tell_all(quick)
    assert answer.screen.runs > 1


def test_what_was_asked_before_is_cancelled_and_no_longer_told(bench):
    answer = Answer("me")
    answer.ask(PAIR)
    answer.ask(OTHER)
    assert [one.cancelled for one in bench.asked] == [True, True, False, False]
    before = answer.stage
    for late in bench.asked[:2]:
        tell_all(late)
    assert answer.screen is None
    assert answer.stage == before


def test_what_is_told_while_something_else_is_asked_stays_behind(bench, monkeypatch):
    answer, pairs = Answer("me"), [OTHER]

    def drawn_slowly(_):
        while pairs:
            answer.ask(pairs.pop())
        return SimpleNamespace(runs=1, years=None)

    monkeypatch.setattr(answers, "first", drawn_slowly)
    monkeypatch.setattr(answers, "screen", drawn_slowly)
    answer.ask(PAIR)
    tell_all(bench.asked[1])
    assert answer.pair == OTHER
    assert answer.screen is None
    assert answer.stage == Stage(0, len(bench.asked[-1].tasks))


def test_what_is_told_while_it_is_stopped_does_not_start_it_again(bench, monkeypatch):
    answer = Answer("me")

    def drawn_slowly(comparison):
        answer.stop()
        return SimpleNamespace(runs=len(comparison.runs), years=None)

    monkeypatch.setattr(answers, "screen", drawn_slowly)
    answer.ask(PAIR)
    for number in range(FEWEST):
        bench.asked[1].told(number, "run")
    assert answer.screen.runs == FEWEST
    assert answer.stage == Stage(FEWEST, len(bench.asked[1].tasks), stopped=True)


def test_a_page_is_drawn_anew_at_once_for_news_and_now_and_then_for_how_far_it_is(bench, monkeypatch):
    answer, seen, clock = Answer("me"), [], [0]
    monkeypatch.setattr(hearing, "time", SimpleNamespace(monotonic=lambda: clock[0] * hearing.TELL_EVERY / 10))
    answer.ask(PAIR)
    answer._news.subscribe(lambda _: seen.append((answer.stage.done, answer.screen)))
    many = len(bench.asked[1].tasks)
    for number in range(many):
        bench.asked[1].told(number, "run")
        clock[0] += 1
    done, pictures = zip(*seen, strict=True)
    assert (done[0], done[-1]) == (1, many)
    assert FEWEST in done
    between = [later - earlier for earlier, later in itertools.pairwise(done)]
    fresh = [later is not earlier for earlier, later in itertools.pairwise(pictures)]
    assert all(new or gap == 10 for new, gap in zip(fresh, between, strict=True))
    assert 10 in between


def test_the_same_question_is_asked_once(bench):
    answer = Answer("me")
    answer.ask(PAIR)
    answer.ask(Choice().pair())
    assert len(bench.asked) == 2


def test_an_answer_can_be_stopped_and_taken_up_again(bench):
    answer = Answer("me")
    answer.ask(PAIR)
    late = bench.asked[1]
    late.told(0, "run")
    answer.stop()
    late.told(1, "run")
    assert answer.stage.stopped
    assert not answer.stage.busy
    answer.ask(PAIR)
    assert not answer.stage.stopped
    tell_all(bench.asked[-1])
    assert answer.screen.runs == len(bench.asked[-1].tasks)


def test_no_room_is_told(bench):
    bench.room = False
    answer = Answer("me")
    answer.ask(PAIR)
    assert answer.stage.trouble == "Many people are asking at once."
    bench.room = True
    answer.ask(PAIR)
    assert answer.stage.trouble == ""
    tell_all(bench.asked[-1])
    assert answer.screen.runs > 1


def test_repeat_runs_that_are_lost_are_counted_and_can_be_asked_for_again(bench):
    answer = Answer("me")
    answer.ask(PAIR)
    refined = bench.asked[1]
    gone = [n for n, task in enumerate(refined.tasks[:40]) if task.seed in (4, 7)][1:]
    for number in range(len(refined.tasks)):
        refined.told(number, Lost("The process ended twice.") if number in gone else "run")
    assert (answer.stage.lost, answer.stage.may_go_on) == (2, True)
    answer.ask(PAIR)
    assert answer.stage.lost == 0
    tell_all(bench.asked[-1])
    assert (answer.stage.lost, answer.stage.may_go_on) == (0, False)


@pytest.mark.parametrize("which", [0, 1])
def test_an_answer_whose_runs_are_all_lost_says_why(bench, which):
    answer = Answer("me")
    answer.ask(PAIR)
    for number in range(len(bench.asked[which].tasks)):
        bench.asked[which].told(number, Lost("The process ended twice."))
    assert answer.screen is None
    assert answer.stage.trouble == "The process ended twice."


def test_what_is_lost_is_told_at_once_and_the_rest_is_shown_and_asked_for_again(bench):
    answer = Answer("me")
    answer.ask(PAIR)
    refined = bench.asked[1]
    refined.told(0, Lost("The process ended twice."))
    assert answer.stage.busy
    assert not answer.stage.may_go_on
    for number in range(1, len(refined.tasks)):
        refined.told(number, "run")
    many = len(refined.tasks)
    assert answer.screen.runs == many - 1
    assert answer.stage.trouble == "The process ended twice."
    assert status(answer.stage, SimpleNamespace(runs=many - 1, people=9, years=None)).endswith(answer.stage.trouble)
    answer.ask(PAIR)
    assert answer.screen.runs == many - 1
    tell_all(bench.asked[-1])
    assert answer.screen.runs == many
    assert answer.stage.trouble == ""


@pytest.mark.parametrize("which", [0, 1])
def test_an_answer_that_cannot_be_drawn_says_so_and_comes_to_an_end(bench, monkeypatch, which):
    def undrawable(_):
        raise ZeroDivisionError("nobody lives there")

    drawn = ("first", "screen")[which]
    whole = getattr(answers, drawn)
    monkeypatch.setattr(answers, drawn, undrawable)
    answer, told = Answer("me"), []
    answer.ask(PAIR)
    answer._news.subscribe(lambda _: told.append(answer.stage.trouble))
    for number in range(FEWEST if which else 2):
        bench.asked[which].told(number, "run")
    assert told[-1] == "The repeat runs are kept, but cannot be shown. ZeroDivisionError: nobody lives there"
    assert bench.asked[which].cancelled
    assert (answer.stage.busy, answer.stage.may_go_on) == ((False, True) if which else (True, False))
    monkeypatch.setattr(answers, drawn, whole)
    if which:
        answer.ask(PAIR)
        tell_all(bench.asked[-1])
        assert answer.stage.trouble == ""


def test_what_is_finished_is_there_at_once_for_whoever_asks_the_same(bench):
    first, other = Answer("me"), Answer("you")
    first.ask(PAIR)
    tell_all(bench.asked[1])
    other.ask(PAIR)
    assert other.screen is first.screen
    assert (len(bench.asked), other.stage.busy, other.stage.may_go_on) == (2, False, False)
    other.ask(OTHER)
    assert (len(bench.asked), other.screen) == (4, None)


def test_what_somebody_calls_a_way_of_working_is_seen_by_nobody_else(bench):
    mine, yours = Answer("me"), Answer("you")
    mine.ask((PAIR[0], replace(PAIR[1], title="My secret")))
    tell_all(bench.asked[1])
    yours.ask(PAIR)
    assert (len(bench.asked), yours.screen) == (4, None)


@pytest.mark.parametrize("which", [0, -1])
def test_what_lacks_a_run_is_made_again(bench, which):
    """A run of the ways themselves, or one that only explains them."""
    mine, yours = Answer("me"), Answer("you")
    mine.ask(PAIR)
    numbers = list(range(len(bench.asked[1].tasks)))
    bench.asked[1].told(numbers.pop(which), Lost("gone"))
    for number in numbers:
        bench.asked[1].told(number, "run")
    yours.ask(PAIR)
    assert yours.stage.busy


def test_a_first_answer_that_somebody_has_had_is_there_at_once_for_whoever_asks_the_same(bench):
    mine, yours = Answer("me"), Answer("you")
    mine.ask(PAIR)
    tell_all(bench.asked[0])
    yours.ask(PAIR)
    assert yours.screen is mine.screen
    assert [one.visitor for one in bench.asked] == ["me first", "me", "you"]
