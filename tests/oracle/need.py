"""Need: M1 rising demand, M2 the ladder, acute arrivals, seeking help, and need in hours."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation.agents.residents import Event, Status, Work
from simulation.chance import Decision

from .agents import COMPLEX, CRISIS, DOMAINS, HOME, LADDERS, LIVELIHOOD, SERVICE_OF, Resident, Rung
from .headcount import usual

if TYPE_CHECKING:
    from .model import OracleWorld

AGE_BANDS = (5, 11, 16, 25, 35, 45, 55, 65, 70, 75, 80, 85, 90)
STEP = (
    Decision.FUNCTIONAL_STEP,
    Decision.MENTAL_STEP,
    Decision.FAMILY_STEP,
    Decision.LIVELIHOOD_STEP,
    Decision.HOME_STEP,
)
OUT_OF_STEP = (Status.WAITING, Status.MISROUTED)


def probability(hazard: float) -> float:
    """P(x), the probability that something of this hazard a month happens within the month."""
    return -math.expm1(-hazard)


# M1 Rising demand


def rise(world: OracleWorld) -> None:
    """M_d of every domain."""
    cards, t = world.cards.demand, world.month
    for d, domain in enumerate(DOMAINS):
        end = getattr(cards, f"{domain}_end")
        if t < 0:
            world.demand[d] = 1.0
        elif cards.path == "held":
            world.demand[d] = end
        else:
            world.demand[d] = 1.0 + (end - 1.0) * min(t / cards.reached_after, 1.0) ** cards.shape
    world.older_people_instead = cards.care_mode == "more older people"
    if t == 0:
        world.older_share_at_start = world.older_share


def onset(world: OracleWorld, ladder: int) -> float:
    """M_l: how demand multiplies falling into need; not for care where there are more older people instead."""
    care = SERVICE_OF[ladder] == 0
    return 1.0 if care and world.older_people_instead else world.demand[SERVICE_OF[ladder]]


# M2 The ladder


def climb(world: OracleWorld) -> None:
    """Every need worsens or recovers by at most one rung."""
    for resident in world.residents:
        capacity = resident.capacity
        for rung in resident.rungs:
            if resident.can_hold(rung.ladder):
                step(world, resident, rung, capacity)
            elif rung.level > 0:
                rung.level = rung.months = 0
                rung.enter(Status.NONE)


def step(world: OracleWorld, resident: Resident, rung: Rung, capacity: float) -> None:
    """One month on one ladder."""
    up = probability(hazard_up(world, resident, rung, capacity))
    down = min(probability(hazard_down(world, rung)), 1.0 - up)
    u = world.luck.uniform(STEP[rung.ladder], resident.key)
    if world.luck.less(u, down, resident.key):
        rung.level -= 1
        rung.months = 0
        if rung.level == 0:
            rung.enter(Status.NONE)
            resident.events.add(Event.RECOVERED)
    elif not world.luck.less(u, down + (1.0 - up - down), resident.key):
        rung.level += 1
        rung.months = 0
        if rung.level == CRISIS:
            resident.fall(Event.AVOIDABLE_CRISIS)
    else:
        rung.months = min(rung.months + 1, 255) if rung.level > 0 else rung.months


def hazard_up(world: OracleWorld, resident: Resident, rung: Rung, capacity: float) -> float:
    """U x frailty x K x S x W."""
    cards, l = world.cards.ladder, rung.ladder
    if rung.level == CRISIS:
        return 0.0
    band = sum(resident.age >= 12 * years for years in AGE_BANDS)
    base = getattr(cards, f"{LADDERS[l]}_up")[rung.level] * getattr(cards, f"{LADDERS[l]}_age")[band]
    base *= math.exp(cards.deprivation[l] * (3 - resident.fifth))
    if rung.level == 0:
        base *= onset(world, l)
    protection = math.exp(-cards.capacity_effect * (capacity - 0.5))
    relief = 1.0 if rung.level == 0 else math.exp(-cards.support_effect * support(world, rung))
    waiting = math.exp(cards.waiting_effect) if rung.status in OUT_OF_STEP else 1.0
    return base * rung.frailty * protection * relief * waiting * strain(world, resident, l, rung.level)


def strain(world: OracleWorld, resident: Resident, ladder: int, level: int) -> float:
    """What being out of work, and scarcity, do to the hazard of falling further into need."""
    jobs, commons = world.cards.jobs, world.cards.commons
    if ladder == LIVELIHOOD and jobs.on and level < COMPLEX and resident.work != Work.NONE:
        settled = usual(resident.place)
        centre = settled.share(settled.looking, settled.able, 0.0)
        return math.exp(jobs.need_effect * ((resident.work == Work.LOOKING) - centre))
    if ladder == HOME:
        return math.exp(commons.need_effect * resident.place.scarcity)
    return 1.0


def hazard_down(world: OracleWorld, rung: Rung) -> float:
    """D x G x the effect of support, slower in placement."""
    cards = world.cards.ladder
    if rung.level == 0:
        return 0.0
    slowing = (1.0 + rung.months / cards.duration_scale) ** -cards.duration_power
    hazard = getattr(cards, f"{LADDERS[rung.ladder]}_down")[rung.level - 1] * slowing
    hazard *= math.exp(cards.recovery_effect * support(world, rung))
    return hazard * (cards.placement_recovery if rung.status == Status.PLACED else 1.0)


def support(world: OracleWorld, rung: Rung) -> float:
    """s - `support_centre`: last month's share of need met, against the share at which support has no effect."""
    cards = world.cards.ladder
    met = rung.kin_share + cards.agency_efficacy * rung.agency_share + cards.civic_efficacy * rung.civic_share
    return float(met / 255 - cards.support_centre)


