"""How far an answer is, with a button that stops it and one that goes on."""

import solara

from dashboards import shell
from dashboards.answering.answers import Answer, Stage
from dashboards.controls import Button, text
from dashboards.showing.screen import Screen


@solara.component
def Progress(answer: Answer, seen: Screen | None) -> None:
    """How far the answer is, with a button that stops it and one that goes on."""
    stage = answer.stage
    with solara.v.Html(tag="div", class_="stage"):
        text("p", status(stage, seen), role="status")
        if stage.busy and stage.total:
            bar = {"max": str(stage.total), "value": str(stage.done), "aria-label": "Repeat runs made"}
            solara.v.Html(tag="progress", attributes=bar)
            Button("Stop", answer.stop)
        if stage.may_go_on:
            Button("Go on", lambda: answer.ask(answer.pair))


def status(stage: Stage, seen: Screen | None) -> str:
    """How far the answer is, in a sentence; on a projector without numbers."""
    if seen is None:
        return stage.trouble or "The first answer is being made."
    if seen.runs == 1:
        known, more = f"First answer: one run of a town of {seen.people:,}.", "Repeat runs will say how surely."
    else:
        known, more = f"{seen.runs} repeat runs of a town of {seen.people:,}.", "More are being made."
    said = ("" if shell.presenter.value else known, more if stage.busy else "", stage.trouble)
    return " ".join(part for part in said if part)
