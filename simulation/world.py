"""A world: places and the people, groups and agencies in them; one step is one month, written once, as PHASES."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation import invariants, outcomes
from simulation.agents.incentives import Incentives
from simulation.agents.inhabited import Inhabited
from simulation.agents.places import Places
from simulation.chance import seed_word
from simulation.chronicle.observer import Observer
from simulation.mechanisms import (
    activation,
    acute,
    assets,
    borrowing,
    budget,
    burnout,
    capacity,
    commons,
    connecting,
    coproduction,
    demand,
    demography,
    direct_help,
    effort,
    groups,
    growth,
    incentives,
    innovation,
    jobs,
    kin,
    ladder,
    lifelong,
    market,
    politics,
    pooling,
    providers,
    routing,
    seeking,
    service,
    synapse,
    tax_base,
    ties,
    trust,
    understanding,
    wellbeing,
)
from simulation.needs import Needs
from simulation.observation.spells import Spells
from simulation.outcomes import Outcomes
from simulation.parameters import cards
from simulation.population import synthesise
from simulation.population.arrivals import people_by_place
from simulation.population.donors import Donors
from simulation.scenario import Scenario, ScenarioError


class Phase(NamedTuple):
    """One phase of the month: its name, what it does, and the section whose card `on` switches it ("" = always on)."""

    name: str
    run: Callable[[World], None]
    switch: str


def list_needs(world: World) -> None:
    """List who has need this month."""
    world.needs.list_cases(world.residents)


def count_hours(world: World) -> None:
    """Say how many hours of help each need takes."""
    world.needs.count_hours(world.residents)


PHASES = (
    Phase("pressures", demand.rise, "demand"),
    Phase("demography", demography.live_and_move, "demography"),
    Phase("budgets", budget.set_budgets, ""),
    Phase("tax base", tax_base.collect, "tax_base"),
    Phase("debts", borrowing.service_debts, "borrowing"),
    Phase("elections", politics.hold_elections, "politics"),
    Phase("lifelong need", lifelong.bear_lifelong_need, ""),
    Phase("shift of effort", effort.shift_effort, "effort"),
    Phase("need", ladder.climb, "ladder"),
    Phase("acute arrivals", acute.strike, "acute"),
    Phase("needs listed", list_needs, ""),
    Phase("seeking help", seeking.seek, "seeking"),
    Phase("hours needed", count_hours, ""),
    Phase("kin first", kin.kin_first, "hours"),
    Phase("duties", service.meet_duties, "service"),
    Phase("pooled savings", pooling.pool, "pooling"),
    Phase("money shared", budget.share_money, ""),
    Phase("local growth", growth.invest, "growth"),
    Phase("incentives", incentives.offer, "incentives"),
    Phase("hours bought", market.buy, "market"),
    Phase("direct help", direct_help.help_directly, "service"),
    Phase("travel to groups", routing.route, "routing"),
    Phase("co-production", coproduction.coproduce, ""),
    Phase("providers", providers.trade, "market"),
    Phase("capacity", capacity.build_capacity, "capacity"),
    Phase("skills and jobs", jobs.work_and_learn, "jobs"),
    Phase("wellbeing", wellbeing.settle_wellbeing, "wellbeing"),
    Phase("trust", trust.settle_trust, "trust"),
    Phase("connecting", connecting.connect, "connecting"),
    Phase("activation", activation.act, "activation"),
    Phase("burnout", burnout.burn_out, "burnout"),
    Phase("halls", assets.close_halls, "assets"),
    Phase("commons", commons.share_commons, "commons"),
    Phase("groups", groups.live_and_die, "groups"),
    Phase("ties", ties.turn_over, "ties"),
    Phase("plasticity", synapse.strengthen, "synapse"),
    Phase("mapping", understanding.map_groups, "understanding"),
    Phase("alignment", understanding.align, "understanding"),
    Phase("innovation", innovation.learn, "innovation"),
    Phase("ledger", budget.close_ledger, ""),
    Phase("invariants", invariants.check, ""),
    Phase("outcomes", outcomes.record, ""),
)
"""A month, in order. Within a phase everybody reads the state that the phase found."""


class World(Inhabited):
    """A scenario come to life: settled under today's way of working and ready for month 0.

    scenario: a frozen Scenario, or the name or path of one. rng: the seed of all luck (None: a fresh one). Further
    keywords change single cards, so that `mesa.batch_run` can vary them:
    `World("doing_things", rng=1, **{"effort.earliness": 0.6})`. Raises ValueError for a seed that is no whole
    number of 64 bits.

    observers: who is told of every phase (`simulation.chronicle`); nobody unless set. flows [4, place]: people
    born, dead, arrived and gone elsewhere this month.
    """

    def __init__(self, scenario: Scenario | str = "doing_things", *, rng: int | None = 0, **changes: Any) -> None:
        if rng is not None:
            seed_word(rng)
        super().__init__(rng=rng)
        frozen = Scenario.load(scenario) if isinstance(scenario, str) else scenario
        self.plan = frozen.with_changes(changes) if changes else frozen
        self._in_force = self.plan.today()
        self.seed = np.uint64(self._seed)
        self.month = -self.scenario.run.settling_months
        self.seconds = np.zeros(len(PHASES))
        self.observers: tuple[Observer, ...] = ()
        self._build()
        self._settle()

    @property
    def scenario(self) -> Scenario:
        """What holds this month; frozen. To go on with, take `plan`: the scenario with all that is still to change."""
        return self._in_force

    @scenario.setter
    def scenario(self, _: object) -> None:
        """Mesa's own scenario object, which carries only a seed, is not kept."""

    def _build(self) -> None:
        town = synthesise(self.scenario, self.seed)
        self.residents, self.ties, self.groups = town.residents, town.ties, town.groups
        self.place_of, self.fifth_of = town.place_of, town.fifth_of
        self.halls, self.near = town.halls, town.near
        places = len(self.scenario.places)
        self.places = Places([p.name for p in self.scenario.places], len(self.place_of), self.scenario.trust.start)
        self.demand = demand.Demand()
        self.effort = effort.Effort(places, self.scenario.effort.connecting_share, self.scenario.effort.earliness)
        self.budget = budget.Budget(places, self)
        self.market = market.Market(places)
        self.providers = providers.first_providers(self)
        self.incentives = Incentives(places, len(self.place_of))
        self.understanding = understanding.Understanding(self, places)
        self.innovation = innovation.Innovation(places, innovation.usual_merit(self.scenario.innovation))
        self.needs = Needs(self.scenario, places)
        self.jobs = jobs.Jobs(self, places)
        self.tax_base = tax_base.TaxBase(places)
        self.commons = commons.Commons(places, self.scenario.commons.start)
        self.outcomes = Outcomes(places, 12 * self.scenario.run.years)
        self.spells = Spells()
        self.donors: Donors | None = None
        self._last_group_id = int(self.groups.id.max(initial=0))
        self.flows = np.zeros((4, places), np.int64)
        self.index_rows()
        self.people = self.residents_by_place()
        self.turnover = demography.begin(self)
        self.add_administration()

    def _settle(self) -> None:
        while self.month < 0:
            self.step_month()
        self._in_force = self.plan.at(0)
        self.donors = demography.donor_pool(self)
        self.baseline = self.outcomes.last(12)
        self.outcomes = Outcomes(len(self.scenario.places), 12 * self.scenario.run.years)

    def step(self) -> None:
        """One month, phase by phase; then Mesa's datacollector collects. The scenario's last one ends `run_model`."""
        self.step_month()
        self.end_step()
        if self.over:
            self.running = False

    @property
    def over(self) -> bool:
        """Whether all years of the scenario have been lived; a world can be stepped further."""
        return self.month >= 12 * self.scenario.run.years

    def step_month(self) -> None:
        """Run PHASES once, skipping those whose mechanism is switched off."""
        self._begin_month()
        scenario, seconds = self.scenario, [0.0] * len(PHASES)
        for number, phase in enumerate(PHASES):
            if phase.switch and not getattr(scenario, phase.switch).on:
                continue
            for observer in self.observers:
                observer.before(phase.name, self)
            began = perf_counter()
            phase.run(self)
            seconds[number] = perf_counter() - began
            for observer in self.observers:
                observer.after(phase.name, self)
        self.seconds += seconds
        self.month += 1

    def _begin_month(self) -> None:
        """What is counted within a month begins at nothing, even where the mechanism that counts it is off."""
        r, g, b = self.residents, self.groups, self.budget
        if self.month in self.plan.turns:
            self._go_on_under(self.plan.at(self.month))
        invariants.check_rows(self)
        self.people = self.residents_by_place()
        for counted in (
            r.event[: r.count], r.kin_given[: r.count], r.civic_given[: r.count], g.pool, g.asked, g.given,
            self.places.acts, self.flows, b.tax_base, b.grant, b.statutory, b.unserved, b.discretionary,
            b.dual_running, b.growth, b.connecting, b.direct, b.dearer, b.returned, b.incentives, b.interest, b.repaid,
            b.borrowed, b.added, b.debts.due, b.joint, b.exhausted,
        ):  # fmt: skip
            counted.fill(0)
        self.incentives.forget()
        self.market.begin_month(self)

    def fork(self, scenario: Scenario | str | Mapping[str, object]) -> World:
        """The same world from this month on under another scenario; this one stays.

        scenario: a Scenario, the name or path of one, or changes to this one. Raises ScenarioError where it is about
        other places.
        """
        if isinstance(scenario, Mapping):
            changed = self.plan.with_changes(scenario)
        else:
            changed = Scenario.load(scenario) if isinstance(scenario, str) else scenario
        if changed.places != self.plan.places:
            raise ScenarioError("A fork goes on in the same places. Make a new World for other ones.")
        twin = copy.deepcopy(self)
        twin.plan = changed
        twin._go_on_under(changed.at(self.month))
        twin.running = not twin.over
        return twin

    def _go_on_under(self, scenario: Scenario) -> None:
        """Let another scenario hold from this month on."""
        self._in_force = scenario
        self.needs = Needs(scenario, len(scenario.places))

    def by_place(self, key: str) -> NDArray[Any]:
        """What a card says this month [place, ...]; a policy is today's where an election has turned it back.

        Kept for all who ask, so it cannot be written.
        """
        turned_back, kept = self.places.turned_back, self.scenario.kept
        asked = key, turned_back.tobytes()
        said: NDArray[Any] | None = kept.get(asked)
        if said is None:
            card, said = cards()[key], np.array(self.scenario.by_place(key))
            if card.decides == "policy" and turned_back.any():
                said = np.where(turned_back.reshape(-1, *[1] * (said.ndim - 1)), card.value, said)
            said.setflags(write=False)
            kept[asked] = said
        return said

    def residents_by_place(self) -> NDArray[np.int64]:
        """How many people live in each place."""
        r = self.residents
        here = people_by_place(
            r.count, r.alive, r.neighbourhood, self.neighbourhood_starts, self.place_of, len(self.scenario.places)
        )
        return np.asarray(here)

    def index_rows(self) -> None:
        """Note where each neighbourhood's rows begin; called when residents have been sorted."""
        r = self.residents
        self.neighbourhood_starts = np.searchsorted(
            r.neighbourhood[: r.count], np.arange(len(self.place_of) + 1)
        ).astype(np.int64)
        first = np.searchsorted(self.place_of, np.arange(len(self.scenario.places) + 1))
        self.place_starts: list[int] = self.neighbourhood_starts[first].tolist()

    def place_rows(self, place: int) -> tuple[int, int]:
        """The rows of a place's residents, first and one past the last, as they were last sorted."""
        return self.place_starts[place], self.place_starts[place + 1]

    def next_group_id(self) -> int:
        """A number for a new group that no group has had."""
        self._last_group_id += 1
        return self._last_group_id
