"""The oracle's world: the month written out once more, phase after phase."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from . import action, civic, help, need, service
from .agents import Group, Neighbourhood, Place, Resident
from .luck import Luck

if TYPE_CHECKING:
    from simulation.scenario import Scenario
    from simulation.world import World

MONTH = (
    ("demand", need.rise),
    ("", service.set_budgets),
    ("effort", service.shift_effort),
    ("ladder", need.climb),
    ("acute", need.strike),
    ("seeking", need.seek),
    ("", need.list_needs),
    ("hours", help.kin_first),
    ("service", service.meet_duties),
    ("service", service.help_directly),
    ("routing", civic.route),
    ("", help.coproduce),
    ("capacity", help.build_capacity),
    ("wellbeing", help.settle_wellbeing),
    ("trust", help.settle_trust),
    ("connecting", action.connect),
    ("activation", action.act),
    ("burnout", action.burn_out),
    ("groups", civic.live_and_die),
    ("ties", action.turn_over),
    ("synapse", civic.strengthen),
    ("understanding", civic.align),
    ("", service.close_ledger),
)
"""The phases in order, each with the section of cards whose switch turns it off."""


class OracleWorld(mesa.Model):  # type: ignore[misc]
    """A world of objects, in the state that a world of columns had at the beginning of a month.

    `residents` are in row order, `by_row` and `by_key` find one of them; `cards` is the scenario.
    """

    cards: Scenario
    month: int
    most_ties: int
    demand: list[float]
    older_people_instead: bool

    def __init__(self, seed: int) -> None:
        super().__init__(rng=seed)
        self.seed = seed
        self.residents: list[Resident] = []
        self.groups: list[Group] = []
        self.places: list[Place] = []
        self.neighbourhoods: list[Neighbourhood] = []

    @classmethod
    def from_columns(cls, world: World) -> OracleWorld:
        """A copy of a world of columns."""
        from .copying import copied

        return copied(world)

    def index(self) -> None:
        """Note where everybody is; called when people have come, gone or changed rows."""
        self.residents.sort(key=lambda resident: resident.row)
        self.by_row = {resident.row: resident for resident in self.residents}
        self.by_key = {resident.key: resident for resident in self.residents}

    @property
    def burnt_out(self) -> float:
        """The burnout from which a person counts as burnt out, rounded as burnout itself is."""
        return float(np.float32(self.cards.burnout.burnt_out))

    def step(self) -> None:
        """One month."""
        self.luck = Luck(self.seed, self.month)
        for resident in self.residents:
            resident.events.clear()
        for switch, phase in MONTH:
            if not switch or getattr(self.cards, switch).on:
                phase(self)
        self.month += 1

    @property
    def scenario(self) -> Any:
        """The scenario, under Mesa's name for it."""
        return self.cards

    @scenario.setter
    def scenario(self, _: object) -> None:
        """Mesa's own scenario object, which carries only a seed, is not kept."""
