"""Who and what is let in: no pages of others where this machine alone is served, no message that holds up the rest."""

import asyncio

import pytest
from programs import dashboard
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from dashboards.door import Door, of_this_machine

ROOM_FOR_TWO_MILLIARDS = b"\x7f\xff\xff\xff"


def let_in(kind, *headers, alone=True, frame=b""):
    """What an application behind the door is told by a visitor, and what the visitor is told."""
    heard, said = [], []

    async def application(_scope, receive, _send):
        heard.append(await receive())

    async def receive():
        return {"type": f"{kind}.receive", "bytes": frame}

    async def send(message):
        said.append(message)

    scope = {"type": kind, "headers": [(name.encode(), one.encode()) for name, one in headers]}
    asyncio.run(Door(application, alone)(scope, receive, send))
    return heard, said


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "127.0.0.2", "[::1]:8765"])
def test_whoever_asks_this_machine_by_its_own_name_is_let_in(kind, host):
    assert let_in(kind, ("host", host))[0]
    assert let_in(kind, ("host", host), ("origin", f"http://{host}"))[0]


STRANGERS = [
    [("host", "evil.example")],
    [("host", "127.0.0.1.evil.example:8765")],
    [("host", "localhost.evil.example")],
    [("host", "[")],
    [],
    [("host", "127.0.0.1"), ("origin", "https://evil.example")],
    [("host", "127.0.0.1"), ("origin", "null")],
    [("host", "127.0.0.1"), ("origin", "http://127.0.0.1"), ("origin", "http://evil.example")],
]


@pytest.mark.parametrize("headers", STRANGERS)
def test_a_page_of_others_is_refused_by_a_server_for_this_machine_alone(headers):
    heard, said = let_in("http", *headers)
    assert (heard, said[0]["status"]) == ([], 403)
    assert b"--host" in said[1]["body"]
    heard, said = let_in("websocket", *headers)
    assert (heard, [one["type"] for one in said]) == ([], ["websocket.close"])


@pytest.mark.parametrize("headers", STRANGERS)
def test_a_server_for_others_lets_them_in(headers):
    assert let_in("websocket", *headers, alone=False)[0]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "evil.example", "", None])
def test_what_may_lead_elsewhere_is_not_this_machine(host):
    assert not of_this_machine(host)


@pytest.mark.parametrize(
    ("frame", "sound"),
    [
        (ROOM_FOR_TWO_MILLIARDS, False),
        (b"\0\0\0\x02" + bytes(3), False),
        (b"\0\0\0\x01\0\0\0\x08{}", True),
        (b"", True),
    ],
)
def test_a_frame_says_no_more_parts_than_it_has_room_for(frame, sound):
    (heard,), _ = let_in("websocket", ("host", "localhost"), frame=frame)
    assert heard["type"] == ("websocket.receive" if sound else "websocket.disconnect")


def test_the_command_refuses_pages_of_others_unless_it_is_behind_a_proxy():
    assert not asyncio.run(_opens("https://evil.example"))
    assert asyncio.run(_opens("https://evil.example", "--prefix", "/"))


async def _opens(origin, *options):
    """Whether a page from there can open a web socket to what the command serves."""
    with dashboard(*options) as served:
        socket = f"{served.address.replace('http', 'ws')}jupyter/api/kernels/{'a' * 32}/channels?session_id=a"
        try:
            async with connect(socket, origin=origin, open_timeout=60):
                return True
        except InvalidStatus as refused:
            return refused.response.status_code != 403
