"""A tiny Solara application with nothing but the picture and what it tells the server; the film lies in a folder."""

import os
from pathlib import Path

import solara

import dashboards
from dashboards.picture import LivingPicture

STYLE = Path(dashboards.__file__).parent / "public" / "style.css"

FILM = os.environ["FILM_ADDRESS"]


@solara.component
def Page():  # noqa: N802
    month, set_month = solara.use_state(1)
    playing, set_playing = solara.use_state(False)
    speed, set_speed = solara.use_state(12)
    picked, set_picked = solara.use_state(None)
    solara.Style(STYLE)
    LivingPicture.element(
        film=FILM, month=month, on_month=set_month, playing=playing, on_playing=set_playing, speed=speed,
        on_speed=set_speed, picked=picked, on_picked=set_picked,
    )  # fmt: skip
    solara.Text(f"server: month {month}, picked {picked and picked['kind']}", classes=["server"])
    solara.Button("Go to month 20", on_click=lambda: set_month(20))


@solara.component
def Shell(children):  # noqa: N802
    with solara.Column(children=children):
        pass


routes = [solara.Route("/", component=Page, layout=Shell)]
