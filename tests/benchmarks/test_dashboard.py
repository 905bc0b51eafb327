"""What waiting for the dashboard costs: run by hand with `pytest tests/benchmarks/test_dashboard.py -m benchmark -s`.

It prints each number beside the limit of issue 3, on 2 cores, and the load of the machine at the time; it does not
judge. Limits are for a machine that does nothing else: a load average far above 2 before it begins spoils them.
"""

import os
import random
from collections.abc import Iterator
from statistics import median
from time import perf_counter

import pytest
from browsing import chromium
from playwright.sync_api import Browser, Page
from programs import dashboard

pytestmark = pytest.mark.benchmark

TIMES = 3
PATIENCE = 300_000

STAGE = ".stage [role=status]"
LEVER = "[data-key='effort.connecting_share'] input"

STOPWATCH = """([event, selector, wanted]) => {
    const look = () => document.querySelector(selector)?.innerText ?? "";
    const before = look();
    let changed = false;
    window.took = null;
    document.addEventListener(event, () => {
        const began = performance.now();
        const looking = setInterval(() => {
            changed ||= look() !== before;
            if (!changed || !look().includes(wanted)) return;
            window.took = (performance.now() - began) / 1000;
            clearInterval(looking);
        }, 10);
    }, { once: true, capture: true });
}"""
"""Sets a page's watch: from the visitor's next act until a part of the page has changed and says this."""

FRAMES = """seconds => new Promise((done) => {
    const began = performance.now();
    let frames = 0;
    const count = (now) => {
        frames += 1;
        if (now - began < 1000 * seconds) requestAnimationFrame(count);
        else done(1000 * frames / (now - began));
    };
    requestAnimationFrame(count);
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def address(browser: Browser) -> Iterator[str]:
    """A dashboard that is warm and has its film, as its second visitor finds it."""
    with dashboard() as served:
        page = browser.new_page()
        page.goto(served.address)
        page.wait_for_selector(".living-picture .controls", timeout=PATIENCE)
        rest(page)
        page.close()
        yield served.address


def tell(what: str, seconds: list[float], limit: float) -> None:
    """Print measured times beside their limit."""
    load = os.getloadavg()[0]
    print(f"\n{what}: {median(seconds):.2f} s, at most {max(seconds):.2f} s (limit {limit:g} s, load {load:.1f})")


def come(browser: Browser) -> Page:
    """Somebody with a browser of their own."""
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.set_default_timeout(PATIENCE)
    return page


def rest(page: Page) -> None:
    """Until all repeat runs are there."""
    page.wait_for_selector(f"{STAGE}:has-text('20 repeat runs')", timeout=PATIENCE)
    page.wait_for_selector("progress", state="detached", timeout=PATIENCE)


def fresh() -> str:
    """A page on which nothing has been asked before, by anybody, nor will have been once its lever is moved."""
    return f"what-if?effort.earliness={random.uniform(0.3, 0.7):.9f}"


def arrived(page: Page, address: str, content: str) -> float:
    """Seconds until a page that is opened shows something."""
    began = perf_counter()
    page.goto(address)
    page.wait_for_selector(content)
    return perf_counter() - began


def took(page: Page) -> float:
    """Seconds that a page's watch has measured."""
    page.wait_for_function("window.took !== null")
    return float(page.evaluate("window.took"))


def move(page: Page) -> None:
    """Move a lever, watched until there is an answer."""
    page.evaluate(STOPWATCH, ["keydown", STAGE, "00 people"])
    page.press(LEVER, "ArrowRight")


@pytest.mark.parametrize("path", ["", "what-if", "about"])
def test_first_content(browser: Browser, address: str, path: str) -> None:
    seconds = []
    for _ in range(TIMES):
        page = come(browser)
        seconds.append(arrived(page, address + path, "main p"))
        page.context.close()
    tell(f"/{path}, first content", seconds, 3)


def test_a_lever_s_answers(browser: Browser, address: str) -> None:
    first, refined = [], []
    for _ in range(TIMES):
        page = come(browser)
        page.goto(address + fresh())
        rest(page)
        began = perf_counter()
        move(page)
        first.append(took(page))
        page.wait_for_selector("progress")
        rest(page)
        refined.append(perf_counter() - began)
        page.context.close()
    tell("A lever's first answer", first, 1)
    tell("A lever's refined answer", refined, 15)


def test_playing_two_worlds(browser: Browser, address: str) -> None:
    page = come(browser)
    page.goto(address)
    page.wait_for_selector(".glance")
    rest(page)
    page.get_by_label("Speed").select_option("12")
    month, seconds = page.get_by_label("Month", exact=True), 12
    page.get_by_role("button", name="Play").click()
    began, before = perf_counter(), int(month.input_value())
    frames = page.evaluate(FRAMES, seconds)
    months = (int(month.input_value()) - before) / (perf_counter() - began)
    load = os.getloadavg()[0]
    print(f"\nTwo worlds of 10,000: {frames:.0f} frames (limit 30) and {months:.1f} months a second, load {load:.1f}")
    page.context.close()
