"""M17: what places try, see elsewhere and are told by the centre; and what a service's hour is worth for it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation.chance import Decision
from simulation.chance import normal as quantile
from simulation.parameters import cards as all_cards

from .need import probability
from .saying import said_in, value_in

if TYPE_CHECKING:
    from .agents import Place, Resident
    from .model import OracleWorld

CONNECTORS = 4
OF_PRACTICE, OF_CENTRE = 0x50524143, 0x43454E54


def today(key: str) -> float:
    """What a card says of today."""
    return float(all_cards()[key].value)  # type: ignore[arg-type]


def usual_merit(world: OracleWorld) -> float:
    """U: tries a month, times what each adds, over what a month makes useless."""
    cards = world.cards.innovation
    added = 1.0 / math.sqrt(2.0 * math.pi * (1.0 + 2.0 * cards.noise**2))
    return probability(cards.trials * today("understanding.discretion")) * added / cards.stale


def normal(world: OracleWorld, decision: Decision, key: int) -> float:
    """A standard normal deviate of this month's luck."""
    return float(quantile(world.luck.uniform(decision, key)))


def learn(world: OracleWorld) -> None:
    """All places learn at once, each from what the others were."""
    if world.month < 0:
        return
    cards = world.cards.innovation
    renew_template(world)
    found = [list(place.merit) for place in world.places]
    for place in world.places:
        for practice in range(5):
            if value_in(world, place, "innovation.governance") == "centre":
                place.merit[practice] = cards.one_size * world.template[practice]
            else:
                place.merit[practice] = next_merit(world, place, practice, found)
            gain = cards.network_gain if practice == CONNECTORS else cards.direct_gain
            place.worth[practice] = max(0.0, 1.0 + gain * (place.merit[practice] - usual_merit(world)))


def renew_template(world: OracleWorld) -> None:
    """The template fades; every few years the best looking pilot takes its place."""
    cards = world.cards.innovation
    world.template = [(1.0 - cards.stale) * merit for merit in world.template]
    if world.month % (12 * cards.update_years) != 0:
        return
    error = cards.noise / math.sqrt(cards.evidence)
    for practice in range(5):
        keys = [world.luck.mix(OF_CENTRE, practice, number) for number in range(cards.pilots)]
        ideas = [world.template[practice] + normal(world, Decision.PILOT, key) for key in keys]
        looks = [i + error * normal(world, Decision.PILOT_JUDGED, k) for i, k in zip(ideas, keys, strict=True)]
        world.template[practice] = ideas[looks.index(max(looks))]


def next_merit(world: OracleWorld, place: Place, practice: int, found: list[list[float]]) -> float:
    """What is done from now on: as before, a bit out of date, or an idea that looks better."""
    cards = world.cards.innovation
    key = world.luck.mix(place.key, practice, OF_PRACTICE)
    merit = (1.0 - cards.stale) * found[place.number][practice]
    tries = chance_of_a_try(world, place)
    looks = probability(cards.looking) if value_in(world, place, "innovation.governance") == "networked" else 0.0
    if world.luck.happens(Decision.IDEA, key, tries):
        idea = merit + normal(world, Decision.VARIATION, key)
    elif world.luck.happens(Decision.IDEA, key, tries + (1.0 - tries) * looks) and len(found) > 1:
        other, steps = place_looked_at(world, place, key)
        idea = cards.fidelity**steps * (1.0 - cards.stale) * found[other][practice]
    else:
        return merit
    seen = idea - merit + math.sqrt(2.0) * cards.noise * normal(world, Decision.IDEA_JUDGED, key)
    return idea if seen > 0 else merit


def chance_of_a_try(world: OracleWorld, place: Place) -> float:
    """The more money there is to choose about, and the freer the front line, the likelier."""
    spent = sum(agency.discretionary for agency in place.agencies)
    slack = spent / max(sum(agency.first_discretionary for agency in place.agencies), 1)
    discretion = said_in(world, place, "understanding.discretion")
    return probability(world.cards.innovation.trials * discretion * slack)


def place_looked_at(world: OracleWorld, place: Place, key: int) -> tuple[int, int]:
    """One of the nearest places on the ring, and how many steps away it is."""
    places, reach = len(world.places), world.cards.innovation.reach
    ways = [(place.number + side * steps, steps) for steps in range(1, reach + 1) for side in (1, -1)]
    ways = ways[: places - 1]
    there, steps = ways[int(world.luck.uniform(Decision.LOOK_WHERE, key) * len(ways))]
    return there % places, steps


def shared(world: OracleWorld, resident: Resident) -> float:
    """What is kept of an agency's hour for somebody whom several services help, against today."""
    cards = world.cards.hand_off
    if not cards.on or len({rung.service for rung in resident.in_need}) < 2:
        return 1.0
    view = said_in(world, resident.place, "hand_off.shared_view")
    return float((1 - cards.loss * (1 - view)) / (1 - cards.loss * (1 - today("hand_off.shared_view"))))


def more_shared(world: OracleWorld, place: Place) -> float:
    """Decisions held outside the council, beyond today's share."""
    key = "public_realm.shared_decisions"
    return said_in(world, place, key) - today(key) if world.cards.public_realm.on else 0.0


def speed_of_learning(world: OracleWorld, place: Place) -> float:
    """What part of the gap to the place's needs its services close in a month."""
    cards, others = world.cards.understanding, world.cards.public_realm.knowledge * more_shared(world, place)
    freedom = said_in(world, place, "understanding.discretion")
    return min(max(cards.rate * (freedom + others * place.known_share), 0.0), 1.0)


def drift_to_average(world: OracleWorld) -> None:
    """Places that share or merge come to be set up alike; one that does so alone comes to be like England."""
    drifting = [place for place in world.places if said_in(world, place, "understanding.drift") > 0]
    for service in range(4):
        mixes = [place.agencies[service].alignment for place in drifting]
        average = [sum(parts) / len(mixes) for parts in zip(*mixes, strict=True)] if len(mixes) > 1 else [0.2] * 5
        for place in drifting:
            drift, agency = said_in(world, place, "understanding.drift"), place.agencies[service]
            agency.alignment = [a + drift * (m - a) for a, m in zip(agency.alignment, average, strict=True)]
