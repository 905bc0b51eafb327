"""What a scenario assumes, those settings with least evidence first."""

from simulation.outputs.cards import value
from simulation.outputs.words import told_in
from simulation.parameters import GRADES, Card, cards, number
from simulation.scenario import Scenario

HEADER = ("Assumption", "value", "unit", "plausible range", "grade", "source")


def known(scenario: Scenario) -> list[Card]:
    """The settings of a scenario, from those without evidence to those that are chosen."""
    some = [card for card in cards().values() if card.key in scenario.values]
    return sorted(some, key=lambda card: ("DCBAS".index(card.grade), card.key))


def by_grade(scenario: Scenario) -> str:
    """How many settings there are of each grade."""
    some = known(scenario)
    count = {grade: sum(card.grade == grade for card in some) for grade in GRADES}
    counted = "; ".join(f"{count[grade]} of grade {grade} ({meaning})" for grade, meaning in GRADES.items())
    return f"{len(some)} settings: {counted}."


def rows(scenario: Scenario) -> list[list[str]]:
    """A row for each setting under HEADER."""
    return [
        [
            card.label, value(scenario.values[card.key]), told_in(card.unit),
            "–".join(number(end) for end in card.plausible) if card.plausible else "", card.grade, card.source,
        ]
        for card in known(scenario)
    ]  # fmt: skip
