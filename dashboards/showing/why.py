"""Why the two differ, in words: what parts first and what later, and who was reached."""

import solara

from dashboards.controls import Folded, text
from simulation.outputs.explanation import Explanation
from simulation.words import capital, words


@solara.component
def Why(told: Explanation) -> None:
    """What the two differ in, then what parts them in order of time; what does not part them behind a fold."""
    said = words()["explain"]
    with solara.v.Html(tag="section"):
        text("h2", said["title"])
        text("p", told.settings)
        text("p", said["first"], "soft")
        solara.v.Html(tag="ol", children=[solara.v.Html(tag="li", children=[capital(one)]) for one in told.parts])
        text("h3", said["who"])
        for line in told.reached:
            text("p", line)
        with Folded(said["beyond"]):
            for line in told.rest:
                text("p", line)
