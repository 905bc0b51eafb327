"""Cards made up for tests of scenarios, and a machine with memory to spare."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from simulation import parameters
from simulation.parameters import FOLDER, read_cards
from simulation.scenario import Scenario, files, places
from simulation.strict_yaml import Node, read

CARD = "{name}:\n  value: {value}\n  unit: share\n  {more}\n  label: L\n  meaning: M\n  source: S\n  grade: {grade}\n"


def a_card(name: str, value: str, more: str, grade: str = "D") -> str:
    return CARD.format(name=name, value=value, more=more.replace("; ", "\n  "), grade=grade)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cards for these tests: a few mechanisms made up here, with the real cards of places and runs."""
    folder = tmp_path_factory.mktemp("cards")
    for name in ("place.yaml", "run.yaml"):
        (folder / name).write_bytes((FOLDER / name).read_bytes())
    (folder / "effort.yaml").write_text(
        a_card("on", "true", "decides: world")
        + a_card("connecting_share", "0.0", "bounds: [0, 1]; decides: policy; by_place: true; plausible: [0, 0.5]")
        + a_card("earliness", "0.3", "bounds: [0, 1]; decides: policy; by_place: true")
        + a_card("lag", "12", "bounds: [1, 60]; decides: uncertain; plausible: [6, 24]", "C")
    )
    (folder / "ladder.yaml").write_text(
        a_card(
            "functional_up", "[0.01, 0.04, 0.02]", "bounds: [0, 2]; decides: uncertain; plausible: {times: [0.5, 1.5]}"
        )
        + a_card(
            "efficacy", "1.0", "bounds: [0, 2]; decides: uncertain; plausible: [0, 2]; effect: direct efficacy; null: 0"
        )
        + a_card("known", "0.5", "bounds: [0, 1]; decides: uncertain; plausible: [0.4, 0.6]", "A")
    )
    (folder / "demand.yaml").write_text(
        a_card("path", "rising", "choices: [rising, held]; decides: world")
        + a_card("growth", "1.8", "bounds: [1, 100]; decides: world; plausible: [1.2, 3]")
    )
    return folder


@pytest.fixture(autouse=True)
def _cards(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Use these cards, and a machine with 8 GB to spare, unless a test is marked as about what ships."""
    monkeypatch.setattr(places, "available_memory", lambda: 8_000_000_000)
    if "shipped" not in request.node.name:
        made_up = read_cards(folder)
        monkeypatch.setattr(parameters, "cards", lambda: made_up)
        monkeypatch.setattr(files, "read", by_itself)


def by_itself(path: Path, shown: str) -> Node:
    """A file of the library; worlds extend nothing here, since what is fitted is about cards that are not made up."""
    said = read(path, shown)
    assert isinstance(said.value, Mapping)
    fitted = path.parent == files.LIBRARY / "worlds"
    return Node({key: one for key, one in said.value.items() if not (fitted and key == "extends")}, said.where)


@pytest.fixture
def town() -> Scenario:
    return Scenario.load("worlds/market_town")
