"""A server of the picture's page alone, and a film of two villages."""

import http.server
import sys
import tempfile
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from programs import answers, free_port, started

MONTHS = 36


@pytest.fixture(scope="session")
def film(two_villages):
    from dashboards.film.develop import wound
    from dashboards.film.reel import unwind
    from simulation.experiments.design import Arm, Draw, Task
    from simulation.scenario import Scenario
    from simulation.stories.footage import record

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
    port, page = free_port(), Path(__file__).with_name("film_page.py")
    command = [sys.executable, "-m", "solara", "run", str(page), "--production", "--no-open", "--port", str(port)]
    quiet = {"SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False", "SOLARA_THEME_LOADER": "plain", "FILM_ADDRESS": film_address}
    with tempfile.TemporaryFile() as said, started(command, stdout=said, stderr=said, more=quiet) as server:
        address = f"http://127.0.0.1:{port}"
        assert answers(f"{address}/readyz", server, 60), said.seek(0) or said.read().decode()
        yield address
