"""How far an answer is, with a button that stops it and one that goes on."""

import solara

from dashboards import shell
from dashboards.answering.questions import SEEDS
from dashboards.controls import Button, text
from dashboards.showing.answers import Answer, Stage
from dashboards.showing.screen import Screen
from simulation.words import so_many


@solara.component
def Progress(answer: Answer) -> None:
    """How far the answer is, with a button that stops it and one that goes on."""
    stage = answer.stage
    with solara.v.Html(tag="div", class_="stage"):
        text("p", status(stage, answer.screen), role="status")
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
    if seen.years:
        known, more = _first_years(seen, seen.years), "The whole time is being made."
    elif shell.presenter.value:
        known, more = "Some repeat runs were lost." if stage.lost else "", "More are being made."
    elif seen.runs == 1:
        known, more = f"First answer: one run with {seen.people:,} people.", "Repeat runs will say how surely."
    else:
        known = f"{_of_all(seen.runs, stage.lost)} with {seen.people:,} people{_lost(stage)}."
        more = "More are being made."
    return " ".join(part for part in (known, more if stage.busy else "", stage.trouble) if part)


def _first_years(seen: Screen, years: int) -> str:
    if shell.presenter.value:
        return "Others are asking too: these are the first years alone."
    first = "year" if years == 1 else f"{years} years"
    return f"Others are asking too: first answer, the first {first} of one run with {seen.people:,} people."


def _of_all(runs: int, lost: int) -> str:
    return f"{runs} of {SEEDS} repeat runs" if lost else so_many(runs, "repeat run")


def _lost(stage: Stage) -> str:
    return f"; {stage.lost} {'was' if stage.lost == 1 else 'were'} lost" if stage.lost else ""
