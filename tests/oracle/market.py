"""M14 The market: one provider after another sells, earns or loses, grows or shrinks, leaves; another may enter."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation.chance import Decision

from .agents import Place, Provider
from .helping import clip
from .need import probability
from .purse import pounds_of_staff, price, settling
from .saying import said_in

if TYPE_CHECKING:
    from .model import OracleWorld

ENDLESS = 2**40


# What hours cost, and how many there are


def open_month(world: OracleWorld) -> None:
    """Before anything happens: this month's price and room in each place."""
    for place in world.places:
        place.for_duties = place.refused = place.for_direct = place.wanted_direct = 0
        place.room, place.hour_price, place.usual_pay = ENDLESS, 1.0, 1.0
        for agency in place.agencies:
            agency.prevention = agency.picking = 0.0
        if world.cards.market.on:
            uplift = said_in(world, place, "market.price_uplift")
            place.usual_pay = round(thinness(world, place) * (1.0 + uplift), 9)
            place.hour_price = round(place.usual_pay * added_by_policies(world, place), 9)
            if world.market_age and not settling(world):
                place.room = math.floor(round(60.0 * sum(one.capacity for one in place.providers), 6))


def thinness(world: OracleWorld, place: Place) -> float:
    """How much fewer or more unequal providers than at the beginning raise the price."""
    e = world.cards.market.elasticity
    return (1.0 - place.first_concentration / e) / (1.0 - place.concentration / e)


def added_by_policies(world: OracleWorld, place: Place) -> float:
    """How much social value and support of new providers add to what an hour costs the place."""
    social, support = (said_in(world, place, f"market.{name}") for name in ("social_value", "entry_support"))
    return (1.0 + world.cards.market.social_cost * social) * (1.0 + support * place.new_part)


# Direct help


def outcome_terms(world: OracleWorld, place: Place) -> tuple[float, float, float, float]:
    """Prevention, picking, what outcome pay adds to an hour's pay, and what it leaves the provider of that."""
    cards, s = world.cards.market, said_in(world, place, "market.outcome_share")
    x = min(s * cards.prevention_value / cards.effort_cost, 1.0)
    z = min(s * cards.picking_value / cards.effort_cost, 1.0)
    added = s * (cards.prevention_value * x + cards.picking_value * z)
    return x, z, added, added - cards.effort_cost / 2.0 * (x * x + z * z)


