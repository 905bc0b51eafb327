"""A served dashboard and a real browser that notices everything that goes wrong."""

from collections.abc import Callable, Iterator

import pytest
from browsing import Visit, chromium
from playwright.sync_api import Browser
from programs import Served, dashboard


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
    """Chromium without a screen."""
    with chromium() as one:
        yield one


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
