"""The web server: Solara's pages and, beside them, what a browser fetches whole."""

import os
import socket
import threading
import webbrowser
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.routing import BaseRoute

HOST, PORT = "127.0.0.1", 8765

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
}
"""What Solara is told before it is imported: our pages, no word to anybody outside, tabs forgotten after 10 minutes."""


class ServerError(Exception):
    """The dashboard cannot be served; the message says why and what to do."""


def serve(host: str = HOST, port: int = PORT, prefix: str = "", show: bool = True) -> None:
    """Serve until stopped. prefix: the path under which a reverse proxy shows this. show: open a browser.

    Raises ServerError where the port cannot be had.
    """
    import uvicorn

    listening = _listening(host, port)
    address = f"http://{host}:{listening.getsockname()[1]}{prefix}/"
    print(f"The dashboard is at {address} until you press Ctrl-C.", flush=True)
    if show:
        threading.Timer(1.0, webbrowser.open, [address]).start()
    config = uvicorn.Config(application(prefix), log_level="warning", timeout_graceful_shutdown=2, lifespan="on")
    uvicorn.Server(config).run([listening])


def application(prefix: str = "", beside: "Sequence[BaseRoute]" = ()) -> "Starlette":
    """The pages under `prefix`, and other routes beside them, as a web application."""
    os.environ.update(SETTINGS)
    if prefix:
        os.environ["SOLARA_ROOT_PATH"] = prefix
    from solara.server import starlette as solara
    from starlette.applications import Starlette
    from starlette.routing import Mount

    return Starlette(
        routes=[*beside, Mount("/", routes=solara.routes)],
        lifespan=solara.lifespan,
        middleware=solara.middleware,
    )


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except OSError as error:
        why = "is in use" if port else "cannot be had"
        raise ServerError(f"Port {port} of {host} {why} ({error.strerror}). Choose another with --port.") from error
