"""Why the two differ, on a page: everything that is said, in its order, and only where it is known."""

import solara

from dashboards.showing.why import Why
from simulation.outputs.explanation import Explanation
from simulation.words import words


def texts(widget):
    """All texts within a widget, in order."""
    for child in getattr(widget, "children", ()):
        if isinstance(child, str):
            yield child
        else:
            yield from texts(child)


def test_all_that_is_known_is_on_the_page_in_order():
    told = Explanation("They differ.", ["first <b>", "second"], ["rest"], ["reached"])
    box, context = solara.render(Why(told), handle_error=False)
    said, own = list(texts(box)), words()["explain"]
    wanted = [own["title"], "They differ.", own["first"], "First <b>", "Second", own["who"], "reached", own["beyond"]]
    assert said == [*wanted, "rest"]
    context.close()
