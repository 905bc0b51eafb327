"""The oracle's world: the month written out once more, phase after phase."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from . import action, civic, demography, economy, helping, incentives, learning, market, need, service
from .agents import ACTS, FLOWS, Group, Neighbourhood, Place, Resident
from .luck import Luck

if TYPE_CHECKING:
    from simulation.population.turnover import Turnover
    from simulation.scenario import Scenario
    from simulation.world import World

    from .endowment import Donor, Stratum

MONTH = (
    ("demand", need.rise),
    ("demography", demography.live_and_move),
    ("", service.set_budgets),
    ("tax_base", economy.collect),
    ("borrowing", service.service_debts),
    ("politics", service.hold_elections),
    ("", service.bear_lifelong_need),
    ("effort", service.shift_effort),
    ("ladder", need.climb),
    ("acute", need.strike),
    ("seeking", need.seek),
    ("", need.list_needs),
    ("hours", helping.kin_first),
    ("service", service.meet_duties),
    ("pooling", service.pool),
    ("", service.share_money),
    ("growth", economy.invest),
    ("incentives", incentives.offer),
    ("market", market.buy),
    ("service", service.help_directly),
    ("routing", civic.route),
    ("", helping.coproduce),
    ("market", market.trade),
    ("capacity", helping.build_capacity),
    ("jobs", economy.work_and_learn),
    ("wellbeing", helping.settle_wellbeing),
    ("trust", helping.settle_trust),
    ("connecting", action.connect),
    ("activation", action.act),
    ("burnout", action.burn_out),
    ("assets", civic.close_halls),
    ("commons", economy.share_commons),
    ("groups", civic.live_and_die),
    ("ties", action.turn_over),
    ("synapse", civic.strengthen),
    ("understanding", civic.map_groups),
    ("understanding", civic.align),
    ("innovation", learning.learn),
    ("", service.close_ledger),
)
"""The phases in order, each with the section of cards whose switch turns it off."""


class OracleWorld(mesa.Model):
    """A world of objects, in the state that a world of columns had at the beginning of a month.

    `residents` are in row order, `by_row` and `by_key` find one of them; `plan` is the scenario, and `cards` what it
    says this month. `rows` counts the
    rows in use, those of the dead too, and `last_label` is the highest label of a household among them.
    """

    plan: Scenario
    cards: Scenario
    month: int
    market_age: int
    most_ties: int
    demand: list[float]
    template: list[float]
    older_people_instead: bool
    older_share_at_start: float
    rows: int
    last_label: int
    donors: dict[Stratum, list[Donor]] | None
    turnover: Turnover

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

    def settle(self, people: list[Resident]) -> None:
        """Count newcomers among the residents; they take the next rows."""
        self.residents += people
        self.rows += len(people)
        self.last_label = max([self.last_label, *(person.household for person in people)])
        self.index()

    def tie(self, a: Resident, b: Resident, weight: int) -> None:
        """A mutual tie, unless it exists, is with oneself, or either has as many as a person can hold."""
        if a is not b and b not in a.ties and max(len(a.ties), len(b.ties)) < self.most_ties:
            a.ties[b] = b.ties[a] = weight

    @property
    def older_share(self) -> float:
        """The share of residents aged 65 and over."""
        return sum(resident.older for resident in self.residents) / max(len(self.residents), 1)

    @property
    def burnt_out(self) -> float:
        """The burnout from which a person counts as burnt out, rounded as burnout itself is."""
        return float(np.float32(self.cards.burnout.burnt_out))

    def step(self) -> None:
        """One month."""
        self.luck = Luck(self.seed, self.month)
        self.begin_month()
        for switch, phase in MONTH:
            if not switch or getattr(self.cards, switch).on:
                phase(self)
        self.month += 1

    def begin_month(self) -> None:
        """What the plan has for this month holds from now on; what is counted within a month begins at nothing."""
        if self.month in self.plan.turns:
            self.cards = self.plan.at(self.month)
        for resident in self.residents:
            resident.events.clear()
            resident.kin_given = resident.civic_given = 0
        for group in self.groups:
            group.pool = group.asked = group.given = 0
        for place in self.places:
            place.acts = dict.fromkeys(ACTS, 0)
            place.flows = dict.fromkeys(FLOWS, 0)
            place.due = 0
            for a in place.agencies:
                a.tax_base = a.grant = a.growth = a.statutory = a.unserved = 0
                a.discretionary = a.dual_running = a.connecting = a.direct = 0
                a.dearer = a.incentives = a.minutes_given = a.returned = 0
                a.interest = a.repaid = a.borrowed = a.joint = a.added = 0
            place.felt = {}
        for neighbourhood in self.neighbourhoods:
            neighbourhood.grants = 0.0
        market.open_month(self)

    @property
    def scenario(self) -> Any:
        """The scenario, under Mesa's name for it."""
        return self.cards

    @scenario.setter
    def scenario(self, _: object) -> None:
        """Mesa's own scenario object, which carries only a seed, is not kept."""
