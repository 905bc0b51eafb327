"""M15 Direct help: what discretionary money buys, before crisis and in it; what one does not need reaches others."""

from typing import TYPE_CHECKING

import numpy as np

from simulation import chance
from simulation.agents.groups import SERVICE_OF_LADDER
from simulation.agents.residents import Event, Status
from simulation.chance import Decision
from simulation.kernels import kernel, rule
from simulation.mechanisms.ladder import befalls
from simulation.mechanisms.service import BY_GAIN, EARLY, LATE, lacks, line_up_for_help, sharing, triage_of

if TYPE_CHECKING:
    from simulation.world import World


@rule
def early_slots(slots, before, early, late):  # type: ignore[no-untyped-def]
    """Of a queue's slots those for before crisis; what one of the two purposes cannot use goes to the other.

    before: how many are meant for before crisis. early, late: how many stand in the queue before crisis, and in it.

    >>> early_slots(6, 2, 1, 9), early_slots(6, 2, 3, 0), early_slots(6, 2, 9, 9)
    (1, 3, 2)
    """
    return min(max(before, slots - late), early)


@rule
def _share_slots(paid, assessed, slot_minutes, earliness, prevention, shared, standing):  # type: ignore[no-untyped-def]
    """How many slots each queue has before crisis and in it [purpose, queue]."""
    slots = np.zeros((2, 4 * len(shared)), np.int64)
    for p in range(len(shared)):
        for k in range(4):
            own = max(paid[p, k] - assessed[p, k], 0) // slot_minutes
            slots[LATE, shared[p] * 4 + k] += own
            slots[EARLY, shared[p] * 4 + k] += np.int64(
                np.floor(own * (earliness[p] + prevention[p, k] * (1.0 - earliness[p])))
            )
    for q in range(slots.shape[1]):
        slots[EARLY, q] = early_slots(slots[LATE, q], slots[EARLY, q], standing[EARLY, q], standing[LATE, q])
        slots[LATE, q] -= slots[EARLY, q]
    return slots


@rule
def _give(minutes, c, service, p, direct, given):  # type: ignore[no-untyped-def]
    direct[c] += minutes
    given[p, service] += minutes


@kernel
def _serve(  # type: ignore[no-untyped-def]
    lines, standing, person, ladder, neighbourhood, place_of, status, wait, needed, kin, statutory, paid, assessed,
    slot_minutes, earliness, prevention, shared, direct, given,
):  # fmt: skip
    slots = _share_slots(paid, assessed, slot_minutes, earliness, prevention, shared, standing)
    spare = slots * slot_minutes
    for purpose in (EARLY, LATE):
        case, queue = lines[purpose]
        for turn in range(len(case)):
            c, q = case[turn], queue[turn]
            i, l = person[c], ladder[c]
            if slots[purpose, q] > 0:
                slots[purpose, q] -= 1
                minutes = min(lacks(needed[c], kin[c], statutory[c], direct[c]), slot_minutes)
                spare[purpose, q] -= minutes
                _give(minutes, c, SERVICE_OF_LADDER[l], place_of[neighbourhood[i]], direct, given)
                if purpose == EARLY and status[i, l] != Status.DIRECT:
                    status[i, l] = Status.DIRECT
                    wait[i, l] = 0
            elif purpose == EARLY and status[i, l] == Status.DIRECT:
                status[i, l] = Status.WAITING
                wait[i, l] = 0
    for to, left_of in ((EARLY, EARLY), (LATE, LATE), (LATE, EARLY), (EARLY, LATE)):
        case, queue = lines[to]
        for turn in range(len(case)):
            c, q = case[turn], queue[turn]
            if direct[c] > 0 and spare[left_of, q] > 0:
                minutes = min(lacks(needed[c], kin[c], statutory[c], direct[c]), spare[left_of, q])
                spare[left_of, q] -= minutes
                _give(minutes, c, SERVICE_OF_LADDER[ladder[c]], place_of[neighbourhood[person[c]]], direct, given)


@kernel
def _end_and_give_up(  # type: ignore[no-untyped-def]
    seed, month, person, ladder, key, neighbourhood, place_of, level, status, wait, event, threshold, end_rate,
    abandon_rate,
):  # fmt: skip
    for c in range(len(person)):
        i, l = person[c], np.int64(ladder[c])
        if status[i, l] != Status.DIRECT and status[i, l] != Status.WAITING:
            continue
        _, to_end, to_abandon, _ = chance.words(seed, key[i], month, (Decision.QUEUE_TICKET >> 2) + l)
        if level[i, l] < threshold[place_of[neighbourhood[i]]]:
            left = True
        elif status[i, l] == Status.DIRECT:
            left = befalls(chance.unit(to_end), end_rate)
        else:
            left = befalls(chance.unit(to_abandon), abandon_rate)
            if left:
                event[i] |= Event.ABANDONED
        if left:
            status[i, l] = Status.NONE
            wait[i, l] = 0


def assessing(world: "World") -> np.ndarray:
    """Minutes of direct help that assessing those who begin to wait takes [place, service]."""
    r, needs, triage = world.residents, world.needs, triage_of(world)
    taken = np.zeros(world.budget.direct.shape, np.int64)
    if BY_GAIN not in triage.tolist():
        return taken
    person, ladder, by_gain = needs.person, needs.ladder, triage == BY_GAIN
    place = world.place_of[r.neighbourhood[person]]
    new = (r.status[person, ladder] == Status.WAITING) & (r.wait[person, ladder] == 0) & by_gain[place]
    new &= r.level[person, ladder] >= world.by_place("service.threshold")[place]
    np.add.at(taken, (place[new], np.array(SERVICE_OF_LADDER)[ladder[new]]), 1)
    return taken * round(60.0 * world.scenario.service.assessment)


def help_directly(world: "World") -> None:
    """Give direct help in the slots that discretionary money buys, before crisis and in it; some cases end.

    A slot is what a full caseload leaves for a case. What nobody needs of it goes to others who are served, first to
    those of its own purpose. Whoever is below the threshold is turned away. Places that share services share their
    slots.
    """
    r, needs, cards, budget = world.residents, world.needs, world.scenario.service, world.budget
    _serve(
        *line_up_for_help(world), needs.person, needs.ladder, r.neighbourhood, world.place_of, r.status, r.wait,
        needs.needed, needs.kin, needs.statutory, budget.direct_minutes(), assessing(world),
        int(60 * cards.hours_per_fte / cards.caseload), world.effort.earliness, world.market.prevention,
        sharing(world), needs.direct, budget.minutes_given,
    )  # fmt: skip
    _end_and_give_up(
        world.seed, world.month, needs.person, needs.ladder, r.key, r.neighbourhood, world.place_of, r.level,
        r.status, r.wait, r.event, world.by_place("service.threshold"), cards.end_rate, cards.abandon_rate,
    )  # fmt: skip
