"""What people do on the What-if page, for the journeys that lead there."""

import random
from pathlib import Path

REFINED = 420_000
"""Milliseconds that repeat runs may take on a machine that does other things besides."""

SHORT = "what-if?years=1&run.settling_months=12"
"""Runs that take a fraction of a second each."""

LEVER = "[data-key='effort.connecting_share'] input"


def fresh(key="effort.connecting_share"):
    """A share that nobody has asked about before, so that its answer is on no shelf."""
    return f"{key}={random.uniform(0.5, 0.9):.9f}"


def press(page, key, times=1):
    """Press a key on the lever."""
    page.focus(LEVER)
    for _ in range(times):
        page.keyboard.press(key)


def share(page):
    """Where the lever says it stands."""
    return page.inner_text("[data-key='effort.connecting_share'] output")


def stage(page):
    """What the page says of how far its answer is."""
    return page.inner_text(".stage [role=status]")


def told(page):
    """What the page says went wrong."""
    return page.inner_text(".told")


def wait_for_runs(page):
    """Until all repeat runs are there, and what they say is told: the bar goes some tenths of a second before."""
    page.wait_for_selector("[data-chart='coping'] canvas", timeout=REFINED)
    page.wait_for_function("!document.querySelector('progress')", timeout=REFINED)
    page.wait_for_function("!document.querySelector('.glance')?.innerText.includes('not known yet')")


def fetched(page, button):
    """The bytes of a file that a button fetches."""
    with page.expect_download(timeout=60_000) as saved:
        page.click(button)
    return Path(saved.value.path()).read_bytes()
