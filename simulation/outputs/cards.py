"""Cards for people: what `run.py parameters` shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from simulation.parameters import GRADES, Card, cards, number
from simulation.strict_yaml import ScenarioError, nearest

SAID = ("value", "unit", "plausible", "what it is", "grade")
"""What a table says of each setting."""

DECIDERS = {
    "policy": "The place itself decides this.",
    "world": "The world outside decides this.",
    "uncertain": "Nobody decides this; it is not well known.",
}
"""Who decides a setting, in words."""

EFFECTS = {
    "direct efficacy": "It counts as a strength of doing things.",
    "network efficacy": "It counts as a strength of making things happen.",
    "direct harm": "It counts as a harm of doing things.",
    "network harm": "It counts as a harm of making things happen.",
}
"""Which way of working a strength or a harm belongs to, in words."""


def chosen(key: str) -> list[Card]:
    """The card of this name, the cards of this group, or all; anything else raises a ScenarioError."""
    found = [card for card in cards().values() if not key or key in (card.key, card.section)]
    if not found:
        close = nearest(key, [*cards(), *{card.section for card in cards().values()}])
        mend = f"Did you mean {close}?" if close else "`run.py parameters` shows all."
        raise ScenarioError(f"{key} is not a setting. {mend}")
    return found


def value(said: object) -> str:
    """A value as people write it."""
    if isinstance(said, bool):
        return "on" if said else "off"
    if isinstance(said, tuple):
        return ", ".join(number(one) for one in said)
    return number(said) if isinstance(said, int | float) else str(said)


def plausible(card: Card) -> str:
    """What uncertainty draws from; of a list, factors on its values."""
    if not card.plausible:
        return ""
    low, high = map(number, card.plausible)
    return f"× {low} to {high}" if isinstance(card.value, tuple) else f"{low} to {high}"


def record(card: Card) -> Mapping[str, Any]:
    """A card for machines."""
    names = (
        "key", "value", "unit", "bounds", "plausible", "label", "meaning", "decides", "effect", "source", "grade",
        "moves",
    )  # fmt: skip
    return {name: getattr(card, name) for name in names}


def show(found: Sequence[Card], console: Console) -> None:
    """One card in full, several as a table."""
    if len(found) > 1:
        table = Table(Column("setting", no_wrap=True), *SAID, box=None, pad_edge=False)
        for card in found:
            told = card.key, value(card.value), card.unit, plausible(card), card.label, card.grade
            table.add_row(*map(Text, told))
        console.print(table)
        return
    card = found[0]
    lines = [f"{card.label}: {value(card.value)} {card.unit}", card.meaning, DECIDERS[card.decides]]
    lines += [EFFECTS[card.effect]] if card.effect else []
    lines.append(f"Must be {card.wanted}.")
    if card.plausible:
        kind = "times the value, plausibly" if isinstance(card.value, tuple) else f"{card.unit}, plausibly"
        lines.append(f"{number(card.plausible[0])} to {number(card.plausible[1])} {kind}.")
    if card.fixed or card.by_place:
        lines.append("Read once, when the world is made." if card.fixed else "A schedule may change it by place.")
    if card.moves:
        from simulation.experiments.ablation import OUTCOMES

        lines.append(f"Meant to move: {', '.join(OUTCOMES[name].label for name in card.moves)}.")
    lines += [
        f"Source: {card.source} (grade {card.grade}: {GRADES[card.grade]}).",
        "Say it for each place, in a scenario of your own."
        if card.section == "place"
        else f"Hold it at another value with --set {card.key}=...",
    ]
    for line in lines:
        console.print(Text(line))
