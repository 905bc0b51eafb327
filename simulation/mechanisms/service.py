"""M15 Agencies at work: who stands in which queue, and duties first, as far as the money goes.

Every case is a resident on a ladder. Cases are served in an order that a priority and a lottery fix: those in service
first, then as triage says (by level of need, unless a place chooses otherwise), then by a ticket that luck gives to the
person. Part of the hours is bought (M14). Direct help is given in `direct_help`.
"""

import math
from typing import TYPE_CHECKING

import numpy as np

from simulation import chance
from simulation.agents.groups import SERVICE_OF_LADDER
from simulation.agents.residents import CRISIS, Status
from simulation.chance import Decision
from simulation.in_force import by_cards
from simulation.kernels import kernel, rule
from simulation.mechanisms.market import case_factor, duties_bought
from simulation.sorting import in_order

if TYPE_CHECKING:
    from simulation.world import World

EARLY, LATE, DUTY = 0, 1, 2
TRIAGE = ("need", "waiting", "gain")
BY_NEED, BY_WAITING, BY_GAIN = range(3)
PASSED_OVER = 12
"""The first rank of those whom providers pass over for easier cases: behind all others, who come to 11 at most."""


@by_cards
def sharing(world: "World") -> np.ndarray:
    """The place whose queues each place's direct help stands in: its own, or the first of those that share theirs."""
    pooled = world.by_place("service.pooled")
    if not any(pooled.tolist()):
        return np.arange(len(pooled))
    return np.where(pooled, pooled.argmax(), np.arange(len(pooled)))


@rule
def place_in_queue(ticket, key, rank, later):  # type: ignore[no-untyped-def]
    """Where a case stands: smaller comes first.

    Its rank, below 16, then `later`, below 256, then the person's ticket for this ladder, of 32 bits.
    """
    return (
        (np.uint64(rank) << np.uint64(60))
        | (np.uint64(later) << np.uint64(52))
        | (np.uint64(ticket) << np.uint64(20))
        | (np.uint64(key) & np.uint64(0xFFFFF))
    )


@rule
def class_by_triage(triage, by_need, level):  # type: ignore[no-untyped-def]
    """The second class of priority, 0 to 3, of a case of direct help that has `by_need` where need goes first."""
    if triage == BY_WAITING:
        return 0
    return level if triage == BY_GAIN else by_need


@rule
def later_by_triage(triage, status, wait, months):  # type: ignore[no-untyped-def]
    """How far behind its equals a case stands, 0 to 255: the shorter its wait, or the older its need."""
    if triage == BY_WAITING and status == Status.WAITING:
        return 255 - wait
    return months if triage == BY_GAIN else 0


@rule
def queue_of(purpose, status, level, eligible_from):  # type: ignore[no-untyped-def]
    """The two classes of priority of a case in the queue for `purpose`, or (-1, -1) where it does not stand in it."""
    if purpose == DUTY:
        if level >= eligible_from:
            if status == Status.STATUTORY or status == Status.PLACED:
                return 0, CRISIS - level
            if status == Status.WAITING or status == Status.DIRECT:
                return 1, CRISIS - level
    elif purpose == EARLY:
        if 0 < level < min(CRISIS, eligible_from):
            if status == Status.DIRECT:
                return 0, CRISIS - level
            if status == Status.WAITING:
                return 1, CRISIS - level
            if status == Status.NONE:
                return 2, CRISIS - level
    elif level == CRISIS:
        if status == Status.WAITING:
            return 0, 0
        if status == Status.STATUTORY or status == Status.PLACED:
            return 1, 0
    return -1, -1


@rule
def rank_of(first, second):  # type: ignore[no-untyped-def]
    """Both classes of priority as one number, below 0 for those who do not stand in the queue."""
    return 4 * first + second


@rule
def help_of(level):  # type: ignore[no-untyped-def]
    """For which of its two purposes direct help reaches people of this level."""
    return LATE if level == CRISIS else EARLY


@rule
def ranks_for_help(eligibility, triage):  # type: ignore[no-untyped-def]
    """Ranks in the queues for direct help [place, ladder, status, level].

    eligibility: the level at which duties begin [place, ladder]. triage [place]: as in TRIAGE.
    """
    places, ladders = eligibility.shape
    rank = np.empty((places, ladders, Status.PLACED + 1, CRISIS + 1), np.int64)
    for p in range(places):
        for l in range(ladders):
            for status in range(rank.shape[2]):
                for level in range(rank.shape[3]):
                    first, second = queue_of(help_of(level), status, level, eligibility[p, l])
                    if first >= 0:
                        second = class_by_triage(triage[p], second, level)
                    rank[p, l, status, level] = rank_of(first, second)
    return rank


