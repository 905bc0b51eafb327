"""The living picture in a real browser: played, paused, stepped, scrubbed, looked into closely, somebody picked."""

import re

import pytest

expect = pytest.importorskip("playwright.sync_api").expect
MONTHS = 36
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 360, "height": 740}


@pytest.fixture
def visit(browser, address):
    """Open the page and give back what one does there; anything said on the console fails the test."""
    opened = []

    def open_page(size=WIDE, **wishes):
        context = browser.new_context(viewport=size, **wishes)
        page = context.new_page()
        said = []
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("requestfailed", lambda request: said.append(f"failed: {request.url}"))
        page.goto(address)
        page.wait_for_selector(".living-picture .controls", timeout=60_000)
        page.wait_for_function("document.querySelector('.living-picture .counts b')")
        opened.append((context, said))
        return page

    yield open_page
    for context, said in opened:
        context.close()
        assert said == []


def month(page):
    return int(page.get_by_label("Month", exact=True).input_value())


def told(page, what):
    """Wait until the server has been told."""
    page.wait_for_function("want => document.querySelector('.server').textContent.includes(want)", arg=what)


def shown(page, layer):
    """What a canvas of the first world shows."""
    return page.locator(f".living-picture canvas.{layer}").first.evaluate("canvas => canvas.toDataURL()")


def test_it_plays_and_pauses_and_tells_the_server_seldom(visit):
    page = visit()
    page.evaluate("window.frames_ = 0; (function count() { frames_++; requestAnimationFrame(count); })()")
    first = shown(page, "town")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelector('.living-picture input').value > 12")
    assert shown(page, "town") != first
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Play").wait_for()
    now = month(page)
    assert page.evaluate("frames_") > now, "fewer frames than months"
    told(page, f"month {now},")
    page.wait_for_timeout(400)
    assert month(page) == now
    assert page.locator(".living-picture input").get_attribute("aria-valuetext") == page.locator(".when").inner_text()


def test_it_stops_at_the_end_and_begins_again(visit):
    page = visit()
    page.get_by_label("Speed").select_option("24")
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Play").wait_for(timeout=20_000)
    assert month(page) == MONTHS
    page.get_by_role("button", name="Play").click()
    page.wait_for_function(f"document.querySelector('.living-picture input').value < {MONTHS}")


def test_one_steps_and_scrubs_by_keyboard(visit):
    page = visit()
    page.get_by_role("button", name="One month on").press("Enter")
    page.get_by_role("button", name="One month on").press("Enter")
    page.get_by_role("button", name="One month back").press("Enter")
    expect(page.locator(".when")).to_have_text("February of year 1")
    page.get_by_label("Month", exact=True).press("End")
    expect(page.locator(".when")).to_have_text("December of year 3")
    told(page, f"month {MONTHS},")
    page.get_by_label("Month", exact=True).press(" ")
    page.get_by_role("button", name="Pause").wait_for()


def test_the_page_can_set_the_month(visit):
    page = visit()
    page.get_by_role("button", name="Go to month 20").click()
    expect(page.locator(".when")).to_have_text("August of year 2")


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_somebody_is_picked_by_keyboard_and_marked_at_the_same_spot_in_both_worlds(visit, size):
    page = visit(size)
    stage = page.get_by_role("application").first
    stage.press("ArrowRight")
    stage.press("Shift+ArrowUp")
    stage.press("Shift+ArrowUp")
    described = page.locator(".living-picture [aria-live]").last.inner_text()
    stage.press("Enter")
    told(page, "picked person")
    assert re.match(r"(Wom|M)an of \d+\. Doing things: .+\. Making things happen: .+\.", described)
    expect(page.locator(".about")).to_have_text(described)
    spots = [mark.evaluate("mark => mark.style.translate") for mark in page.locator(".mark").all()]
    assert spots[0] == spots[1]
    assert all(mark.is_visible() for mark in page.locator(".mark").all())
    stage.press("Escape")
    told(page, "picked None")


def test_an_agency_and_a_group_are_picked_by_pointing(visit):
    """The first agency stands in the middle of its quarter of the width; a group next to it is found by arrow."""
    page = visit()
    stage = page.get_by_role("application").first
    box = stage.bounding_box()
    kinds = set()
    for row in range(1, 40):
        stage.click(position={"x": box["width"] * 0.06, "y": box["height"] * row / 40})
        kinds.add(page.locator(".about").inner_text().partition(":")[0])
        if {"Agency", "Informal group"} <= kinds:
            break
    assert {"Agency", "Informal group"} <= kinds


def test_near_by_people_are_seen_one_by_one(visit):
    page = visit()
    far = page.locator(".legend").inner_text()
    for _ in range(5):
        page.get_by_role("button", name="Closer").click()
    expect(page.locator(".legend")).to_contain_text("hollow: nobody helps")
    page.get_by_role("button", name="See the whole town").click()
    expect(page.locator(".legend")).to_have_text(far, use_inner_text=True)


def test_who_wishes_less_motion_sees_none(visit):
    page = visit(reduced_motion="reduce")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelector('.living-picture input').value > 3")
    same = page.evaluate(
        """async () => {
            const canvas = document.querySelector(".living-picture canvas.motion");
            const look = () => canvas.toDataURL();
            const when = () => document.querySelector(".living-picture input").value;
            for (let tries = 0; tries < 100; tries++) {
                const [month, before] = [when(), look()];
                await new Promise(requestAnimationFrame);
                if (when() === month && look() !== before) return false;
            }
            return true;
        }"""
    )
    assert same


def test_nothing_is_clipped_on_a_narrow_screen(visit):
    page = visit(NARROW)
    assert page.evaluate("document.querySelector('.living-picture').scrollWidth") <= NARROW["width"]
    for box in page.locator(".living-picture :is(button, select, input, .stage, .counts, .legend li)").all():
        at = box.bounding_box()
        assert at["x"] >= 0
        assert at["x"] + at["width"] <= NARROW["width"] + 0.5


def test_what_the_picture_shows_is_said_in_words(visit, film):
    page = visit()
    page.get_by_label("Month", exact=True).press("End")
    from simulation.outcomes import Measure

    crisis = [outcomes.people[MONTHS - 1, :, :, Measure.IN_CRISIS].sum() for outcomes in film.outcomes]
    caption = page.locator("figcaption")
    expect(caption).to_contain_text(f"December of year 3: {crisis[0]:,} people in crisis beside {crisis[1]:,};")
    expect(caption).to_have_attribute("aria-live", "polite")
    page.get_by_role("button", name="Play").click()
    expect(caption).to_have_attribute("aria-live", "off")
