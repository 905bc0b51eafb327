"""The What-if page as people use it: by keyboard, by link, with files good and hostile; first and refined answers."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.journeys.looking import clipped, width
from tests.journeys.what_if_page import SHORT, fetched, fresh, press, share, told, wait_for_runs

pytestmark = pytest.mark.slow

ROWS = "[...document.querySelectorAll('.glance tr:not(.was)')].map((row) => row.innerText).join()"
"""The answer at a glance, without what was before."""

QUICK = "what-if?years=1&effort.connecting_share=0.5"


def test_a_lever_is_moved_by_keyboard_undone_redone_and_seen_again_in_another_tab(visit):
    page = visit.go("what-if?years=1")
    page.wait_for_selector(".glance", timeout=60_000)
    assert page.locator(".glance .was").count() == 0
    press(page, "ArrowRight", 5)
    page.wait_for_function("location.search.includes('effort.connecting_share=0.35')")
    page.wait_for_selector(".glance .was", timeout=60_000)
    assert share(page) == "35 %"
    page.click("text=Undo")
    page.wait_for_function("!location.search.includes('connecting_share')")
    page.wait_for_selector(".glance .was", state="detached")
    assert share(page) == "30 %"
    page.click("text=Redo")
    page.wait_for_selector(".glance .was", timeout=60_000)
    wait_for_runs(page)
    there = page.context.new_page()
    there.goto(page.url)
    wait_for_runs(there)
    assert there.inner_text(".glance") == page.inner_text(".glance")
    assert share(there) == "35 %"


def test_the_back_button_goes_back_move_by_move_to_the_answers_that_were_there(visit):
    page, glances, shares = visit.go(SHORT), [], ["30 %", "35 %", "40 %", "45 %"]
    wait_for_runs(page)
    for where in shares:
        if glances:
            press(page, "ArrowRight", 5)
            page.wait_for_function(f"text => {ROWS} !== text", arg=glances[-1])
            wait_for_runs(page)
        assert share(page) == where
        glances.append(page.evaluate(ROWS))
    assert len(set(glances)) == len(shares)
    for where, earlier in list(zip(shares, glances, strict=True))[-2::-1]:
        page.go_back()
        page.wait_for_function(f"text => {ROWS} === text", arg=earlier)
        assert share(page) == where


def test_a_move_that_is_refused_does_not_stay_on_screen_however_often_it_is_made(visit):
    page = visit.go(SHORT)
    page.click("text=All levers")
    page.fill("input[type=search]", "asking people")
    lever = "[data-key='connecting.stimulate_share']"
    before = page.inner_text(f"{lever} output")
    for _ in range(2):
        page.press(f"{lever} input", "End")
        assert page.inner_text(f"{lever} output") != before
        page.wait_for_function(
            "([where, said]) => document.querySelector(where).innerText === said", arg=[f"{lever} output", before]
        )
        assert "come to 1.65 of a connector’s time" in told(page)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("effort.lag=900", "effort.lag is 900, but must be a whole number from 1 to 60 (months). 60 is used instead."),
        ("years=900", "run.years is 900, but must be"),
        (
            'world=own&place={"name":"Big","residents":90000}',
            "90,000 residents, but this dashboard takes at most 50,000",
        ),
        ("world=mars", "world is 'mars', but must be market_town, coastal_town, county"),
        ("effort.laag=3", "Did you mean effort.lag?"),
        ("title=<img src=x onerror=alert(1)>&world=own&place=<script>", "The market town is shown instead."),
    ],
)
def test_a_link_changed_by_hand_is_told_and_mended(visit, link, said):
    visit.page.on("dialog", lambda _: visit.troubles.append("a script ran"))
    page = visit.go(f"what-if?years=1&{link}")
    page.wait_for_selector(".told")
    assert said in told(page)


def test_a_file_of_ones_own_is_saved_and_loaded_again(visit, tmp_path):
    page = visit.go(QUICK)
    with page.expect_download() as saved:
        page.click("[data-file='scenario.yaml']")
    mine = tmp_path / "mine.yaml"
    mine.write_text(Path(saved.value.path()).read_text().replace("connecting_share: 0.5", "connecting_share: 0.45"))
    page.set_input_files("input[type=file]", mine)
    page.wait_for_function("location.search.includes('connecting_share=0.45')")
    assert share(page) == "45 %"


def test_the_same_file_can_be_fetched_again_and_again(visit):
    page = visit.go("what-if?years=1")
    page.wait_for_selector(".glance", timeout=60_000)
    assert len({fetched(page, "[data-file='scenario.yaml']") for _ in range(5)}) == 1


OWN = """
title: "<script>alert(1)</script>"
places: [{name: "<b onmouseover=alert(1)>Our town</b>", residents: 2500, neighbourhood_size: 500}]
run: {years: 1}
"""


def test_a_script_in_a_label_is_a_label(visit, tmp_path):
    visit.page.on("dialog", lambda _: visit.troubles.append("a script ran"))
    page = visit.go("what-if?years=1")
    (tmp_path / "own.yaml").write_text(OWN)
    page.set_input_files("input[type=file]", tmp_path / "own.yaml")
    page.wait_for_selector(".glance >> text=<script>alert(1)</script>", timeout=60_000)
    assert page.locator(".glance script").count() == 0
    wait_for_runs(page)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a: &a [x, x]\nb: [*a, *a]\n", "anchors (&a) are not allowed"),
        ("x: " + "y" * 10_000_000, "larger than 64 kB"),
        ("extends: ../../../../etc/passwd\n", "can extend what is shipped and nothing else"),
        (
            "extends: worlds/market_town\neffort: {connecting_share: 7}\n",
            "hostile.yaml:2: effort.connecting_share is 7",
        ),
        ("places: [{name: Big, residents: 90000}]\n", "90,000 residents, but this dashboard takes at most 50,000"),
        ("run: {years: 41}\n", "hostile.yaml:1: run.years is 41, but must be"),
        ("title: !!python/object/apply:os.system [ls]\n", "tags (!!python/object/apply:os.system) are not allowed"),
    ],
)
def test_a_hostile_file_is_told_and_nothing_changes(visit, tmp_path, content, said):
    page = visit.go("what-if?years=1")
    (tmp_path / "hostile.yaml").write_text(content)
    page.wait_for_selector(".glance", timeout=60_000)
    page.set_input_files("input[type=file]", tmp_path / "hostile.yaml")
    page.wait_for_selector(".told")
    assert said in told(page)
    assert "tmp" not in told(page)
    assert page.url.endswith("years=1")


HELD = """window.held = 0;
for (const [name, by] of [["createObjectURL", 1], ["revokeObjectURL", -1]]) {
    const plain = URL[name].bind(URL);
    URL[name] = (one) => { if (!String(one).startsWith("data:")) held += by; return plain(one); };
}"""
"""Counts the files that the browser holds on to."""


def test_everything_can_be_taken_away(visit):
    page = visit.go(QUICK)
    wait_for_runs(page)
    page.evaluate(HELD)
    begins = {"summary.csv": b"scenario,draw", "monthly.parquet": b"PAR1", "report.html": b"<!doctype html"}
    for name, beginning in begins.items():
        assert fetched(page, f"[data-file='{name}']").startswith(beginning)
    packed = zipfile.ZipFile(io.BytesIO(fetched(page, "[data-file='results.zip']")))
    assert "results/manifest.json" in packed.namelist()
    assert fetched(page, "[data-chart='coping'] >> text=PNG").startswith(b"\x89PNG")
    assert fetched(page, "[data-chart='coping'] >> text=SVG").startswith(b"<svg")
    page.wait_for_function("held === 0")


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_axe_finds_nothing_once_the_answer_is_there(visit):
    page = visit.go(QUICK)
    wait_for_runs(page)
    page.click("text=All levers")
    page.wait_for_selector("input[type=search]")
    page.fill("input[type=search]", "trust")
    assert visit.violations() == []
    page.click("text=Projector")
    page.wait_for_selector(".projected")
    assert visit.violations() == []


def test_nothing_is_lost_on_a_narrow_screen_with_an_answer_on_it(visit):
    page = visit.go(QUICK)
    wait_for_runs(page)
    for wide in (360, 683, 960):
        page.set_viewport_size({"width": wide, "height": 768})
        assert width(page) <= wide
        assert clipped(page) == []
        assert page.evaluate(
            "(([table]) => table.scrollWidth <= table.clientWidth)(document.querySelectorAll('.glance'))"
        )


def test_repeat_runs_can_be_stopped_and_go_on(visit):
    page = visit.go(f"what-if?years=1&{fresh()}")
    page.wait_for_selector("progress", timeout=60_000)
    page.click("text=Stop")
    page.wait_for_selector("text=Go on")
    assert page.locator("progress").count() == 0
    page.click("text=Go on")
    wait_for_runs(page)


def test_a_lever_that_is_pressed_while_the_server_is_slow_loses_no_press(visit):
    """The server's word of an earlier move does not put back a lever that has been moved since."""
    page = visit.go(SHORT)
    page.wait_for_selector(".glance", timeout=60_000)
    for _ in range(10):
        press(page, "ArrowRight")
        page.wait_for_timeout(170)
    page.wait_for_function("location.search.includes('connecting_share=0.4')", timeout=60_000)
    page.wait_for_timeout(4_000)
    assert share(page) == "40 %"
