"""M15 Agencies at work and M16 their two levers: the purse, duties, direct help, queues, and what is left over."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation.agents.residents import Event, Lifelong, Status
from simulation.chance import Decision
from simulation.parameters import cards as all_cards

from .agents import CRISIS, FAMILY, HOME, Agency, Place, Resident, Rung
from .helping import clip
from .need import probability
from .saying import said_in, value_in

if TYPE_CHECKING:
    from .model import OracleWorld

type Case = tuple[Resident, Rung]
HELD = (Status.STATUTORY, Status.PLACED)
MEMORY = 12


# The purse


def price(world: OracleWorld, pounds: float) -> int:
    """Pence this month of what costs so many pounds at month 0."""
    return round(100.0 * pounds * (1.0 + world.cards.budget.cost_growth) ** (max(world.month, 0) / 12.0))


def settling(world: OracleWorld) -> bool:
    """Whether duties are met in full and income follows them."""
    return world.month < 0 or not world.cards.budget.on


def usual_duties(agency: Agency) -> float:
    """The mean monthly statutory cost of the last settling months."""
    return sum(agency.recent_duties) / len(agency.recent_duties)


def set_budgets(world: OracleWorld) -> None:
    """At month 0 income is fixed on what settling showed; each later year it grows."""
    cards = world.cards.budget
    for place in world.places:
        for agency in place.agencies:
            if world.month == 0 and agency.recent_duties:
                agency.first_duties = round(usual_duties(agency))
                agency.income = agency.first_duties + agency.fixed + agency.first_discretionary
            elif world.month > 0 and world.month % 12 == 0:
                agency.income = round(agency.income * (1.0 + cards.income_growth))
        if world.month == 0 and place.agencies[0].recent_duties:
            income = sum(agency.income for agency in place.agencies)
            place.reserves = round(cards.reserves_share * 12.0 * income)
    if not settling(world):
        give_grants(world)
        redistribute(world)


def give_grants(world: OracleWorld) -> None:
    """Deals bring some places money, which everybody pays for in proportion to what they are due, to the penny."""
    everybody = [agency for place in world.places for agency in place.agencies]
    for agency in everybody:
        agency.grant = math.floor(agency.income * said_in(world, agency.place, "budget.deal"))
    cost, due, so_far = sum(a.grant for a in everybody), sum(a.income for a in everybody), 0
    for agency in everybody:
        before, so_far = so_far, so_far + agency.income
        agency.grant -= cost * so_far // max(due, 1) - cost * before // max(due, 1)


def directed(world: OracleWorld, place: Place) -> bool:
    """Whether the centre directs a place."""
    return bool(world.cards.innovation.on and value_in(world, place, "innovation.governance") == "centre")


def redistribute(world: OracleWorld) -> None:
    """Places that the centre directs give part of what they have beyond their share of need to those that have less."""
    here = [place for place in world.places if directed(world, place)]
    if len(here) < 2 or not any(place.needs for place in world.places):
        return
    incomes = [sum(agency.income for agency in place.agencies) for place in here]
    needs = [place.needs for place in here]
    dues = to_the_penny(sum(incomes), needs) if any(needs) else incomes
    spare = [[max(a.realised - a.fixed - floor_of(world, a), 0) for a in place.agencies] for place in here]
    share = world.cards.innovation.redistribution
    given = [
        min(math.floor(share * max(income - due, 0)), sum(most))
        for income, due, most in zip(incomes, dues, spare, strict=True)
    ]
    taken = to_the_penny(sum(given), [max(due - income, 0) for income, due in zip(incomes, dues, strict=True)])
    for place, gives, takes, most in zip(here, given, taken, spare, strict=True):
        change = takes - gives
        plus = to_the_penny(max(change, 0), [agency.income for agency in place.agencies])
        minus = to_the_penny(max(-change, 0), most)
        for agency, more, less in zip(place.agencies, plus, minus, strict=True):
            agency.grant += more - less


def pounds_of_staff(world: OracleWorld, place: Place, key: str) -> float:
    """What hours of staff cost in a place, which is less where they are organised for all."""
    saved = world.cards.innovation.scale_saving if directed(world, place) and world.month >= 0 else 0.0
    return said_in(world, place, key) * (1.0 - saved)


def floor_of(world: OracleWorld, agency: Agency) -> int:
    """The part of the discretionary budget that duties cannot take."""
    return min(math.floor(world.cards.budget.floor * agency.first_discretionary), agency.income)


def share_out_money(world: OracleWorld, agency: Agency) -> None:
    """What duties leave: the cost of changing over first, then connectors, then direct hours."""
    cards, place = world.cards.budget, agency.place
    agency.recent_duties = [*agency.recent_duties, agency.statutory][-MEMORY:]
    if settling(world):
        usual, other = usual_duties(agency), 1.0 - cards.statutory_share - cards.discretionary_share
        agency.first_discretionary = round(usual * cards.discretionary_share / cards.statutory_share)
        agency.fixed = round(usual * other / cards.statutory_share)
        agency.income = agency.fixed + agency.statutory + agency.first_discretionary
    left = agency.realised - agency.fixed - agency.statutory
    agency.discretionary = min(max(left, floor_of(world, agency)), agency.first_discretionary)
    cut = 1.0 - (agency.discretionary + agency.drawn + agency.borrowed) / max(agency.first_discretionary, 1)
    agency.discretionary += agency.returned
    agency.discretionary -= math.floor(agency.discretionary * said_in(world, place, "budget.saving"))
    agency.discretionary += agency.drawn + agency.borrowed + agency.added
    for_connectors = math.floor(agency.added * said_in(world, place, "budget.added_to_connecting"))
    if place.frozen:
        agency.discretionary = agency.returned = for_connectors = 0
    free = agency.discretionary - for_connectors
    agency.dual_running = math.floor(free * place.dual_running)
    free -= agency.dual_running
    if not settling(world):
        agency.joint = math.floor(free * part_for_joint_work(world, place))
    free -= agency.joint
    if world.cards.growth.on:
        agency.growth = math.floor(free * said_in(world, place, "growth.share"))
    free -= agency.growth
    agency.connecting = math.floor(free * connecting_after_cuts(world, place, cut))
    agency.direct = free - agency.connecting
    agency.connecting += for_connectors


def part_for_joint_work(world: OracleWorld, place: Place) -> float:
    """V: what a shared view, shared decisions and visits beyond today's take of what may be chosen."""
    told, part = world.cards, 0.0
    for section, card, cost in (
        (told.hand_off, "hand_off.shared_view", told.hand_off.view_cost),
        (told.public_realm, "public_realm.shared_decisions", told.public_realm.decisions_cost),
    ):
        if section.on:
            today = float(all_cards()[card].value)  # type: ignore[arg-type]
            part += cost * max(said_in(world, place, card) - today, 0.0)
    alone = len(world.places) == 1
    if told.innovation.on and not alone and value_in(world, place, "innovation.governance") == "networked":
        part += told.innovation.visit_cost
    return min(part, 1.0)


