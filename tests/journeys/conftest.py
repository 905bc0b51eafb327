"""A served dashboard and a real browser that notices everything that goes wrong."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@dataclass(frozen=True)
class Served:
    """A dashboard that is served: where, and by which process."""

    address: str
    process: int


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """A dashboard, for all tests of a session."""
    with tempfile.TemporaryFile("w+") as errors:
        command = [sys.executable, str(ROOT / "run.py"), "dashboard", "--no-show", "--port", "0"]
        server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True)
        said = server.stdout.readline()
        assert " at " in said, errors.seek(0) or errors.read()
        yield Served(said.split()[4], server.pid)
        server.terminate()
        server.wait(timeout=20)
        server.stdout.close()


@pytest.fixture(scope="session")
def address(served: Served) -> str:
    """Where a dashboard is served."""
    return served.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a screen; where CI is set it must be there."""
    if not CHROMIUM:
        assert not os.environ.get("CI"), "Chromium is missing: apt-get install -y chromium"
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield chromium
        chromium.close()


LATE = "[anywidget] Failed to initialize model."
"""What anywidget says where a busy machine needs more than two seconds for a widget, which then works all the same."""


class Visit:
    """A page, and all that has gone wrong on it: console errors, broken addresses, requests to other machines."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.troubles: list[str] = []
        page.on("console", lambda said: self._note(said.type == "error", f"console: {said.text}"))
        page.on("pageerror", lambda error: self._note(True, f"script: {error}"))
        page.on("response", lambda got: self._note(got.status >= 400, f"{got.status}: {got.url}"))
        page.on("request", lambda asked: self._note(not self._own(asked.url), f"elsewhere: {asked.url}"))

    def _own(self, url: str) -> bool:
        return url.startswith((self.address, self.address.replace("http", "ws", 1), "data:", "blob:"))

    def _note(self, wrong: bool, what: str) -> None:
        if wrong and LATE not in what:
            self.troubles.append(what)

    def go(self, path: str = "") -> Page:
        """Open a page of the dashboard and wait until it says what it is."""
        self.page.goto(self.address + path)
        self.page.wait_for_selector("main h1")
        return self.page

    def violations(self) -> list[str]:
        """What axe-core holds against the page as it stands."""
        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


@pytest.fixture(params=["light"])
def look(request: pytest.FixtureRequest) -> str:
    """The theme of the visitor's system."""
    return str(request.param)


@pytest.fixture
def visit(browser: Browser, address: str, look: str) -> Iterator[Visit]:
    """A visitor at 1366x768; the test fails if anything went wrong on the way."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, color_scheme=look)
    one = Visit(context.new_page(), address)
    yield one
    context.close()
    assert not one.troubles
