"""Calibration: the fit is the minimum of what it says it minimises, only what may be fitted is, and work is kept."""

import math

import numpy as np
import pytest
import yaml

from simulation.experiments.calibration import FITTED, calibrate, fittable, in_worlds, remembered, span
from simulation.parameters import cards
from simulation.scenario import LIBRARY, Scenario
from simulation.strict_yaml import ScenarioError
from simulation.verification.patterns import PatternRow, verdict

KEYS = ("activation.opportunity", "activation.stop")
TARGETS = {"acting": (0.9, 1.3), "leaving": (0.6, 1.4), "far away": (8.0, 9.0)}


def factors(values):
    return [values[key] / cards()[key].value for key in KEYS]


def toy(values):
    """Three quantities that hang on two cards by formulas, one of them out of reach."""
    start, stop = factors(values)
    seen = {"acting": start / stop, "leaving": stop, "far away": start}
    return [
        PatternRow(n, name, name, low, high, seen[name], 0.0, verdict(seen[name], low, high), "")
        for n, (name, (low, high)) in enumerate(TARGETS.items())
    ]


def loss(start, stop):
    """The stated sum: soft-L1 of every quantity's and every card's distance in standard deviations."""
    seen = start / stop, stop, start
    off = [
        (one - (low + high) / 2) / ((high - low) / 4) for one, (low, high) in zip(seen, TARGETS.values(), strict=True)
    ]
    for factor, key in ((start, KEYS[0]), (stop, KEYS[1])):
        low, high = span(cards()[key])
        off.append((factor - 1) / ((high - low) / 4))
    return sum(2 * (math.sqrt(1 + one**2) - 1) for one in off)


def test_the_fit_is_the_least_of_the_stated_losses():
    made = calibrate(toy, KEYS, steps=50)
    found = factors({card.key: card.after for card in made.cards})
    (low, high), (least, most) = span(cards()[KEYS[0]]), span(cards()[KEYS[1]])
    grid = [(loss(a, b), a, b) for a in np.linspace(low, high, 300) for b in np.linspace(least, most, 300)]
    assert loss(*found) == pytest.approx(min(grid)[0], rel=0.01)
    assert found == pytest.approx(min(grid)[1:], abs=0.04)


def test_what_the_patterns_do_not_touch_teaches_nothing():
    def deaf(values):
        return [row for row in toy(values) if row.quantity == "leaving"]

    start, stop = calibrate(deaf, KEYS).cards
    assert start.learned == pytest.approx(0.0, abs=1e-6)
    low, high = span(cards()[KEYS[1]])
    narrow, prior = 0.2, (high - low) / 4
    expected = 1 - 1 / math.sqrt(1 + (prior / narrow) ** 2)
    assert stop.learned == pytest.approx(expected, rel=0.01)
    assert stop.correlation == pytest.approx(0.0, abs=1e-6)


@pytest.mark.slow
def test_a_town_is_fitted_the_same_on_one_process_and_two():
    """In the order of the seeds, whoever is done first: a sum hangs on the order of its terms."""
    town = {"places": [{"name": "Town", "residents": 10_000}], "run.settling_months": 24}
    scenario = Scenario.load("doing_things", town)
    one, two = (calibrate(in_worlds(scenario, 3, number, lambda _: None), KEYS, steps=1) for number in (1, 2))
    assert repr(one) == repr(two), "as text, since NaN differs from itself"
    assert one.to_yaml("asked") == two.to_yaml("asked")


def test_no_effect_no_policy_and_nothing_known_is_fitted():
    assert all(fittable(cards()[key]) for key in FITTED)
    for card in cards().values():
        if card.effect or card.decides == "policy" or card.grade == "A":
            assert not fittable(card)
    with pytest.raises(ValueError, match=r"effort\.connecting_share must not be fitted"):
        calibrate(toy, ("effort.connecting_share",))


def test_too_few_people_are_said():
    def empty(_):
        return [PatternRow(1, "", "children placed", 0, 1, float("nan"), 0.0, "miss", "")]

    with pytest.raises(ScenarioError, match=r"^Too few people to measure children placed\. Ask"):
        calibrate(empty, KEYS)


def test_work_is_kept_and_a_line_cut_short_is_made_again(tmp_path):
    asked = []

    def counted(values):
        asked.append(values)
        return toy(values)

    memory = tmp_path / "layer.yaml.evaluations"
    whole = calibrate(remembered(counted, memory, "a"), KEYS)
    made = len(asked)
    assert calibrate(remembered(counted, memory, "a"), KEYS) == whole
    assert len(asked) == made
    memory.write_text(memory.read_text()[:-20])
    assert calibrate(remembered(counted, memory, "a"), KEYS) == whole
    assert len(asked) == made + 1
    calibrate(remembered(counted, memory, "other"), KEYS)
    assert len(asked) == 2 * made + 1


def test_the_layer_says_what_was_fitted_and_is_drawn_around(tmp_path):
    made = calibrate(toy, KEYS)
    (tmp_path / "layer.yaml").write_text(made.to_yaml("run.py calibrate"))
    (tmp_path / "ours.yaml").write_text("extends: layer.yaml\nplaces: [{name: Ours, residents: 500}]\n")
    ours = Scenario.load(str(tmp_path / "ours.yaml"))
    assert ours.fitted == set(KEYS)
    assert {key: ours[key] for key in KEYS} == {card.key: card.after for card in made.cards}
    with pytest.raises(ScenarioError, match="worlds/market_town"):
        Scenario.load(str(tmp_path / "layer.yaml"))


def test_shipped_worlds_rest_on_the_layer_that_the_command_writes() -> None:
    for path in (LIBRARY / "worlds").glob("*.yaml"):
        world = Scenario.load(path)
        said = {key for key in FITTED if "calibration/england.yaml" in world.origin(key)}
        own = {key for key in FITTED if f"worlds/{world.name}.yaml" in world.origin(key)}
        assert said | own == set(FITTED)
        assert world.fitted == said


def test_the_layer_says_nothing_but_what_is_fitted_and_how_it_was_made() -> None:
    text = (LIBRARY / "calibration" / "england.yaml").read_text()
    assert text.startswith("# Made by `run.py calibrate doing_things --seeds 20 ")
    said = yaml.safe_load(text)
    assert set(said.pop("fitted")) == set(FITTED) == {f"{section}.{name}" for section in said for name in said[section]}