def service_debts(world: OracleWorld) -> None:
    """What reserves may be planned with, and what lenders are paid, before anything else."""
    cards = world.cards.borrowing
    for place in world.places if not settling(world) else []:
        years = int(said_in(world, place, "borrowing.settlement"))
        if world.month % (12 * years) == 0:
            place.planned = place.reserves * (years - 1) // (12 * years * years)
        elif years == 1:
            place.planned = 0
        interest = round(place.owed * (cards.interest / 12))
        place.due = interest + min(place.owed_a_month, place.owed) if place.owed else 0
        incomes = [agency.income for agency in place.agencies]
        parts = zip(place.agencies, to_the_penny(interest, incomes), to_the_penny(place.due, incomes), strict=True)
        for agency, of_interest, due in parts if place.owed else []:
            free = max(agency.realised - agency.fixed - floor_of(world, agency), 0)
            agency.interest = of_interest
            agency.repaid = min(due, free) - of_interest
        place.owed -= sum(agency.repaid for agency in place.agencies)


def to_the_penny(amount: int, by: list[int]) -> list[int]:
    """An amount in parts that sum to it, each what is due up to and with it less what is due before."""
    ends = [amount * sum(by[: k + 1]) // max(sum(by), 1) for k in range(len(by))]
    return [end - before for end, before in zip(ends, [0, *ends[:-1]], strict=True)]


def bridge(world: OracleWorld, place: Place) -> None:
    """What the budgets lack comes from reserves that may be planned with, then from lenders."""
    lines, purse = place.agencies, place.reserves
    gaps = []
    for agency in lines:
        left = agency.realised - agency.fixed - agency.statutory
        chosen = min(max(left, floor_of(world, agency)), agency.first_discretionary)
        purse += left - chosen
        gaps.append(agency.first_discretionary - chosen)
    able = world.cards.borrowing.on and not settling(world) and not place.frozen
    drawn = min(place.planned, max(purse, 0), sum(gaps)) if able else 0
    limit = said_in(world, place, "borrowing.limit") * (12 * sum(agency.income for agency in lines))
    borrowed = min(sum(gaps) - drawn, max(math.floor(limit) - place.owed, 0)) if able else 0
    for agency, one, other in zip(lines, to_the_penny(drawn, gaps), to_the_penny(borrowed, gaps), strict=True):
        agency.drawn, agency.borrowed = one, other
    place.owed += borrowed
    if borrowed:
        place.owed_a_month = math.ceil(place.owed / (12 * world.cards.borrowing.term))


def pool(world: OracleWorld) -> None:
    """A place that pools budgets is paid, over the next year, its share of what others saved in the last."""
    cards = world.cards.payers
    council = [cards.care_duties[0], cards.family_duties[0], cards.livelihood_duties[0], cards.home_duties[0]]
    years = world.month / 12.0
    for place in world.places if world.month >= 0 else []:
        if world.month % 12 == 0:
            place.instalment = math.floor(max(place.pooled, 0.0) / 12.0)
            place.pooled = 0.0
        saved = 0.0
        for agency, paid_by_council in zip(place.agencies, council, strict=True):
            expected = agency.first_duties * (1.0 + world.cards.pooling.expected_growth) ** years
            saved += (expected - agency.statutory - agency.unserved) * (1.0 - paid_by_council)
        place.pooled += said_in(world, place, "pooling.share") * saved


def release(world: OracleWorld, place: Place) -> None:
    """What is due this month comes out of the purse of the place, once it is known what is left there."""
    lines, purse = place.agencies, place.reserves
    for agency in lines:
        left = agency.realised - agency.fixed - agency.statutory
        purse += left - min(max(left, floor_of(world, agency)), agency.first_discretionary) - agency.drawn
    due = min(place.instalment, max(purse, 0)) if world.cards.pooling.on and not settling(world) else 0
    whole = max(sum(agency.first_discretionary for agency in lines), 1)
    for agency in lines:
        agency.returned = due * agency.first_discretionary // whole


def add(world: OracleWorld, place: Place) -> None:
    """A twelfth of what is added in a year, so that a year's parts make up all of it, by what each may first choose."""
    months, whole = world.month % 12, round(100.0 * world.cards.budget.added)
    part = 0 if settling(world) else whole * (months + 1) // 12 - whole * months // 12
    by = [agency.first_discretionary for agency in place.agencies]
    for agency, one in zip(place.agencies, to_the_penny(part, by), strict=True):
        agency.added = one


def connecting_after_cuts(world: OracleWorld, place: Place, cut: float) -> float:
    """Connecting's share of what is left when a part has been cut: its own part is cut by a multiple of that."""
    cards = world.cards.politics
    if not cards.on:
        return place.connecting_share
    kept = place.connecting_share * max(1.0 - cards.cut_bias * cut, 0.0)
    direct_before = 1.0 - place.connecting_share
    kept = max(kept, 1.0 - cut - direct_before)
    return kept / (1.0 - cut) if cut < 1.0 else 0.0


def close_ledger(world: OracleWorld) -> None:
    """What is not spent stays in reserves; where a year's sums fail, discretionary spending stops."""
    for place in world.places:
        lines = place.agencies
        place.reserves += sum(
            a.realised + a.borrowed + a.added - a.fixed - a.statutory - a.discretionary for a in lines
        )
        place.answered = sum(a.connecting for a in lines) / max(sum(a.first_discretionary for a in lines), 1)
        if settling(world):
            continue
        place.wanted += sum(a.fixed + a.statutory + a.unserved for a in lines)
        if (world.month + 1) % 12 == 0:
            place.needs, place.wanted = place.wanted + 12 * sum(a.first_discretionary for a in lines), 0
        months = max(len(lines[0].recent_duties), 1)
        duties = 12 * sum(sum(a.recent_duties) for a in lines) // months
        projected = 12 * sum(a.fixed for a in lines) + duties + 12 * place.due
        comes_in = sum(a.income + a.tax_base + a.grant for a in lines)
        cannot_balance = projected > 12 * comes_in + place.reserves
        if cannot_balance and world.month + 1 >= place.frozen_until:
            place.frozen_until = world.month + 1 + world.cards.budget.freeze_months


# Lifelong need


def bear_lifelong_need(world: OracleWorld) -> None:
    """Its cost is contained in fixed costs at month 0 and moves them later; what money lacks is unserved."""
    cards = world.cards.lifelong
    for place in world.places:
        care, family, *_ = place.agencies
        children = [r for r in place.residents if r.lifelong and r.age < 18 * 12]
        adults = [r for r in place.residents if r.lifelong == Lifelong.LEARNING_DISABILITY and r.age >= 18 * 12]
        before = [agency.lifelong for agency in place.agencies]
        care.lifelong = len(adults) * price(world, cards.adult_cost)
        family.lifelong = len(children) * price(world, cards.child_cost)
        for agency, cost, most in zip(place.agencies, before, means_of(world, place), strict=True):
            if settling(world) or world.month == 0:
                agency.other_fixed = agency.fixed - agency.lifelong
                continue
            if not cards.on:
                agency.other_fixed += cost - agency.lifelong
            wanted = max(agency.other_fixed + agency.lifelong, 0)
            agency.fixed = max(min(wanted, most), 0)
            agency.unserved += wanted - agency.fixed


# M16 The levers


LEVERS = ("connecting_share", "earliness")


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


# Duties


def meet_duties(world: OracleWorld) -> None:
    """Admit eligible cases in order while their cost fits."""
    for place in world.places:
        residents = place.residents
        cases = [(place.agencies[rung.service], (r, rung)) for r in residents for rung in r.in_need]
        for _, (resident, rung) in cases:
            if rung.status in HELD and not eligible(world, resident, rung):
                rung.enter(Status.NONE)
        admit(world, place, cases, duty_limits(world, place))


def share_money(world: OracleWorld) -> None:
    """Every agency shares out what duties leave."""
    for place in world.places:
        bridge(world, place)
        release(world, place)
        add(world, place)
        for agency in place.agencies:
            share_out_money(world, agency)


ELIGIBILITY = "service.eligibility"


def eligible(world: OracleWorld, resident: Resident, rung: Rung) -> bool:
    """Whether need has reached the level of a duty where the resident lives."""
    said = value_in(world, resident.place, ELIGIBILITY)
    return bool(rung.level >= said[rung.ladder])  # type: ignore[index]


def duty_limits(world: OracleWorld, place: Place) -> list[float]:
    """L_k: the most that each service can spend on duties, with its part of the reserves."""
    if settling(world):
        return [math.inf] * len(place.agencies)
    return [means - agency.fixed for agency, means in zip(place.agencies, means_of(world, place), strict=True)]


def means_of(world: OracleWorld, place: Place) -> list[int]:
    """What each service has but for what is set aside, with its part of the reserves."""
    income = max(sum(agency.income for agency in place.agencies), 1)
    return [a.realised - floor_of(world, a) + place.reserves * a.income // income for a in place.agencies]


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


# Direct help


def help_directly(world: OracleWorld) -> None:
    """Fill the slots that direct money buys, before crisis and in it; then some cases end."""
    cards = world.cards.service
    slot = int(60 * cards.hours_per_fte / cards.caseload)
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
            help_early(before[:for_early], before[for_early:], slot)
            help_late(in_crisis[: sum(slots) - for_early], slot)
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


TRIAGE = "service.triage"


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


def help_early(served: list[Case], others: list[Case], slot: int) -> None:
    """Help those who have a slot; who had one and has none any more waits."""
    for resident, rung in served:
        serve(resident, rung, slot)
        rung.enter_if_new(Status.DIRECT)
    for _, rung in others:
        if rung.status == Status.DIRECT:
            rung.enter(Status.WAITING)


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


def help_late(served: list[Case], slot: int) -> None:
    """Help crises; they keep their status."""
    for resident, rung in served:
        serve(resident, rung, slot)


def serve(resident: Resident, rung: Rung, slot: int) -> None:
    """Give a slot's minutes, or what is missing if that is less."""
    minutes = min(slot, rung.missing)
    rung.direct += minutes
    resident.place.agencies[rung.service].minutes_given += minutes


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
