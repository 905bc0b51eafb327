"""Everything by keyboard: both pages from end to end, with Tab and without a pointer."""

import pytest

from tests.journeys.what_if_page import LEVER, SHORT, share

pytestmark = pytest.mark.slow

OWN = "extends: worlds/market_town\neffort: {connecting_share: 0.45}\nrun: {years: 1, settling_months: 12}\n"


class Keys:
    """A visitor without a pointer."""

    def __init__(self, page):
        self.page = page

    def reach(self, wanted):
        """Press Tab until something has the focus, and shows that it has."""
        for _ in range(250):
            self.page.keyboard.press("Tab")
            if wanted.count() and wanted.evaluate("one => one === document.activeElement"):
                assert wanted.evaluate("one => getComputedStyle(one).outlineStyle !== 'none'")
                return wanted
        raise AssertionError(f"{wanted} is not reached by Tab")

    def press(self, name, key="Enter"):
        """Press a button that is reached by Tab."""
        self.reach(self.page.get_by_role("button", name=name, exact=True))
        self.page.keyboard.press(key)

    def said_in_address(self, said, there=True):
        self.page.wait_for_function(f"location.search.includes('{said}') === {str(there).lower()}", timeout=60_000)


def test_what_if_from_end_to_end(visit, tmp_path):
    page = visit.go(SHORT)
    page.on("filechooser", lambda _: None)  # from now on the browser asks this test for files: it takes a moment
    keys = Keys(page)
    page.wait_for_selector(".glance", timeout=120_000)
    keys.reach(page.locator(LEVER))
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    keys.said_in_address("connecting_share=0.35")
    keys.press("Undo")
    keys.said_in_address("connecting_share", False)
    keys.press("Redo")
    keys.said_in_address("connecting_share=0.35")
    keys.reach(page.locator("[data-key='world'] select"))
    page.keyboard.press("ArrowDown")
    keys.said_in_address("world=coastal_town")
    keys.press("Start again", "Space")
    page.wait_for_function("!location.search", timeout=60_000)
    assert share(page) == "30 %"
    keys.reach(page.get_by_label("A scenario of your own"))
    (tmp_path / "own.yaml").write_text(OWN)
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(tmp_path / "own.yaml")
    keys.said_in_address("connecting_share=0.45")
    page.wait_for_selector(".glance .was", timeout=120_000)
    keys.reach(page.locator("[data-key='effort.connecting_share'] summary"))
    page.keyboard.press("Enter")
    assert page.locator("[data-key='effort.connecting_share'] details").evaluate("fold => fold.open")
    keys.press("All levers")
    keys.reach(page.get_by_label("Search"))
    page.keyboard.type("shift takes")
    page.wait_for_selector(".levers fieldset[data-key='effort.lag'] >> nth=1")
    keys.reach(page.locator("[data-file='scenario.yaml']"))
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename == "scenario.yaml"
    keys.press("Dark")
    page.wait_for_selector("[data-theme='dark']", state="attached")
    keys.press("Projector", "Space")
    page.wait_for_selector(".projected")
    before = page.inner_text(".projected")
    keys.press("Next")
    page.wait_for_function("was => document.querySelector('.projected').innerText !== was", arg=before)


def test_repeat_runs_are_stopped_and_go_on(visit):
    page = visit.go("what-if?years=40&run.settling_months=240&effort.earliness=0.123")
    keys = Keys(page)
    page.wait_for_selector("progress", timeout=120_000)
    keys.press("Stop")
    page.wait_for_selector("progress", state="detached")
    keys.press("Go on")
    page.wait_for_selector("progress")
    keys.press("Stop")


FOLLOWED = "h2:has(+ p:has-text('invented'))"
"""The name of whom the page tells."""


def read_story(page, kind, *others):
    """Wait until the page tells, month by month in both worlds, of whom the picture shows; of none of the others."""
    page.wait_for_function("kind => document.querySelector('.about').innerText.startsWith(kind)", arg=kind)
    followed = page.locator(FOLLOWED)
    for other in others:
        followed = followed.filter(has_not_text=other)
    followed.wait_for(timeout=60_000)
    page.wait_for_selector("ol.story .when", timeout=60_000)
    assert len(page.inner_text("ol.story")) > 100
    return page.inner_text(FOLLOWED)


def let_go(page, keys):
    """Follow nobody any more."""
    keys.reach(page.get_by_role("application").first)
    page.keyboard.press("Escape")
    page.wait_for_selector(FOLLOWED, state="detached", timeout=60_000)


def test_two_worlds_from_end_to_end(visit):
    page = visit.go()
    keys = Keys(page)
    page.wait_for_selector(".living-picture .controls", timeout=300_000)
    month = page.get_by_label("Month", exact=True)
    keys.press("Play", "Space")
    page.wait_for_function("document.querySelector('.living-picture input').value > 3")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Play").wait_for()
    before = int(month.input_value())
    for step, month_then in (("One month on", before + 1), ("One month back", before)):
        keys.press(step)
        page.wait_for_function("then => document.querySelector('.living-picture input').value == then", arg=month_then)
    keys.reach(month)
    page.keyboard.press("End")
    page.wait_for_selector("h2:has-text('What happens in December of year 20')", timeout=60_000)
    keys.reach(page.get_by_label("Speed"))
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("Speed").input_value() == "12"
    keys.press("Closer")
    keys.press("See the whole town")
    keys.reach(page.locator(".living-picture .numbers summary"))
    page.keyboard.press("Enter")
    page.wait_for_selector(".living-picture .numbers tbody td")


def test_a_person_a_group_and_an_agency_are_picked_and_their_stories_read(visit):
    page = visit.go()
    keys = Keys(page)
    page.wait_for_selector(".living-picture .controls", timeout=300_000)
    keys.reach(page.get_by_label("Month", exact=True))
    page.keyboard.press("End")
    page.wait_for_selector("h2:has-text('What happens in December of year 20')", timeout=60_000)
    listed = page.get_by_label("Agency or group")
    keys.reach(listed)
    agencies = listed.locator("optgroup").first.locator("option").all_inner_texts()
    groups = listed.locator("optgroup").nth(1).locator("option").all_inner_texts()
    page.keyboard.press("ArrowDown")
    assert "service" in read_story(page, agencies[0])
    let_go(page, keys)
    assert listed.locator(":checked").inner_text() == "choose from the list"
    keys.reach(listed)
    for _ in (*agencies, groups[0]):
        page.keyboard.press("ArrowDown")
    assert listed.locator(":checked").inner_text() == groups[0]
    group = read_story(page, groups[0].partition(":")[0], "service")
    let_go(page, keys)
    said = page.locator(".living-picture [aria-live]").last
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown") * 10:
        page.keyboard.press(key)
        if said.inner_text().startswith(("Woman", "Man")):
            break
    page.keyboard.press("Enter")
    read_story(page, said.inner_text(), "service", group)