# Acute arrivals


def strike(world: OracleWorld) -> None:
    """Some fall straight into crisis, on one ladder, whatever they were doing."""
    gradient = world.cards.ladder.deprivation
    rates, scale = world.cards.by_place("acute.rates"), world.cards.by_place("acute.scale")
    for resident in world.residents:
        open_to = [rung for rung in resident.rungs if rung.level < CRISIS and resident.can_hold(rung.ladder)]
        p = resident.place.number
        hazards = [
            rates[p][r.ladder] * scale[p] * onset(world, r.ladder)
            * math.exp(gradient[r.ladder] * (3 - resident.fifth))
            for r in open_to
        ]  # fmt: skip
        total = sum(hazards)
        u = world.luck.uniform(Decision.ACUTE_ARRIVAL, resident.key)
        if not world.luck.less(u, probability(total), resident.key):
            continue
        rung = open_to[first_beyond(u / probability(total) * total, hazards)]
        rung.level, rung.months = CRISIS, 0
        resident.fall(Event.UNAVOIDABLE_CRISIS)


def first_beyond(mark: float, parts: list[float]) -> int:
    """The index of the part at which the running sum first exceeds the mark."""
    running = 0.0
    for index, part in enumerate(parts):
        running += part
        if mark < running:
            return index
    raise ValueError("the mark lies beyond all parts")


# Seeking help and triage


def seek(world: OracleWorld) -> None:
    """Waits grow; then each resident may come forward once, for the worst need nobody is dealing with."""
    cards = world.cards.seeking
    for resident in world.residents:
        for rung in resident.rungs:
            if rung.status != Status.NONE:
                rung.wait = min(rung.wait + 1, 255)
            if rung.status == Status.MISROUTED and rung.wait >= cards.delay:
                rung.enter(Status.NONE)
        alone = [rung for rung in resident.in_need if rung.status == Status.NONE]
        if not alone:
            continue
        worst = max(alone, key=lambda rung: rung.level)
        trust = math.exp(cards.trust_effect * (resident.place.trust - world.cards.trust.start))
        if world.luck.happens(Decision.SEEK_HELP, resident.key, probability(cards.rates[worst.level - 1] * trust)):
            resident.events.add(Event.SOUGHT)
            triage(world, resident, worst)


def triage(world: OracleWorld, resident: Resident, rung: Rung) -> None:
    """A complex need or crisis may be sent the wrong way where connecting staff take the call."""
    miss = (1.0 - world.cards.seeking.sensitivity) * resident.place.answered
    if rung.level < 2 or not world.luck.happens(Decision.TRIAGE_MISS, resident.key, miss):
        rung.enter(Status.WAITING)
        return
    rung.enter(Status.MISROUTED)
    if rung.level < CRISIS:
        rung.level, rung.months = CRISIS, 0
        resident.events.add(Event.AVOIDABLE_CRISIS)
    resident.fall(Event.HARM)


# Need in hours


def list_needs(world: OracleWorld) -> None:
    """How many minutes of help every need takes this month; nothing is met yet."""
    for resident in world.residents:
        for rung in resident.rungs:
            rung.needed = minutes_needed(world, rung)
            rung.kin = rung.kin_share = rung.statutory = rung.direct = rung.civic = rung.met = 0


def minutes_needed(world: OracleWorld, rung: Rung) -> int:
    """Minutes that a level of a ladder takes."""
    hours = getattr(world.cards.hours, LADDERS[rung.ladder])
    return round(60 * hours[rung.level - 1]) if rung.level > 0 else 0
