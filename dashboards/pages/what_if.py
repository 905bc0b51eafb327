"""The page on which something is changed: levers, what they do at once and after repeat runs, and what was before."""

import base64
from dataclasses import dataclass
from typing import Any

import solara

from dashboards import shell
from dashboards.answering.visitor import visitor
from dashboards.asking import files, levers, permalink
from dashboards.asking.choice import Choice
from dashboards.asking.history import History
from dashboards.controls import Button, Download, Folded, Load, alert, text
from dashboards.showing.answers import Answer, use_answer
from dashboards.showing.outcomes import Shown
from dashboards.showing.parts import Parts
from dashboards.showing.progress import Progress
from dashboards.showing.screen import Screen
from dashboards.showing.take_away import SHOWN, TakeAway
from simulation.scenario import Scenario
from simulation.strict_yaml import ScenarioError

PATH = "/what-if"

INTRODUCTION = "Change something, and see what it does to both ways of working. What was before stays beside it."


@solara.component
def WhatIf() -> None:
    """What if."""
    router = solara.use_router()
    start, complaints = solara.use_memo(lambda: permalink.read(router.search), [])
    history, set_history = solara.use_state(History(start))
    told, set_told = solara.use_state(" ".join(complaints))
    refusals, set_refusals = solara.use_state(0)
    choice = history.now

    def go(to: History, said: str = "") -> None:
        set_history(to)
        set_told(said)
        router.push(address(to.now))

    def follow() -> None:
        """The address has changed by itself: the back button, or a link."""
        there, wrong = permalink.read(router.search)
        if there != choice:
            set_history(history.moved(there))
            set_told(" ".join(wrong))

    def attempt(make: Any) -> None:
        """Move to the choice that `make` makes, or say why not."""
        try:
            to = make()
            to.pair()
        except ScenarioError as error:
            set_told(str(error))
            set_refusals(lambda before: before + 1)
        else:
            go(history.moved(to))

    solara.use_effect(follow, [router.search])
    was, wanted = solara.use_memo(lambda: (choice.before().pair(), choice.pair() if choice.changed else None), [choice])
    before, now = use_answer("", was), use_answer("now", wanted)
    text("h1", "What if")
    text("p", INTRODUCTION, "soft introduction")
    with solara.v.Html(tag="div", class_="what-if"):
        with solara.v.Html(tag="div", class_="change"):
            alert(told)
            Panel(history, go, lambda said: attempt(lambda: levers.moved(choice, said["key"], said["value"])), refusals)
        with solara.v.Html(tag="div", class_="result"):
            Result(choice, now, before)
            if not shell.presenter.value:
                Parts((wanted or was)[1])
                TakenAway(choice, attempt, set_told)


def address(choice: Choice) -> str:
    """The page's address that says a choice."""
    query = permalink.query(choice)
    return f"{PATH}?{query}" if query else PATH


@solara.component
def Moves(history: History, go: Any) -> None:
    """Undo, redo, and back to the beginning."""
    with solara.v.Html(tag="div", class_="bar", attributes={"role": "group", "aria-label": "Moves"}):
        Button("Undo", lambda: go(history.undone()), disabled=not history.past)
        Button("Redo", lambda: go(history.redone()), disabled=not history.future)
        Button("Start again", lambda: go(history.moved(Choice())), disabled=history.now == Choice())


@solara.component
def Panel(history: History, go: Any, moved: Any, refusals: int) -> None:
    """What can be moved, and undone; on a projector behind a fold."""
    if shell.presenter.value:
        with Folded("Change something"):
            Moves(history, go)
            Change(history.now, moved, refusals)
    else:
        Moves(history, go)
        Change(history.now, moved, refusals)


@solara.component
def Change(choice: Choice, moved: Any, refusals: int) -> None:
    """Everything that can be moved: the setting, a handful of levers, and all others where asked for."""
    every, set_every = solara.use_state(False)
    text("h2", "What changes", "first")
    levers.Levers(groups=levers.first(choice), searchable=False, event_moved=moved, refusals=refusals)
    Button("Fewer levers" if every else "All levers", lambda: set_every(not every), pressed=every)
    if every:
        levers.Levers(groups=levers.all_groups(choice), searchable=True, event_moved=moved, refusals=refusals)
    text("h2", "Where, how long, with what compared")
    levers.Levers(groups=levers.settings(choice), searchable=False, event_moved=moved, refusals=refusals)


@solara.component
def Result(choice: Choice, now: Answer, before: Answer) -> None:
    """What is known so far: the change with what was before beside it, or what is there before any change.

    What was on screen stays until there is a first answer, and its pictures until there are repeat runs: to draw them
    anew takes longer than that answer. The first years alone have nothing beside them that is about the whole time.
    """
    main, beside = (now, before.screen) if choice.changed else (before, None)
    last = solara.use_ref(Last())
    Progress(main)
    seen: Screen | None = main.screen
    if seen is not None and seen.runs > 1:
        last.current = Last(before.pair, seen, beside)
    held = last.current if last.current.baseline == before.pair else Last(before.pair, beside)
    beside = None if seen is not None and seen.years else beside
    both = (seen, beside) if seen is not None else (held.seen, held.beside)
    with solara.v.Html(tag="div"):
        if seen is None and held.seen is not None:
            text("p", "Until then: what was there before.")
        if not shell.presenter.value:
            text("p", unlike(*both), "soft")
    if seen is not None:
        Shown(seen, beside, (held.seen, held.beside))
    elif held.seen is not None:
        Shown(held.seen, held.beside)


def unlike(now: Screen | None, before: Screen | None) -> str:
    """That two screens are not of the same repeat runs, so that what differs between them is not the change alone."""
    if now is None or before is None or (now.seeds, now.people) == (before.seeds, before.people):
        return ""
    runs = f"{before.runs} repeat runs" if before.runs > 1 else "one run"
    return (
        f"What was before the change is of other runs ({runs} with {before.people:,} people): until both are of the "
        "same, compare the differences alone."
    )


@dataclass(frozen=True)
class Last:
    """Repeat runs that were on screen last, what was beside them, and of which place and time before any change."""

    baseline: tuple[Scenario, ...] = ()
    seen: Screen | None = None
    beside: Screen | None = None


@solara.component
def TakenAway(choice: Choice, attempt: Any, say: Any) -> None:
    """Files to take away, and a file of one's own to bring."""
    made = solara.use_memo(lambda: TakeAway(visitor(), choice.pair()), [choice])

    def load(said: dict[str, str]) -> None:
        attempt(lambda: files.load(said["name"], base64.b64decode(said["content"])))

    text("h2", "Take it away")
    with solara.v.Html(tag="div", class_="bar"):
        for name, label in SHOWN.items():
            Download(label, name, lambda name=name: made.get(name), say)
        Download("This scenario (YAML)", "scenario.yaml", lambda: files.to_yaml(choice).encode(), say)
    text("p", "The address of this page reproduces what is on screen: copy it to share it.", "soft")
    text("h2", "Bring your own")
    Load(label="A scenario of your own (YAML)", most_bytes=files.MOST_BYTES, event_loaded=load)
    with Folded("What may it say?"):
        text("p", "Save this scenario, change what differs, and load it again. `run.py check` says the same of it.")
