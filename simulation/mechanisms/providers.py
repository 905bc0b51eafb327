"""M14 Providers: they sell the month's hours, grow or shrink towards what is wanted of them, leave, or enter."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.agents.providers import BEFORE_THE_RUN, Providers
from simulation.chance import Decision
from simulation.kernels import kernel, rule
from simulation.mechanisms.ladder import befalls
from simulation.mechanisms.market import added_up, capacity_of, effort_costs, efforts_of, margin, outcome_gain, present

if TYPE_CHECKING:
    from simulation.world import World

type Shares = NDArray[np.float64]

AT_FIRST, ENTRANT = np.uint64(0x50524F56), np.uint64(0x454E5452)
"""What an entrant's key and that of a provider of the beginning are mixed with."""

NEW_FOR = 12
"""Months for which a provider is a new one."""


def trade(world: "World") -> None:
    """Providers sell the month's hours, grow or shrink towards what is wanted of them, leave or enter."""
    m = world.market
    if m.age == 0:
        open_market(world)
    m.age += 1
    sell_and_resize(world)
    if not world.budget.settling:
        leave(world)
        enter(world)
    look_round(world)


@rule
def hours_wanted(for_duties, refused, wanted_direct):  # type: ignore[no-untyped-def]
    """Hours that a place wanted to buy and had money for, from minutes."""
    return (for_duties + refused + wanted_direct) / 60.0


def wanted_of(world: "World", place: int) -> float:
    """Hours that a place wanted to buy this month."""
    m = world.market
    return float(hours_wanted(m.for_duties[place], m.refused[place], m.wanted_direct[place]))


def open_market(world: "World") -> None:
    """In the first month of trade providers have the hours that they usually have for what is wanted."""
    t, rows, total = world.providers, present(world), capacity_of(world)
    usual = np.array([wanted_of(world, place) for place in range(len(total))]) / world.scenario.market.usual_use
    t.capacity[rows] *= (usual / np.maximum(total, 1e-300))[t.number[rows]]


@rule
def is_new(month, entered):  # type: ignore[no-untyped-def]
    """Whether a provider that entered then is still a new one in this month."""
    return entered >= 0 and month - entered < NEW_FOR


@rule
def share_of_sales(capacity, total, providers, social_value):  # type: ignore[no-untyped-def]
    """The part of its place's purchases that a provider is offered: by size, or the same for all."""
    alike = 1.0 / providers
    by_size = capacity / total if total > 0.0 else alike
    return (1.0 - social_value) * by_size + social_value * alike


@rule
def appeal_of_growth(pay, usual_margin):  # type: ignore[no-untyped-def]
    """How fast providers grow at this pay for an hour, against their pace at today's: from 0 to 2."""
    return min(max(1.0 + (1.0 - 1.0 / pay) / usual_margin, 0.0), 2.0)


@kernel
def _sell_and_resize(  # type: ignore[no-untyped-def]
    month, number, alive, entered, cost, capacity, sold, kept, losses, for_duties, for_direct, refused, wanted_direct,
    usual_pay, gain, social_value, support, pace, settling, usual_use, usual_margin, fixed_costs,
):  # fmt: skip
    places, on_sale = len(usual_pay), (for_duties + for_direct) / 60.0
    providers, offered, free, left = np.zeros(places), np.zeros(places), np.zeros(places), np.empty(places)
    total, share = added_up(alive, number, capacity, places), np.empty(len(alive))
    for i in range(len(alive)):
        providers[number[i]] += alive[i]
    for i in range(len(alive)):
        if alive[i]:
            p = number[i]
            share[i] = share_of_sales(capacity[i], total[p], providers[p], social_value[p])
            sold[i] = min(share[i] * on_sale[p], capacity[i])
            offered[p] += sold[i]
            free[p] += capacity[i] - sold[i]
    for p in range(places):
        left[p] = min((on_sale[p] - offered[p]) / max(free[p], 1e-300), 1.0)
    for i in range(len(alive)):
        if alive[i]:
            p, before = number[i], capacity[i]
            sold[i] += (before - sold[i]) * left[p]
            pay = usual_pay[p] * (1.0 + is_new(month, entered[i]) * support[p])
            use = sold[i] / before if before > 0.0 else 0.0
            kept[i] = max(margin(cost[i], pay, use, usual_use, fixed_costs) + gain[p], -1.0) if use > 0.0 else -1.0
            losses[i] = min(losses[i], 254) + 1 if kept[i] < 0.0 else 0
            gap = hours_wanted(for_duties[p], refused[p], wanted_direct[p]) * share[i] / usual_use - before
            if gap > 0.0 and not settling:
                pays = 1.0 - cost[i] / pay + gain[p] >= 0.0
                gap *= min(pace * (appeal_of_growth(usual_pay[p], usual_margin) * pays), 1.0)
            else:
                gap *= pace
            capacity[i] = before + gap


def sell_and_resize(world: "World") -> None:
    """Share out the hours sold, what one cannot give to those who can; reckon margins and months of losses.

    Then grow towards what is wanted where that pays, the faster the better it pays; shrink where less is wanted.
    """
    t, m, cards = world.providers, world.market, world.scenario.market
    settling = world.budget.settling
    _sell_and_resize(
        world.month, t.number, t.alive, t.entered, t.cost, t.capacity, t.sold, t.margin, t.losses,
        m.for_duties, m.for_direct, m.refused, m.wanted_direct, m.pay, gains(world),
        world.by_place("market.social_value"), world.by_place("market.entry_support"),
        max(cards.adjust, 1.0 / m.age) if settling else cards.adjust, settling, cards.usual_use, cards.usual_margin,
        cards.fixed_costs,
    )  # fmt: skip


