"""M14 Providers: they sell the month's hours, grow or shrink towards what is wanted of them, leave, or enter."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.agents.providers import BEFORE_THE_RUN, Providers
from simulation.chance import Decision
from simulation.mechanisms.ladder import befalls
from simulation.mechanisms.market import (
    by_place,
    capacity_of,
    effort_costs,
    efforts_of,
    margin,
    outcome_gain,
    present,
)

if TYPE_CHECKING:
    from simulation.world import World

type Shares = NDArray[np.float64]
type Rows = NDArray[np.intp]

AT_FIRST, ENTRANT = np.uint64(0x50524F56), np.uint64(0x454E5452)
"""What an entrant's key and that of a provider of the beginning are mixed with."""

NEW_FOR = 12
"""Months for which a provider is a new one."""


def trade(world: "World") -> None:
    """Providers sell the month's hours, grow or shrink towards what is wanted of them, leave or enter."""
    m = world.market
    rows = present(world)
    if m.age == 0:
        open_market(world, rows)
    m.age += 1
    share = shares_of_sales(world, rows)
    sell(world, rows, share)
    resize(world, rows, share)
    if not world.budget.settling:
        leave(world, rows)
        enter(world)
    look_round(world)


def wanted_of(world: "World") -> Shares:
    """Hours that each place wanted to buy and had money for."""
    m = world.market
    return (m.for_duties + m.refused + m.wanted_direct) / 60.0


def open_market(world: "World", rows: Rows) -> None:
    """In the first month of trade providers have the hours that they usually have for what is wanted."""
    t, total = world.providers, capacity_of(world)
    usual = wanted_of(world) / world.scenario.market.usual_use
    t.capacity[rows] *= (usual / np.maximum(total, 1e-300))[t.number[rows]]


def shares_of_sales(world: "World", rows: Rows) -> Shares:
    """The part of its place's purchases that each provider is offered: by size, or the same for all."""
    t, social = world.providers, world.by_place("market.social_value")
    place = t.number[rows]
    total, number = by_place(world, rows, t.capacity[rows]), by_place(world, rows, np.ones(len(rows)))
    alike = 1.0 / number[place]
    by_size = np.divide(t.capacity[rows], total[place], out=alike.copy(), where=total[place] > 0.0)
    return np.asarray((1.0 - social[place]) * by_size + social[place] * alike)


def sell(world: "World", rows: Rows, share: Shares) -> None:
    """Share out the hours sold, what one cannot give to those who can; reckon margins and months of losses."""
    t, m, cards = world.providers, world.market, world.scenario.market
    place, capacity = t.number[rows], t.capacity[rows]
    sold = (m.for_duties + m.for_direct) / 60.0
    offered = np.minimum(share * sold[place], capacity)
    free = capacity - offered
    left = sold - by_place(world, rows, offered)
    spare = np.maximum(by_place(world, rows, free), 1e-300)
    t.sold[rows] = offered + free * np.minimum(left / spare, 1.0)[place]
    use = np.divide(t.sold[rows], capacity, out=np.zeros_like(capacity), where=capacity > 0.0)
    kept = margin(t.cost[rows], pay_of(world, rows), use, cards.usual_use, cards.fixed_costs)
    t.margin[rows] = np.where(use > 0.0, np.maximum(kept + gains(world)[place], -1.0), -1.0)
    t.losses[rows] = np.where(t.margin[rows] < 0.0, np.minimum(t.losses[rows], 254) + 1, 0)


def pay_of(world: "World", rows: Rows) -> Shares:
    """What each provider is paid for an hour, against today's price."""
    t, support = world.providers, world.by_place("market.entry_support")
    new = (t.entered[rows] >= 0) & (world.month - t.entered[rows] < NEW_FOR)
    return np.asarray(world.market.price[t.number[rows]] * (1.0 + new * support[t.number[rows]]))


def gains(world: "World") -> Shares:
    """What outcome pay leaves providers of each place, as a share of all their pay."""
    m, cards = world.market, world.scenario.market
    share, *efforts = efforts_of(world)
    gain = outcome_gain(share, efforts, (cards.prevention_value, cards.picking_value))
    return np.asarray((gain - effort_costs(efforts, cards.effort_cost)) * m.for_direct
                      / np.maximum(m.for_duties + m.for_direct, 1))  # fmt: skip


def resize(world: "World", rows: Rows, share: Shares) -> None:
    """Grow towards what is wanted where that pays, the faster the better it pays; shrink where less is wanted."""
    t, m, cards = world.providers, world.market, world.scenario.market
    place, capacity = t.number[rows], t.capacity[rows]
    gap = wanted_of(world)[place] * share / cards.usual_use - capacity
    if world.budget.settling:
        t.capacity[rows] = capacity + max(cards.adjust, 1.0 / m.age) * gap
        return
    appeal = np.clip(1.0 + (1.0 - 1.0 / m.price) / cards.usual_margin, 0.0, 2.0)[place]
    pays = 1.0 - t.cost[rows] / pay_of(world, rows) + gains(world)[place] >= 0.0
    pace = cards.adjust * np.where(gap > 0.0, appeal * pays, 1.0)
    t.capacity[rows] = capacity + np.minimum(pace, 1.0) * gap


def leave(world: "World", rows: Rows) -> None:
    """Those with lasting losses leave, and the largest where an event says so; their hours go with them."""
    t = world.providers
    gone = rows[t.losses[rows] >= world.scenario.market.patience].tolist()
    for place, number in enumerate(world.by_place("market.largest_leave").tolist()):
        here = rows[t.number[rows] == place] if number else rows[:0]
        gone += here[np.argsort(-t.capacity[here], kind="stable")][:number].tolist()
    t.alive[gone] = False
    t.capacity[gone] = t.sold[gone] = 0.0


def enter(world: "World") -> None:
    """Where a new provider can expect more than the usual margin, selling what others sell of theirs, one may enter."""
    m, cards = world.market, world.scenario.market
    offered, sold = capacity_of(world), (m.for_duties + m.for_direct) / 60.0
    use = np.divide(sold, offered, out=np.ones_like(sold), where=offered > 0.0)
    use = np.minimum(use, cards.usual_use)
    pay = m.price * (1.0 + world.by_place("market.entry_support"))
    expected = margin(np.array(1.0 - cards.usual_margin), pay, use, cards.usual_use, cards.fixed_costs)
    appeal = np.maximum(expected - cards.usual_margin, 0.0) / cards.usual_margin
    usual = wanted_of(world) / cards.usual_use
    for place in np.flatnonzero(appeal > 1e-9).tolist():
        u = chance.uniform(world.seed, world.places.key[place], world.month, Decision.PROVIDER_ENTERS)
        if befalls(u, cards.entry * appeal[place]):
            key = np.uint64(chance.mix(world.places.key[place], np.uint64(world.month), ENTRANT))
            row = add_provider(world, world.providers, place, key)
            world.providers.entered[row] = world.month
            world.providers.capacity[row] = cards.entry_size * usual[place]


def look_round(world: "World") -> None:
    """How concentrated each market is now, and how much of it is new."""
    t, m = world.providers, world.market
    rows = present(world)
    place = t.number[rows]
    total = by_place(world, rows, t.capacity[rows])
    part = t.capacity[rows] / np.maximum(total, 1e-300)[place]
    m.concentration = np.where(total > 0.0, by_place(world, rows, part * part), 1.0)
    new = (t.entered[rows] >= 0) & (world.month + 1 - t.entered[rows] < NEW_FOR)
    m.new = by_place(world, rows, part * new)
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
