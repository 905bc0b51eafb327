"""What the cards say in a place this month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.parameters import Value, cards

if TYPE_CHECKING:
    from .agents import Place
    from .model import OracleWorld

POLICIES = (
    "effort.connecting_share", "effort.earliness", "budget.saving", "service.threshold", "service.pooled",
    "synapse.reset", "understanding.discretion", "understanding.drift", "innovation.governance",
    "hand_off.shared_view", "public_realm.shared_decisions",
)  # fmt: skip
"""Those that can differ by place: today's hold where an election has turned the place back."""


def said_in(world: OracleWorld, place: Place, key: str) -> Value:
    """What the cards say in a place; of policies, what they say today where it has turned back."""
    today = place.turned_back and key in POLICIES
    return cards()[key].value if today else world.cards.by_place(key)[place.number]


def number_in(world: OracleWorld, place: Place, key: str) -> float:
    """The same of a card that is a number."""
    said = said_in(world, place, key)
    assert isinstance(said, int | float)
    return float(said)
