"""Every phrase of the essay is a mechanism: the page is that of the code, and leaves no mechanism or tool out."""

import pytest

from simulation import phrases
from simulation.parameters import cards
from simulation.phrases import MECHANISMS, PAGE, TOOLS, Phrase, names, page
from simulation.world import PHASES


def test_page_is_not_stale():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m simulation.odd"


@pytest.mark.parametrize(("folder", "kind", "field"), [(MECHANISMS, "py", "mechanisms"), (TOOLS, "yaml", "tools")])
def test_every_mechanism_and_every_tool_answers_to_a_phrase(folder, kind, field):
    named = {name for one in phrases.phrases() for name in getattr(one, field)}
    there = set(names(folder, kind))
    assert there - named == set(), f"add these {field} to simulation/phrases.yaml"
    assert named - there == set(), f"these {field} in simulation/phrases.yaml do not exist"


def test_every_phase_with_a_switch_is_on_the_page():
    switched = {phase.name for phase in PHASES if phase.switch}
    told = {name for line in page().splitlines()[8:] for name in line.split(" | ")[3].split(", ")}
    assert switched - told == set()


def test_a_row_says_file_phases_cards_and_switch(monkeypatch):
    monkeypatch.setattr(phrases, "phrases", lambda: [Phrase("words", ["kin", "resilience"], ["rationing"])])
    kin, resilience, tool = page().splitlines()[-3:]
    own = sum(card.section == "hours" for card in cards().values())
    assert kin.startswith("| “words” | M5 and M9, the part that comes first: unpaid help")
    assert f"| kin first | [hours](../simulation/parameters/hours.yaml) ({own}) | `hours.on` |" in kin
    assert resilience.endswith("| none | none | none |")
    assert "(a tool)" in tool


def test_a_phrase_without_a_mechanism_says_so(monkeypatch):
    monkeypatch.setattr(phrases, "phrases", lambda: [Phrase("words", [])])
    assert page().splitlines()[-1] == "| “words” | nothing yet |  |  |  |  |"