def gains(world: "World") -> Shares:
    """What outcome pay leaves providers of each place, as a share of all their pay."""
    m, cards, tied = world.market, world.scenario.market, efforts_of(world)
    if not tied:
        return np.zeros(len(m.price))
    share, *efforts = tied
    gain = outcome_gain(share, efforts, (cards.prevention_value, cards.picking_value))
    return np.asarray((gain - effort_costs(efforts, cards.effort_cost)) * m.for_direct
                      / np.maximum(m.for_duties + m.for_direct, 1))  # fmt: skip


@kernel
def _leave(largest_leave, patience, number, losses, alive, capacity, sold):  # type: ignore[no-untyped-def]
    """So many of each place's largest providers leave, and whoever has lost money for as long as patience lasts.

    largest_leave [place]; number: the place of each provider; losses: months in a row.
    """
    gone = np.zeros(len(alive), np.bool_)
    for p in range(len(largest_leave)):
        for _ in range(largest_leave[p]):
            largest = -1
            for i in range(len(alive)):
                stays = alive[i] and not gone[i] and number[i] == p
                if stays and (largest < 0 or capacity[i] > capacity[largest]):
                    largest = i
            if largest >= 0:
                gone[largest] = True
    for i in range(len(alive)):
        if alive[i] and (gone[i] or losses[i] >= patience):
            alive[i] = False
            capacity[i] = sold[i] = 0.0


def leave(world: "World") -> None:
    """Those with lasting losses leave, and the largest where an event says so; their hours go with them."""
    t, cards = world.providers, world.scenario.market
    _leave(
        world.by_place("market.largest_leave"), cards.patience, t.number, t.losses, t.alive, t.capacity, t.sold
    )  # fmt: skip


@kernel
def _appeal_of_entry(  # type: ignore[no-untyped-def]
    for_duties, for_direct, alive, number, capacity, usual_pay, support, usual_use, usual_margin, fixed_costs
):
    appeal, offered = np.empty(len(usual_pay)), added_up(alive, number, capacity, len(usual_pay))
    for p in range(len(usual_pay)):
        sold = (for_duties[p] + for_direct[p]) / 60.0
        use = min(sold / offered[p] if offered[p] > 0.0 else 1.0, usual_use)
        expected = margin(1.0 - usual_margin, usual_pay[p] * (1.0 + support[p]), use, usual_use, fixed_costs)
        appeal[p] = max(expected - usual_margin, 0.0) / usual_margin
    return appeal


def enter(world: "World") -> None:
    """Where a new provider can expect more than the usual margin, selling what others sell of theirs, one may enter."""
    t, m, cards = world.providers, world.market, world.scenario.market
    appeal = _appeal_of_entry(
        m.for_duties, m.for_direct, t.alive, t.number, t.capacity, m.pay, world.by_place("market.entry_support"),
        cards.usual_use, cards.usual_margin, cards.fixed_costs,
    ).tolist()  # fmt: skip
    for place in [place for place, much in enumerate(appeal) if much > 1e-9]:
        u = chance.uniform(world.seed, world.places.key[place], world.month, int(Decision.PROVIDER_ENTERS))
        if befalls(u, cards.entry * appeal[place]):
            key = np.uint64(chance.mix(world.places.key[place], np.uint64(world.month), ENTRANT))
            row = add_provider(world, world.providers, place, key)
            world.providers.entered[row] = world.month
            world.providers.capacity[row] = cards.entry_size * (wanted_of(world, place) / cards.usual_use)


@kernel
def _look_round(next_month, number, alive, entered, capacity, concentration, new):  # type: ignore[no-untyped-def]
    concentration[:] = new[:] = 0.0
    total = added_up(alive, number, capacity, len(new))
    for i in range(len(alive)):
        if alive[i]:
            p = number[i]
            part = capacity[i] / max(total[p], 1e-300)
            concentration[p] += part * part
            new[p] += part * is_new(next_month, entered[i])
    for p in range(len(total)):
        if total[p] <= 0.0:
            concentration[p] = 1.0


def look_round(world: "World") -> None:
    """How concentrated each market is now, and how much of it is new."""
    t, m = world.providers, world.market
    _look_round(world.month + 1, t.number, t.alive, t.entered, t.capacity, m.concentration, m.new)
    if world.budget.settling or m.age == 1:
        m.first_concentration = m.concentration.copy()


def add_provider(world: "World", providers: Providers, place: int, key: np.uint64) -> int:
    """A provider with this key, in a row of its own; its capacity is one hour times its luck."""
    t, cards = providers, world.scenario.market
    free = np.flatnonzero(~t.alive[: t.count])
    row = int(free[0]) if len(free) else t.append(1).start
    size, cost, _, _ = chance.words(world.seed, key, 0, Decision.PROVIDER_SIZE >> 2)
    world.market.last_id += 1
    t.key[row], t.id[row], t.alive[row], t.number[row] = key, world.market.last_id, True, place
    t.entered[row] = BEFORE_THE_RUN
    t.capacity[row] = np.exp(cards.size_spread * chance.normal(chance.unit(size)))
    t.cost[row] = 1.0 - cards.usual_margin * (0.5 + chance.unit(cost))
    t.sold[row] = t.margin[row] = t.losses[row] = 0
    return row


def first_providers(world: "World") -> Providers:
    """The providers that are there when the run begins."""
    providers = Providers(0)
    for place, key in enumerate(world.places.key):
        for number in range(world.scenario.market.providers):
            add_provider(world, providers, place, np.uint64(chance.mix(key, np.uint64(number), AT_FIRST)))
    return providers
