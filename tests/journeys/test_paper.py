"""On paper: black on white, without controls, nothing cut off, and folds open or said to be closed."""

import pytest

from tests.journeys.looking import clipped, width
from tests.journeys.what_if_page import wait_for_runs

pytestmark = pytest.mark.slow

SHEET = {"width": 718, "height": 1000}
"""A4 within its margins, in CSS pixels."""

PALE = """() => {
    const light = (colour) => {
        const parts = colour.match(/[\\d.]+/g).map(Number);
        const [r, g, b] = parts.slice(0, 3).map((one) => (one / 255) ** 2.2);
        return parts[3] === 0 ? null : 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    return [...document.querySelectorAll("body *")].filter((one) => {
        if (!one.checkVisibility() || ![...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) return false;
        if (one.closest(".sr, .unseen, option")) return false;
        const { color, backgroundColor } = getComputedStyle(one), ground = light(backgroundColor) ?? 1;
        return light(color) > 0.18 || ground < 0.8;
    }).map((one) => one.outerHTML.slice(0, 120));
}"""
"""Texts that are less than dark (4.5 to 1) or on a ground that is less than white."""

CONTROLS = "button, nav, progress, input:not([type=number]), .appearance, .skip, [data-file]"
SCROLLED = """() => [...document.querySelectorAll(".table, .change")].filter((one) => one.checkVisibility() &&
    (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)).map((one) => one.outerHTML)"""
"""Boxes that one scrolls on a screen, and cannot on paper."""


def printed(page):
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")
    page.wait_for_timeout(500)
    assert [one.inner_text() for one in page.locator(CONTROLS).all() if one.is_visible()] == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(PALE) == []
    assert [one[:160] for one in clipped(page) + page.evaluate(SCROLLED)] == []
    assert width(page) <= SHEET["width"]


@pytest.fixture(params=["light", "dark"])
def look(request):
    return request.param


def test_two_worlds(visit):
    page = visit.go()
    page.wait_for_selector(".living-picture .controls", timeout=300_000)
    wait_for_runs(page)
    printed(page)
    fold = page.locator(".living-picture .numbers summary")
    assert "unfold" in fold.evaluate("one => getComputedStyle(one, '::after').content")
    assert not page.locator(".living-picture .numbers table").is_visible()
    assert page.locator("figure details td").first.is_visible()


def test_what_if_says_what_was_changed(visit):
    page = visit.go("what-if?years=1&effort.connecting_share=0.5")
    wait_for_runs(page)
    printed(page)
    assert page.locator("[data-key='effort.connecting_share'] output").is_visible()
    assert page.locator(".glance .was").first.is_visible()
    assert page.locator("figure details td").first.is_visible()


def test_about_with_its_sources(visit):
    page = visit.go("about")
    page.wait_for_timeout(500)
    printed(page)
    tables = page.locator("details table").all()
    assert tables
    assert all(one.is_visible() for one in tables)


def test_a_page_on_a_projector_is_printed_as_any_other(visit):
    page = visit.go("about")
    page.get_by_role("button", name="Projector").click()
    printed(page)
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") < 16
