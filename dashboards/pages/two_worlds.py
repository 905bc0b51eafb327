"""The page of the two worlds side by side: the picture, what happens, whom one follows, and what differs."""

import solara

from dashboards import shell
from dashboards.asking import permalink
from dashboards.asking.choice import shipped
from dashboards.controls import alert, text
from dashboards.film.cinema import MOST_FILMED, Film
from dashboards.film.followed import Followed
from dashboards.film.happening import Happening
from dashboards.film.projection import Shooting, use_film
from dashboards.film.whom import Whom
from dashboards.picture import LivingPicture
from dashboards.shell import root
from dashboards.showing.answers import use_answer
from dashboards.showing.outcomes import Shown
from dashboards.showing.parts import Parts
from dashboards.showing.progress import Progress
from dashboards.showing.why import Why
from simulation.outputs.words import what_demand
from simulation.scenario import Scenario
from simulation.words import count, so_many


@solara.component
def TwoWorlds() -> None:
    """Two worlds."""
    router = solara.use_router()
    choice, complaints = solara.use_memo(lambda: permalink.read(router.search), [router.search])
    pair = solara.use_memo(choice.pair, [choice])
    text("h1", "Two worlds")
    text("p", introduction(pair), "soft introduction")
    film, making, trouble = use_film(pair)
    alert(" ".join([*complaints, trouble]).strip())
    Watched(film, pair)
    if making:
        Shooting(making, sum(12 * int(one.run.years) for one in pair))
    Differs(pair)
    if not shell.presenter.value:
        Parts(pair[1])


def introduction(pair: tuple[Scenario, Scenario]) -> str:
    """What is compared, in two sentences."""
    residents = sum(place.residents for place in pair[0].places)
    places, (first, second) = pair[0].places, (one.title.lower() for one in pair)
    where = places[0].name.lower() if len(places) == 1 else f"{count(len(places))} places"
    shown = f" The picture shows about {MOST_FILMED:,} of them." if residents > MOST_FILMED else ""
    return (
        f"The same {where} of {residents:,} people twice, with the same luck and the same money, over "
        f"{so_many(int(pair[0].run.years), 'year')} of {what_demand(pair[0])}. First: {first}. Second: {second}.{shown}"
    )


@solara.component
def Watched(film: Film | None, pair: tuple[Scenario, Scenario]) -> None:
    """The living picture, what happens in the month that it shows, and whom one follows."""
    month, set_month = solara.use_state(1)
    picked, set_picked = solara.use_state(None)
    titles = (pair[0].title, pair[1].title)
    command = solara.use_memo(lambda: told_by(pair), [pair])
    LivingPicture.element(
        film=f"{root()}/films/{film.name}" if film else "", titles=list(titles),
        month=month, on_month=set_month, picked=picked, on_picked=set_picked,
    )  # fmt: skip
    if film:
        shown = min(month, film.worlds[0].last)
        Happening(film, titles, shown)
        Whom(film, set_picked)
        Followed(film, titles, picked, shown, command)


def told_by(pair: tuple[Scenario, Scenario]) -> str:
    """The command that tells lives of this film, but for whose; nothing where no shipped scenarios say all of it."""
    all_shipped = all(shipped(one.name).fingerprint == one.fingerprint for one in pair)
    small = sum(place.residents for place in pair[0].places) <= MOST_FILMED
    names = " ".join(one.name for one in pair)
    return f"run.py follow {names} --years {int(pair[0].run.years)}" if all_shipped and small else ""


@solara.component
def Differs(pair: tuple[Scenario, Scenario]) -> None:
    """The leading outcomes over repeat runs, with their intervals; then everything behind them."""
    answer = use_answer("two worlds", pair)
    seen = answer.screen
    text("h2", "What differs")
    Progress(answer)
    if seen is not None:
        Shown(seen)
        if seen.why and not shell.presenter.value:
            Why(seen.why)
