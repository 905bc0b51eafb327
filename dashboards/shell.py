"""What stands around every page: the way in, the way between pages, and how it all looks."""

from collections.abc import Callable, Sequence
from typing import Any

import solara

from dashboards.server import root

presenter = solara.reactive(False)
"""Whether this visitor shows it on a projector: few numbers at a time, in large letters."""


@solara.component_vue("appearance.vue")
def Appearance(event_changed: Callable[[bool], None]) -> None:
    """Switches for a dark page and for a projector, remembered by the browser."""


@solara.component
def Shell(children: Sequence[Any] = ()) -> None:
    """A page between its header and its footer."""
    here, routes = solara.use_route(peek=True)
    with solara.v.Html(tag="div", class_="shell"):
        solara.v.Html(tag="a", class_="skip", attributes={"href": "#content"}, children=["Skip to content"])
        with solara.v.Html(tag="header"):
            solara.v.Html(tag="span", class_="product", children=["Synaptic"])
            with solara.v.Html(tag="nav", attributes={"aria-label": "Pages"}):
                for route in routes:
                    _link(route, here is route)
            Appearance(event_changed=presenter.set)
        solara.v.Html(tag="main", attributes={"id": "content", "tabindex": "-1"}, children=list(children))
        solara.v.Html(tag="footer", children=["A model of an invented place, not a forecast of your council."])


def _link(route: solara.Route, current: bool) -> None:
    router = solara.use_router()
    path = solara.resolve_path(route) + (f"?{router.search}" if router.search else "")
    name = solara.v.Html(tag="span", class_="page-name", children=[route.label])
    state = {"aria-current": "page"} if current else {}
    made = solara.v.Html(tag="a", attributes={"href": root() + path, **state}, children=[name])
    solara.v.use_event(made, "click.prevent.stop", lambda *_: router.push(path))
