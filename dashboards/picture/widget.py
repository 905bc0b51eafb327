"""The widget behind the picture: what the page tells it, and what it tells the page."""

from pathlib import Path

import anywidget
import traitlets

from simulation.words import words

HERE = Path(__file__).parent
PARTS = (
    "reel", "view", "colours", "controls", "town", "network", "motion", "legend", "targets", "gestures", "stage",
    "numbers", "directory", "still", "picture", "widget",
)  # fmt: skip
"""The parts of the module that the browser runs, in order: one file cannot import another once it is sent."""

SPEEDS = (1, 3, 6, 12, 24)
"""Months a second."""


def module() -> str:
    """The JavaScript module, put together from its parts."""
    return "\n".join((HERE / f"{part}.js").read_text(encoding="utf-8") for part in PARTS)


class LivingPicture(anywidget.AnyWidget):
    """Two worlds playing a film of `dashboards.film`, without asking the server for anything but the film.

    >>> LivingPicture.element(film="/films/0f3a", month=month, on_month=set_month)      # doctest: +SKIP

    film: the address of the reel. titles: of the two ways of working. month: the film month shown, from 1 on; while
    playing it is told twice a second. playing; speed: months a second. picked: whom the visitor follows, {"kind":
    "person" | "group" | "agency", "number": ...}: the number of a person, [number in one world, in the other] of a
    group (0: not there), or 4 x place + service of an agency; None for nobody. words: templates with {names}
    that the browser fills in.
    """

    _esm = module()
    _css = (HERE / "picture.css").read_text(encoding="utf-8")

    film = traitlets.Unicode("").tag(sync=True)
    titles = traitlets.List(traitlets.Unicode(), ["Doing things", "Making things happen"]).tag(sync=True)
    month = traitlets.Int(1).tag(sync=True)
    playing = traitlets.Bool(False).tag(sync=True)
    speed = traitlets.Int(6).tag(sync=True)
    speeds = traitlets.List(traitlets.Int(), list(SPEEDS)).tag(sync=True)
    picked = traitlets.Dict(None, allow_none=True).tag(sync=True)
    words = traitlets.Dict(words()["picture"] | {"months": words()["months"]}).tag(sync=True)
