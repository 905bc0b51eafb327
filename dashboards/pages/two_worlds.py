"""The page of the two worlds side by side: the picture, what happens, whom one follows, and what differs."""

from typing import Any

import solara

from dashboards import permalink, shell
from dashboards.answers import Answer
from dashboards.cinema import Film
from dashboards.controls import text
from dashboards.glance import Glance, Projected
from dashboards.happening import Happening
from dashboards.outcomes import Outcomes
from dashboards.picture import LivingPicture
from dashboards.progress import Progress
from dashboards.projection import use_film
from dashboards.server import root
from dashboards.story import Followed
from dashboards.visitor import visitor
from simulation.scenario import Scenario


@solara.component
def TwoWorlds() -> None:
    """Two worlds."""
    router = solara.use_router()
    choice, complaints = solara.use_memo(lambda: permalink.read(router.search), [router.search])
    pair = solara.use_memo(choice.pair, [choice])
    text("h1", "Two worlds")
    text("p", said_of(pair), "soft")
    if complaints:
        text("p", " ".join(complaints), "told", role="alert")
    film, trouble = use_film(pair)
    if trouble:
        text("p", trouble, "told", role="alert")
    Watched(film, pair)
    Differs(pair)


def said_of(pair: tuple[Scenario, Scenario]) -> str:
    """What is compared, in two sentences."""
    residents = sum(place.residents for place in pair[0].places)
    places, (first, second) = pair[0].places, (one.title.lower() for one in pair)
    where = places[0].name.lower() if len(places) == 1 else f"{len(places)} places"
    return (
        f"The same {where} of {residents:,} people twice, with the same luck and the same money, over "
        f"{int(pair[0].run.years)} years of rising demand. Left: {first}. Right: {second}."
    )


@solara.component
def Watched(film: Film | None, pair: tuple[Scenario, Scenario]) -> None:
    """The living picture, what happens in the month that it shows, and whom one follows."""
    month, set_month = solara.use_state(1)
    picked, set_picked = solara.use_state(None)
    titles = (pair[0].title, pair[1].title)
    if film is None:
        text("p", "Both towns are being lived through and filmed; this takes a moment the first time.", role="status")
    LivingPicture.element(
        film=f"{root()}/films/{film.name}" if film else "", titles=list(titles),
        month=month, on_month=set_month, picked=picked, on_picked=set_picked,
    )  # fmt: skip
    if film:
        Happening(film, titles, month)
        Followed(film, titles, picked, month)


@solara.component
def Differs(pair: tuple[Scenario, Scenario]) -> None:
    """The leading outcomes over repeat runs, with their intervals; then everything behind them."""
    answer: Answer = solara.use_memo(lambda: Answer(f"{visitor()} two worlds"), [])

    def leave() -> Any:
        return answer.clear

    solara.use_effect(lambda: answer.ask(pair), [pair])
    solara.use_effect(leave, [])
    seen = answer.screen.value
    text("h2", "What differs")
    Progress(answer, seen)
    if seen is None:
        return
    if shell.presenter.value:
        Projected(seen)
        return
    Glance(seen, None)
    Outcomes(seen, None)
