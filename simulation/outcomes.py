"""What is measured: each month for every place and deprivation fifth, each year for groups and the network.

Counts, minutes, pence and sums over residents are integers throughout.
"""

from enum import IntEnum
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.agents.groups import UNKNOWN
from simulation.kernels import kernel
from simulation.mechanisms import burnout, jobs
from simulation.observation import network, strata
from simulation.observation.generosity import BINS
from simulation.observation.network import Net
from simulation.observation.spells import FOLLOWED_FOR, After
from simulation.observation.strata import CELLS, GROUPS
from simulation.observation.tally import LONGEST_WAIT, WHOLE, Measure, Tally, tally_needs, tally_residents

if TYPE_CHECKING:
    from simulation.world import World

__all__ = ["LONGEST_WAIT", "PLACE_MEASURES", "WHOLE", "Line", "Measure", "Outcomes", "PlaceMeasure", "record"]

YEAR = 12


class Line(IntEnum):
    """Lines of the budget of one service of one place in one month, in pence.

    INCOME is the entitlement; TAX_BASE and GRANT are what local taxes and deals with the centre bring above or below
    it; GROWTH is spent on jobs, JOINT on working with others. INTEREST and REPAID are what debt takes of what comes in,
    and BORROWED what lenders add to it; ADDED comes on top, to spend by choice. LIFELONG is borne by FIXED as far as
    the money goes, else by UNSERVED. RETURNED is the part of DISCRETIONARY that was released from what others saved.
    """

    INCOME = 0
    FIXED = 1
    STATUTORY = 2
    DISCRETIONARY = 3
    DIRECT = 4
    CONNECTING = 5
    DUAL_RUNNING = 6
    UNSERVED = 7
    LIFELONG = 8
    RETURNED = 9
    INCENTIVES = 10
    TAX_BASE = 11
    GRANT = 12
    GROWTH = 13
    INTEREST = 14
    REPAID = 15
    BORROWED = 16
    JOINT = 17
    ADDED = 18


LINES = tuple(line.name.lower() for line in Line)
"""What the budget calls each Line."""

lines_of = attrgetter(*LINES)
"""A budget's lines in this order: of each, pence [place, service]."""


class PlaceMeasure(IntEnum):
    """What is recorded for a place as a whole: pence, shares, counts and multiples, as float64."""

    RESERVES = 0
    TRUST = 1
    FROZEN = 2
    GROUPS = 3
    FORMAL_GROUPS = 4
    KNOWN_GROUPS = 5
    SYNAPSE = 6
    FIT = 7
    CONNECTORS = 8
    EARLINESS = 9
    DEMAND_CARE = 10
    DEMAND_FAMILY = 11
    DEMAND_LIVELIHOOD = 12
    DEMAND_HOME = 13
    BIRTHS = 14
    DEATHS = 15
    ARRIVALS = 16
    LEAVERS = 17
    HALLS = 18
    LABOUR_FORCE = 19
    IN_WORK = 20
    SKILLS = 21
    SCHOOL_LEAVERS = 22
    SCHOOL_LEAVERS_SKILLS = 23
    TAX_BASE = 24
    COMMONS = 25
    SCARCITY = 26
    PRACTICE = 27
    DEBT = 28


PLACE_MEASURES = tuple(measure.name.lower() for measure in PlaceMeasure)
"""What the record calls each PlaceMeasure."""


