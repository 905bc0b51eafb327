"""The page of the two worlds side by side."""

import solara


@solara.component
def TwoWorlds() -> None:
    """Two worlds."""
    solara.v.Html(tag="h1", children=["Two worlds"])
