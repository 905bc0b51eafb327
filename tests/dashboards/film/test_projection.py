"""How far a film is, on the page that waits for it."""

import time

import pytest
import reacton
from ipyvuetify import Html

from dashboards.film import cinema, projection


@pytest.fixture
def waiting(monkeypatch):
    """A function: what is drawn when so much is lived, a sentence and a bar, or nothing after a while."""
    monkeypatch.setattr(projection, "LOOK_EVERY", 0.01)

    def drawn(lived):
        monkeypatch.setattr(cinema, "months_lived", lambda _: lived)
        _, context = reacton.render(projection.Shooting("film", 72), handle_error=False)
        found, until = [], time.monotonic() + (10.0 if lived else 0.2)
        while not found and time.monotonic() < until:
            time.sleep(0.01)
            found = [*context.find(Html).widget.children]
        context.close()
        return found

    return drawn


def test_a_film_shows_how_many_months_of_both_worlds_have_been_lived_through(waiting):
    for lived, what in ((30, projection.LIVING), (72, projection.PUTTING_TOGETHER)):
        sentence, bar = waiting(lived)
        assert sentence.children == [what]
        assert (bar.tag, bar.attributes["value"], bar.attributes["max"]) == ("progress", str(lived), "72")


def test_before_the_first_month_no_bar_stands_still(waiting):
    assert waiting(0) == []
