"""What differs, on the page of two worlds: the outcomes, and why, where that is known and there is room."""

from types import SimpleNamespace

import pytest
import solara

from dashboards import shell
from dashboards.pages import two_worlds
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
