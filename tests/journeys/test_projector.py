"""On a projector: large letters, at most three numbers on a screen, at every step, and a wheel that gets on."""

import pytest

from tests.journeys.what_if_page import press, share, wait_for_runs

pytestmark = pytest.mark.slow

NUMBERS = """() => {
    const across = (box) => box.width > 1 && box.right > 0 && box.left < innerWidth;
    const shown = (box) => across(box) && box.bottom > 0 && box.top < innerHeight;
    const visible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const said = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = new Range();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!visible(element) || element.closest("option, script, style, .unseen, .sr, figcaption")) continue;
        range.selectNodeContents(node);
        if ([...range.getClientRects()].some(shown)) said.push(node.data);
    }
    for (const field of document.querySelectorAll("select, input[type=number], input[type=search]")) {
        const value = field.selectedOptions ? field.selectedOptions[0].text : field.value;
        if (visible(field) && shown(field.getBoundingClientRect())) said.push(value);
    }
    return said.flatMap((one) => (one.match(/\\d[\\d.,]*/g) ?? []).map((n) => `${n} in: ${one}`));
}"""
"""Every number, the years of dates among them, that somebody sees without scrolling."""


SCREENS = "header, .living-picture, .screen, .change, .result, .projected"


def few_numbers_on_every_screen(page):
    """At most three numbers on each screen, at its beginning; and the most that one sees at once."""
    most = 0
    for screen in page.locator(SCREENS).all():
        if screen.is_visible():
            screen.evaluate("one => one.scrollIntoView({ behavior: 'instant' })")
            seen = page.evaluate(NUMBERS)
            assert len(seen) <= 3
            most = max(most, len(seen))
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    return most


SMALL = """() => [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility()
    && [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())
    && !one.closest(".unseen, .sr, .skip, option, figcaption") && parseFloat(getComputedStyle(one).fontSize) < 24
).map((one) => one.outerHTML.slice(0, 120))"""
"""Texts, wherever on the page, that are smaller than what one reads from the back of a room."""


LETTERS = """window.letters = [];
const write = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (...said) {
    letters.push(parseFloat(this.font.match(/[\\d.]+(?=px)/)[0]));
    return write.apply(this, said);
};"""
"""Notes the size of everything that is written into a picture."""


def project(page):
    page.get_by_role("button", name="Projector").click()
    page.wait_for_selector(".projected", timeout=120_000)
    assert page.evaluate(SMALL) == []


def few_numbers_in_every_outcome(page):
    numbers = []
    while True:
        numbers.append(few_numbers_on_every_screen(page))
        more = page.get_by_role("button", name="Next", exact=True)
        if more.is_disabled():
            return numbers
        title = page.inner_text(".projected")
        more.click()
        page.wait_for_function("was => document.querySelector('.projected').innerText !== was", arg=title)


def test_what_the_eye_sees_is_counted(visit):
    page = visit.go("about")
    page.evaluate(
        """() => document.querySelector("main").insertAdjacentHTML("afterbegin", "<b>1,201 and 303</b>" +
            "<select><option>404 <option selected>505</select><input type=number value=606><p hidden>707</p>")"""
    )
    seen = {one.split()[0] for one in page.evaluate(NUMBERS)}
    assert {"1,201", "303", "505", "606"} <= seen
    assert not {"404", "707"} & seen


PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Waits until what a key has changed can be read."""


def test_two_worlds_while_they_are_played_and_somebody_is_followed(visit):
    visit.page.add_init_script(LETTERS)
    page = visit.go()
    page.wait_for_selector(".living-picture .controls", timeout=300_000)
    wait_for_runs(page)
    project(page)
    assert page.locator(".living-picture .counts > :visible").count() == 2
    assert max(few_numbers_in_every_outcome(page)) == 3
    slider = page.get_by_label("Month", exact=True)
    page.evaluate("letters.length = 0")
    slider.press("End")
    page.wait_for_function("letters.length > 0 && Math.min(...letters) >= 24", timeout=5_000)
    stage = page.get_by_role("application").first
    stage.press("ArrowRight")
    for keys in ((), ("ArrowDown", "Enter"), ("Shift+ArrowUp", "Shift+ArrowUp", "Enter")):
        for key in keys:
            stage.press(key)
        for key in ("Home", "End", "PageDown", "PageDown"):
            slider.press(key)
            page.evaluate(PAINTED)
            when = page.inner_text(".living-picture .when")
            page.wait_for_selector(f"h2:has-text('What happens in {when}')", timeout=20_000)
            few_numbers_on_every_screen(page)
    assert page.locator("ol.story li").count() == 1


KEPT = "localStorage.setItem('synaptic-appearance', JSON.stringify({ presenter: true }))"

MOST_EVER = """() => {
    window.most = 0;
    const plain = ".glance td, main section:not(.living-picture *, .screen)";
    const look = () => {
        most = Math.max(most, [...document.querySelectorAll(plain)].filter((one) => one.checkVisibility()).length);
        requestAnimationFrame(look);
    };
    look();
}"""
"""Counts, frame by frame, what only a page without a projector shows."""


def test_who_comes_with_a_projector_never_sees_the_page_without(visit):
    visit.go("what-if?years=1")
    wait_for_runs(visit.page)
    visit.page.add_init_script(KEPT)
    visit.page.add_init_script(f"({MOST_EVER})()")
    page = visit.go("what-if?years=1")
    page.wait_for_selector(".projected", timeout=60_000)
    assert page.evaluate("most") == 0


def test_a_wheel_gets_to_the_end_of_the_page(visit):
    page = visit.go()
    page.wait_for_selector(".living-picture .controls", timeout=300_000)
    project(page)
    page.mouse.move(600, 40)
    end = page.evaluate("document.documentElement.scrollHeight - innerHeight")
    for _ in range(round(end / 100) + 2):
        page.mouse.wheel(0, 100)
        page.wait_for_timeout(150)
    assert page.evaluate("scrollY") >= end - 1
    assert page.get_by_role("button", name="Next", exact=True).is_visible()


def test_what_if_while_something_is_changed(visit):
    page = visit.go("what-if?years=1&effort.connecting_share=0.5")
    wait_for_runs(page)
    project(page)
    few_numbers_in_every_outcome(page)
    page.locator("summary:text('Change something')").click()
    press(page, "ArrowRight")
    page.wait_for_function("location.search.includes('0.51')")
    assert share(page) == "51 %"
    page.wait_for_selector(".projected", timeout=120_000)
    few_numbers_on_every_screen(page)
