import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from programs import dashboard
from starlette.requests import Request

from dashboards import server
from dashboards.film import cinema
from simulation.stories.folders import Folders
from simulation.strict_yaml import ScenarioError

ROOT = Path(__file__).parents[2]


def test_a_port_in_use_is_told_in_a_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, str(ROOT / "run.py"), "dashboard", "--no-show", "--port", str(port)]
        found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert found.returncode == 2
    assert found.stderr.strip() == (
        f"Port {port} of 127.0.0.1 is in use ({os.strerror(errno.EADDRINUSE)}). Choose another with --port."
    )


@pytest.mark.parametrize("prefix", ["synaptic", "/a b", '/"><script>', "//else.where", "/é", "http://x/"])
def test_a_prefix_that_is_no_path_is_refused(prefix):
    with pytest.raises(ScenarioError, match="such as /synaptic"):
        server.serve(port=0, prefix=prefix, show=False)


@pytest.mark.parametrize(("prefix", "path"), [("", ""), ("/", ""), ("/synaptic/", "/synaptic"), ("/a/b-c", "/a/b-c")])
def test_a_prefix_has_no_slash_in_the_end(prefix, path):
    assert server._checked(prefix) == path


@pytest.fixture
def films(tmp_path, monkeypatch):
    monkeypatch.setattr(cinema, "FILMS", Folders(tmp_path / "films", 4))
    name = "0a" * 32
    (tmp_path / "films" / name).mkdir(parents=True)
    (tmp_path / "films" / name / "reel").write_bytes(b"frames")
    (tmp_path / "films" / "secret").mkdir()
    (tmp_path / "films" / "secret" / "reel").write_bytes(b"not a film")
    return name


def asked(name):
    return server.film(Request({"type": "http", "path_params": {"name": name}, "headers": []}))


def test_a_film_may_be_kept_by_the_browser(films):
    got = asked(films)
    assert (got.status_code, Path(got.path).read_bytes()) == (200, b"frames")
    assert "immutable" in got.headers["cache-control"]


@pytest.mark.usefixtures("films")
@pytest.mark.parametrize("name", ["ff" * 32, "secret", "../secret", "..", "0A" * 32])
def test_nothing_but_films_is_found(name):
    assert asked(name).status_code == 404


def test_no_visitor_can_say_under_which_path_others_see_it():
    made = "from dashboards.server import application as made; made()"
    program = f"{made}; from solara.server.settings import main; print([main.root_path])"
    found = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert found.stdout.strip() == "['']", found.stderr


def test_nobody_else_is_served_unless_that_is_asked_for():
    """All of 127.* is this machine; a server for everybody would answer at 127.0.0.2 as well."""
    with server._listening(server.HOST, 0) as ours, server._listening("0.0.0.0", 0) as anybodys:
        port, open_to_all = (one.getsockname()[1] for one in (ours, anybodys))
        socket.create_connection(("127.0.0.1", port), 5).close()
        socket.create_connection(("127.0.0.2", open_to_all), 5).close()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", port), 5)


def test_the_command_serves_this_machine_alone():
    with dashboard() as served:
        host, _, port = served.address.removeprefix("http://").strip("/").partition(":")
        assert host == "127.0.0.1"
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", int(port)), 5)
