"""A film for a page: asked of the bench where it has not been shot yet, and how far it is until then."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import solara

from dashboards.answering.bench import bench
from dashboards.answering.orders import BusyError, Pace
from dashboards.answering.ticket import Lost
from dashboards.answering.visitor import visitor
from dashboards.controls import text
from dashboards.film import cinema
from dashboards.film.cinema import Film
from simulation.scenario import Scenario, ScenarioError

LIVING = "Both towns live through their months."
PUTTING_TOGETHER = "All months have been lived through; the film is being put together."

LOOK_EVERY = 1.0
"""Seconds between two looks at how far a film is."""


def use_film(pair: Sequence[Scenario]) -> tuple[Film | None, str, str]:
    """The film of a pair, None where it is not there yet; the name of one being made; what went wrong, if anything."""
    film, set_film = solara.use_state(None, key="film")
    making, set_making = solara.use_state("", key="making")
    trouble, set_trouble = solara.use_state("", key="trouble")

    def told(_: int, result: Any) -> None:
        set_making("")
        if isinstance(result, Lost):
            set_trouble(f"There is no film. {result.why}")
        else:
            found = cinema.film(result)
            set_film(found)
            set_trouble("" if found else "The film has gone. Reload the page, and it will be made again.")

    def ask() -> Any:
        set_film(None)
        set_making("")
        set_trouble("")
        try:
            task = cinema.shooting(pair)
            name = cinema.name_of(task)
            found = cinema.film(name)
            if found:
                set_film(found)
                return None
            bench().shelf.forget(name)
            set_making(name)
            ticket = bench().ask(f"{visitor()} film", cinema.shoot, [task], told, pace=Pace.LONG)
        except (BusyError, ScenarioError) as error:
            set_making("")
            set_trouble(str(error))
            return None
        return ticket.cancel

    solara.use_effect(ask, [tuple(one.fingerprint for one in pair)])
    return film, making, trouble


@solara.component
def Shooting(name: str, months: int) -> None:
    """How far a film is that is being made, once the first of its months, of both worlds, has been lived through."""
    lived, set_lived = solara.use_state(0)

    def look() -> Callable[[], None]:
        over = threading.Event()

        def watch() -> None:
            while not over.wait(LOOK_EVERY):
                set_lived(cinema.months_lived(name))

        threading.Thread(target=watch, daemon=True).start()
        return over.set

    solara.use_effect(look, [name])
    with solara.v.Html(tag="div", class_="stage"):
        if lived:
            text("p", LIVING if lived < months else PUTTING_TOGETHER, role="status")
            bar = {"max": str(months), "value": str(lived), "aria-label": "Months lived through"}
            solara.v.Html(tag="progress", attributes=bar)
