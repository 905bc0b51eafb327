"""M14 Incentives for the market: what places buy from providers, and what providers make of how they are paid."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.kernels import kernel, rule
from simulation.mechanisms.kin import WHOLE

if TYPE_CHECKING:
    from simulation.world import World

type Shares = NDArray[np.float64]
type Minutes = NDArray[np.int64]

NO_END = 1 << 40
"""Minutes of room where hours are bought without limit."""


class Market:
    """What each place buys this month, and what it costs.

    price [place]: what an hour costs against today's price; pay [place]: what of it goes to a provider that is not new,
    for itself. concentration, first_concentration [place]: sum of squared
    shares of capacity now, and when duties were last met in full. new [place]: part of capacity in the hands of new
    providers. room, for_duties, refused, for_direct, wanted_direct [place]: minutes that providers can give, that
    duties took, that they wanted beyond that, that direct help took, and wanted. prevention, picking [place, service]:
    part of late direct help moved to before crises, and of complex cases passed over. age: months of trade so far.
    """

    def __init__(self, places: int) -> None:
        self.price, self.pay, self.concentration, self.first_concentration = np.ones((4, places))
        self.new = np.zeros(places)
        self.room: Minutes = np.full(places, NO_END, np.int64)
        self.for_duties, self.refused, self.for_direct, self.wanted_direct = np.zeros((4, places), np.int64)
        self.prevention, self.picking = np.zeros((2, places, 4))
        self.age = 0
        self.last_id = 0

    def begin_month(self, world: "World") -> None:
        """Nothing is bought yet; what hours cost this month, and how many there are, is known."""
        for counted in (self.for_duties, self.refused, self.for_direct, self.wanted_direct):
            counted[:] = 0
        self.prevention[:] = self.picking[:] = 0.0
        self.price[:], self.pay[:], self.room[:] = 1.0, 1.0, NO_END
        if world.scenario.market.on:
            self.pay = usual_pay(world)
            self.price = hour_price(world)
            if self.age and not world.budget.settling:
                self.room = np.floor(60.0 * capacity_of(world)).astype(np.int64)


def markup(concentration: Shares, elasticity: float) -> Shares:
    """Price over cost where firms choose quantities: 1 / (1 - H / elasticity). Cowling and Waterson 1976.

    concentration: sum of squared shares of the market, below the elasticity of demand.

    >>> float(markup(np.array(0.5), 2.0))
    1.3333333333333333
    """
    return np.asarray(1.0 / (1.0 - concentration / elasticity))


def effort(outcome_share: Shares, value: float, cost: float) -> Shares:
    """Effort, 0-1, that pays a provider best: what it adds to outcome pay equals what it costs, at the margin.

    Holmstrom and Milgrom 1991 with separable quadratic costs: share x value = cost x effort.

    >>> float(effort(np.array(0.5), 0.4, 0.8))
    0.25
    """
    return np.minimum(outcome_share * value / cost, 1.0)


def outcome_gain(outcome_share: Shares, efforts: Sequence[Shares], values: Sequence[float]) -> Shares:
    """What outcome pay adds to the pay of an hour, as a share of it."""
    measured = values[0] * efforts[0] + values[1] * efforts[1]
    return np.asarray(outcome_share * measured)


def effort_costs(efforts: Sequence[Shares], cost: float) -> Shares:
    """What prevention and picking cost a provider an hour, as a share of its pay."""
    return np.asarray(0.5 * cost * (efforts[0] ** 2 + efforts[1] ** 2))


@rule
def margin(cost, pay, use, usual_use, fixed_costs):  # type: ignore[no-untyped-def]
    """What is left of pay: cost is that of an hour sold at the usual use of capacity, and partly stays without sales.

    At least -1, and -1 where nothing is sold.
    """
    if use <= 0.0:
        return -1.0
    return max(1.0 - cost * (1.0 - fixed_costs + fixed_costs * (usual_use / use)) / pay, -1.0)


def efforts_of(world: "World") -> tuple[Shares, Shares, Shares] | None:
    """Share of pay tied to outcomes, and the efforts of prevention and of picking that it brings, in each place.

    None where no place ties any.
    """
    cards, share = world.scenario.market, world.by_place("market.outcome_share")
    if not any(share.tolist()):
        return None
    values = cards.prevention_value, cards.picking_value
    prevention, picking = (effort(share, value, cards.effort_cost) for value in values)
    return share, prevention, picking


def present(world: "World") -> NDArray[np.intp]:
    """The rows of the providers there are."""
    return np.flatnonzero(world.providers.alive[: world.providers.count])


@kernel
def _add_up(alive, number, capacity, total):  # type: ignore[no-untyped-def]
    for i in range(len(alive)):
        if alive[i]:
            total[number[i]] += capacity[i]


def capacity_of(world: "World") -> Shares:
    """Hours that the providers of each place can sell in a month."""
    t, total = world.providers, np.zeros(len(world.market.price))
    _add_up(t.alive, t.number, t.capacity, total)
    return total


def usual_pay(world: "World") -> Shares:
    """What providers that are not new are paid for an hour in each place, against today's price [place]."""
    m, cards = world.market, world.scenario.market
    pay = markup(m.concentration, cards.elasticity) / markup(m.first_concentration, cards.elasticity)
    return np.asarray((pay * (1.0 + world.by_place("market.price_uplift"))).round(9))


def hour_price(world: "World") -> Shares:
    """What an hour costs each place on average, against today's price: the usual pay, and what policies add [place].

    Support goes to new providers alone; what social value costs is spent on it, and nobody's margin.
    """
    m, cards = world.market, world.scenario.market
    social, support = world.by_place("market.social_value"), world.by_place("market.entry_support")
    return np.asarray((m.pay * (1.0 + cards.social_cost * social) * (1.0 + support * m.new)).round(9))


def duties_bought(world: "World") -> Shares:
    """The part of the hours of duties that providers give [service]; none without a market."""
    cards = world.scenario.market
    return np.array(cards.duties_bought) if cards.on else np.zeros(4)


def case_factor(price: Shares, bought: Shares) -> Shares:
    """What a statutory case costs against its usual price [place, service], where a part of its hours is bought."""
    return np.asarray(1.0 + bought * (price[:, None] - 1.0))


def buy(world: "World") -> None:
    """Part of direct help is bought from providers, as far as they have hours left; money for others is kept."""
    m, b, cards = world.market, world.budget, world.scenario.market
    price, tied = m.price, efforts_of(world)
    if tied:
        share, *efforts = tied
        outcomes = outcome_gain(share, efforts, (cards.prevention_value, cards.picking_value))
        price = m.price * (1.0 + outcomes) * (1.0 + cards.monitoring * share)
    paid = np.floor(b.direct * cards.direct_bought).astype(np.int64)
    worth = np.floor(paid / price[:, None]).astype(np.int64)
    minutes = b.minutes_for(worth)
    m.wanted_direct = minutes.sum(axis=1)
    left = np.maximum(m.room - m.for_duties, 0)
    filled = np.minimum(WHOLE, (left << 16) // np.maximum(m.wanted_direct, 1))[:, None]
    bought, worth = paid * filled >> 16, worth * filled >> 16
    m.for_direct = (minutes * filled >> 16).sum(axis=1)
    b.discretionary = b.discretionary - (paid - bought)
    b.direct = b.direct - (paid - bought)
    b.dearer = bought - worth
    if tied:
        part = worth / np.maximum(b.direct - b.dearer, 1)
        m.prevention, m.picking = efforts[0][:, None] * part, efforts[1][:, None] * part
