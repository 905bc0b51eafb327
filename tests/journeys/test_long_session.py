"""A long session: hours of looking and moving take no more memory than the first minutes, in browser and server."""

import re
from pathlib import Path

import pytest

from tests.journeys.what_if_page import press, wait_for_runs

pytestmark = pytest.mark.slow

BROWSER, SERVER = 6.0, 20.0
"""Megabytes that may be added, after warming up, by 1,920 months played or by 30 moves of a lever."""


class Scales:
    """Megabytes that a page’s scripts hold after cleaning up, and a server’s own, without the files that it maps."""

    def __init__(self, page, process):
        self.devtools, self.status = page.context.new_cdp_session(page), Path(f"/proc/{process}/status")
        self.devtools.send("Performance.enable")

    def weigh(self):
        for _ in range(3):
            self.devtools.send("HeapProfiler.collectGarbage")
        told = {one["name"]: one["value"] for one in self.devtools.send("Performance.getMetrics")["metrics"]}
        (own,) = re.findall(r"RssAnon:\s+(\d+) kB", self.status.read_text())
        return told["JSHeapUsedSize"] / 1e6, int(own) / 1e3


def added(scales, before):
    now = scales.weigh()
    print(f"browser {before[0]:.1f} to {now[0]:.1f} MB, server {before[1]:.0f} to {now[1]:.0f} MB")
    return now[0] - before[0], now[1] - before[1]


def play_through(page, times):
    for _ in range(times):
        page.get_by_role("button", name="Play").click()
        page.get_by_role("button", name="Play").wait_for(timeout=120_000)


def test_films_can_be_played_all_day_with_somebody_followed(visit, served):
    page = visit.go()
    page.wait_for_selector(".living-picture .controls", timeout=300_000)
    page.wait_for_selector(".glance", timeout=60_000)
    page.wait_for_function("!document.querySelector('progress')", timeout=420_000)
    page.get_by_role("application").first.press("ArrowRight")
    page.get_by_role("application").first.press("Enter")
    page.locator(".living-picture .numbers summary").click()
    page.get_by_label("Speed").select_option("24")
    scales = Scales(page, served.process)
    play_through(page, 3)
    before = scales.weigh()
    play_through(page, 8)
    browser, server = added(scales, before)
    assert browser < BROWSER
    assert server < SERVER


def test_levers_can_be_moved_all_day(visit, served):
    page = visit.go("what-if?years=1")
    wait_for_runs(page)
    page.evaluate("document.querySelector('.chart').noticed = true")
    scales = Scales(page, served.process)

    def move(times):
        for number in range(times):
            press(page, "ArrowRight" if number % 10 < 5 else "ArrowLeft")
            page.wait_for_timeout(1_500)

    def rest():
        """Every ten moves lead back to where they began; wait until all is shown again."""
        page.wait_for_selector(".glance .was", state="detached", timeout=60_000)
        wait_for_runs(page)

    move(10)
    rest()
    before = scales.weigh()
    move(30)
    rest()
    browser, server = added(scales, before)
    assert page.evaluate("document.querySelector('.chart').noticed"), "pictures come and go with every move"
    assert browser < BROWSER
    assert server < SERVER
