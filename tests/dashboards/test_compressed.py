"""Scripts and styles are compressed once, come out as they went in, and nobody gets what is not theirs."""

import asyncio
import gzip

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse
from starlette.routing import Route

from dashboards import compressed
from dashboards.compressed import Compressed

SCRIPT = "let one = 1;\n" * 1_000


class Served:
    """An application behind the compression: what it was asked for, and how it answers."""

    def __init__(self):
        self.asked, self.files = [], {}
        self._app = Compressed(Starlette(routes=[Route("/{path:path}", self._answer)]))

    def _answer(self, request: Request):
        path = request.url.path
        self.asked.append(path)
        if path in self.files:
            return FileResponse(self.files[path])
        return PlainTextResponse(SCRIPT + path, 404 if "missing" in path else 200, {"etag": "x"})

    def get(self, path, leaves=False, **headers):
        """Status, headers and body, as a browser gets them; it may leave while it is answered."""
        said, wanted = [], {"accept-encoding": "gzip"} | {name.replace("_", "-"): one for name, one in headers.items()}
        scope = {
            "type": "http", "method": "GET", "path": path, "query_string": b"", "server": ("here", 80),
            "scheme": "http", "headers": [(name.encode(), one.encode()) for name, one in wanted.items() if one],
        }  # fmt: skip

        async def receive():
            return {"type": "http.disconnect"} if leaves else {"type": "http.request", "body": b""}

        async def send(message):
            said.append(message)

        asyncio.run(self._app(scope, receive, send))
        found = {name.decode(): one.decode() for name, one in said[0]["headers"]}
        return said[0]["status"], found, b"".join(one.get("body", b"") for one in said[1:])


@pytest.fixture
def served():
    return Served()


def test_a_script_is_made_once_and_comes_out_as_it_went_in(served):
    for _ in range(3):
        status, headers, body = served.get("/static/one.js")
        assert (status, gzip.decompress(body).decode()) == (200, SCRIPT + "/static/one.js")
        assert (headers["content-encoding"], headers["etag"]) == ("gzip", "x")
        assert int(headers["content-length"]) == len(body) < len(SCRIPT) / 10
    assert served.asked == ["/static/one.js"]
    assert gzip.decompress(served.get("/static/two.js")[2]).decode() == SCRIPT + "/static/two.js"


def test_only_what_has_a_version_in_its_address_is_kept_by_the_browser(served):
    assert "immutable" in served.get("/_solara/cdn/vue@3/vue.js")[1]["cache-control"]
    assert "cache-control" not in served.get("/static/one.js")[1]


def test_who_cannot_unpack_or_has_it_already_is_answered_by_the_application(served):
    assert served.get("/one.js", accept_encoding="")[2].decode() == SCRIPT + "/one.js"
    served.get("/one.js", if_none_match="x")
    assert len(served.asked) == 2


def test_whoever_comes_next_gets_all_of_a_script_that_its_first_reader_did_not_wait_for(served, tmp_path):
    served.files["/one.js"] = tmp_path / "one.js"
    served.files["/one.js"].write_text(SCRIPT * 100)
    served.get("/one.js", leaves=True)
    assert gzip.decompress(served.get("/one.js")[2]).decode() == SCRIPT * 100
    assert served.asked == ["/one.js"]


@pytest.mark.parametrize("path", ["/what-if", "/missing.js"])
def test_pages_and_what_is_not_there_are_never_kept(served, path):
    statuses = [served.get(path)[0] for _ in range(2)]
    assert statuses == ([404] * 2 if "missing" in path else [200] * 2)
    assert len(served.asked) == 2


def test_a_file_of_many_addresses_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(compressed, "MOST", 2)
    served = Served()
    for path in ("/one.js", "/./one.js", "/././one.js", "/one.js"):
        served.get(path)
    assert served.asked.count("/one.js") == 2
