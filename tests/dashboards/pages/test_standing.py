"""What is quoted of the shipped town, or why nothing can be: never a page that waits for ever."""

from types import SimpleNamespace

import pytest
import solara

from dashboards.pages import standing
from simulation.scenario import ScenarioError

BOTH = SimpleNamespace(complete=True, names=["a", "b"])


def unsayable(*_):
    raise ZeroDivisionError


@pytest.fixture
def shown(monkeypatch):
    """What a page gets that quotes the second way's name, where the runs come to a comparison."""
    monkeypatch.setattr(standing, "visitor", lambda: "me")

    def of(comparison, quote=lambda _, b: f"It is {b}."):
        question, seen = SimpleNamespace(tasks=["task"], so_far=lambda _: comparison), []
        ask = lambda _, __, ___, told: told(0, "run") or SimpleNamespace(cancel=lambda: None)  # noqa: E731
        monkeypatch.setattr(standing, "refined", lambda _: question if comparison else refuse())
        monkeypatch.setattr(standing, "bench", lambda: SimpleNamespace(ask=ask))

        @solara.component
        def page():
            seen.append(standing.use_shipped({"it": quote}))
            solara.Text("")

        _, context = solara.render(page(), handle_error=False)
        context.close()
        return seen[-1]

    return of


def refuse():
    raise ScenarioError("The town is too large. Make it smaller.")


def test_what_is_quoted_of_all_runs(shown):
    assert shown(BOTH) == ({"it": "It is b."}, "")


def test_what_cannot_be_quoted_is_told(shown):
    nothing = SimpleNamespace(complete=False, names=["a", "b"])
    assert shown(nothing) == shown(BOTH, unsayable) == ({}, standing.NOTHING)


def test_a_town_that_cannot_be_asked_about_is_told(shown):
    assert shown(None) == ({}, "The town is too large. Make it smaller.")
