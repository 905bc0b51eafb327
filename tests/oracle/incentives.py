"""M13 Incentives for citizens: what they cost, whom they reach, and what people make of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation.chance import Decision

from .agents import INCENTIVES, Cell, Place, Resident
from .helping import clip
from .purse import price
from .saying import said_in, value_in

if TYPE_CHECKING:
    from .model import OracleWorld

BANDS = (16, 25, 65, 80)
CELLS = [(a, f) for a in range(4) for f in range(1, 6)]
MONTHLY = {"payment": 60, "micro_grants": 12}
"""What a month's money is divided by: minutes in an hour, months in a year."""


def cell_of(resident: Resident) -> Cell:
    """Band of age and fifth of an adult."""
    return sum(resident.age >= 12 * years for years in BANDS) - 1, resident.fifth


def listed(world: OracleWorld, place: Place, key: str) -> tuple[float, ...]:
    """What a card that is a list says in a place."""
    said = value_in(world, place, key)
    assert isinstance(said, tuple)
    return said


def offer(world: OracleWorld) -> None:
    """Every place pays for what it offers; its adults feel what reaches them."""
    said = [value for name in INCENTIVES for value in world.cards.by_place(f"incentives.{name}")]
    anything = any(said) or any(loss for place in world.places for loss in place.lost.values())
    for place in world.places:
        x = {name: said_in(world, place, f"incentives.{name}") for name in INCENTIVES}
        for name in INCENTIVES:
            place.offered_for[name] = place.offered_for[name] + 1 if x[name] > 0 else 0
        if anything:
            offer_in(world, place, x)


def offer_in(world: OracleWorld, place: Place, x: dict[str, float]) -> None:
    """Reach, bill, payment, and what is felt."""
    own = world.cards.incentives
    adults = [resident for resident in place.residents if resident.adult]
    w = {name: offered_to(world, place, name) for name in INCENTIVES}
    reach = {name: min(place.offered_for[name] / getattr(own, f"{name}_delay"), 1.0) for name in INCENTIVES}
    units = {name: count(world, name, adults, w[name]) for name in INCENTIVES}
    bill = 0
    for name in INCENTIVES:
        unit = price(world, getattr(own, f"{name}_cost"))
        bill += round(x[name] * reach[name] * unit * (units[name] / 65536) / MONTHLY.get(name, 1))
    met = pay(place, bill)
    reach = {name: share * met for name, share in reach.items()}
    seen = sum(resident.active for resident in adults) / max(len(adults), 1)
    first = place.offered_for["time_credits"] <= 1
    place.belief = seen if first else place.belief + own.belief_update * (seen - place.belief)
    for cell in CELLS:
        lose_motivation(world, place, cell, reach["payment"], x["payment"] * w["payment"][cell])
    for name in INCENTIVES:
        place.felt[name] = {cell: reach[name] * (x[name] * w[name][cell]) for cell in CELLS}
    for h in place.neighbourhoods:
        grants = x["micro_grants"] * reach["micro_grants"] * w["micro_grants"][0, h.fifth]
        h.grants = own.micro_grants_effect * math.log(1.0 + grants)
    for resident in adults:
        asked = place.felt["asking"][cell_of(resident)]
        if not resident.active and world.luck.happens(Decision.ASKED, resident.key, asked):
            resident.stimulation = min(1.0, resident.stimulation + own.asking_effect)
    place.trust_when_offered = place.trust


def offered_to(world: OracleWorld, place: Place, name: str) -> dict[Cell, float]:
    """w: the part of an incentive that every cell is offered; small grants go to neighbourhoods, whatever the age."""
    ages, fifths = (listed(world, place, f"incentives.{by}") for by in ("ages", "fifths"))
    own_fifths = listed(world, place, f"incentives.{name}_fifths")
    if name == "micro_grants":
        return {(a, f): fifths[f - 1] * own_fifths[f - 1] for a, f in CELLS}
    own_ages = listed(world, place, f"incentives.{name}_ages")
    return {(a, f): ages[a] * fifths[f - 1] * (own_ages[a] * own_fifths[f - 1]) for a, f in CELLS}


def count(world: OracleWorld, name: str, adults: list[Resident], w: dict[Cell, float]) -> int:
    """U_j, in 65536ths: whom an incentive is bought for, person by person."""
    from .civic import civic_hours

    total = 0
    for resident in adults:
        a, f = cell_of(resident)
        part = w[a, f]
        times = int(resident.active)
        if name == "asking":
            times = int(not resident.active)
        elif name in ("voice", "micro_grants"):
            times = 1
        elif name == "payment":
            times = civic_hours(resident) if resident.own_groups else 0
        if name == "tax_discount":
            part *= world.cards.incentives.tax_liable[f - 1]
        total += round(65536 * part) * times
    return total


def pay(place: Place, bill: int) -> float:
    """Take the bill from connecting and direct help; the share of it that is met."""
    money = sum(agency.connecting + agency.direct for agency in place.agencies)
    taken = min(bill / max(money, 1), 1.0)
    for agency in place.agencies:
        from_connecting, from_direct = math.floor(agency.connecting * taken), math.floor(agency.direct * taken)
        agency.connecting -= from_connecting
        agency.direct -= from_direct
        agency.incentives = from_connecting + from_direct
    return min(money / max(bill, 1), 1.0)


def lose_motivation(world: OracleWorld, place: Place, cell: Cell, reach: float, wage: float) -> None:
    """Being paid costs motivation at once; without pay it comes back by and by."""
    own = world.cards.incentives
    left = place.lost[cell] * 0.5 ** (1.0 / own.motivation_half_life)
    price_of_pay = 0.0
    if wage > 0:
        price_of_pay = reach * own.crowding_out * (1.0 - said_in(world, place, "incentives.autonomy"))
    place.lost[cell] = max(price_of_pay, left if left >= 1e-6 else 0.0)


def incentive(world: OracleWorld, resident: Resident) -> float:
    """I: what an adult's readiness to act gains, or loses, by what is offered."""
    own, place, cell = world.cards.incentives, resident.place, cell_of(resident)
    if not own.on or not place.felt:
        return 0.0
    felt = {name: place.felt[name][cell] for name in INCENTIVES}
    gain = own.voice_effect * felt["voice"] * place.trust_when_offered
    gain += own.payment_effect * felt["payment"] - place.lost[cell]
    gain += own.tax_discount_effect * felt["tax_discount"] * own.tax_liable[resident.fifth - 1]
    if felt["time_credits"] > 0 and world.luck.ever(Decision.CONDITIONAL, resident.key) < own.conditional:
        gain += own.time_credits_effect * felt["time_credits"] * own.reciprocity * place.belief
    return float(gain)


def staying(world: OracleWorld, resident: Resident) -> float:
    """The factor that recognition puts on the chance of stopping."""
    own, place = world.cards.incentives, resident.place
    if not own.on or not place.felt:
        return 1.0
    return math.exp(-own.recognition_effect * clip(place.felt["recognition"][cell_of(resident)], 0.0, 1.0))
