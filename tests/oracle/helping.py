"""Help and what comes of it: kin first (M5), co-production (M9), capacity (M3), wellbeing and trust."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from simulation.agents.residents import Event

from . import learning
from .agents import CRISIS, LADDERS, Resident, Rung

if TYPE_CHECKING:
    from .model import OracleWorld


def granted(ask: int, pool: int, asked: int) -> int:
    """What a pool grants of one ask when `asked` is asked of it in all: the same share of each, in 1/65536."""
    return ask * min(65536, (pool << 16) // asked) >> 16


def clip(x: float, low: float, high: float) -> float:
    """x held within [low, high]."""
    return min(max(x, low), high)


# M5 Kin


def kin_first(world: OracleWorld) -> None:
    """Adults whom a resident in need is tied to help first, in two rounds, out of what time they have."""
    asking = [resident for resident in world.residents if resident.in_need]
    received: Counter[Resident] = Counter()
    left = {r: min(r.kin_minutes, r.spare_minutes) for r in world.residents if r.adult}
    for _ in range(2):
        ask_round(world, asking, received, left)
    for resident in asking:
        share_out(world, resident, received[resident])


def ask_round(
    world: OracleWorld, asking: list[Resident], received: Counter[Resident], left: dict[Resident, int]
) -> None:
    """Each asks the same of every helper with time left; one asked too much grants all the same share, and is done."""
    helpers = {r: [friend for friend in r.ties if left.get(friend, 0) > 0] for r in asking}
    asks = {r: (wanted_of_kin(world, r) - received[r]) // len(helpers[r]) for r in asking if helpers[r]}
    asked: Counter[Resident] = Counter()
    for resident, ask in asks.items():
        for helper in helpers[resident]:
            asked[helper] += ask
    for resident, ask in asks.items():
        for helper in helpers[resident] if ask > 0 else []:
            grant = granted(ask, left[helper], asked[helper])
            received[resident] += grant
            helper.kin_given += grant
    for helper, minutes in asked.items():
        left[helper] = max(left[helper] - minutes, 0)


def most_of_kin(world: OracleWorld, rung: Rung) -> int:
    """The most minutes of a need that kin can carry."""
    if rung.level == 0:
        return 0
    return math.floor(rung.needed * getattr(world.cards.hours, f"kin_{LADDERS[rung.ladder]}")[rung.level - 1])


def wanted_of_kin(world: OracleWorld, resident: Resident) -> int:
    """What a resident asks of kin in all."""
    return sum(most_of_kin(world, rung) for rung in resident.rungs)


def share_out(world: OracleWorld, resident: Resident, received: int) -> None:
    """Spread the minutes received over the ladders by cumulative rounding."""
    wanted = wanted_of_kin(world, resident)
    upto = given = 0
    for rung in resident.rungs:
        upto += most_of_kin(world, rung)
        given_upto = received * upto // wanted if wanted else 0
        rung.kin = given_upto - given
        given = given_upto
        rung.kin_share = 255 * rung.kin // rung.needed if rung.needed else 0


# M9 Help and co-production


def coproduce(world: OracleWorld) -> None:
    """What agency and group hours come to, together, on every ladder with need."""
    for resident in world.residents:
        for rung in resident.in_need:
            if rung.needed > 0:
                help_on_ladder(world, resident, rung)


def help_on_ladder(world: OracleWorld, resident: Resident, rung: Rung) -> None:
    """Y, and what share of the need agencies and groups met."""
    fit = resident.place.agencies[rung.service].fit * resident.place.worth_of(rung.service)
    agency = math.floor(fit * learning.shared(world, resident) * (rung.statutory + rung.direct))
    civic = 0
    if resident.helper is not None and resident.helped_ladder == rung.ladder and rung.level < CRISIS:
        civic = math.floor(resident.helper.quality * rung.civic)
    both = agency + civic
    together = agency if rung.level == CRISIS else joint_help(world, rung.level, agency, civic)
    together = min(together, rung.needed - rung.kin)
    rung.met = rung.kin + math.floor(together)
    rung.agency_share = math.floor(255 * together * agency / (both * rung.needed)) if both else 0
    rung.civic_share = math.floor(255 * together * civic / (both * rung.needed)) if both else 0


def joint_help(world: OracleWorld, level: int, agency: int, civic: int) -> float:
    """(1 - m)(A + V) + m 2 ((A^q + V^q) / 2)^(1/q); A + V with the mechanism off."""
    cards = world.cards.coproduction
    m, q = cards.complement[level - 1] if cards.on else 0.0, cards.exponent
    if m == 0.0 or agency + civic == 0:
        return agency + civic
    if q <= 0 and min(agency, civic) == 0:
        mean = 0.0
    elif q == 0:
        mean = math.sqrt(agency * civic)
    else:
        mean = ((agency**q + civic**q) / 2) ** (1 / q)
    return float((1.0 - m) * (agency + civic) + m * 2.0 * mean)


# M3 Capacity


def build_capacity(world: OracleWorld) -> None:
    """Help builds the power to cope; time wears it back to where it began; dependency wears it further."""
    cards = world.cards.capacity
    for resident in world.residents:
        total = 255 * sum(rung.needed for rung in resident.in_need)
        a = sum(rung.needed * rung.agency_share for rung in resident.in_need) / total if total else 0.0
        v = sum(rung.needed * rung.civic_share for rung in resident.in_need) / total if total else 0.0
        c = resident.capacity
        grown = (cards.growth_agency * a + cards.growth_civic * v) * (1.0 - c)
        lost = cards.decay * (c - resident.start_capacity) + cards.dependency * a * c
        resident.capacity = clip(c + grown - lost, 0.0, 1.0)


# Wellbeing and trust


def settle_wellbeing(world: OracleWorld) -> None:
    """Wellbeing moves part of the way to what this life would make it."""
    cards = world.cards.wellbeing
    for resident in world.residents:
        aim = cards.base - sum(cards.loss[rung.level - 1] for rung in resident.in_need)
        aim += cards.capacity * (resident.capacity - 0.5) - cards.burnout * resident.burnout
        aim += cards.acting if resident.active else 0.0
        resident.wellbeing += cards.speed * (clip(aim, 0.0, 10.0) - resident.wellbeing)


def settle_trust(world: OracleWorld) -> None:
    """Trust follows needs met and falls with harm."""
    cards = world.cards.trust
    for place in world.places:
        residents = place.residents
        needed = sum(rung.needed for resident in residents for rung in resident.rungs)
        met = sum(rung.met for resident in residents for rung in resident.rungs)
        harm = sum(Event.HARM in resident.events for resident in residents)
        aim = cards.start + cards.met * ((met / needed if needed else 1.0) - cards.usual_met)
        aim += world.cards.public_realm.trust_gain * learning.more_shared(world, place)
        after = place.trust + cards.speed * (aim - place.trust) - cards.harm * 1000 * harm / max(len(residents), 1)
        place.trust = clip(after, 0.0, 1.0)
