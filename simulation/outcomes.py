"""What is measured, recorded once a month for every place and deprivation fifth, all of it in integers."""

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.agents.groups import UNKNOWN
from simulation.agents.residents import ADULT, CRISIS, Event, Status
from simulation.kernels import kernel
from simulation.mechanisms import burnout

if TYPE_CHECKING:
    from simulation.world import World

WHOLE = 1 << 16
LONGEST_WAIT = 60


class Measure(IntEnum):
    """Counts, minutes and sums over the residents of one place and fifth in one month."""

    RESIDENTS = 0
    ADULTS = 1
    IN_NEED = 2
    IN_CRISIS = 3
    WITHOUT_HELP = 4
    NEED_MINUTES = 5
    MET_MINUTES = 6
    KIN_MINUTES = 7
    STATUTORY_MINUTES = 8
    DIRECT_MINUTES = 9
    GROUP_MINUTES = 10
    AVOIDABLE_CRISES = 11
    UNAVOIDABLE_CRISES = 12
    SOUGHT_HELP = 13
    WAITING = 14
    ABANDONED = 15
    HARMED = 16
    RECOVERED = 17
    ACTIVE = 18
    FORMAL = 19
    INFORMAL = 20
    STARTED = 21
    STOPPED = 22
    BURNT_OUT = 23
    BURNOUT = 24
    ACTIVE_BURNOUT = 25
    CIVIC_MINUTES = 26
    KIN_GIVEN_MINUTES = 27
    WELLBEING = 28
    CAPACITY = 29
    IN_SERVICE = 30
    HELPED_BY_GROUP = 31
    PLACED = 32


class Line(IntEnum):
    """Lines of the budget of one service of one place in one month, in pence."""

    INCOME = 0
    FIXED = 1
    STATUTORY = 2
    DISCRETIONARY = 3
    DIRECT = 4
    CONNECTING = 5
    DUAL_RUNNING = 6
    UNSERVED = 7


PLACE_MEASURES = (
    "reserves", "trust", "frozen", "groups", "formal_groups", "known_groups", "synapse", "fit", "connectors",
    "demand_care", "demand_family", "demand_livelihood", "demand_home", "births", "deaths", "arrivals", "leavers",
)  # fmt: skip
"""What is recorded for a place as a whole: pence, shares, counts and multiples, as float64."""


@kernel
def _tally_residents(  # type: ignore[no-untyped-def]
    month, n, alive, born, neighbourhood, place_of, fifth, event, active, groups, burnout, burnt_out, civic_given,
    kin_given, wellbeing, capacity, out,
):  # fmt: skip
    for i in range(n):
        if not alive[i]:
            continue
        p = place_of[neighbourhood[i]]
        row = out[p, fifth[i] - 1]
        row[Measure.RESIDENTS] += 1
        row[Measure.WELLBEING] += np.int64(wellbeing[i] * np.float32(WHOLE))
        row[Measure.CAPACITY] += np.int64(capacity[i] * np.float32(WHOLE))
        row[Measure.KIN_GIVEN_MINUTES] += kin_given[i]
        if month - born[i] >= ADULT:
            row[Measure.ADULTS] += 1
        if burnout[i] > 0.0:
            row[Measure.BURNOUT] += np.int64(burnout[i] * np.float32(WHOLE))
            row[Measure.BURNT_OUT] += burnout[i] >= burnt_out
        if active[i]:
            row[Measure.ACTIVE] += 1
            row[Measure.FORMAL] += groups[i, 0] >= 0
            row[Measure.INFORMAL] += groups[i, 1] >= 0
            row[Measure.CIVIC_MINUTES] += civic_given[i]
            row[Measure.ACTIVE_BURNOUT] += np.int64(burnout[i] * np.float32(WHOLE))
        happened = event[i]
        if happened != 0:
            row[Measure.AVOIDABLE_CRISES] += (happened & Event.AVOIDABLE_CRISIS) != 0
            row[Measure.UNAVOIDABLE_CRISES] += (happened & Event.UNAVOIDABLE_CRISIS) != 0
            row[Measure.SOUGHT_HELP] += (happened & Event.SOUGHT) != 0
            row[Measure.ABANDONED] += (happened & Event.ABANDONED) != 0
            row[Measure.HARMED] += (happened & Event.HARM) != 0
            row[Measure.RECOVERED] += (happened & Event.RECOVERED) != 0
            row[Measure.STARTED] += (happened & Event.STARTED_HELPING) != 0
            row[Measure.STOPPED] += (happened & Event.STOPPED_HELPING) != 0


