"""What changes in the course of time: schedules, tools, and what neither can change."""

import pickle
from pathlib import Path
from typing import Any

import pytest
from files import write

from simulation import parameters
from simulation.scenario import Scenario, ScenarioError, describe, tools

SCHEDULED = """
extends: worlds/county
effort: {connecting_share: 0.2}
schedule:
  - {from: 24, until: 36, effort: {lag: 6}}
  - from: 30
    places: [HERE]
    effort: {connecting_share: 0.4}
    times: {effort: {earliness: 2}}
"""


@pytest.fixture
def here() -> str:
    return str(Scenario.load("worlds/county").places[1].name)


@pytest.fixture(autouse=True)
def _tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "TOOLS", tmp_path)
    write(tmp_path, "asking_early", "title: Asking early\neffort: {earliness: 0.5}\n")
    write(tmp_path, "pause", "schedule:\n  - {from: 6, until: 12, times: {demand: {growth: 0.5}}}\n")


def test_each_month_has_what_its_changes_say_and_the_rest_as_it_was(tmp_path: Path, here: str) -> None:
    text = SCHEDULED.replace("HERE", here)
    scenario = Scenario.load(write(tmp_path, "ours", text))
    assert scenario.turns == {24, 30, 36}
    assert [scenario.at(month).effort.lag for month in (0, 23, 24, 35, 36)] == [12, 12, 6, 6, 12]
    shares = [scenario.at(month).by_place("effort.connecting_share") for month in (29, 30, 400)]
    assert shares == [(0.2,) * 4, (0.2, 0.4, 0.2, 0.2), (0.2, 0.4, 0.2, 0.2)]
    assert scenario.at(30).effort.connecting_share == 0.2
    assert scenario.at(30).origin("effort.connecting_share") == f"{tmp_path}/ours.yaml:6"
    assert scenario.at(30).turns == frozenset()
    assert "from month 24 until month 36: effort.lag = 6" in [describe(change) for change in scenario.schedule]


def test_what_comes_later_in_the_list_wins_and_factors_multiply_within_bounds(tmp_path: Path) -> None:
    text = (
        "extends: worlds/market_town\nschedule:\n"
        "  - {effort: {lag: 20}}\n  - {times: {effort: {lag: 2}, ladder: {functional_up: 10}}}\n"
        "  - {from: 5, times: {effort: {lag: 2}}}\n  - {from: 7, effort: {lag: 3}}\n"
    )
    scenario = Scenario.load(write(tmp_path, "ours", text))
    assert [scenario.at(month).effort.lag for month in (0, 5, 7)] == [40, 60, 3]
    assert scenario.at(0).ladder.functional_up == pytest.approx((0.1, 0.4, 0.2))
    assert scenario.effort.lag == 12


def test_a_child_adds_to_the_schedule_of_its_parent(tmp_path: Path) -> None:
    write(tmp_path, "parent", "extends: worlds/market_town\nschedule: [{from: 3, effort: {lag: 3}}]\n")
    child = write(tmp_path, "child", "extends: parent.yaml\nschedule: [{from: 5, effort: {lag: 5}}]\n")
    assert [change.begins for change in Scenario.load(child).schedule] == [3, 5]


def test_tools_go_with_any_scenario_from_any_month(tmp_path: Path) -> None:
    both = Scenario.load("worlds/market_town+asking_early@24+pause")
    assert (both.name, both.turns) == ("market_town+asking_early@24+pause", {24, 6, 12})
    assert both.title == "A market town + Asking early from month 24 + pause"
    assert [both.at(month).effort.earliness for month in (23, 24)] == [0.3, 0.5]
    assert [both.at(month).demand.growth for month in (5, 6, 12)] == pytest.approx([1.8, 1.0, 1.8])
    here = Scenario.load("worlds/county").places[0].name
    text = f"extends: worlds/county\nwith: [pause, {{tool: asking_early, from: 6, places: [{here}]}}]\n"
    said = Scenario.load(write(tmp_path, "ours", text))
    assert said.at(6).by_place("effort.earliness") == (0.5, 0.3, 0.3, 0.3)
    assert said.at(6).demand.growth == 1.0


def test_a_tool_of_ones_own_lies_beside_the_file_that_asks_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own").mkdir()
    write(tmp_path / "own", "brisk", "effort: {lag: 2}\n")
    ours = write(tmp_path / "own", "ours", "extends: worlds/market_town\nwith: [brisk.yaml@3]\n")
    assert Scenario.load(ours).at(3).effort.lag == 2
    monkeypatch.chdir(tmp_path / "own")
    behind = Scenario.load(f"{tmp_path}/own/ours.yaml+brisk.yaml@9+pause")
    assert behind.name == "ours+brisk@9+pause"
    assert behind.turns == {3, 6, 9, 12}


