"""Every card is a control that says unit, range, meaning, who decides, source and grade; what it sends is checked."""

import pytest

from dashboards.asking import levers
from dashboards.asking.choice import Choice, changeable
from simulation.mechanisms.effort import LEVERS
from simulation.parameters import cards
from simulation.scenario import ScenarioError


def test_every_card_has_a_control_under_its_mechanism():
    shown = [one["key"] for group in levers.all_groups(Choice()) for one in group["levers"]]
    assert shown == list(changeable())
    assert "Trust" in [group["title"] for group in levers.all_groups(Choice())]


def test_the_handful_begins_with_the_two_levers():
    assert [one["key"] for one in levers.first(Choice())[0]["levers"]][:2] == list(LEVERS)


@pytest.mark.parametrize("key", levers.FIRST)
def test_a_control_says_what_its_card_says(key):
    card, control = cards()[key], levers.lever(cards()[key], Choice())
    about = " ".join(control["more"])
    assert control["label"] == card.label
    assert control["meaning"] == card.meaning
    assert card.wanted in about
    assert levers.DECIDERS[card.decides] in about
    assert f"{card.source} (grade {card.grade}:" in about


def test_every_slider_can_stand_at_its_usual_value():
    for card in changeable().values():
        if levers.kind(card) == "range":
            steps = (card.value - card.bounds[0]) / levers.step(card)
            assert abs(steps - round(steps)) < 1e-6, card.key


def test_what_a_control_sends_is_checked():
    assert levers.moved(Choice(), "effort.lag", 6.0).value("effort.lag") == 6
    assert levers.moved(Choice(), "run.years", 5).years == 5
    assert levers.moved(Choice(), "world", "county").world == "county"
    for key, raw in (("effort.lag", 99), ("effort.on", "x"), ("world", "../x"), ("model", 3)):
        with pytest.raises(ScenarioError):
            levers.moved(Choice(), key, raw)
