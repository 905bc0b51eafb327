"""Why the two differ, on a page: everything that is said, in its order, and only where it is known."""

from dashboards.showing.why import Why
from simulation.outputs.explanation import Explanation
from simulation.words import words


def test_all_that_is_known_is_on_the_page_in_order(texts):
    told = Explanation("They differ.", ["first <b>", "second"], ["rest"], ["reached"])
    said, own = texts(Why(told)), words()["explain"]
    wanted = [own["title"], "They differ.", own["first"], "First <b>", "Second", own["who"], "reached", own["beyond"]]
    assert said == [*wanted, "rest"]