class Outcomes:
    """The record of a run: `months` months and `years` whole years so far.

    Monthly: people [month, place, fifth, Measure], money [month, place, service, Line] and waits [month, place, months
    waited] are integers; places [month, place, PlaceMeasure] are floats. Yearly, integers: groups [year, place,
    group, Tally], person-months and sums over them by `strata.GROUPS`; hours [year, place, bin, 2], givers and their
    minutes by `generosity.BIN_OF`, month by month; spells [year, place, fifth, months since the fall, After]; network
    [year, place, Net], at the year's end. cells [place, cell, Tally] is this year's count so far.
    """

    MONTHLY = ("people", "money", "waits", "places")
    YEARLY = ("groups", "hours", "spells", "network")

    def __init__(self, places: int, months: int) -> None:
        self.months, self.years = 0, 0
        self.people: NDArray[np.int64] = np.zeros((months, places, 5, len(Measure)), np.int64)
        self.money: NDArray[np.int64] = np.zeros((months, places, 4, len(Line)), np.int64)
        self.waits: NDArray[np.int64] = np.zeros((months, places, LONGEST_WAIT + 1), np.int64)
        self.places = np.zeros((months, places, len(PLACE_MEASURES)))
        years = -(-months // YEAR)
        self.groups: NDArray[np.int64] = np.zeros((years, places, len(GROUPS), len(Tally)), np.int64)
        self.hours: NDArray[np.int64] = np.zeros((years, places, BINS, 2), np.int64)
        self.spells: NDArray[np.int64] = np.zeros((years, places, 5, FOLLOWED_FOR + 1, len(After)), np.int64)
        self.network: NDArray[np.int64] = np.zeros((years, places, len(Net)), np.int64)
        self.cells: NDArray[np.int64] = np.zeros((places, CELLS, len(Tally)), np.int64)

    def reserve(self, months: int) -> None:
        """Make room for `months` months in all."""
        for names, room in ((self.MONTHLY, months), (self.YEARLY, -(-months // YEAR))):
            for name in names:
                old = getattr(self, name)
                if room > len(old):
                    added = np.zeros((room - len(old), *old.shape[1:]), old.dtype)
                    setattr(self, name, np.concatenate([old, added]))

    def last(self, months: int) -> "Outcomes":
        """A record of its own of the last `months` months, or of as many as there are, and of the years within them."""
        few = min(months, self.months)
        from_year = -(-(self.months - few) // YEAR)
        kept = Outcomes(self.people.shape[1], few)
        for name in self.MONTHLY:
            setattr(kept, name, getattr(self, name)[self.months - few : self.months].copy())
        for name in self.YEARLY:
            setattr(kept, name, getattr(self, name)[from_year : self.years].copy())
        kept.months, kept.years = few, max(self.years - from_year, 0)
        kept.cells = self.cells.copy()
        return kept

    def end_year(self, world: "World") -> None:
        """Add up the groups of the year that ends, describe the network, and begin to count anew."""
        self.groups[self.years] = strata.marginals(self.cells)
        network.describe(world, self.network[self.years])
        self.cells[:] = 0
        self.years += 1


def record(world: "World") -> None:
    """Write down this month, and at its end the year."""
    kept = world.outcomes
    if kept.months == len(kept.people):
        kept.reserve(kept.months + 10 * YEAR)
    _record_people(world, kept.months, kept.months // YEAR)
    money = np.concatenate(lines_of(world.budget)).reshape(len(LINES), -1, 4)
    kept.money[kept.months] = money.transpose(1, 2, 0)
    _record_places(world, kept.months)
    kept.months += 1
    if kept.months % YEAR == 0:
        kept.end_year(world)


def _record_people(world: "World", t: int, year: int) -> None:
    r, needs, kept = world.residents, world.needs, world.outcomes
    cell_of, fallen = np.empty(r.count, np.uint8), np.empty(r.count, np.int32)
    falls = tally_residents(
        world.month, r.count, r.alive, r.born, r.neighbourhood, world.place_of, r.fifth, r.sex, r.disabled, r.ethnic,
        r.event, r.active, r.groups, r.burnout, burnout.threshold(world),
        int(60 * world.scenario.appraisal.carer_hours), r.civic_given, r.kin_given, r.wellbeing, r.capacity,
        kept.people[t], kept.cells, kept.hours[year], cell_of, fallen,
    )  # fmt: skip
    tally_needs(
        needs.rows, needs.first, needs.ladder, needs.needed, needs.met, needs.kin, needs.statutory, needs.direct,
        needs.civic, r.neighbourhood, world.place_of, r.fifth, r.level, r.status, r.wait, r.helper, cell_of,
        kept.people[t], kept.cells, kept.waits[t],
    )  # fmt: skip
    world.spells.follow(fallen[:falls], r, world.place_of, kept.spells[year])


@kernel
def _describe_places(  # type: ignore[no-untyped-def]
    month, place_of, alive, neighbourhood, formal, mapped, synapse, domain, hall_open, hall_neighbourhood, reserves,
    owed, frozen_until, connectors, trust, earliness, demand, flows, counts, fit, worth, activity, stock, scarcity, out,
):  # fmt: skip
    """Fill in every PlaceMeasure of this month [place, PlaceMeasure]."""
    for p in range(len(out)):
        row, work = out[p], counts[p]
        row[PlaceMeasure.RESERVES], row[PlaceMeasure.DEBT] = reserves[p], owed[p]
        row[PlaceMeasure.FROZEN], row[PlaceMeasure.CONNECTORS] = month < frozen_until[p], connectors[p]
        row[PlaceMeasure.TRUST], row[PlaceMeasure.EARLINESS] = trust[p], earliness[p]
        for l in range(len(demand)):
            row[PlaceMeasure.DEMAND_CARE + l] = demand[l]
        for f in range(len(flows)):
            row[PlaceMeasure.BIRTHS + f] = flows[f, p]
        row[PlaceMeasure.LABOUR_FORCE], row[PlaceMeasure.IN_WORK] = work[jobs.LABOUR], work[jobs.IN_WORK]
        row[PlaceMeasure.SKILLS] = jobs.share_of(work, jobs.SKILLS, jobs.LABOUR, 0.0) / WHOLE
        row[PlaceMeasure.SCHOOL_LEAVERS] = work[jobs.LEAVERS]
        row[PlaceMeasure.SCHOOL_LEAVERS_SKILLS] = jobs.share_of(work, jobs.LEAVERS_SKILLS, jobs.LEAVERS, 0.0) / WHOLE
        row[PlaceMeasure.FIT], row[PlaceMeasure.PRACTICE] = fit[p].mean(), worth[p].mean()
        row[PlaceMeasure.TAX_BASE] = 1.0 + activity[p]
        row[PlaceMeasure.COMMONS], row[PlaceMeasure.SCARCITY] = stock[p], scarcity[p]
        row[PlaceMeasure.GROUPS : PlaceMeasure.SYNAPSE + 1] = row[PlaceMeasure.HALLS] = 0.0
    for g in range(len(alive)):
        if alive[g]:
            row = out[place_of[neighbourhood[g]]]
            row[PlaceMeasure.GROUPS] += 1
            row[PlaceMeasure.FORMAL_GROUPS] += formal[g]
            row[PlaceMeasure.KNOWN_GROUPS] += mapped[g] != UNKNOWN
            row[PlaceMeasure.SYNAPSE] += np.float64(synapse[g, domain[g]])
    for hall in range(len(hall_open)):
        out[place_of[hall_neighbourhood[hall]], PlaceMeasure.HALLS] += hall_open[hall]
    for p in range(len(out)):
        out[p, PlaceMeasure.SYNAPSE] /= max(out[p, PlaceMeasure.GROUPS], 1.0)


def _record_places(world: "World", t: int) -> None:
    g, halls, budget, commons = world.groups, world.halls, world.budget, world.commons
    _describe_places(
        world.month, world.place_of, g.alive, g.neighbourhood, g.formal, g.mapped, g.synapse, g.domain, halls.open,
        halls.neighbourhood, budget.reserves, budget.debts.owed, budget.frozen_until, budget.connector_fte(),
        world.places.trust, world.effort.earliness, world.demand.multiple, world.flows, world.jobs.counts,
        world.understanding.fit, world.innovation.worth, world.tax_base.activity, commons.stock, commons.scarcity(),
        world.outcomes.places[t],
    )  # fmt: skip
