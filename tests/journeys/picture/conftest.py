"""A server of the picture's page alone, and a film of two villages."""

import http.server
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest

MONTHS = 36


@pytest.fixture(scope="session")
def film(two_villages):
    from dashboards.film.develop import wound
    from dashboards.film.reel import unwind
    from dashboards.film.shoot import record
    from simulation.experiments.design import Arm, Draw, Task
    from simulation.scenario import Scenario

    a = Scenario.load(two_villages).with_changes({"run.years": MONTHS // 12})
    b = a.with_changes({"effort.connecting_share": 0.5, "effort.lag": 1})
    footage = record(Task(3, Draw.LUCK, (Arm("a", a), Arm("b", b))))
    reel = wound(footage.worlds, footage.chronicles)
    heading, arrays = unwind(reel)
    return SimpleNamespace(
        reel=reel, heading=heading, arrays=arrays, states=(arrays["states.0"], arrays["states.0"] + arrays["states.1"]),
        outcomes=[world.outcomes for world in footage.worlds],
    )  # fmt: skip


@pytest.fixture(scope="session")
def film_address(film):
    class Films(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Content-Length", str(len(film.reel)))
            self.end_headers()
            self.wfile.write(film.reel)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Films)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/films/two-villages"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def address(film_address):
    """The page of the picture, served by Solara."""
    quiet = {"SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False", "SOLARA_THEME_LOADER": "plain", "FILM_ADDRESS": film_address}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    page = Path(__file__).with_name("film_page.py")
    command = [sys.executable, "-m", "solara", "run", str(page), "--production", "--no-open", "--port", port]
    with subprocess.Popen(
        command, env=os.environ | quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        root = f"http://127.0.0.1:{port}"
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{root}/readyz", timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        yield root
        server.terminate()
