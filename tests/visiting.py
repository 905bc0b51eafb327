"""Visitors without a browser: they fetch what a browser fetches, and say to the server what the page's scripts say.

Thirty browsers on the machine that serves them would wait for one another. These wait for the server.
"""

import asyncio
import gzip
import json
import re
import uuid
from collections.abc import Callable
from http.cookies import SimpleCookie
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from websockets.asyncio.client import ClientConnection, connect

type Part = dict[str, Any]


class Visitor:
    """Somebody at a page. parts: the state of each of its elements by name, as far as the server has told it."""

    def __init__(self, address: str) -> None:
        self.parts = dict[str, Part]()
        self._address, self._session, self._news = address.rstrip("/"), uuid.uuid4().hex, asyncio.Condition()
        self._server: ClientConnection | None = None
        self._listening: asyncio.Task[None] | None = None

    async def come(self, path: str) -> float:
        """Open a page with all its scripts and styles; seconds until it shows its heading."""
        began = perf_counter()
        page, cookie = await asyncio.to_thread(_fetch, f"{self._address}/{path}")
        for one in re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css)[^"]*)"', page):
            await asyncio.to_thread(_fetch, self._address + one)
        kernel = f"{urlsplit(self._address)._replace(scheme='ws').geturl()}/jupyter/api/kernels/{uuid.uuid4()}/channels"
        headers = {"Cookie": cookie}
        self._server = await connect(f"{kernel}?session_id={self._session}", additional_headers=headers, max_size=None)
        self._listening = asyncio.create_task(self._listen(self._server))
        await self._send("kernel_info_request", {})
        await self._send("comm_open", {"comm_id": "control", "target_name": "solara.control", "data": {}})
        run = {"path": f"/{path}", "dark": False, "themes": {}, "appName": None}
        await self._send("comm_msg", {"comm_id": "control", "data": {"method": "run", "args": run}})
        await self.until(lambda: any(part.get("tag") == "h1" for part in self.parts.values()))
        return perf_counter() - began

    async def leave(self) -> None:
        """Close the page."""
        if self._server and self._listening:
            await self._server.close()
            await self._listening

    def find(self, wanted: Callable[[Part], bool]) -> str:
        """The name of the last element of this kind; empty where there is none."""
        return next((name for name, part in reversed(self.parts.items()) if wanted(part)), "")

    def said(self, wanted: Callable[[Part], bool]) -> str:
        """What the elements of this kind say."""
        children = [one for part in self.parts.values() if wanted(part) for one in part.get("children", [])]
        return " ".join(one for one in children if not one.startswith("IPY_MODEL_"))

    async def until(self, so: Callable[[], bool]) -> None:
        """Wait until what the server has told makes something so."""
        async with self._news:
            await self._news.wait_for(so)

    async def set(self, name: str, **state: Any) -> None:
        """Tell the server what has changed about an element."""
        await self._send(
            "comm_msg", {"comm_id": name, "data": {"method": "update", "state": state, "buffer_paths": []}}
        )

    async def happen(self, name: str, event: str, said: Any) -> None:
        """Tell the server what has happened to an element."""
        content = {"event": event, "data": said}
        await self._send("comm_msg", {"comm_id": name, "data": {"method": "custom", "content": content}})

    async def _send(self, kind: str, content: Part) -> None:
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": kind,
            "session": self._session,
            "username": "",
            "version": "5.2",
        }
        whole = {"buffers": [], "channel": "shell", "content": content, "metadata": {}, "parent_header": {}}
        assert self._server
        await self._server.send(json.dumps(whole | {"header": header}))

    async def _listen(self, server: ClientConnection) -> None:
        async for frame in server:
            message = json.loads(frame) if isinstance(frame, str) else _unpacked(frame)
            async with self._news:
                self._take(message["msg_type"], message["content"])
                self._news.notify_all()

    def _take(self, kind: str, content: Part) -> None:
        if kind in ("comm_open", "comm_msg"):
            self.parts.setdefault(content["comm_id"], {}).update(content["data"].get("state", {}))
        elif kind == "comm_close":
            self.parts.pop(content["comm_id"], None)


def _fetch(address: str) -> tuple[str, str]:
    """What lies there, as a browser asks for it, and the cookies that come with it."""
    with urlopen(Request(address, headers={"Accept-Encoding": "gzip"}), timeout=300) as answer:
        said = answer.read()
        cookies = SimpleCookie(answer.headers.get("Set-Cookie", ""))
    if "html" in answer.headers["Content-Type"]:
        said = gzip.decompress(said)
    return said.decode("utf-8", "replace"), "; ".join(f"{one.key}={one.value}" for one in cookies.values())


def _unpacked(frame: bytes) -> Part:
    """The message of a frame that carries bytes besides: how many parts, where each begins, and the parts."""
    first, second = (int.from_bytes(frame[at : at + 4], "big") for at in (4, 8))
    message: Part = json.loads(frame[first:second])
    return message
