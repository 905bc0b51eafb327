"""What the What-if page does with moves that cannot be made."""

from types import SimpleNamespace

import pytest
import solara

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
    box, context = solara.render(what_if.WhatIf(), handle_error=False)
    yield next(one for one in within(box) if hasattr(one, "searchable"))
    context.close()


def test_every_refusal_is_news_to_the_controls_even_where_the_same_is_said(levers):
    news = []
    levers.observe(lambda change: news.append(change.name))
    for refused in range(1, 4):
        levers.vue_moved({"key": "effort.lag", "value": 99})
        assert len([name for name in news if not name.startswith("_")]) == refused