def test_what_holds_in_a_month_can_be_changed_like_any_scenario(tmp_path: Path, here: str) -> None:
    now = Scenario.load(write(tmp_path, "ours", SCHEDULED.replace("HERE", here))).at(31)
    assert now.today().by_place("effort.connecting_share") == (0.0,) * 4
    assert now.with_changes({"effort.connecting_share": 0.1}).by_place("effort.connecting_share") == (0.1,) * 4
    assert now.with_changes({"effort.lag": 3}).by_place("effort.connecting_share") == (0.2, 0.4, 0.2, 0.2)


def test_a_schedule_and_a_list_of_tools_are_bounded(tmp_path: Path) -> None:
    changes = "\n".join(["  - {effort: {lag: 6}}"] * 501)
    with pytest.raises(ScenarioError, match=r"ours.yaml:503: this is change 501, but a scenario can have 500"):
        Scenario.load(write(tmp_path, "ours", f"extends: worlds/market_town\nschedule:\n{changes}\n"))
    with pytest.raises(ScenarioError, match=r"these are 13 tools, but at most 12 go together"):
        Scenario.load(write(tmp_path, "ours", f"extends: worlds/market_town\nwith: [{', '.join(['pause'] * 13)}]\n"))


def test_what_a_user_sets_is_held_whatever_the_schedule_says() -> None:
    held = Scenario.load("worlds/market_town+asking_early", {"effort.earliness": 0.1})
    assert (held.at(5).effort.earliness, held.schedule) == (0.1, ())


def test_settling_and_null_arms_know_no_schedule(tmp_path: Path) -> None:
    text = "extends: worlds/market_town\nschedule: [{from: 2, ladder: {efficacy: 2}}, {from: 3, effort: {lag: 5}}]\n"
    scenario = Scenario.load(write(tmp_path, "ours", text))
    assert scenario.today() == Scenario.load("worlds/market_town").today()
    null = scenario.without_effects(["direct efficacy"])
    assert (null.at(400).ladder.efficacy, null.at(400).effort.lag) == (0.0, 5)


def test_drawn_assumptions_hold_but_where_the_schedule_sets_them(tmp_path: Path) -> None:
    text = "extends: worlds/market_town\nschedule: [{from: 2, until: 4, effort: {lag: 5}}]\n"
    drawn = Scenario.load(write(tmp_path, "ours", text)).draw(3)
    assert "effort.lag" in drawn.drawn
    assert [drawn.at(month).effort.lag for month in (1, 2, 4)] == [drawn.effort.lag, 5, drawn.effort.lag]


def test_a_schedule_is_part_of_what_a_scenario_is(tmp_path: Path, here: str) -> None:
    text = SCHEDULED.replace("HERE", here)
    scenario = Scenario.load(write(tmp_path, "ours", text))
    plain = Scenario.load("worlds/county", {"effort.connecting_share": 0.2})
    assert scenario.fingerprint != plain.fingerprint
    assert scenario.at(0) == plain
    again = Scenario.load(write(tmp_path, "again", scenario.to_yaml()))
    assert again == scenario
    assert pickle.loads(pickle.dumps(scenario)).at(31).by_place("effort.earliness") == (0.3, 0.6, 0.3, 0.3)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("schedule: 3", "schedule must be a list"),
        ("schedule: [3]", "a change must be a group"),
        ("schedule: [{from: 2}]", "this changes nothing"),
        ("schedule: [{from: -1, effort: {lag: 6}}]", "from must be a month of the run"),
        ("schedule: [{from: 6, until: 6, effort: {lag: 6}}]", "ends in month 6, before it begins in month 6"),
        ("schedule: [{effort: {lagg: 6}}]", "Did you mean effort.lag?"),
        ("schedule: [{effort: {lag: 600}}]", "effort.lag is 600, but must be a whole number from 1 to 60"),
        ("schedule: [{times: {effort: {'on': 2}}}]", "effort.on is no number"),
        ("schedule: [{times: {effort: {lag: x}}}]", "the factor on effort.lag must be a number"),
        ("schedule: [{run: {years: 6}}]", "run.years is read once, when the world is made"),
        ("schedule: [{places: [Atlantis], effort: {connecting_share: 0.1}}]", "there is no place 'Atlantis'"),
        ("schedule: [{places: [TOWN], effort: {lag: 6}}]", "effort.lag is the same in all places"),
        ("schedule: [{places: TOWN, effort: {connecting_share: 0.1}}]", "places must be a list of names"),
        ("with: rationing", "with must be a list of tools"),
        ("with: [{tool: asking_early, places: [Atlantis]}]", "there is no place 'Atlantis'"),
        ("with: [{tool: pause, places: [TOWN]}]", "demand.growth is the same in all places"),
        ("with: [asking_erly]", "Did you mean asking_early?"),
        ("with: [{tol: pause}]", "a tool is a name or a group of tool, from and places"),
        ("with: [asking_early@soon]", "the month after @ must be a month of the run"),
    ],
)
def test_what_cannot_be_is_said_where_it_stands(said: str, words: str, tmp_path: Path) -> None:
    town = str(Scenario.load("worlds/market_town").places[0].name)
    file = write(tmp_path, "ours", f"extends: worlds/market_town\n{said.replace('TOWN', town)}\n")
    with pytest.raises(ScenarioError, match=f"ours.yaml:2: .*{words.replace('?', '[?]')}"):
        Scenario.load(file)


