"""Several people at once: nobody sees what another does, and nobody takes what others need."""

import pytest

from tests.journeys.what_if_page import SHORT, fetched, fresh, press, share, stage, wait_for_runs

pytestmark = pytest.mark.slow

BOBS = """
title: Bob's secret
extends: worlds/market_town
effort: {connecting_share: 0.05, earliness: 0.5}
run: {years: 1, settling_months: 12}
"""


def test_two_people_see_only_what_is_their_own(arrive, tmp_path):
    ann, bob = (visit.go(f"{SHORT}&{fresh('effort.earliness')}") for visit in (arrive(), arrive()))
    starts = [page.url for page in (ann, bob)]
    press(ann, "ArrowRight", 5)
    (tmp_path / "bob.yaml").write_text(BOBS)
    bob.set_input_files("input[type=file]", tmp_path / "bob.yaml")
    for page, said in ((ann, "connecting_share=0.35"), (bob, "connecting_share=0.05")):
        page.wait_for_function(f"location.search.includes('{said}')")
        wait_for_runs(page)
    assert (share(ann), share(bob)) == ("35 %", "5 %")
    assert "Bob's secret" in bob.inner_text(".glance")
    assert "Bob" not in ann.content() + ann.url
    assert ann.inner_text(".glance") != bob.inner_text(".glance")
    for name in ("scenario.yaml", "summary.csv", "report.html"):
        anns, bobs = (fetched(page, f"[data-file='{name}']") for page in (ann, bob))
        assert anns != bobs
        assert b"Bob" not in anns
    assert b"connecting_share: 0.35" in fetched(ann, "[data-file='scenario.yaml']")
    for page, start in zip((ann, bob), starts, strict=True):
        page.click("text=Undo")
        page.wait_for_function("([start]) => location.href.length === start.length", arg=[start])
        assert page.get_by_role("button", name="Undo").is_disabled()
        assert share(page) == "30 %"
    ann.click("text=Redo")
    ann.wait_for_function("location.search.includes('0.35')")
    assert share(bob) == "30 %"


def test_who_asks_for_too_much_is_told_and_others_are_served(arrive):
    busy = arrive()
    tabs = []
    while not tabs or "of your repeat runs are still under way" not in stage(tabs[-1]):
        assert len(tabs) < 9
        tabs.append(busy.page.context.new_page())
        tabs[-1].goto(f"{busy.address}what-if?years=40&run.settling_months=240&{fresh()}")
        tabs[-1].wait_for_selector("progress, :text('Go on')", timeout=60_000)
    assert "at most 500 are possible at once" in stage(tabs[-1])
    other = arrive().go(f"{SHORT}&{fresh()}")
    other.wait_for_selector(".glance .was", timeout=60_000)
    assert "under way" not in stage(other)
    for tab in tabs[:-1]:
        tab.goto("about:blank")
    tabs[-1].wait_for_timeout(2_000)
    tabs[-1].click("text=Go on")
    tabs[-1].wait_for_selector("progress")
