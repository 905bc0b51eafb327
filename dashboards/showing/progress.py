"""How far an answer is, with a button that stops it and one that goes on."""

import solara

from dashboards import shell
from dashboards.answering.answers import Answer, Stage
from dashboards.answering.questions import SEEDS
from dashboards.controls import Button, text
from dashboards.showing.screen import Screen


@solara.component
def Progress(answer: Answer, seen: Screen | None) -> None:
    """How far the answer is, with a button that stops it and one that goes on."""
    stage = answer.stage.value
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
    if stage.trouble:
        return stage.trouble
    if seen is None:
        return "The first answer is being made."
    if seen.runs == 1 and not shell.presenter.value:
        return f"First answer: one run of a town of {seen.people:,}. Repeat runs will say how surely."
    more = " More are being made." if stage.busy else ""
    if shell.presenter.value:
        return f"{'Some repeat runs were lost.' if stage.lost else ''}{more}".strip()
    if not stage.lost:
        return f"{seen.runs} repeat runs of a town of {seen.people:,}.{more}"
    were = "was" if stage.lost == 1 else "were"
    return f"{seen.runs} of {SEEDS} repeat runs of a town of {seen.people:,}; {stage.lost} {were} lost.{more}"