@kernel
def _tally_needs(  # type: ignore[no-untyped-def]
    rows, first, ladder, needed, met, kin, statutory, direct, civic, neighbourhood, place_of, fifth, level, status,
    wait, helper, out, waits,
):  # fmt: skip
    for j in range(len(rows)):
        i = rows[j]
        p = place_of[neighbourhood[i]]
        row = out[p, fifth[i] - 1]
        need, done = 0, 0
        crisis, waiting, served, placed = False, False, False, False
        for c in range(first[j], first[j + 1]):
            l = ladder[c]
            need += needed[c]
            done += met[c]
            row[Measure.KIN_MINUTES] += kin[c]
            row[Measure.STATUTORY_MINUTES] += statutory[c]
            row[Measure.DIRECT_MINUTES] += direct[c]
            row[Measure.GROUP_MINUTES] += civic[c]
            crisis |= level[i, l] == CRISIS
            s = status[i, l]
            if s == Status.NONE:
                continue
            if s == Status.WAITING:
                waiting = True
                waits[p, min(np.int64(wait[i, l]), LONGEST_WAIT)] += 1
            served |= s == Status.STATUTORY or s == Status.DIRECT or s == Status.PLACED
            placed |= s == Status.PLACED
        row[Measure.IN_NEED] += 1
        row[Measure.NEED_MINUTES] += need
        row[Measure.MET_MINUTES] += done
        row[Measure.WITHOUT_HELP] += 2 * done < need
        row[Measure.IN_CRISIS] += crisis
        row[Measure.WAITING] += waiting
        row[Measure.IN_SERVICE] += served
        row[Measure.PLACED] += placed
        row[Measure.HELPED_BY_GROUP] += helper[i] >= 0


class Outcomes:
    """The record of a run.

    people [month, place, fifth, Measure], money [month, place, service, Line] and waits [month, place, months
    waited] are integers; places [month, place, PLACE_MEASURES] are floats. `months` are recorded so far.
    """

    def __init__(self, places: int, months: int) -> None:
        self.months = 0
        self.people: NDArray[np.int64] = np.zeros((months, places, 5, len(Measure)), np.int64)
        self.money: NDArray[np.int64] = np.zeros((months, places, 4, len(Line)), np.int64)
        self.waits: NDArray[np.int64] = np.zeros((months, places, LONGEST_WAIT + 1), np.int64)
        self.places = np.zeros((months, places, len(PLACE_MEASURES)))

    def reserve(self, months: int) -> None:
        """Make room for `months` months in all."""
        more = months - len(self.people)
        if more > 0:
            for name in ("people", "money", "waits", "places"):
                old = getattr(self, name)
                setattr(self, name, np.concatenate([old, np.zeros((more, *old.shape[1:]), old.dtype)]))

    def last(self, months: int) -> "Outcomes":
        """A record of its own of the last `months` months, or of as many as there are."""
        few = min(months, self.months)
        kept = Outcomes(self.people.shape[1], few)
        for name in ("people", "money", "waits", "places"):
            getattr(kept, name)[:] = getattr(self, name)[self.months - few : self.months]
        kept.months = few
        return kept


def record(world: "World") -> None:
    """Write down this month."""
    r, g, needs, budget, kept = world.residents, world.groups, world.needs, world.budget, world.outcomes
    if kept.months == len(kept.people):
        kept.reserve(kept.months + 120)
    t = kept.months
    _tally_residents(
        world.month, r.count, r.alive, r.born, r.neighbourhood, world.place_of, r.fifth, r.event, r.active, r.groups,
        r.burnout, burnout.threshold(world), r.civic_given, r.kin_given, r.wellbeing, r.capacity,
        kept.people[t],
    )  # fmt: skip
    _tally_needs(
        needs.rows, needs.first, needs.ladder, needs.needed, needs.met, needs.kin, needs.statutory, needs.direct,
        needs.civic, r.neighbourhood, world.place_of, r.fifth, r.level, r.status, r.wait, r.helper, kept.people[t],
        kept.waits[t],
    )  # fmt: skip
    for line in Line:
        kept.money[t, :, :, line] = getattr(budget, line.name.lower())
    place = world.place_of[g.neighbourhood]
    known = g.alive & (g.mapped != UNKNOWN)
    own = g.synapse[np.arange(len(g.domain)), g.domain]
    places = len(world.places.trust)
    groups = np.bincount(place[g.alive], minlength=places)
    kept.places[t] = np.column_stack(
        [
            budget.reserves,
            world.places.trust,
            world.month < budget.frozen_until,
            groups,
            np.bincount(place[g.alive & g.formal], minlength=places),
            np.bincount(place[known], minlength=places),
            np.bincount(place[g.alive], weights=own[g.alive], minlength=places) / np.maximum(groups, 1),
            world.understanding.fit.mean(axis=1),
            budget.connector_fte(),
            *np.broadcast_to(world.demand.multiple[:, None], (4, places)),
            *world.flows,
        ]
    )
    kept.months += 1
