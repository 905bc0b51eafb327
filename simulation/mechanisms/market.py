"""M14 Incentives for the market: what places buy from providers, and what providers make of how they are paid."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.in_force import by_cards
from simulation.kernels import kernel, rule
from simulation.mechanisms.kin import WHOLE
from simulation.prices import minutes_of

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
        t, cards, said = world.providers, world.scenario.market, world.by_place
        for counted in (self.for_duties, self.refused, self.for_direct, self.wanted_direct):
            counted.fill(0)
        for share in (self.prevention, self.picking):
            share.fill(0.0)
        self.price.fill(1.0)
        self.pay.fill(1.0)
        self.room.fill(NO_END)
        if cards.on:
            _open(
                self.concentration, self.first_concentration, cards.elasticity, said("market.price_uplift"),
                cards.social_cost, said("market.social_value"), said("market.entry_support"), self.new,
                self.age > 0 and not world.budget.settling, t.alive, t.number, t.capacity, self.pay, self.price,
                self.room,
            )  # fmt: skip


@rule
def markup(concentration, elasticity):  # type: ignore[no-untyped-def]
    """Price over cost where firms choose quantities: 1 / (1 - H / elasticity). Cowling and Waterson 1976.

    concentration: sum of squared shares of the market, below the elasticity of demand.

    >>> markup(0.5, 2.0)
    1.3333333333333333
    """
    return 1.0 / (1.0 - concentration / elasticity)


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


@by_cards
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


@rule
def added_up(alive, number, capacity, places):  # type: ignore[no-untyped-def]
    """Hours that the providers of each place can sell in a month."""
    total = np.zeros(places)
    for i in range(len(alive)):
        if alive[i]:
            total[number[i]] += capacity[i]
    return total


def capacity_of(world: "World") -> Shares:
    """Hours that the providers of each place can sell in a month."""
    t = world.providers
    return np.asarray(added_up(t.alive, t.number, t.capacity, len(world.market.price)))


@rule
def rounded(price):  # type: ignore[no-untyped-def]
    """A price to nine digits after the point, so that equal ones are equal."""
    return np.rint(price * 1e9) / 1e9


@rule
def usual_pay(concentration, first, elasticity, uplift):  # type: ignore[no-untyped-def]
    """What providers that are not new are paid for an hour, against today's price."""
    return rounded(markup(concentration, elasticity) / markup(first, elasticity) * (1.0 + uplift))


@rule
def hour_price(pay, social_cost, social, support, new):  # type: ignore[no-untyped-def]
    """What an hour costs a place on average, against today's price: the usual pay, and what policies add.

    Support goes to new providers alone; what social value costs is spent on it, and nobody's margin.
    """
    return rounded(pay * (1.0 + social_cost * social) * (1.0 + support * new))


@kernel
def _open(  # type: ignore[no-untyped-def]
    concentration, first, elasticity, uplift, social_cost, social, support, new, limited, alive, number, capacity, pay,
    price, room,
):  # fmt: skip
    hours = added_up(alive, number, capacity, len(room))
    for p in range(len(room)):
        pay[p] = usual_pay(concentration[p], first[p], elasticity, uplift[p])
        price[p] = hour_price(pay[p], social_cost, social[p], support[p], new[p])
        if limited:
            room[p] = np.int64(np.floor(np.rint(60.0 * hours[p] * 1e6) / 1e6))


@by_cards
def duties_bought(world: "World") -> Shares:
    """The part of the hours of duties that providers give [service]; none without a market."""
    cards = world.scenario.market
    return np.array(cards.duties_bought) if cards.on else np.zeros(4)


@rule
def case_factor(price, bought):  # type: ignore[no-untyped-def]
    """What a statutory case costs against its usual price, where a part of its hours is bought at so much an hour."""
    return 1.0 + bought * (price - 1.0)


@kernel
def _buy(  # type: ignore[no-untyped-def]
    share, price, hour, room, for_duties, wanted_direct, for_direct, discretionary, direct, dearer, worth
):
    """Hours are bought as far as there are any; `worth` is filled with what they would cost at today's price."""
    paid = np.empty(worth.shape[1], np.int64)
    for p in range(len(worth)):
        wanted_direct[p] = for_direct[p] = 0
        for k in range(len(paid)):
            paid[k] = np.int64(np.floor(direct[p, k] * share))
            worth[p, k] = np.int64(np.floor(paid[k] / price[p]))
            wanted_direct[p] += minutes_of(worth[p, k], hour[p])
        filled = min(WHOLE, (max(room[p] - for_duties[p], 0) << 16) // max(wanted_direct[p], 1))
        for k in range(len(paid)):
            for_direct[p] += minutes_of(worth[p, k], hour[p]) * filled >> 16
            bought, worth[p, k] = paid[k] * filled >> 16, worth[p, k] * filled >> 16
            discretionary[p, k] -= paid[k] - bought
            direct[p, k] -= paid[k] - bought
            dearer[p, k] = bought - worth[p, k]


def buy(world: "World") -> None:
    """Part of direct help is bought from providers, as far as they have hours left; money for others is kept."""
    m, b, cards = world.market, world.budget, world.scenario.market
    price, tied = m.price, efforts_of(world)
    if tied:
        share, *efforts = tied
        outcomes = outcome_gain(share, efforts, (cards.prevention_value, cards.picking_value))
        price = m.price * (1.0 + outcomes) * (1.0 + cards.monitoring * share)
    worth = np.empty_like(b.direct)
    _buy(
        cards.direct_bought, price, b.prices("service.direct_hour"), m.room, m.for_duties, m.wanted_direct,
        m.for_direct, b.discretionary, b.direct, b.dearer, worth,
    )  # fmt: skip
    if tied:
        part = worth / np.maximum(b.direct - b.dearer, 1)
        m.prevention, m.picking = efforts[0][:, None] * part, efforts[1][:, None] * part
