"""The page that says what this is, what it is not, and where its numbers come from."""

import solara


@solara.component
def About() -> None:
    """About."""
    solara.v.Html(tag="h1", children=["About"])
