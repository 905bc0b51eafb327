"""M15 What money there is, what it is set aside for, and what becomes of the rest: budgets, grants, debts, pools."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation.agents.residents import Lifelong
from simulation.parameters import cards as all_cards

from .agents import Agency, Place
from .saying import said_in, value_in

if TYPE_CHECKING:
    from .model import OracleWorld

MEMORY = 12


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


def means_of(world: OracleWorld, place: Place) -> list[int]:
    """What each service has but for what is set aside, with its part of the reserves."""
    income = max(sum(agency.income for agency in place.agencies), 1)
    return [a.realised - floor_of(world, a) + place.reserves * a.income // income for a in place.agencies]


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
    """Connecting's share of what is left when a part has been cut: its own part is cut by a multiple of that.

    Worked out in the order of the ODD: what comes to whole pence exactly must be rounded down as it is there.
    """
    cards = world.cards.politics
    if not cards.on:
        return place.connecting_share
    kept = place.connecting_share * max(1.0 - cards.cut_bias * cut, 0.0)
    without_gain_of_direct_help = place.connecting_share - cut
    return max(kept, without_gain_of_direct_help) / (1.0 - cut) if cut < 1.0 else 0.0


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


def share_money(world: OracleWorld) -> None:
    """Every agency shares out what duties leave."""
    for place in world.places:
        bridge(world, place)
        release(world, place)
        add(world, place)
        for agency in place.agencies:
            share_out_money(world, agency)
