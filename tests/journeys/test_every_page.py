"""What must hold on every page: by keyboard, in light and dark, at every width, and nothing from elsewhere."""

import pytest

from tests.journeys.looking import clipped
from tests.journeys.looking import width as how_wide

PAGES = {"": "Two worlds", "what-if": "What if", "about": "About"}


@pytest.mark.parametrize("look", ["light", pytest.param("dark", marks=pytest.mark.slow)], indirect=True)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visit, path):
    visit.go(path)
    visit.page.wait_for_timeout(500)
    assert visit.violations() == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_what_it_is(visit, path):
    page = visit.go(path)
    assert page.locator("h1").count() == 1
    assert page.get_attribute("html", "lang") == "en-GB"
    page.wait_for_function(f"document.title === '{PAGES[path]}'")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_lost_at_360_pixels_or_at_200_percent(visit, path):
    for width in (360, 683):
        visit.page.set_viewport_size({"width": width, "height": 768})
        page = visit.go(path)
        page.wait_for_timeout(500)
        assert how_wide(page) <= width
        assert clipped(page) == []


GROUND = "(x) => document.elementsFromPoint(x, 400).map((one) => getComputedStyle(one).backgroundColor)"


@pytest.mark.parametrize("look", ["dark"], indirect=True)
@pytest.mark.parametrize("path", PAGES)
def test_a_dark_page_is_dark_to_the_edges_of_a_wide_screen(visit, path):
    visit.page.set_viewport_size({"width": 1920, "height": 800})
    page = visit.go(path)
    for x in (1, 1918):
        seen = next(colour for colour in page.evaluate(GROUND, x) if colour != "rgba(0, 0, 0, 0)")
        assert seen == page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"


def test_what_is_clipped_is_noticed(visit):
    page = visit.go("about")
    page.evaluate("document.querySelector('main p').style.cssText = 'width: 5rem; height: 1rem; overflow: hidden'")
    assert len(clipped(page)) == 1


def test_pages_are_reached_by_keyboard_and_the_back_button_goes_back(visit):
    page = visit.go()
    page.wait_for_selector("nav a")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "What if":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:text('What if')")
    page.go_back()
    page.wait_for_selector("h1:text('Two worlds')")


AT_ONCE = """
const looking = setInterval(() => {
  const link = [...document.querySelectorAll("nav a")].find((one) => one.textContent.trim() === "What if");
  if (link) { clearInterval(looking); link.click(); }
}, 1);
"""


def test_a_link_that_is_clicked_while_the_page_is_still_put_together_is_followed_and_leads_back(visit):
    visit.page.add_init_script(AT_ONCE)
    page = visit.go()
    page.wait_for_selector("h1:text('What if')")
    page.wait_for_timeout(1_000)
    assert page.inner_text("h1") == "What if"
    page.go_back()
    page.wait_for_selector("h1:text('Two worlds')")
