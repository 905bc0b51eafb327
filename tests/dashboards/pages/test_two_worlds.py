"""The page of two worlds: what differs, and why, where that is known and there is room; what a month costs."""

from types import SimpleNamespace

import pytest
import reacton
import solara

from dashboards import shell
from dashboards.controls import text
from dashboards.pages import two_worlds
from dashboards.picture import LivingPicture
from simulation.outputs.explanation import Explanation
from simulation.words import words

WHY = Explanation("They differ in this.", ["first"], [], ["reached"])


@solara.component
def nothing(*_):
    """In place of what is not looked at."""
    solara.v.Html(tag="div")


@pytest.mark.parametrize(("why", "room", "told"), [(WHY, False, True), (None, False, False), (WHY, True, False)])
def test_why_they_differ_is_told_where_it_is_known_and_not_in_a_room(texts, monkeypatch, why, room, told):
    answer = SimpleNamespace(screen=SimpleNamespace(why=why))
    monkeypatch.setattr(two_worlds, "use_answer", lambda *_: answer)
    monkeypatch.setattr(two_worlds, "Progress", nothing)
    monkeypatch.setattr(two_worlds, "Shown", nothing)
    monkeypatch.setattr(shell, "presenter", SimpleNamespace(value=room))
    said = texts(two_worlds.Differs(()))
    assert (words()["explain"]["title"] in said) == ("They differ in this." in said) == told


FILM = SimpleNamespace(name="film", worlds=(SimpleNamespace(last=240),) * 2)
PAIR = (SimpleNamespace(title="Doing things"), SimpleNamespace(title="Making things happen"))


@solara.component
def beside():
    """What stands on the page besides, and has nothing to do with the month."""
    text("p", "beside")


@solara.component
def page():
    """The picture, and something beside it."""
    with solara.v.Html(tag="div"):
        two_worlds.Watched(FILM, PAIR)
        beside()


def test_for_a_month_that_is_told_nothing_is_asked_anew_and_the_rest_of_the_page_left_alone(monkeypatch):
    asked, walked = [], []
    monkeypatch.setattr(two_worlds, "told_by", lambda pair: asked.append(pair) or "run.py follow")
    for part in ("Happening", "Whom", "Followed"):
        monkeypatch.setattr(two_worlds, part, nothing)
    update = reacton.core.Element._update_widget
    monkeypatch.setattr(
        reacton.core.Element, "_update_widget",
        lambda element, widget, *rest: (walked.append(widget), update(element, widget, *rest)),
    )  # fmt: skip
    _, context = reacton.render(page(), handle_error=False)
    picture = context.find(LivingPicture).widget
    walked.clear()
    for month in (2, 3):
        picture.month = month
    assert len(asked) == 1
    assert picture in walked
    assert not [one for one in walked if getattr(one, "children", None) == ["beside"]]
    context.close()
