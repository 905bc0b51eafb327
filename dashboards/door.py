"""Who and what a server lets in: on this machine alone no pages of others, and no message that would hold it up."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

REFUSED = (
    "This dashboard answers to this machine alone, under the address that it printed. To serve others, start it with "
    "--host, or with --prefix where a reverse proxy shows it."
)


class Door:
    """Stands before an application.

    alone: whether it serves this machine alone. Any page that a browser of this machine shows can send it there: under
    a name that has been made to lead to 127.0.0.1, or by opening a web socket, which browsers allow all pages. Host
    says the first, Origin the second.
    """

    def __init__(self, app: ASGIApp, alone: bool) -> None:
        self._app, self._alone = app, alone

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve."""
        socket = scope["type"] == "websocket"
        if self._alone and scope["type"] in ("http", "websocket") and not _from_here(Headers(scope=scope)):
            refused = WebSocketClose(1008) if socket else PlainTextResponse(REFUSED, 403)
            await refused(scope, receive, send)
            return

        async def sound() -> Message:
            message = await receive()
            frame = message.get("bytes") or b""
            return message if _holds_its_parts(frame) else {"type": "websocket.disconnect", "code": 1003}

        await self._app(scope, sound if socket else receive, send)


def of_this_machine(host: str | None) -> bool:
    """Whether a name or address can only mean the machine that it is said on.

    >>> of_this_machine("127.0.0.1"), of_this_machine("localhost"), of_this_machine("::1"), of_this_machine("0.0.0.0")
    (True, True, True, False)
    """
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


def _from_here(headers: Headers) -> bool:
    """Whether a browser asked for this machine by its own name, from a page of this machine if from any."""
    said = [f"//{headers.get('host', '')}", *headers.getlist("origin")]
    try:
        return all(of_this_machine(urlsplit(one).hostname) for one in said)
    except ValueError:
        return False


def _holds_its_parts(frame: bytes) -> bool:
    """Whether a frame of bytes is as long as the list of parts that it begins with: four bytes each.

    Solara makes room for as many parts as a frame says: of two milliards it stands still for a minute.
    """
    return 4 * int.from_bytes(frame[:4], "big") <= len(frame)