def buy(world: OracleWorld) -> None:
    """Every service spends part of its direct money on providers' hours, as many as there are."""
    cards = world.cards.market
    for place in world.places:
        x, z, added, _ = outcome_terms(world, place)
        measuring = cards.monitoring * said_in(world, place, "market.outcome_share")
        rate = place.hour_price * (1.0 + added) * (1.0 + measuring)
        today = price(world, pounds_of_staff(world, place, "service.direct_hour"))
        asks = []
        for agency in place.agencies:
            pence = math.floor(agency.direct * cards.direct_bought)
            worth = math.floor(pence / rate)
            asks.append((agency, pence, worth, worth * 60 // today))
        place.wanted_direct = sum(minutes for *_, minutes in asks)
        left = max(place.room - place.for_duties, 0)
        filled = min(65536, (left << 16) // max(place.wanted_direct, 1))
        for agency, pence, worth, minutes in asks:
            spent, got = pence * filled >> 16, worth * filled >> 16
            place.for_direct += minutes * filled >> 16
            agency.discretionary -= pence - spent
            agency.direct -= pence - spent
            agency.dearer = spent - got
            part = got / max(agency.direct - agency.dearer, 1)
            agency.prevention, agency.picking = x * part, z * part


# Providers


def trade(world: OracleWorld) -> None:
    """Each place's providers, one after another."""
    opening = world.market_age == 0
    world.market_age += 1
    for place in world.places:
        wanted = (place.for_duties + place.refused + place.wanted_direct) / 60.0
        if opening:
            sizes = sum(one.capacity for one in place.providers)
            for one in place.providers:
                one.capacity *= wanted / world.cards.market.usual_use / sizes
        parts = parts_of(world, place)
        sell(world, place, parts)
        resize(world, place, parts, wanted)
        if not settling(world):
            leave(world, place)
            enter(world, place, wanted)
        look_round(world, place, opening)


def parts_of(world: OracleWorld, place: Place) -> list[float]:
    """What part of all hours bought each provider is offered."""
    social, total = said_in(world, place, "market.social_value"), sum(one.capacity for one in place.providers)
    alike = 1.0 / max(len(place.providers), 1)
    return [(1.0 - social) * (one.capacity / total if total else alike) + social * alike for one in place.providers]


def sell(world: OracleWorld, place: Place, parts: list[float]) -> None:
    """Each sells its part, up to what it has; those with hours to spare sell the rest."""
    sold = (place.for_duties + place.for_direct) / 60.0
    offers = [min(part * sold, one.capacity) for part, one in zip(parts, place.providers, strict=True)]
    rest, spare = sold - sum(offers), sum(one.capacity for one in place.providers) - sum(offers)
    for one, offer in zip(place.providers, offers, strict=True):
        one.sold = offer + (one.capacity - offer) * (min(rest / spare, 1.0) if spare > 1e-300 else 0.0)
        one.margin = margin_of(world, place, one)
        one.losses = min(one.losses + 1, 255) if one.margin < 0.0 else 0


def new(one: Provider, month: int) -> bool:
    """Whether a provider is in its first year."""
    return one.entered >= 0 and month - one.entered < 12


def pay_of(world: OracleWorld, place: Place, one: Provider) -> float:
    """What it is paid for an hour, of today's price."""
    return place.usual_pay * (1.0 + said_in(world, place, "market.entry_support") * new(one, world.month))


def extra(world: OracleWorld, place: Place) -> float:
    """What outcome pay leaves, of all pay."""
    hours = place.for_duties + place.for_direct
    return outcome_terms(world, place)[3] * place.for_direct / max(hours, 1)


def margin_of(world: OracleWorld, place: Place, one: Provider) -> float:
    """What it keeps of its pay."""
    cards = world.cards.market
    if one.sold <= 0.0:
        return -1.0
    idle = cards.usual_use * one.capacity / one.sold
    cost = one.cost * (1.0 - cards.fixed_costs + cards.fixed_costs * idle)
    return max(1.0 - cost / pay_of(world, place, one) + extra(world, place), -1.0)


def resize(world: OracleWorld, place: Place, parts: list[float], wanted: float) -> None:
    """Grow where it pays, shrink where less is wanted."""
    cards = world.cards.market
    for one, part in zip(place.providers, parts, strict=True):
        gap = part * wanted / cards.usual_use - one.capacity
        if settling(world):
            pace = max(cards.adjust, 1.0 / world.market_age)
        elif gap <= 0.0:
            pace = cards.adjust
        elif 1.0 - one.cost / pay_of(world, place, one) + extra(world, place) < 0.0:
            pace = 0.0
        else:
            pace = cards.adjust * clip(1.0 + (1.0 - 1.0 / place.usual_pay) / cards.usual_margin, 0.0, 2.0)
        one.capacity += min(pace, 1.0) * gap


def leave(world: OracleWorld, place: Place) -> None:
    """After lasting losses, or because the scenario says that the largest go."""
    going = [one for one in place.providers if one.losses >= world.cards.market.patience]
    by_size = sorted(place.providers, key=lambda one: -one.capacity)
    going += by_size[: int(said_in(world, place, "market.largest_leave"))]
    place.providers = [one for one in place.providers if one not in going]


def enter(world: OracleWorld, place: Place, wanted: float) -> None:
    """A new provider where the margin to be had is above the usual one."""
    cards = world.cards.market
    usual, support = cards.usual_margin, said_in(world, place, "market.entry_support")
    hours, sold = sum(one.capacity for one in place.providers), (place.for_duties + place.for_direct) / 60.0
    use = min(sold / hours if hours else cards.usual_use, cards.usual_use)
    idle = cards.usual_use / use if use else math.inf
    cost = (1.0 - usual) * (1.0 - cards.fixed_costs + cards.fixed_costs * idle)
    above = (1.0 - cost / (place.usual_pay * (1.0 + support)) - usual) / usual
    if above > 1e-9 and world.luck.happens(Decision.PROVIDER_ENTERS, place.key, probability(cards.entry * above)):
        one = Provider(world, world.luck.mix(place.key, world.month % 2**32, 0x454E5452), world.month)
        one.cost = 1.0 - usual * (0.5 + world.luck.ever(Decision.PROVIDER_COST, one.key))
        one.capacity = cards.entry_size * wanted / cards.usual_use
        place.providers.append(one)


def look_round(world: OracleWorld, place: Place, opening: bool) -> None:
    """How few and how new the providers are with whom next month begins."""
    total = sum(one.capacity for one in place.providers)
    shares = [(one, one.capacity / total) for one in place.providers] if total > 0.0 else []
    place.concentration = sum(share * share for _, share in shares) if shares else 1.0
    place.new_part = sum((share for one, share in shares if new(one, world.month + 1)), 0.0)
    if opening or settling(world):
        place.first_concentration = place.concentration
