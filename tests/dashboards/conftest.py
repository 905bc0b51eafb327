"""What tests of pages share: what a component says, drawn as the server draws it."""

import os

import pytest
import solara

from dashboards.server import SETTINGS

DRAWN = "REACTON_FAST"
os.environ[DRAWN] = SETTINGS[DRAWN]


@pytest.fixture
def texts():
    """A function: all texts of an element, in order, once it is rendered."""

    def of(element):
        box, context = solara.render(element, handle_error=False)
        said = list(_within(box))
        context.close()
        return said

    return of


def _within(widget):
    for child in getattr(widget, "children", ()):
        if isinstance(child, str):
            yield child
        else:
            yield from _within(child)
