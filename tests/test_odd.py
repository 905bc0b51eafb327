"""The model's description: its generated parts are those of the code, and it names what there is."""

import re

from simulation.odd import PAGE, held, refreshed
from simulation.parameters import cards
from simulation.scenario import Scenario
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


def test_every_phase_is_named_by_the_submodel_that_describes_it() -> None:
    headings = "".join(re.findall(r"^### .*, phases? .*$", described(), flags=re.MULTILINE))
    assert [phase.name for phase in PHASES if f"*{phase.name}*" not in headings] == []


def listed_as_held() -> set[str]:
    lines = (re.findall(r"`(\w+)`", line) for line in held().splitlines())
    return {f"{section}.{name}" for section, *names in lines for name in names}


def test_what_is_listed_as_held_is_what_draws_leave_alone() -> None:
    scenario = Scenario.load("doing_things")
    draws = [scenario.draw(seed) for seed in range(1, 11)]
    assert {"payers.care_duties", "ladder.home_age", "appraisal.crisis_ratio", "run.years"} <= listed_as_held()
    uncertain = {
        key
        for key in scenario.values
        if not isinstance(cards()[key].value, bool | str)
        and cards()[key].grade in "CD"
        and cards()[key].decides != "policy"
        and (scenario[key] == cards()[key].value or key in scenario.fitted)
    }
    alone = {key for key in uncertain if all(one[key] == scenario[key] for one in draws)}
    assert alone == listed_as_held() & set(scenario.values)


def test_every_card_that_the_description_names_in_full_exists() -> None:
    named = set(re.findall(r"`([a-z_]+\.[a-z_]+)(?:\[\w+\])?`", described()))
    sections = {key.partition(".")[0] for key in cards()}
    assert {name for name in named if name.partition(".")[0] in sections} - set(cards()) == set()