@rule
def lacks(needed, by_kin, by_duty, direct):  # type: ignore[no-untyped-def]
    """Minutes that a case lacks beside what kin, statutory service and direct help give so far."""
    return needed - by_kin - by_duty - direct


@kernel
def _line_up_for_duties(  # type: ignore[no-untyped-def]
    seed, month, person, ladder, key, neighbourhood, place_of, level, status, wait, eligibility
):
    """Duties end where need has fallen below them; all others who are owed one stand in its queue."""
    case, rank = np.empty(len(person) + 1, np.uint32), np.empty(len(person) + 1, np.uint8)
    queue, owed = np.empty(len(person) + 1, np.uint32), 0
    for c in range(len(person)):
        i, l = person[c], ladder[c]
        p = place_of[neighbourhood[i]]
        if level[i, l] < eligibility[p, l]:
            if status[i, l] == Status.STATUTORY or status[i, l] == Status.PLACED:
                status[i, l] = Status.NONE
                wait[i, l] = 0
            continue
        first, second = queue_of(DUTY, status[i, l], level[i, l], eligibility[p, l])
        case[owed], rank[owed], queue[owed] = c, rank_of(first, second), p * 4 + SERVICE_OF_LADDER[l]
        owed += first >= 0
    case, queue = case[:owed], queue[:owed]
    keys, ladders, luck = key[person[case]], ladder[case], np.empty((4, owed), np.uint32)
    chance.draw_each(seed, keys, month, Decision.QUEUE_TICKET >> 2, ladders, luck)
    order = np.empty(owed, np.uint64)
    for e in range(owed):
        order[e] = place_in_queue(luck[0, e], keys[e], rank[e], 0)
    turn = in_order(order)
    return case[turn], queue[turn]


@kernel
def _line_up_for_help(  # type: ignore[no-untyped-def]
    seed, month, person, ladder, key, neighbourhood, place_of, shared, level, months, status, wait, needed, kin,
    statutory, eligibility, threshold, triage, outreach, picking,
):  # fmt: skip
    rank, standing = ranks_for_help(eligibility, triage), np.zeros((2, 4 * len(shared)), np.int64)
    case, eligible = np.empty(len(person) + 1, np.uint32), 0
    for c in range(len(person)):
        i, l = person[c], ladder[c]
        case[eligible] = c
        p = place_of[neighbourhood[i]]
        stands = rank[p, l, status[i, l], level[i, l]] >= 0 and level[i, l] >= threshold[p]
        eligible += stands and lacks(needed[c], kin[c], statutory[c], 0) > 0
    keys, ladders = key[person[case[:eligible]]], ladder[case[:eligible]]
    luck = np.empty((4, eligible), np.uint32)
    chance.draw_each(seed, keys, month, Decision.QUEUE_TICKET >> 2, ladders, luck)
    line, queue = np.empty((2, eligible), np.uint32), np.empty((2, eligible), np.uint32)
    order, lined_up = np.empty((2, eligible), np.uint64), np.zeros(2, np.int64)
    for e in range(eligible):
        c, ticket = case[e], luck[0, e]
        i, l = person[c], ladder[c]
        p = place_of[neighbourhood[i]]
        if status[i, l] == Status.NONE and chance.unit(ticket) >= outreach[p]:
            continue
        passing, before = picking[p, SERVICE_OF_LADDER[l]], rank[p, l, status[i, l], level[i, l]]
        harder = passing > 0.0 and level[i, l] == CRISIS - 1 and status[i, l] != Status.DIRECT
        if harder and chance.uniform(seed, keys[e], month, Decision.PASSED_OVER) < passing:
            before = PASSED_OVER + before // 4
        later = later_by_triage(triage[p], status[i, l], np.int64(wait[i, l]), np.int64(months[i, l]))
        purpose = help_of(level[i, l])
        at = lined_up[purpose]
        line[purpose, at], queue[purpose, at] = c, shared[p] * 4 + SERVICE_OF_LADDER[l]
        order[purpose, at] = place_in_queue(ticket, keys[e], before, later)
        standing[purpose, queue[purpose, at]] += 1
        lined_up[purpose] += 1
    early, late = in_order(order[EARLY, : lined_up[EARLY]]), in_order(order[LATE, : lined_up[LATE]])
    return ((line[EARLY][early], queue[EARLY][early]), (line[LATE][late], queue[LATE][late])), standing


