"""A film for a page: asked of the bench where it has not been shot yet."""

from collections.abc import Sequence
from typing import Any

import solara

from dashboards.answering.bench import bench
from dashboards.answering.orders import BusyError, Pace
from dashboards.answering.ticket import Lost
from dashboards.answering.visitor import visitor
from dashboards.film import cinema
from dashboards.film.cinema import Film
from simulation.scenario import Scenario, ScenarioError


def use_film(pair: Sequence[Scenario]) -> tuple[Film | None, str]:
    """The film of a pair, or None as long as it is being made; and what went wrong, if anything did."""
    film, set_film = solara.use_state(None, key="film")
    trouble, set_trouble = solara.use_state("", key="trouble")

    def told(_: int, result: Any) -> None:
        if isinstance(result, Lost):
            set_trouble(f"There is no film. {result.why}")
        else:
            found = cinema.film(result)
            set_film(found)
            set_trouble("" if found else "The film has gone. Reload the page, and it will be made again.")

    def ask() -> Any:
        set_film(None)
        set_trouble("")
        try:
            task = cinema.shooting(pair)
            found = cinema.film(cinema.name_of(task))
            if found:
                set_film(found)
                return None
            bench().shelf.forget(cinema.name_of(task))
            ticket = bench().ask(f"{visitor()} film", cinema.shoot, [task], told, pace=Pace.LONG)
        except (BusyError, ScenarioError) as error:
            set_trouble(str(error))
            return None
        return ticket.cancel

    solara.use_effect(ask, [tuple(one.fingerprint for one in pair)])
    return film, trouble
