"""What the What-if page does with moves that cannot be made, and what it shows while an answer is being made."""

from types import SimpleNamespace

import pytest
import solara

from dashboards.asking.choice import Choice
from dashboards.pages import what_if
from dashboards.showing.answers import Stage


def within(widget):
    """A widget and all that is in it."""
    yield widget
    for child in getattr(widget, "children", ()):
        if not isinstance(child, str):
            yield from within(child)


@pytest.fixture
def levers(monkeypatch):
    """The first controls of the page, which is rendered without answers."""
    answer = SimpleNamespace(pair=(), screen=None, stage=Stage())
    monkeypatch.setattr(what_if, "use_answer", lambda *_: answer)
    monkeypatch.setattr(what_if, "visitor", lambda: "me")
    monkeypatch.setattr(what_if, "Parts", lambda _: None)
    box, context = solara.render(what_if.WhatIf(), handle_error=False)
    yield next(one for one in within(box) if hasattr(one, "searchable"))
    context.close()


def test_every_refusal_is_news_to_the_controls_even_where_the_same_is_said(levers):
    news = []
    levers.observe(lambda change: news.append(change.name))
    for refused in range(1, 4):
        levers.vue_moved({"key": "effort.lag", "value": 99})
        assert len([name for name in news if not name.startswith("_")]) == refused


MOVED = Choice().with_value("effort.connecting_share", 0.4)


@pytest.fixture
def shown(monkeypatch):
    """What the page shows, and its pictures' screens, after each of some states of a change and of what was before."""
    seen = []

    def shows(*said):
        seen.append(said)
        what_if.text("p", "")

    monkeypatch.setattr(what_if, "Shown", shows)
    monkeypatch.setattr(what_if, "Progress", lambda _: None)

    def of(*states):
        context = None
        for choice, now, before, place in states:
            answers = (SimpleNamespace(screen=now), SimpleNamespace(screen=before, pair=place))
            page = what_if.Result(choice, *answers)
            if context is None:
                _, context = solara.render(page, handle_error=False)
            else:
                context.render(page)
        context.close()
        return seen[-1] if len(seen) == len(states) else None

    return of


def runs(number, years=None, people=2_500, since=1):
    return SimpleNamespace(runs=number, years=years, people=people, seeds=tuple(range(since, since + number)))


TOWN, COUNTY = ("town",), ("county",)
BEFORE, MANY, ONE = runs(20), runs(20), runs(1)


def test_until_a_first_answer_comes_the_last_one_stays_on_screen(shown):
    assert shown((MOVED, MANY, BEFORE, TOWN), (MOVED, None, BEFORE, TOWN)) == (MANY, BEFORE)


def test_a_single_run_has_the_pictures_of_what_was_last_on_screen(shown):
    states = (MOVED, MANY, BEFORE, TOWN), (MOVED, None, BEFORE, TOWN), (MOVED, ONE, BEFORE, TOWN)
    assert shown(*states) == (ONE, BEFORE, (MANY, BEFORE))


def test_the_first_years_alone_stand_beside_nothing_of_the_whole_time(shown):
    states = (MOVED, MANY, BEFORE, TOWN), (MOVED, runs(1, years=5), BEFORE, TOWN)
    assert shown(*states) == (runs(1, years=5), None, (MANY, BEFORE))


def test_whoever_comes_by_a_link_sees_what_was_before_the_change_first(shown):
    assert shown((MOVED, None, BEFORE, TOWN)) == (BEFORE, None)


def test_nothing_of_another_place_stays(shown):
    assert shown((MOVED, MANY, BEFORE, TOWN), (MOVED, None, None, COUNTY)) is None


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (runs(20), runs(20), ""),
        (runs(4), runs(20), "(20 repeat runs with 2,500 people)"),
        (runs(1, people=1_000), runs(20), "(20 repeat runs with 2,500 people)"),
        (runs(4), runs(4, since=2), "(4 repeat runs with 2,500 people)"),
        (runs(1, people=1_000), runs(1), "(one run with 2,500 people)"),
    ],
)
def test_numbers_of_other_runs_are_not_left_to_be_taken_for_the_change(now, before, said):
    told = what_if.unlike(now, before)
    assert said in told
    assert bool(told) == bool(said)


def test_the_page_says_so_beside_the_numbers(shown, monkeypatch):
    told = []
    monkeypatch.setattr(what_if, "text", lambda _, said, *__: told.append(said))
    monkeypatch.setattr(what_if, "Shown", lambda *_: None)
    shown((MOVED, ONE, BEFORE, TOWN))
    assert what_if.unlike(ONE, BEFORE) in told
