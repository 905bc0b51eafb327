"""A real browser without a screen, and a page in it that notices everything that goes wrong."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium without a screen; where CI is set it must be there."""
    if not CHROMIUM:
        assert not os.environ.get("CI"), "Chromium is missing: apt-get install -y chromium"
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield started
        started.close()


LATE = "[anywidget] Failed to initialize model."
"""What anywidget says where a busy machine needs more than two seconds for a widget, which then works all the same."""


class Visit:
    """A page, and all that has gone wrong on it: console errors, broken addresses, requests to other machines.

    others: further servers of this machine of which the page may ask.
    """

    def __init__(self, page: Page, address: str, *others: str) -> None:
        self.page, self.address = page, address
        self._own = (
            *(one for each in (address, *others) for one in (each, each.replace("http", "ws", 1))),
            "data:",
            "blob:",
        )
        self.troubles: list[str] = []
        page.on("console", lambda said: self._note(said.type == "error", f"console: {said.text}"))
        page.on("pageerror", lambda error: self._note(True, f"script: {error}"))
        page.on("response", lambda got: self._note(got.status >= 400, f"{got.status}: {got.url}"))
        page.on("request", lambda asked: self._note(not asked.url.startswith(self._own), f"elsewhere: {asked.url}"))

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