@pytest.mark.parametrize("name", ["worlds/market_town+", "worlds/market_town++pause", "worlds/market_town+@24"])
def test_a_plus_without_a_tool_is_told(name: str) -> None:
    with pytest.raises(ScenarioError, match=r"no tool stands behind a \+\. Name one there") as caught:
        Scenario.load(name)
    assert str(caught.value).startswith(f"{name}: ")


def test_a_tool_says_nothing_of_places(tmp_path: Path) -> None:
    write(tmp_path, "own", "places: [{name: Ours}]\n")
    with pytest.raises(ScenarioError, match="a tool goes with any scenario, so it cannot say `places`"):
        Scenario.load("worlds/market_town+own")


class Reader:
    """A section of cards that notes which of them are read."""

    def __init__(self, section: str, record: Any, read: set[str]) -> None:
        self.section, self.record, self.seen = section, record, read

    def __getattr__(self, name: str) -> Any:
        self.seen.add(f"{self.section}.{name}")
        return getattr(self.record, name)


BRANCHES: tuple[dict[str, object], ...] = (
    {
        "demand.care_mode": "more older people",
        "politics.term": 1,
        "innovation.update_years": 1,
        "innovation.governance": "centre",
    },
    {
        "activation.spread": 0.0,
        "burnout.contagion": 0.3,
        "incentives.payment": 3.0,
        "incentives.asking": 0.1,
        "pooling.share": 0.5,
        "market.price_uplift": 0.5,
        "market.entry": 1.0,
        "market.outcome_share": 0.3,
        "growth.share": 0.1,
        "borrowing.limit": 1.0,
        "service.triage": "gain",
    },
)


def test_every_shipped_card_that_may_change_is_read_after_the_start() -> None:
    from simulation.mechanisms import ladder
    from simulation.world import World

    rich = {"budget.reserves_share": 2.0, "budget.discretionary_share": 0.3}
    small = {"run.settling_months": 12, "places": [{"name": name, "residents": 1500} for name in "AB"], **rich}
    read = {key for key, card in parameters.cards().items() if card.by_place}
    for branch in BRANCHES:
        world = World(Scenario.load("making_things_happen", {**small, **branch}), rng=1)
        world.step_month()
        held = world.scenario
        held.kept.clear()
        ladder._usual_hazards.cache_clear()
        for section in {key.partition(".")[0] for key in held.values}:
            object.__setattr__(held, section, Reader(section, getattr(held, section), read))
        world._go_on_under(held)
        for _ in range(25):
            world.step_month()
    may_change = {key for key, card in parameters.cards().items() if card.section != "place" and not card.fixed}
    assert " ".join(sorted(may_change - read)) == ""


SERVICE_MODEL = """
extends: making_things_happen
run: {settling_months: 12}
places: [{name: Vale, residents: 1500}, {name: Hamlet, residents: 1500}]
schedule:
  - from: 2
    until: 4
    places: [Hamlet]
    service: {eligibility: [2, 2, 2, 2, 2], threshold: 2, outreach: 0.1}
    connecting: {aim: 0.8}
    effort: {connecting_share: 0.5}
"""
"""Eligibility, who is turned away, who is looked for, whom connectors are sent to and how many: there and then."""


def test_a_shipped_service_model_can_hold_in_one_place_for_some_months(tmp_path: Path) -> None:
    from simulation.agents.residents import CRISIS, Status
    from simulation.world import World

    world = World(Scenario.load(write(tmp_path, "ours", SERVICE_MODEL)), rng=1)
    seen = []
    for _ in range(6):
        world.step_month()
        r = world.residents
        status, level = r.status[: r.count], r.level[: r.count]
        duty = ((status == Status.STATUTORY) | (status == Status.PLACED)) & (level < CRISIS)
        seen.append([duty[world.place_of[r.neighbourhood[: r.count]] == place].sum() for place in range(2)])
        eligibility = world.by_place("service.eligibility")
        model = world.month - 1 in (2, 3)
        assert eligibility.tolist() == [[3.0] * 5, [2.0 if model else 3.0] * 5]
        assert world.by_place("connecting.aim").tolist() == [0.0, 0.8 if model else 0.0]
    assert [one[0] for one in seen] == [0] * 6, "duties begin at crisis in Vale"
    assert [one[1] > 0 for one in seen] == [False, False, True, True, False, False]
