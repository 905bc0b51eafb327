"""Scripts and styles as browsers get them: compressed once, for all visitors, and kept by those that have a version."""

import gzip
from typing import Any

from anyio import sleep_forever, to_thread
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboards.answering.finished import Finished

VERSIONED = "/_solara/cdn/"
"""What lies here has its version in its address."""

MOST = 100
"""Scripts and styles kept, several times as many as a visitor fetches."""


class Compressed:
    """Serves an application's .js and .css from memory, as they were first served; all else is compressed anew.

    They do not change while a server runs. One file has many addresses (/./), so that only so many are kept.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._anew = app, GZipMiddleware(app, minimum_size=1000, compresslevel=6)
        self._kept = Finished[Response](MOST)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve."""
        if scope["type"] != "http" or not _wanted_whole(Request(scope)):
            await self._anew(scope, receive, send)
            return
        path = scope["path"]
        found = self._kept.get(path) or await self._first(scope)
        if found.status_code == 200:
            self._kept.put(path, found)
        await found(scope, receive, send)

    async def _first(self, scope: Scope) -> Response:
        """What the application says, compressed; it says all of it, even when the browser that asked has left."""
        said = list[Message]()

        async def nothing_more() -> Message:
            await sleep_forever()
            raise AssertionError

        async def note(message: Message) -> None:
            said.append(message)

        await self._app({**scope, "extensions": {}}, nothing_more, note)
        plain = b"".join(message.get("body", b"") for message in said[1:])
        headers: dict[str, Any] = {name.decode(): value.decode() for name, value in said[0]["headers"]}
        headers.pop("content-length", None)
        headers |= {"content-encoding": "gzip", "vary": "Accept-Encoding"}
        if VERSIONED in scope["path"]:
            headers["cache-control"] = "public, max-age=31536000, immutable"
        return Response(await to_thread.run_sync(gzip.compress, plain), said[0]["status"], headers)


def _wanted_whole(asked: Request) -> bool:
    """Whether a script or style is asked for, by a browser that has none of it yet."""
    return (
        asked.method == "GET"
        and asked.url.path.endswith((".js", ".css"))
        and "gzip" in asked.headers.get("accept-encoding", "")
        and not {"if-none-match", "if-modified-since", "range"} & set(asked.headers)
    )
