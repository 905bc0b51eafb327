"""The model's description: its generated parts are those of the code, and it names what there is."""

import re

from simulation.odd import PAGE, refreshed
from simulation.parameters import cards
from simulation.world import PHASES


def test_description_is_not_stale() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert refreshed(page) == page, "run: python -m simulation.odd"


def test_a_changed_schedule_is_noticed() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert refreshed(page.replace(". *seeking help*", ". *seeking*")) == refreshed(page)
    assert page.replace(". *seeking help*", ". *seeking*") != page


def described() -> str:
    """The page without its generated parts, which are checked whole."""
    return re.sub(r"<!-- (\w+):begin -->.*?<!-- \1:end -->", "", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_every_submodel_names_phases_and_switches_that_there_are() -> None:
    headings = re.findall(r"^### (.*), phases? (.*)$", described(), flags=re.MULTILINE)
    assert len(headings) > 15
    phases = {phase.name for phase in PHASES}
    sections = {key.partition(".")[0] for key in cards()}
    for heading, said in headings:
        assert set(re.findall(r"\*([^*]+)\*", said)) <= phases, heading
        assert set(re.findall(r"`(\w+)`", heading)) <= sections, heading


def test_every_card_that_the_description_names_in_full_exists() -> None:
    named = set(re.findall(r"`([a-z_]+\.[a-z_]+)(?:\[\w+\])?`", described()))
    sections = {key.partition(".")[0] for key in cards()}
    assert {name for name in named if name.partition(".")[0] in sections} - set(cards()) == set()
