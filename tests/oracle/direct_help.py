"""M15 Direct help before crisis and in it: how many places money buys, who takes them, and who gives up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation.agents.residents import Event, Status
from simulation.chance import Decision

from .agents import CRISIS, Agency, Place, Resident, Rung
from .need import probability
from .purse import pounds_of_staff, price
from .saying import said_in, value_in
from .service import HELD, Case, eligible, ticket

if TYPE_CHECKING:
    from .model import OracleWorld

TRIAGE = "service.triage"


def help_directly(world: OracleWorld) -> None:
    """Fill the slots that direct money buys, before crisis and in it; then some cases end."""
    slot = int(60 * world.cards.service.hours_per_fte / world.cards.service.caseload)
    for places in who_share(world):
        for service in range(4):
            agencies = [place.agencies[service] for place in places]
            slots = [slots_of(world, agency, slot) for agency in agencies]
            early = [math.floor(own * earliness_of(agency)) for own, agency in zip(slots, agencies, strict=True)]
            cases = [case for agency in agencies for case in cases_of(agency)]
            before, in_crisis = lacking_before_crisis(world, cases), lacking_in_crisis(world, cases)
            for_early = sum(early)
            for_early = max(for_early, sum(slots) - len(in_crisis))
            for_early = min(for_early, len(before))
            served_early, served_late = before[:for_early], in_crisis[: sum(slots) - for_early]
            spare_early = for_early * slot - help_early(served_early, before[for_early:], slot)
            spare_late = (sum(slots) - for_early) * slot - fill_slots(served_late, slot)
            spare_early, spare_late = pass_on(served_early, spare_early), pass_on(served_late, spare_late)
            pass_on(served_late, spare_early)
            pass_on(served_early, spare_late)
    for resident in world.residents:
        end_and_give_up(world, resident)


def who_share(world: OracleWorld) -> list[list[Place]]:
    """Places that share their services, together; every other place by itself."""
    sharing = [place for place in world.places if said_in(world, place, "service.pooled")]
    return [*([sharing] if sharing else []), *([place] for place in world.places if place not in sharing)]


def slots_of(world: OracleWorld, agency: Agency, slot: int) -> int:
    """How many cases an agency's money for direct help pays for."""
    hour = price(world, pounds_of_staff(world, agency.place, "service.direct_hour"))
    minutes = (agency.direct - agency.dearer) * 60 // hour
    return max(minutes - minutes_of_assessments(world, agency), 0) // slot


def cases_of(agency: Agency) -> list[Case]:
    """Everybody's needs of one service in its place."""
    return [(r, rung) for r in agency.place.residents for rung in r.in_need if rung.service == agency.service]


def minutes_of_assessments(world: OracleWorld, agency: Agency) -> int:
    """What finding out who would gain takes: a fixed time for everybody who begins to wait this month."""
    if value_in(world, agency.place, TRIAGE) != "gain":
        return 0
    lowest = said_in(world, agency.place, "service.threshold")
    new = [g for _, g in cases_of(agency) if g.status == Status.WAITING and g.wait == 0 and g.level >= lowest]
    return len(new) * round(60.0 * world.cards.service.assessment)


def standing_by_triage(world: OracleWorld, case: Case) -> tuple[int, int]:
    """What decides between cases that are alike but for what the place looks at first."""
    resident, rung = case
    first = value_in(world, resident.place, TRIAGE)
    if first == "waiting":
        return 0, 255 - rung.wait if rung.status == Status.WAITING else 0
    if first == "gain":
        return rung.level, rung.months
    return CRISIS - rung.level, 0


def lacking_before_crisis(world: OracleWorld, cases: list[Case]) -> list[Case]:
    """Emerging and complex need that is no duty, met by nobody in full: in service, waiting, then found."""
    order = (Status.DIRECT, Status.WAITING, Status.NONE)
    standing = [
        (resident, rung)
        for resident, rung in cases
        if rung.emerging_or_complex and not eligible(world, resident, rung) and rung.status in order
        if rung.level >= said_in(world, resident.place, "service.threshold")
        if rung.status != Status.NONE or found_by_outreach(world, resident, rung)
        if rung.missing > 0
    ]
    standing.sort(
        key=lambda case: (
            passed_over(world, case), order.index(case[1].status), *standing_by_triage(world, case),
            *ticket(world, case),
        )
    )  # fmt: skip
    return standing


def help_early(served: list[Case], others: list[Case], slot: int) -> int:
    """Help those who have a slot, by how many minutes; who had one and has none any more waits."""
    for _, rung in others:
        if rung.status == Status.DIRECT:
            rung.enter(Status.WAITING)
    for _, rung in served:
        rung.enter_if_new(Status.DIRECT)
    return fill_slots(served, slot)


def earliness_of(agency: Agency) -> float:
    """The part of its slots that goes to before crises, with what providers move there."""
    return agency.place.earliness + agency.prevention * (1.0 - agency.place.earliness)


def passed_over(world: OracleWorld, case: Case) -> bool:
    """Whether providers leave a complex case that is not in service yet for when all others are served."""
    resident, rung = case
    agency = resident.place.agencies[rung.service]
    if rung.level != CRISIS - 1 or rung.status == Status.DIRECT or agency.picking == 0.0:
        return False
    return world.luck.happens(Decision.PASSED_OVER, resident.key, agency.picking)


def found_by_outreach(world: OracleWorld, resident: Resident, rung: Rung) -> bool:
    """Whether a service with places to spare could find somebody who has not come forward."""
    outreach = said_in(world, resident.place, "service.outreach")
    return world.luck.less(ticket(world, (resident, rung))[0], outreach, resident.key)


def lacking_in_crisis(world: OracleWorld, cases: list[Case]) -> list[Case]:
    """Crises that are not met in full: those still waiting first, then by lot."""
    standing = [
        (resident, rung)
        for resident, rung in cases
        if rung.level == CRISIS and rung.status in (Status.WAITING, *HELD) and rung.missing > 0
    ]
    standing.sort(
        key=lambda case: (case[1].status != Status.WAITING, *standing_by_triage(world, case), *ticket(world, case))
    )
    return standing


def fill_slots(served: list[Case], slot: int) -> int:
    """Help those who have a slot, by how many minutes; they keep their status."""
    return sum(serve(resident, rung, slot) for resident, rung in served)


def pass_on(served: list[Case], spare: int) -> int:
    """Give minutes that others did not need to those who are served, in turn; how many are left."""
    for resident, rung in served:
        spare -= serve(resident, rung, spare)
    return spare


def serve(resident: Resident, rung: Rung, most: int) -> int:
    """Give what is missing, but no more than `most` minutes; how many that were."""
    minutes = min(most, rung.missing)
    rung.direct += minutes
    resident.place.agencies[rung.service].minutes_given += minutes
    return minutes


def end_and_give_up(world: OracleWorld, resident: Resident) -> None:
    """Direct help comes to an end; some of those who wait give up."""
    cards, threshold = world.cards.service, said_in(world, resident.place, "service.threshold")
    for rung in resident.in_need:
        if rung.status in (Status.DIRECT, Status.WAITING) and rung.level < threshold:
            left = True
        elif rung.status == Status.DIRECT:
            left = world.luck.happens(Decision.SERVICE_ENDS, resident.key, probability(cards.end_rate), rung.ladder)
        elif rung.status == Status.WAITING:
            left = world.luck.happens(
                Decision.QUEUE_ABANDON, resident.key, probability(cards.abandon_rate), rung.ladder
            )
            if left:
                resident.events.add(Event.ABANDONED)
        else:
            left = False
        if left:
            rung.enter(Status.NONE)
