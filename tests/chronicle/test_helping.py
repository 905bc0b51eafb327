"""Rare cases of help that did not come, set up by hand."""

from mechanisms.village import MENTAL, village

from simulation.agents.residents import Event, Status
from simulation.chronicle.helping import why_no_kin
from simulation.chronicle.notebook import Notebook
from simulation.chronicle.troubles import direct_help
from simulation.chronicle.vocabulary import What, Why


def test_who_asks_nothing_of_kin_does_not_lack_them():
    assert why_no_kin(0, 0, 0) == Why.KIN_GAVE_WHAT_KIN_CAN
    assert why_no_kin(0, 5, 0) == Why.NO_KIN_WITH_TIME
    assert why_no_kin(2, 10, 8) == Why.KIN_GAVE_WHAT_KIN_CAN
    assert why_no_kin(2, 10, 7) == Why.KIN_HAVE_NO_MORE_TIME


def told(was, now, minutes, abandoned):
    """What is told of one case whose standing was and is so, given so many minutes of direct help."""
    town = village(1)
    r = town.residents
    r.level[0, MENTAL] = 1
    town.list_needs()
    before = r.status.copy()
    before[0, MENTAL], r.status[0, MENTAL] = was, now
    town.needs.direct[0] = minutes
    r.event[0] = Event.ABANDONED if abandoned else 0
    notebook = Notebook()
    gave_up = direct_help(town, {"residents.status": before}, notebook)
    return [What(what) for what in notebook.events()["what"]], bool(gave_up[0])


def test_how_direct_help_begins_and_ends():
    waiting, direct, none = Status.WAITING, Status.DIRECT, Status.NONE
    assert told(waiting, direct, 60, False) == ([What.DIRECT_HELP_BEGAN], False)
    assert told(none, direct, 60, False) == ([What.DIRECT_HELP_BEGAN], False)
    assert told(direct, none, 60, False) == ([What.DIRECT_HELP_ENDED], False)
    assert told(direct, waiting, 0, False) == ([What.DIRECT_HELP_BROKE_OFF], False)
    assert told(waiting, none, 0, True) == ([What.GAVE_UP_WAITING], True)
    assert told(waiting, waiting, 0, False) == ([], False)


def test_help_within_a_month_and_help_of_no_minutes():
    waiting, direct, none = Status.WAITING, Status.DIRECT, Status.NONE
    both = [What.DIRECT_HELP_BEGAN, What.DIRECT_HELP_ENDED]
    assert told(waiting, none, 60, False) == (both, False)
    assert told(none, none, 60, False) == (both, False)
    assert told(direct, none, 0, False) == ([What.DIRECT_HELP_ENDED], False)
    assert told(direct, none, 0, True) == ([What.DIRECT_HELP_BROKE_OFF, What.GAVE_UP_WAITING], True)
