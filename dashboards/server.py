"""The web server: Solara's pages and, beside them, what a browser fetches whole."""

import errno
import os
import re
import socket
import threading
import warnings
import webbrowser
from typing import TYPE_CHECKING

from simulation.strict_yaml import ScenarioError

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

HOST, PORT = "127.0.0.1", 8765

MOST_SAID = 1_048_576
"""Bytes of one message from a page; the longest brings a scenario of one's own, 64 kB."""

SETTINGS = {
    "SOLARA_APP": "dashboards.pages",
    "SOLARA_MODE": "production",
    "SOLARA_THEME_TITLE": "Synaptic",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
    "SOLARA_KERNEL_CULL_TIMEOUT": "10m",
    "SOLARA_KERNEL_MAX_PER_SESSION": "20",
    "SOLARA_SESSION_HTTP_ONLY": "True",
    "REACTON_FAST": "1",
}
"""What Solara is told before it is imported: our pages, no word to anybody outside, tabs forgotten after 10 minutes.

REACTON_FAST: of a page only what has changed is gone through; else every month that is told costs a walk of it all.
"""


def serve(host: str = HOST, port: int = PORT, prefix: str = "", show: bool = True) -> None:
    """Serve until stopped. prefix: the path under which a reverse proxy shows this. show: open a browser.

    Without a host or a prefix that lets others in, only pages of this machine are answered. Raises ScenarioError where
    the port cannot be had or the prefix is no path.
    """
    import uvicorn

    from dashboards.door import of_this_machine

    alone, prefix = of_this_machine(host) and not prefix, _checked(prefix)
    listening = _listening(host, port)
    address = f"http://{host.replace('0.0.0.0', HOST)}:{listening.getsockname()[1]}{prefix}/"
    print(f"The dashboard is at {address} until you press Ctrl-C.", flush=True)
    if show:
        threading.Timer(1.0, webbrowser.open, [address]).start()
    pages = application(prefix, alone)
    threading.Thread(target=_prepare, name="preparations", daemon=True).start()
    config = uvicorn.Config(
        pages, log_level="warning", timeout_graceful_shutdown=2, lifespan="on", ws_max_size=MOST_SAID
    )
    uvicorn.Server(config).run([listening])


def application(prefix: str = "", alone: bool = False) -> "Starlette":
    """The pages under `prefix`, and films beside them, as a web application; alone: for this machine alone."""
    os.environ.update(SETTINGS, SOLARA_ROOT_PATH=prefix)
    warnings.filterwarnings("ignore", "Cookies with samesite=none require https")
    from solara.server import starlette as solara
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.routing import Mount, Route

    from dashboards.compressed import Compressed
    from dashboards.door import Door

    return Starlette(
        routes=[Route("/films/{name}", film), Mount("/", routes=solara.routes)],
        lifespan=solara.lifespan,
        middleware=[Middleware(Door, alone=alone), Middleware(Compressed)],
    )


def _prepare() -> None:
    """Warm the bench and film the shipped town, so that the first visitor finds both."""
    from dashboards.answering.bench import bench
    from dashboards.answering.orders import Pace
    from dashboards.asking.choice import Choice
    from dashboards.film import cinema

    task = cinema.shooting(Choice().pair())
    if cinema.reel(cinema.name_of(task)) is None:
        bench().shelf.forget(cinema.name_of(task))
        bench().ask("the house", cinema.shoot, [task], lambda *_: None, pace=Pace.LONG)
    else:
        bench()


def film(request: "Request") -> "Response":
    """A film's reel; what it is named by never changes its content."""
    from starlette.responses import FileResponse, PlainTextResponse

    from dashboards.film.cinema import reel

    path = reel(request.path_params["name"])
    if path is None:
        return PlainTextResponse("There is no such film. Reload the page and it will be made.", 404)
    headers = {"cache-control": "public, max-age=31536000, immutable", "content-encoding": "identity"}
    return FileResponse(path, media_type="application/octet-stream", headers=headers)


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except OSError as error:
        why = "is in use" if error.errno == errno.EADDRINUSE else "cannot be had"
        said = (error.strerror or "").partition(" (")[0]
        raise ScenarioError(f"Port {port} of {host} {why} ({said}). Choose another with --port.") from error


def _checked(prefix: str) -> str:
    """A path that can stand in an address as it is, without a slash in the end. Raises ScenarioError."""
    if not re.fullmatch(r"(/[\w.~-]+)*/?", prefix, re.ASCII):
        raise ScenarioError(
            f"The prefix is '{prefix}', but must be a path of letters, digits and - . _ ~, such as /synaptic."
        )
    return prefix.rstrip("/")
