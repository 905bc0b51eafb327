"""Two worlds, as a trainer would show them: played, paused, somebody followed, what differs read."""

import pytest

from tests.journeys.what_if_page import REFINED

pytestmark = pytest.mark.slow


STAGE = ".stage [role=status]"


@pytest.fixture
def page(visit):
    page = visit.go()
    page.wait_for_selector(".living-picture .controls", timeout=300_000)
    page.wait_for_selector("h2:has-text('What happens in')", timeout=60_000)
    return page


def test_the_leading_outcomes_stand_in_their_order(page):
    page.wait_for_selector(f"{STAGE}:has-text('20 repeat runs')", timeout=REFINED)
    said = page.locator(".glance .outcome").all_inner_texts()
    assert [one[:2] for one in said] == ["1.", "2.", "3.", "4.", "5."]


def test_what_happens_follows_the_month_that_is_shown(page):
    slider = page.get_by_label("Month", exact=True)
    slider.focus()
    page.keyboard.press("End")
    page.wait_for_selector("h2:has-text('What happens in December of year 20')", timeout=20_000)
    page.keyboard.press("Home")
    page.wait_for_selector("h2:has-text('What happens in January of year 1')", timeout=20_000)


def test_somebody_is_followed_by_keyboard_in_both_worlds(page):
    page.get_by_label("Month", exact=True).focus()
    page.keyboard.press("End")
    stage = page.locator(".living-picture [tabindex='0']").first
    stage.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector("ol.story li", timeout=20_000)
    page.wait_for_selector("ol.story .when", timeout=20_000)
    assert page.locator("h2 + p:has-text('invented')").count() == 1
    assert len(page.locator("ol.story li").first.inner_text()) > 40


def test_somebody_is_followed_by_key_with_the_keyboard_alone(page):
    page.get_by_label("Month", exact=True).press("End")
    page.get_by_text("Follow somebody by their key").press("Enter")
    page.get_by_role("button", name="List some with their keys").press("Enter")
    key = page.locator(".known button").first.inner_text(timeout=60_000).split()[1]
    field = page.get_by_label("Key", exact=True)
    field.fill("Janet")
    field.press("Enter")
    page.wait_for_selector("[role=alert]:has-text('a key is a whole number above 0')")
    field.fill(key)
    field.press("Enter")
    page.wait_for_selector("ol.story li", timeout=20_000)
    assert page.locator(f"p:has-text('Key of this person: {key}.')").count() == 1
    assert page.locator("[role=alert] .told").count() == 0


def test_each_part_is_switched_off_in_turn_stopped_and_gone_on_with(page):
    parts = page.locator(".parts")
    parts.get_by_role("button", name="Switch each part off in turn").press("Enter")
    parts.locator("figure").first.wait_for(timeout=REFINED)
    assert parts.locator("tbody th").count() > 10
    if parts.get_by_role("button", name="Stop").count():
        parts.get_by_role("button", name="Stop").press("Enter")
        parts.get_by_role("button", name="Go on").press("Enter")
    parts.locator("[role=status]:text-is('8 repeat runs.')").wait_for(timeout=REFINED)


def test_the_film_is_played_without_asking_the_server_for_more_than_once(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Play").click()
    page.wait_for_timeout(2_000)
    page.get_by_role("button", name="Pause").click()
    assert int(page.get_by_label("Month", exact=True).input_value()) > 3
    assert [url for url in asked if not url.startswith(("data:", "blob:"))] == []


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_axe_finds_nothing_when_all_is_there(visit, page):
    page.wait_for_selector(".glance", timeout=120_000)
    page.locator(".living-picture .numbers summary").click()
    page.get_by_text("Follow somebody by their key").click()
    page.get_by_role("button", name="List some with their keys").click()
    page.wait_for_selector(".known button", timeout=60_000)
    page.wait_for_selector(".numbers tbody td")
    assert visit.violations() == []
