"""A file that cannot be made is told in a sentence, whatever went wrong."""

import errno
import threading

import pytest
import solara

from dashboards.answering.orders import BusyError
from dashboards.controls import Download, why_not
from simulation.scenario import ScenarioError


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (BusyError("Many ask. Try again in a minute."), "Many ask. Try again in a minute."),
        (ScenarioError("x.yaml:1: it is wrong. Mend it."), "x.yaml:1: it is wrong. Mend it."),
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "All cannot be made: No space left on device. Make room on the disk, and try again.",
        ),
        (KeyError("nobody"), "All cannot be made (KeyError). Change something, and try again."),
    ],
)
def test_a_file_that_cannot_be_made_is_told(error, said):
    assert why_not("All", error) == said


def test_a_button_that_fetches_a_file_is_never_silent():
    told, said = [], threading.Event()

    def make():
        raise KeyError("nobody")

    def say(what):
        told.append(what)
        said.set()

    box, context = solara.render(Download("All", "all.zip", make, say), handle_error=False)
    box.children[0].vue_wanted(None)
    assert said.wait(10)
    assert told == [why_not("All", KeyError("nobody"))]
    context.close()
