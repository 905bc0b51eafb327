"""What tests of pages share: what a component says."""

import pytest
import solara


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
