"""The living picture in a real browser: played, paused, stepped, scrubbed, looked into closely, somebody picked."""

import csv
import io
import re
from pathlib import Path

import pytest
from browsing import Visit

expect = pytest.importorskip("playwright.sync_api").expect
MONTHS = 36
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 360, "height": 740}


@pytest.fixture
def visit(browser, address, film_address):
    """Open the page and give back what one does there; the test fails if anything went wrong."""
    opened = []

    def open_page(size=WIDE, **wishes):
        context = browser.new_context(viewport=size, **wishes)
        page = context.new_page()
        opened.append(Visit(page, address, film_address))
        page.goto(address)
        page.wait_for_selector(".living-picture .controls", timeout=60_000)
        page.wait_for_function("document.querySelector('.living-picture .counts b')")
        return page

    yield open_page
    for one in opened:
        one.page.context.close()
    assert [one.troubles for one in opened] == [[]] * len(opened)


def census(film, states, month):
    """What the reel says of each neighbourhood, and of all: people, in crisis, without help, active, worn out."""
    block = film.arrays["home.block"][film.arrays["seat.home"]]
    state = states[month - 1]
    need, helped = state >> 1 & 3, state >> 5
    masks = (state > 0, need == 3, (need > 0) & (helped == 0), state & 8 > 0, state & 16 > 0)
    rows = [[int(mask[block == one].sum()) for mask in masks] for one in range(len(film.heading["blocks"]))]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def expected(film, month):
    """The numbers of a month as the table lists them: by place, the most deprived first, then all together."""
    blocks = film.heading["blocks"]
    order = sorted(range(len(blocks)), key=lambda one: (blocks[one]["place"], blocks[one]["fifth"], one))
    a, b = (census(film, states, month) for states in film.states)
    rows = ((a[one], b[one]) for one in (*order, -1))
    return [[x[0], *(n for pair in zip(x[1:], y[1:], strict=True) for n in pair)] for x, y in rows]


def month(page):
    return int(page.get_by_label("Month", exact=True).input_value())


def told(page, what):
    """Wait until the server has been told."""
    page.wait_for_function("want => document.querySelector('.server').textContent.includes(want)", arg=what)


def shown(page, layer):
    """What a canvas of the first world shows."""
    return page.locator(f".living-picture canvas.{layer}").first.evaluate("canvas => canvas.toDataURL()")


def changed(page, before):
    """What the town shows once it shows something else."""
    page.wait_for_function("old => document.querySelector('canvas.town').toDataURL() !== old", arg=before)
    return shown(page, "town")


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
        kinds.update(kind for kind in ("Agency:", "(informal group,") if kind in page.locator(".about").inner_text())
        if len(kinds) == 2:
            break
    assert len(kinds) == 2


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


NAMES = """() => {
    const write = CanvasRenderingContext2D.prototype.fillText;
    window.written = new Set();
    CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
        if (this.canvas.className === "network") written.add(text);
        return write.call(this, text, ...rest);
    };
}"""
"""Notes what is written above the town."""


def test_a_neighbourhood_without_room_for_its_name_bears_its_number(visit):
    page = visit(NARROW)
    page.evaluate(NAMES)
    page.evaluate("document.documentElement.dataset.presenter = 'true'")
    for _ in range(4):
        page.get_by_role("button", name="Closer").click()
    page.wait_for_function("written.has('1')")


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


def test_the_numbers_of_the_month_are_a_table_that_follows_the_picture(visit, film):
    page = visit()
    page.locator(".numbers summary").click()
    for key, when, named in (("Home", 1, "January of year 1"), ("End", MONTHS, f"December of year {MONTHS // 12}")):
        page.get_by_label("Month", exact=True).press(key)
        for shown in (".when", ".numbers caption"):
            expect(page.locator(shown)).to_have_text(named)
        cells = [row.locator("td").all_inner_texts() for row in page.locator(".numbers tbody tr").all()]
        assert [[int(one.replace(",", "")) for one in row] for row in cells] == expected(film, when)
    names = page.locator(".numbers tbody th").all_inner_texts()
    assert re.fullmatch(r"1 (Most|More|Middle|Less|Least).*, Upper Village", names[0])
    assert names[-1] == "All together"


def saved(page, button):
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return Path(download.value.path()).read_bytes()


def test_the_numbers_of_every_month_can_be_saved(visit, film):
    head, *rows = csv.reader(io.StringIO(saved(visit(), "The numbers of every month").decode()))
    assert head[:4] == ["Month", "Neighbourhood", "People", "In crisis: Doing things"]
    assert len(rows) == MONTHS * len(film.heading["blocks"])
    last = [[int(one) for one in row[2:]] for row in rows if row[0] == str(MONTHS)]
    assert last == expected(film, MONTHS)[:-1]


