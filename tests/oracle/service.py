"""M16 The two levers, and M15 duties: who is admitted, in what order, and what it costs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation.agents.residents import Status
from simulation.chance import Decision

from .agents import FAMILY, HOME, Agency, Place, Resident, Rung
from .helping import clip
from .purse import means_of, price, settling
from .saying import said_in, value_in

if TYPE_CHECKING:
    from .model import OracleWorld

type Case = tuple[Resident, Rung]
HELD = (Status.STATUTORY, Status.PLACED)
LEVERS = ("connecting_share", "earliness")
ELIGIBILITY = "service.eligibility"


def hold_elections(world: OracleWorld) -> None:
    """After each whole term, a place may change its mind about the approach."""
    end_of_term = world.month > 0 and world.month % (12 * world.cards.politics.term) == 0
    for place in world.places:
        held = end_of_term or said_in(world, place, "politics.called")
        turn_chance = said_in(world, place, "politics.turn_chance")
        if held and world.luck.happens(Decision.ELECTION, place.key, turn_chance):
            place.turned_back = not place.turned_back


def shift_effort(world: OracleWorld) -> None:
    """The levers move in even steps from where they stood; until they arrive, both ways run side by side."""
    cards = world.cards.effort
    for place in world.places:
        theta, earliness = aim = tuple(said_in(world, place, f"effort.{lever}") for lever in LEVERS)
        if aim != place.aim:
            place.aim, place.shift_began = aim, world.month
            place.from_connecting_share, place.from_earliness = place.connecting_share, place.earliness
        ramp = clip((world.month - place.shift_began + 1) / cards.lag, 0.0, 1.0)
        before = mix_of_effort(place.from_connecting_share, place.from_earliness)
        after = mix_of_effort(theta, earliness)
        moved = sum(abs(one - other) for one, other in zip(before, after, strict=True)) / 2
        place.connecting_share = place.from_connecting_share + (theta - place.from_connecting_share) * ramp
        place.earliness = place.from_earliness + (earliness - place.from_earliness) * ramp
        place.dual_running = moved * cards.dual_running if 0.0 < ramp < 1.0 else 0.0


def mix_of_effort(theta: float, earliness: float) -> tuple[float, float, float]:
    """Late help, early help and connecting, as shares of all effort."""
    return (1.0 - theta) * (1.0 - earliness), (1.0 - theta) * earliness, theta


def meet_duties(world: OracleWorld) -> None:
    """Admit eligible cases in order while their cost fits."""
    for place in world.places:
        residents = place.residents
        cases = [(place.agencies[rung.service], (r, rung)) for r in residents for rung in r.in_need]
        for _, (resident, rung) in cases:
            if rung.status in HELD and not eligible(world, resident, rung):
                rung.enter(Status.NONE)
        admit(world, place, cases, duty_limits(world, place))


def eligible(world: OracleWorld, resident: Resident, rung: Rung) -> bool:
    """Whether need has reached the level of a duty where the resident lives."""
    said = value_in(world, resident.place, ELIGIBILITY)
    return bool(rung.level >= said[rung.ladder])  # type: ignore[index]


def duty_limits(world: OracleWorld, place: Place) -> list[float]:
    """L_k: the most that each service can spend on duties, with its part of the reserves."""
    if settling(world):
        return [math.inf] * len(place.agencies)
    return [means - agency.fixed for agency, means in zip(place.agencies, means_of(world, place), strict=True)]


def ticket(world: OracleWorld, case: Case) -> tuple[float, int]:
    """A case's lot in the queue of the month; the last 20 bits of the key part equal ones."""
    resident, rung = case
    return world.luck.uniform(Decision.QUEUE_TICKET, resident.key, rung.ladder), resident.key % 2**20


def admit(world: OracleWorld, place: Place, cases: list[tuple[Agency, Case]], limits: list[float]) -> None:
    """Those in service first, then the highest level, then by lot, of all services mixed.

    The first that the money does not reach ends admission to its service; one whose hours nobody has to sell waits.
    """
    standing = [
        (agency, (resident, rung))
        for agency, (resident, rung) in cases
        if eligible(world, resident, rung) and rung.status in (Status.WAITING, Status.DIRECT, *HELD)
    ]
    standing.sort(key=lambda one: (one[1][1].status not in HELD, -one[1][1].level, *ticket(world, one[1])))
    ended = {agency: agency.unserved > 0 for agency in place.agencies}
    for agency, (resident, rung) in standing:
        status = status_if_admitted(world, resident, rung)
        cost = cost_of(world, agency, resident, rung, status)
        minutes = math.floor(rung.needed * world.cards.service.cover)
        from_providers = math.floor(bought_of(world, agency) * minutes)
        ended[agency] |= agency.statutory + cost > limits[agency.service]
        lacking = place.for_duties + from_providers > place.room
        if ended[agency] or lacking:
            agency.unserved += cost
            place.refused += 0 if ended[agency] else from_providers
            rung.enter_if_new(Status.WAITING)
        else:
            agency.statutory += cost
            place.for_duties += from_providers
            rung.statutory = minutes
            rung.enter_if_new(status)


def status_if_admitted(world: OracleWorld, resident: Resident, rung: Rung) -> Status:
    """STATUTORY, or PLACED for some of the children whom the service takes on."""
    if rung.status in HELD:
        return rung.status
    share = world.cards.service.placement_share
    if rung.ladder == FAMILY and world.luck.happens(Decision.PLACEMENT, resident.key, share, rung.ladder):
        return Status.PLACED
    return Status.STATUTORY


def bought_of(world: OracleWorld, agency: Agency) -> float:
    """b_k: the part of a duty's hours that comes from providers."""
    market = world.cards.market
    return float(market.duties_bought[agency.service]) if market.on else 0.0


def cost_of(world: OracleWorld, agency: Agency, resident: Resident, rung: Rung, status: Status) -> int:
    """Pence a month of a case: the price times what this person costs against others, of mean 1."""
    cards = world.cards.service
    dear = math.exp(world.cards.commons.price_effect * resident.place.scarcity) if rung.ladder == HOME else 1.0
    usual = price(world, cards.placement_cost if status == Status.PLACED else cards.cost[rung.ladder] * dear)
    s, z = cards.cost_spread, world.luck.normal_for_life(Decision.CASE_COST, resident.key)
    dearness = 1.0 + bought_of(world, agency) * (agency.place.hour_price - 1.0)
    return round(usual * dearness * math.exp(s * z - 0.5 * s * s))
