"""A served dashboard and a real browser that notices everything that goes wrong."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from programs import Served, dashboard

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """A dashboard, for all tests of a session."""
    with dashboard() as one:
        yield one


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
def arrive(browser: Browser, address: str, look: str) -> Iterator[Callable[[], Visit]]:
    """Lets somebody come, with a browser of their own at 1366x768; the test fails if anything went wrong."""
    visits: list[Visit] = []

    def come() -> Visit:
        context = browser.new_context(viewport={"width": 1366, "height": 768}, color_scheme=look)
        visits.append(Visit(context.new_page(), address))
        return visits[-1]

    yield come
    for one in visits:
        one.page.context.close()
    assert [one.troubles for one in visits] == [[]] * len(visits)


@pytest.fixture
def visit(arrive: Callable[[], Visit]) -> Visit:
    """A visitor."""
    return arrive()