@by_cards
def triage_of(world: "World") -> np.ndarray:
    """By what each place orders those who ask for direct help, as in TRIAGE [place]."""
    return np.array([TRIAGE.index(said) for said in world.by_place("service.triage").tolist()])


type Queued = tuple[np.ndarray, np.ndarray]
"""Cases (of `world.needs`) that stand in queues, and their queues.

A queue is 4 x place + service, the place being the first of those that share; each queue's cases come in its order,
mixed with those of the others.
"""


def line_up_for_duties(world: "World") -> Queued:
    """Let duties end that need has fallen below, and line up those who are owed one."""
    r, needs = world.residents, world.needs
    return _line_up_for_duties(
        world.seed, world.month, needs.person, needs.ladder, r.key, r.neighbourhood, world.place_of, r.level, r.status,
        r.wait, world.by_place("service.eligibility"),
    )  # fmt: skip


def line_up_for_help(world: "World") -> tuple[tuple[Queued, Queued], np.ndarray]:
    """Those who stand in the queues for direct help, before crisis and in it; how many [purpose, queue].

    Whoever lacks nothing beside kin and statutory service stands in none.
    """
    r, needs = world.residents, world.needs
    return _line_up_for_help(
        world.seed, world.month, needs.person, needs.ladder, r.key, r.neighbourhood, world.place_of, sharing(world),
        r.level, r.months, r.status, r.wait, needs.needed, needs.kin, needs.statutory,
        world.by_place("service.eligibility"), world.by_place("service.threshold"), triage_of(world),
        world.by_place("service.outreach"), world.market.picking,
    )  # fmt: skip


@rule
def case_price(usual, u, spread):  # type: ignore[no-untyped-def]
    """Pence a month of one person's case: the usual price times a lognormal of mean 1 and log-sd `spread`."""
    return np.int64(np.rint(usual * math.exp(spread * chance.normal(u) - 0.5 * spread * spread)))


@kernel
def _admit(  # type: ignore[no-untyped-def]
    seed, month, case, queue, person, ladder, key, status, wait, needed, statutory, cost, placement_cost,
    placement_share, cover, cost_spread, bought, hour_price, room, limit, exhausted, for_duties, refused, spent,
    unserved,
):  # fmt: skip
    for turn in range(len(case)):
        c, q = case[turn], queue[turn]
        i, l = person[c], np.int64(ladder[c])
        before = status[i, l]
        placed = before == Status.PLACED
        if l == 2 and before != Status.PLACED and before != Status.STATUTORY:
            _, _, _, word = chance.words(seed, key[i], month, (Decision.QUEUE_TICKET >> 2) + l)
            placed = chance.unit(word) < placement_share
        u = chance.uniform(seed, key[i], 0, Decision.CASE_COST)
        dearer = case_factor(hour_price[q // 4], bought[q % 4])
        price = case_price((placement_cost if placed else cost[q // 4, l]) * dearer, u, cost_spread)
        minutes = np.int64(np.floor(needed[c] * cover))
        from_providers = np.int64(np.floor(bought[q % 4] * minutes))
        exhausted[q] |= spent[q] + price > limit[q]
        no_room = for_duties[q // 4] + from_providers > room[q // 4]
        if exhausted[q] or no_room:
            unserved[q] += price
            if not exhausted[q]:
                refused[q // 4] += from_providers
            if before != Status.WAITING:
                status[i, l] = Status.WAITING
                wait[i, l] = 0
            continue
        spent[q] += price
        for_duties[q // 4] += from_providers
        statutory[c] = minutes
        after = Status.PLACED if placed else Status.STATUTORY
        if before != after:
            status[i, l] = after
            wait[i, l] = 0


def meet_duties(world: "World") -> None:
    """Admit statutory cases while their cost fits into income, less what is set aside, and reserves."""
    r, needs, cards, budget = world.residents, world.needs, world.scenario.service, world.budget
    market, bought = world.market, duties_bought(world)
    case, queue = line_up_for_duties(world)
    cost, placement_cost = budget.case_prices()
    budget.statutory[:] = 0
    budget.exhausted[:] = budget.unserved > 0
    _admit(
        world.seed, world.month, case, queue, needs.person, needs.ladder, r.key, r.status, r.wait, needs.needed,
        needs.statutory, cost, placement_cost, cards.placement_share, cards.cover, cards.cost_spread, bought,
        market.price, market.room, budget.duty_limit().ravel(), budget.exhausted.ravel(), market.for_duties,
        market.refused, budget.statutory.ravel(), budget.unserved.ravel(),
    )  # fmt: skip
