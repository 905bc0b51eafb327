"""How far an answer is, in a sentence: what is made, what is still to come, what was lost."""

from types import SimpleNamespace

import pytest

from dashboards import shell
from dashboards.showing.answers import Stage
from dashboards.showing.progress import status


@pytest.mark.parametrize(
    ("stage", "runs", "said", "on_a_projector"),
    [
        (Stage(), None, "The first answer is being made.", "The first answer is being made."),
        (
            Stage(0, 70), 1, "First answer: one run with 2,500 people. Repeat runs will say how surely.",
            "More are being made.",
        ),
        (Stage(9, 70), 4, "4 repeat runs with 2,500 people. More are being made.", "More are being made."),
        (Stage(70, 70), 20, "20 repeat runs with 2,500 people.", ""),
        (
            Stage(70, 70, lost=2), 18, "18 of 20 repeat runs with 2,500 people; 2 were lost.",
            "Some repeat runs were lost.",
        ),
        (
            Stage(60, 70, lost=1), 15, "15 of 20 repeat runs with 2,500 people; 1 was lost. More are being made.",
            "Some repeat runs were lost. More are being made.",
        ),
        (
            Stage(70, 70, lost=1, trouble="It ended twice."), 19,
            "19 of 20 repeat runs with 2,500 people; 1 was lost. It ended twice.",
            "Some repeat runs were lost. It ended twice.",
        ),
        (Stage(trouble="No room."), None, "No room.", "No room."),
    ],
)  # fmt: skip
def test_how_far_an_answer_is(stage, runs, said, on_a_projector, monkeypatch):
    seen = runs and SimpleNamespace(runs=runs, people=2_500, years=None)
    assert status(stage, seen) == said
    monkeypatch.setattr(shell, "presenter", SimpleNamespace(value=True))
    assert status(stage, seen) == on_a_projector


def test_the_first_years_alone_are_called_so(monkeypatch):
    seen = SimpleNamespace(runs=1, people=1_000, years=5)
    whole = "Others are asking too: first answer, the first 5 years of one run with 1,000 people."
    assert status(Stage(0, 70), seen) == f"{whole} The whole time is being made."
    monkeypatch.setattr(shell, "presenter", SimpleNamespace(value=True))
    assert (
        status(Stage(0, 70), seen)
        == "Others are asking too: these are the first years alone. The whole time is being made."
    )
