"""The page on which something is changed."""

import solara


@solara.component
def WhatIf() -> None:
    """What if."""
    solara.v.Html(tag="h1", children=["What if"])
