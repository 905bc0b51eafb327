"""What stands around every page: the way in, the way between pages, and how it all looks."""

import os
from collections.abc import Callable, Sequence
from typing import Any

import solara

presenter = solara.reactive(False)
"""Whether this visitor shows it on a projector: few numbers at a time, in large letters."""


@solara.component_vue("appearance.vue")
def Appearance(event_changed: Callable[[bool], None]) -> None:
    """Switches for a dark page and for a projector, remembered by the browser."""


@solara.component_vue("links.vue")
def Links(pages: Sequence[dict[str, Any]]) -> None:
    """The way between pages; what is chosen goes along."""


@solara.component
def Shell(children: Sequence[Any] = ()) -> None:
    """A page between its header and its footer."""
    here, routes = solara.use_route(peek=True)
    with solara.v.Html(tag="div", class_="shell"):
        solara.v.Html(tag="a", class_="skip", attributes={"href": "#content"}, children=["Skip to content"])
        with solara.v.Html(tag="header"):
            solara.v.Html(tag="span", class_="product", children=["Synaptic"])
            Links(pages=[_link(route, here is route) for route in routes])
            Appearance(event_changed=presenter.set)
        solara.v.Html(tag="main", attributes={"id": "content", "tabindex": "-1"}, children=list(children))
        solara.v.Html(tag="footer", children=["A model of an invented place, not a forecast of your council."])


def root() -> str:
    """The path under which this is shown, which comes before every address of its own."""
    return os.environ.get("SOLARA_ROOT_PATH", "")


def _link(route: solara.Route, current: bool) -> dict[str, Any]:
    search = solara.use_router().search
    path = solara.resolve_path(route) + (f"?{search}" if search else "")
    return {"label": route.label, "href": root() + path, "current": current}
