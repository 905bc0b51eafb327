"""Plain words: nothing that is shown, named or read aloud on any page is jargon, however far one unfolds it."""

import re

import pytest

from simulation.words import CODE_NAME, jargon
from tests.journeys.what_if_page import wait_for_runs

pytestmark = pytest.mark.slow

SAID = """() => {
    const said = [document.title], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
    for (let node = walker.currentNode; node; node = walker.nextNode()) {
        if (node.nodeType === Node.TEXT_NODE && !node.parentElement.closest("script, style")) said.push(node.data);
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        for (const name of ["aria-label", "aria-valuetext", "title", "alt", "placeholder", "data-label"]) {
            if (node.hasAttribute(name)) said.push(node.getAttribute(name));
        }
        if (node.matches("input[type=button], input[type=submit]")) said.push(node.value);
    }
    return said.map((one) => one.trim()).filter(Boolean);
}"""


def all_said(page):
    """Every text of the page, folded or not, and what only a screen reader says."""
    return page.evaluate(SAID)


def clean(page, at_least):
    """No jargon on the page, of which so many texts must be there, or else little would be shown."""
    said = all_said(page)
    assert len(said) >= at_least
    found = {one: jargon(one) for one in said if jargon(one) not in ([], ["synaptic"])}
    assert found == {}
    assert len(jargon(" ".join(said))) == 0


def test_what_is_hidden_from_the_eye_is_seen_by_these_tests(visit):
    page = visit.go("about")
    page.evaluate(
        """() => document.body.insertAdjacentHTML("beforeend", "<details><summary>a</summary>one seed</details>" +
            "<i aria-label='theta'></i><select><option>hazard</option></select><i title='unmet_need'></i>")"""
    )
    assert jargon(" ".join(all_said(page))) == ["seed", "theta", "hazard", "unmet_need"]


NOBODY = "Click"
"""The first word where nobody is followed, as after a click between people."""


def test_two_worlds_with_all_unfolded_and_somebody_followed(visit):
    page = visit.go("?years=2")
    page.wait_for_selector(".living-picture .controls", timeout=300_000)
    wait_for_runs(page)
    page.locator(".numbers summary").click()
    page.get_by_label("Month", exact=True).press("End")
    stage = page.get_by_role("application").first
    box = stage.bounding_box()
    followed = set()
    for down in range(2, 40):
        stage.click(position={"x": box["width"] * 0.11, "y": box["height"] * down / 40})
        about = page.locator(".about").inner_text()
        kind = "Group" if re.search(r"\((organisation|informal group), ", about) else re.split(r"\W", about)[0]
        if kind not in followed | {NOBODY}:
            page.wait_for_selector("ol.story .when", timeout=20_000)
            page.wait_for_timeout(1_000)
            clean(page, 400)
        followed.add(kind)
    assert {"Agency", "Woman", "Man", "Group"} <= followed
    for series in page.get_by_role("group", name="What is followed").get_by_role("button").all():
        series.click()
        page.wait_for_timeout(500)
        clean(page, 400)
    page.get_by_role("button", name="Closer").click(click_count=5)
    clean(page, 400)
    page.click("text=Projector")
    page.wait_for_selector(".projected")
    clean(page, 40)


def test_what_if_with_all_levers_and_a_change(visit):
    page = visit.go("what-if?years=1&effort.connecting_share=0.5")
    wait_for_runs(page)
    page.click("text=All levers")
    page.wait_for_selector("input[type=search]")
    for fold in page.locator("summary").all():
        fold.evaluate("fold => fold.parentElement.open = true")
    clean(page, 1_000)


MISTAKES = ("effort.lag=900", "effort.laag=3", "world=mars", "model=none", "world=own&place=nothing", "x" * 20_000)


@pytest.mark.parametrize("link", MISTAKES)
def test_what_is_said_of_a_link_that_is_wrong(visit, link):
    """Names that its writer has used are given back as they were written; nothing else is code."""
    page = visit.go(f"what-if?years=1&{link}")
    said = page.inner_text(".told")
    assert len(said) > 20
    assert [one for one in jargon(said) if not CODE_NAME.fullmatch(one)] == []


def test_about_with_all_sources_unfolded(visit):
    """What it quotes of the shipped town, which takes long to make, is tested in `test_facts`."""
    page = visit.go("about")
    said = all_said(page)
    assert len(said) > 500
    assert {one: jargon(one) for one in said if jargon(one) not in ([], ["synaptic"])} == {}
    assert sum("synaptic" in one for one in said) == 1, "said once, where it is explained"