def test_the_picture_can_be_saved_as_it_is_shown(visit):
    """As wide as both worlds, and no two months or views alike; what was handed over is let go."""
    page = visit()
    page.evaluate(
        """() => {
            const create = URL.createObjectURL.bind(URL), revoke = URL.revokeObjectURL.bind(URL);
            window.held = new Set();
            window.made = 0;
            URL.createObjectURL = (one) => {
                const address = create(one);
                if (one.type === "image/png") {
                    held.add(address);
                    made += 1;
                }
                return address;
            };
            URL.revokeObjectURL = (address) => { held.delete(address); revoke(address); };
        }"""
    )
    first = saved(page, "This picture")
    page.get_by_label("Month", exact=True).press("End")
    last = saved(page, "This picture")
    page.get_by_role("button", name="Closer").click()
    assert len({first, last, saved(page, "This picture")}) == 3
    assert last.startswith(b"\x89PNG")
    width, height = (int.from_bytes(last[at : at + 4]) for at in (16, 20))
    assert width > 2 * page.get_by_role("application").first.bounding_box()["width"]
    assert height > page.get_by_role("application").first.bounding_box()["height"]
    page.wait_for_function("made === 3 && held.size === 0")


LOOK = """canvas => {
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const greys = new Set();
    let colour = 0;
    for (let i = 0; i < pixels.length; i += 4) {
        const [r, g, b] = pixels.slice(i, i + 3);
        colour = Math.max(colour, Math.max(r, g, b) - Math.min(r, g, b));
        greys.add(r);
    }
    return { colour, corner: pixels[0], darkest: Math.min(...greys), greys: greys.size };
}"""


def test_on_paper_the_town_is_black_and_white_whatever_the_theme_and_keeps_its_shape(visit):
    """In a single layer, without controls; a sheet narrower than the screen shows it smaller, not thinner."""
    page = visit(color_scheme="dark")
    light = shown(page, "town")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    dark = changed(page, light)
    page.emulate_media(media="print")
    january = changed(page, dark)
    page.get_by_role("button", name="Go to month 20").click()
    changed(page, january)
    look = page.locator(".living-picture canvas.town").first.evaluate(LOOK)
    assert look["corner"] == 255
    assert look["darkest"] < 10
    assert look["colour"] < 16
    assert look["greys"] > 4
    for unwanted in page.locator(".living-picture :is(.controls, .zoom, .take, .motion, .network)").all():
        assert not unwanted.is_visible()
    shapes = page.get_by_role("application").first.evaluate(
        """box => {
            box.closest("figure").style.width = "50%"; // and read before anything can be drawn again
            const canvas = box.querySelector("canvas");
            return [box.clientWidth / box.clientHeight, canvas.width / canvas.height];
        }"""
    )
    assert shapes[0] == pytest.approx(shapes[1], rel=0.02)


def test_two_fingers_zoom_and_one_finger_then_moves_the_picture(visit):
    page = visit(NARROW, has_touch=True, is_mobile=True)
    touch = page.context.new_cdp_session(page)
    stage = page.get_by_role("application").first
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    x, y = box["x"] + box["width"] / 3, box["y"] + box["height"] / 4

    def fingers(kind, *apart):
        points = [{"x": x + way, "y": y, "id": number} for number, way in enumerate(apart)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    whole = shown(page, "town")
    fingers("touchStart", -20)
    fingers("touchStart", -20, 20)
    for apart in range(25, 90, 5):
        fingers("touchMove", -apart, apart)
    fingers("touchEnd")
    expect(stage).to_have_class(re.compile("zoomed"))
    closer = changed(page, whole)
    assert page.evaluate("visualViewport.scale") == 1, "the page has zoomed too"
    fingers("touchStart", 0)
    for way in range(10, 60, 10):
        fingers("touchMove", way)
    fingers("touchEnd")
    changed(page, closer)
    told(page, "picked None")


SHEETS = ("public/style.css", "picture/picture.css")
PLAY = """<div class="shell"><div class="living-picture"><div class="controls">
<button class="play">Play</button></div></div></div>"""


def test_play_keeps_its_colours_under_the_mouse(browser):
    """They are those of the page turned round: a ground that changed alone would swallow the letters."""
    page = browser.new_page()
    styles = "".join((Path("dashboards") / one).read_text() for one in SHEETS)
    page.set_content(f"<style>{styles}:root {{ --ink: #111; --paper: #fff; --wash: #eee }}</style>{PLAY}")
    play, colours = page.locator(".play"), "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
    assert play.evaluate(colours) == ["rgb(255, 255, 255)", "rgb(17, 17, 17)"]
    play.hover()
    assert play.evaluate(colours) == ["rgb(255, 255, 255)", "rgb(17, 17, 17)"]
    page.close()


def test_a_wheel_moves_the_page_where_the_picture_is_whole(visit):
    page = visit({"width": 1366, "height": 400})
    stage = page.get_by_role("application").first
    stage.click()
    was = page.evaluate("scrollY")
    page.mouse.wheel(0, 200)
    page.wait_for_function("was => scrollY > was", arg=was, timeout=5_000)
