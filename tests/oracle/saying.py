"""What the cards say in a place this month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.parameters import Value, cards

if TYPE_CHECKING:
    from .agents import Place
    from .model import OracleWorld


def value_in(world: OracleWorld, place: Place, key: str) -> Value:
    """What the cards say in a place; of policies, what they say today where an election has turned it back."""
    today = place.turned_back and cards()[key].decides == "policy"
    return cards()[key].value if today else world.cards.by_place(key)[place.number]


def said_in(world: OracleWorld, place: Place, key: str) -> float:
    """The same of a card that is a number or a switch."""
    return float(value_in(world, place, key))  # type: ignore[arg-type]
