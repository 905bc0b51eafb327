"""What an eye would notice on a page."""

CLIPPED = """() => [...document.querySelectorAll("body *")].filter((one) => {
    if (!one.checkVisibility() || one.closest("svg, canvas, .sr, .unseen") || !one.innerText?.trim()) return false;
    const { overflowX, overflowY } = getComputedStyle(one);
    const hides = (overflow) => ["hidden", "clip"].includes(overflow);
    return (hides(overflowX) && one.scrollWidth > one.clientWidth + 1)
        || (hides(overflowY) && one.scrollHeight > one.clientHeight + 1);
}).map((one) => one.outerHTML.slice(0, 160))"""


def clipped(page):
    """Boxes that hide part of the text in them."""
    return page.evaluate(CLIPPED)


def width(page):
    """How wide a page is, in pixels, with what lies beyond the screen."""
    return page.evaluate("document.documentElement.scrollWidth")
