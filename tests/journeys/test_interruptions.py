"""What happens in the middle: a process is killed, the page loaded again, another tab opened. Nothing is lost."""

import os
import signal
from contextlib import suppress

import psutil
import pytest
from programs import dashboard

from simulation.experiments.shelf import FOLDER
from tests.journeys.what_if_page import REFINED, SHORT, fresh, press, share, stage, wait_for_runs

pytestmark = pytest.mark.slow

LONG = "what-if?years=40&run.settling_months=240"
"""Runs that take several seconds each."""


@pytest.fixture(scope="module")
def server():
    with dashboard() as served:
        yield served


@pytest.fixture(scope="module")
def address(server):
    return server.address


@pytest.fixture
def kill_workers(server):
    """Ends every process of the bench at once: children of the one from which they are forked."""

    def kill():
        for worker in [one for child in psutil.Process(server.process).children() for one in child.children()]:
            os.kill(worker.pid, signal.SIGKILL)

    return kill


def wait_until_half_done(page):
    page.wait_for_function("document.querySelector('progress')?.value >= 20", timeout=REFINED)


def kept():
    """Every whole result on the shelf, and which file it is: a result that is made again is another file."""
    found = {}
    for file in FOLDER.glob("[!.]*"):
        with suppress(FileNotFoundError):
            found[file.name] = file.stat().st_ino
    return found


def test_runs_whose_process_is_killed_are_made_again(visit, kill_workers):
    page = visit.go(f"{SHORT}&{fresh()}")
    wait_until_half_done(page)
    kill_workers()
    wait_for_runs(page)
    assert stage(page) == "20 repeat runs with 2,500 people."


def test_runs_that_are_lost_again_are_said_beside_what_was_not_lost(visit, kill_workers):
    page = visit.go(f"{LONG}&{fresh()}")
    page.wait_for_selector("text=one run with 1,000 people", timeout=120_000)
    pause = 2_000
    while "was lost twice" not in stage(page):
        assert pause < 60_000
        kill_workers()
        page.wait_for_timeout(pause)
        pause *= 1.3
    assert "First answer: one run with 1,000 people." in stage(page)
    assert page.locator(".glance").count() == 1
    page.click("text=Start again")
    page.wait_for_function("!document.querySelector('.stage').innerText.includes('lost twice')")
    page.wait_for_selector(".glance", timeout=120_000)


def test_a_page_loaded_again_shows_the_same_and_makes_nothing_twice(visit):
    before = set(kept())
    page = visit.go(f"{SHORT}&{fresh()}")
    wait_until_half_done(page)
    said, made = share(page), {name: file for name, file in kept().items() if name not in before}
    page.reload()
    wait_for_runs(page)
    assert share(page) == said
    assert stage(page) == "20 repeat runs with 2,500 people."
    assert made
    assert {name: file for name, file in kept().items() if name in made} == made


def test_a_second_tab_shows_its_own_and_disturbs_nothing(visit):
    page = visit.go(f"{SHORT}&{fresh()}")
    page.wait_for_selector(".glance .was", timeout=60_000)
    here, said = page.url, share(page)
    other = page.context.new_page()
    other.goto(visit.address + SHORT)
    other.wait_for_selector(".glance", timeout=60_000)
    press(other, "ArrowLeft", 3)
    other.wait_for_function("location.search.includes('connecting_share=0.27')")
    other.wait_for_selector(".glance .was", timeout=60_000)
    wait_for_runs(page)
    wait_for_runs(other)
    assert (page.url, share(page), share(other)) == (here, said, "27 %")
    assert page.inner_text(".glance") != other.inner_text(".glance")
    other.close()
    press(page, "Home")
    page.wait_for_function("location.search.includes('connecting_share=0')")
    wait_for_runs(page)
