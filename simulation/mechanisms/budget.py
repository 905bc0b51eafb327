"""M15 The purse: income, duties, what is left to choose, reserves, and the freeze when the sums cannot be made to meet.

All money is in pence, in 64-bit integers, in arrays [place, service]; each month every penny that comes in is spent,
or stays in the place's reserves.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.kernels import kernel, rule
from simulation.mechanisms.borrowing import YEAR, Debts, bridge, divided, owe
from simulation.mechanisms.joint_work import part_for_joint_work
from simulation.mechanisms.politics import share_when_cut
from simulation.mechanisms.pooling import released
from simulation.mechanisms.redistribution import price_of_scale, redistribute
from simulation.prices import full_time, in_pence, minutes_of_staff, prices_of_cases, prices_of_staff

if TYPE_CHECKING:
    from simulation.world import World

type Pence = NDArray[np.int64]
type Minutes = NDArray[np.int64]

MEMORY = 12
"""Months of duties that fix the income when settling ends, and that a year's spending is projected from."""


class Budget:
    """The lines of every service of every place for this month, and the reserves of every place.

    income, fixed, statutory, discretionary, dual_running, connecting, direct, incentives: pence this month
    [place, service]; tax_base, grant: what local taxes and deals with the centre bring above or below the entitlement,
    which is `income`; growth: what is spent on jobs (M18); joint: on working with others (M17); interest,
    repaid: what debt takes of what comes in; borrowed: what lenders add to it, within `discretionary`; added: what a
    place gets on top, to spend by choice, within `discretionary` too; lifelong: cost of lifelong need, borne by the
    fixed costs as far as the money goes; other_fixed: what else these were at month 0; unserved: cost of duties that
    money or providers' hours did not reach, and what money lacked for fixed costs; dearer: what of the direct money
    goes to prices of providers above today's (M14); first_discretionary: the discretionary budget at month 0;
    minutes_given: minutes of direct help. reserves [place]; opening_reserves, opening_debt [place]: reserves and debt
    as the month began; frozen_until [place]: first month in which spending may resume.
    exhausted [place, service]: whether money ended admission to duties this month. recent_duties: `statutory` of
    the last MEMORY months, the oldest first; first_duties: the monthly cost of duties that fixed the income at
    month 0; pooled [place]: the share of others' savings counted since month 0 or the last settlement; instalment
    [place]: what of it is due a month; returned: what of it was released this month, within `discretionary`.
    debts: what the place owes. wanted, needs [place]: what fixed costs and duties would take this year so far, and what
    it needed in the last one.
    answered [place]: the share of calls that connectors take, which is what was spent on them last month against the
    whole discretionary budget at month 0: money that is not there pays nobody who could err.
    """

    def __init__(self, places: int, world: "World") -> None:
        self.world = world
        shape = (places, 4)
        self.income: Pence = np.zeros(shape, np.int64)
        self.tax_base: Pence = np.zeros(shape, np.int64)
        self.grant: Pence = np.zeros(shape, np.int64)
        self.growth: Pence = np.zeros(shape, np.int64)
        self.joint: Pence = np.zeros(shape, np.int64)
        self.interest: Pence = np.zeros(shape, np.int64)
        self.repaid: Pence = np.zeros(shape, np.int64)
        self.borrowed: Pence = np.zeros(shape, np.int64)
        self.added: Pence = np.zeros(shape, np.int64)
        self.fixed: Pence = np.zeros(shape, np.int64)
        self.lifelong: Pence = np.zeros(shape, np.int64)
        self.other_fixed: Pence = np.zeros(shape, np.int64)
        self.statutory: Pence = np.zeros(shape, np.int64)
        self.unserved: Pence = np.zeros(shape, np.int64)
        self.discretionary: Pence = np.zeros(shape, np.int64)
        self.first_discretionary: Pence = np.zeros(shape, np.int64)
        self.dual_running: Pence = np.zeros(shape, np.int64)
        self.connecting: Pence = np.zeros(shape, np.int64)
        self.direct: Pence = np.zeros(shape, np.int64)
        self.dearer: Pence = np.zeros(shape, np.int64)
        self.incentives: Pence = np.zeros(shape, np.int64)
        self.minutes_given: Minutes = np.zeros(shape, np.int64)
        self.exhausted = np.zeros(shape, np.bool_)
        self.reserves: Pence = np.zeros(places, np.int64)
        self.opening_reserves: Pence = np.zeros(places, np.int64)
        self.opening_debt: Pence = np.zeros(places, np.int64)
        self.frozen_until = np.full(places, np.iinfo(np.int32).min, np.int64)
        self.recent_duties: list[Pence] = []
        self.first_duties: Pence = np.zeros(shape, np.int64)
        self.returned: Pence = np.zeros(shape, np.int64)
        self.pooled = np.zeros(places)
        self.instalment: Pence = np.zeros(places, np.int64)
        self.answered = np.zeros(places)
        self.wanted: Pence = np.zeros(places, np.int64)
        self.needs: Pence = np.zeros(places, np.int64)
        self.debts = Debts(places)

    @property
    def price_level(self) -> float:
        """What things cost this month against month 0."""
        return (1.0 + self.world.scenario.budget.cost_growth) ** (max(self.world.month, 0) / 12.0)

    def price(self, pounds: float) -> int:
        """Pence this month of something that costs `pounds` at month 0."""
        return int(in_pence(pounds, self.price_level))

    def prices(self, key: str) -> Pence:
        """Pence this month of what a card gives in pounds for hours of staff [place]."""
        return np.asarray(prices_of_staff(*self._staff(key)))

    def _staff(self, key: str) -> tuple[Any, ...]:
        """What `price_of_staff` is told of every place."""
        return self.world.by_place(key), price_of_scale(self.world), self.world.month >= 0, self.price_level

    def case_prices(self) -> tuple[Pence, int]:
        """Pence a month of a statutory case [place, ladder], and of a child placed in care.

        Where local resources are scarce temporary homes cost more.
        """
        cards, commons, level = self.world.scenario.service, self.world.commons, self.price_level
        by_case = prices_of_cases(cards.cost, commons.dearness(self.world.scenario.commons), level)
        return by_case, self.price(cards.placement_cost)

    @property
    def settling(self) -> bool:
        """Whether duties are met in full and income follows them."""
        return self.world.month < 0 or not self.world.scenario.budget.on

    @property
    def realised(self) -> Pence:
        """What comes in [place, service]."""
        return np.asarray(coming_in(self.income, self.tax_base, self.grant, self.interest, self.repaid))

    def set_aside(self) -> Pence:
        """What is kept for choice, whatever duties take: no more than all income."""
        return _set_aside(self.world.scenario.budget.floor, self.first_discretionary, self.income)

    def means(self) -> Pence:
        """Income less what is set aside for choice, and each service's part of the reserves."""
        floor = self.world.scenario.budget.floor
        return _means(
            self.income, self.tax_base, self.grant, self.interest, self.repaid, floor, self.first_discretionary,
            self.reserves,
        )  # fmt: skip

    def duty_limit(self) -> Pence:
        """The most that each service can spend on duties this month."""
        if self.settling:
            return np.full_like(self.income, np.iinfo(np.int64).max)
        return self.means() - self.fixed

    def share_out(self) -> None:
        """Divide what duties leave between direct help, connecting and the cost of changing over."""
        effort = self.world.effort
        self.recent_duties = [*self.recent_duties, self.statutory.copy()][-MEMORY:]
        if self.settling:
            self.follow_duties()
            self.income = self.fixed + self.statutory + self.first_discretionary
        left = self.realised - self.fixed - self.statutory
        told, connecting_share = self.world.scenario, np.empty(left.shape)
        from_reserves = self.bridge_gaps(left)
        _choose(
            left, told.budget.floor, self.income, self.first_discretionary, from_reserves, self.borrowed,
            effort.connecting_share, told.politics.on, told.politics.cut_bias, self.discretionary, connecting_share,
        )  # fmt: skip
        if told.pooling.on and np.count_nonzero(self.instalment) and not self.settling:
            self.release(left - self.discretionary - from_reserves)
        for_connecting = self.put_on_top()
        _divide(
            self.world.month, self.frozen_until, self.world.by_place("budget.saving"), from_reserves, self.borrowed,
            self.added, for_connecting, effort.dual_running, part_for_joint_work(self.world), not self.settling,
            self.world.by_place("growth.share"), told.growth.on, connecting_share, self.discretionary, self.returned,
            self.dual_running, self.joint, self.growth, self.connecting, self.direct,
        )  # fmt: skip

    def bridge_gaps(self, left: Pence) -> Pence:
        """Borrow what the discretionary budgets lack, where that is allowed; what of it reserves may bear comes first.

        left [place, service]: what duties leave. Returns pence from reserves [place, service].
        """
        world = self.world
        allowed = np.count_nonzero(self.debts.planned) or np.count_nonzero(world.by_place("borrowing.limit"))
        if self.settling or not (world.scenario.borrowing.on and allowed):
            return np.zeros(left.shape, np.int64)
        chosen = np.clip(left, self.set_aside(), self.first_discretionary)
        lacking = (self.first_discretionary - chosen) * (world.month >= self.frozen_until)[:, None]
        from_reserves, self.borrowed = bridge(world, lacking, self.reserves + (left - chosen).sum(axis=1))
        owe(world, self.borrowed.sum(axis=1))
        return from_reserves

    def put_on_top(self) -> Pence:
        """Let this month's part of the money added come in; what of it pays connectors alone [place, service]."""
        pounds = self.world.scenario.budget.added
        if self.settling or not pounds:
            return np.zeros(self.added.shape, np.int64)
        part = monthly_part(round(100.0 * pounds), self.world.month)
        self.added = divided(np.full(len(self.reserves), part), self.first_discretionary)
        return np.floor(self.added * self.world.by_place("budget.added_to_connecting")[:, None]).astype(np.int64)

    def charge(self, bill: Pence) -> NDArray[np.float64]:
        """Pay for incentives out of connecting and direct help alike; what share of the bill that meets [place].

        bill: pence [place].
        """
        money = (self.connecting + self.direct).sum(axis=1)
        taken = np.minimum(bill / np.maximum(money, 1), 1.0)[:, None]
        from_connecting = np.floor(self.connecting * taken).astype(np.int64)
        from_direct = np.floor(self.direct * taken).astype(np.int64)
        self.connecting = self.connecting - from_connecting
        self.direct = self.direct - from_direct
        self.incentives = from_connecting + from_direct
        return np.minimum(money / np.maximum(bill, 1), 1.0)

    def release(self, unspent: Pence) -> None:
        """Add what is due of others' savings to what may be chosen, as far as reserves and what is unspent go."""
        purse = self.reserves + unspent.sum(axis=1)
        self.returned = released(self.instalment, purse, self.first_discretionary)
        self.discretionary = self.discretionary + self.returned

    def follow_duties(self) -> None:
        """Scale fixed and discretionary budgets to the mean of recent duties, in today's proportions."""
        cards = self.world.scenario.budget
        duties = np.mean(self.recent_duties, axis=0)
        others = 1.0 - cards.statutory_share - cards.discretionary_share
        self.first_discretionary = np.rint(duties * cards.discretionary_share / cards.statutory_share).astype(np.int64)
        self.fixed = np.rint(duties * others / cards.statutory_share).astype(np.int64)

    def direct_minutes(self) -> Minutes:
        """Minutes of direct help that the month's money buys [place, service]."""
        return np.asarray(minutes_of_staff(self.direct, self.dearer, *self._staff("service.direct_hour")))

    def connector_fte(self) -> NDArray[np.float64]:
        """Full-time connectors that each place's money pays this month [place]."""
        return np.asarray(full_time(self.connecting, *self._staff("service.connector_month")))


def monthly_part(pence: int, month: int) -> int:
    """What of a yearly amount comes in a month, so that twelve months bring all of it.

    >>> [monthly_part(100, month) for month in range(12)]
    [8, 8, 9, 8, 8, 9, 8, 8, 9, 8, 8, 9]
    """
    return pence * (month % YEAR + 1) // YEAR - pence * (month % YEAR) // YEAR


@rule
def proportion(amount, part, whole):  # type: ignore[no-untyped-def]
    """Of an amount as much as `part` is of `whole`, rounded down: amount x part // whole, for numbers from 0 on.

    The product may be more than 64 bits hold; what a first guess leaves of it is not, and overflow takes nothing away
    from that.

    >>> proportion(30_000_000_007, 11_000_000_001, 20_300_000_004)
    16256157637
    """
    guess = np.int64(np.float64(amount) * np.float64(part) / np.float64(whole))
    return guess + (amount * part - guess * whole) // whole


@rule
def part_of(pence, share):  # type: ignore[no-untyped-def]
    """A share of an amount, in whole pence, rounded down."""
    return np.int64(np.floor(pence * share))


@rule
def kept_for_choice(floor, first, income):  # type: ignore[no-untyped-def]
    """What is kept for choice whatever duties take: a part `floor` of the first budget, and no more than all income."""
    return min(part_of(first, floor), income)


@kernel
def _set_aside(floor, first, income):  # type: ignore[no-untyped-def]
    aside = np.empty_like(income)
    for p in range(len(income)):
        for k in range(income.shape[1]):
            aside[p, k] = kept_for_choice(floor, first[p, k], income[p, k])
    return aside


@rule
def coming_in(income, tax_base, grant, interest, repaid):  # type: ignore[no-untyped-def]
    """The entitlement, with what the tax base and deals bring above or below it, less what debt takes."""
    return income + tax_base + grant - interest - repaid


@kernel
def _means(income, tax_base, grant, interest, repaid, floor, first, reserves):  # type: ignore[no-untyped-def]
    means = np.empty_like(income)
    for p in range(len(means)):
        total = max(income[p].sum(), 1)
        for k in range(means.shape[1]):
            realised = coming_in(income[p, k], tax_base[p, k], grant[p, k], interest[p, k], repaid[p, k])
            aside = kept_for_choice(floor, first[p, k], income[p, k])
            means[p, k] = realised - aside + proportion(reserves[p], income[p, k], total)
    return means


@kernel
def _choose(  # type: ignore[no-untyped-def]
    left, floor, income, first, from_reserves, borrowed, share, biased, bias, discretionary, connecting_share
):
    """What of the money left may be chosen, and connecting's share of it, which is less where money has been cut."""
    for p in range(len(left)):
        for k in range(4):
            aside = kept_for_choice(floor, first[p, k], income[p, k])
            discretionary[p, k] = min(max(left[p, k], aside), first[p, k])
            bridged = from_reserves[p, k] + borrowed[p, k]
            cut = 1.0 - (discretionary[p, k] + bridged) / max(first[p, k], 1)
            connecting_share[p, k] = share_when_cut(share[p], cut, bias) if biased else share[p]


@kernel
def _divide(  # type: ignore[no-untyped-def]
    month, frozen_until, saving, from_reserves, borrowed, added, for_connecting, running_both, joining, joins,
    growing, grows, connecting_share, discretionary, returned, dual_running, joint, growth, connecting, direct,
):  # fmt: skip
    for p in range(len(discretionary)):
        for k in range(4):
            saved, bridged = part_of(discretionary[p, k], saving[p]), from_reserves[p, k] + borrowed[p, k]
            discretionary[p, k] += bridged + added[p, k] - saved
            for_connectors = for_connecting[p, k]
            if month < frozen_until[p]:
                discretionary[p, k] = returned[p, k] = for_connectors = 0
            dual_running[p, k] = part_of(discretionary[p, k] - for_connectors, running_both[p])
            left = discretionary[p, k] - for_connectors - dual_running[p, k]
            joint[p, k] = part_of(left, joins * joining[p])
            free = left - joint[p, k]
            growth[p, k] = part_of(free, grows * growing[p])
            split = part_of(free - growth[p, k], connecting_share[p, k])
            connecting[p, k] = for_connectors + split
            direct[p, k] = free - growth[p, k] - split


def set_budgets(world: "World") -> None:
    """At month 0 fix each service's income on what settling showed; later, let it grow once a year."""
    budget, cards = world.budget, world.scenario.budget
    budget.opening_reserves, budget.opening_debt = budget.reserves.copy(), budget.debts.owed.copy()
    budget.minutes_given[:] = 0
    if world.month == 0 and budget.recent_duties:
        duties = np.rint(np.mean(budget.recent_duties, axis=0)).astype(np.int64)
        budget.first_duties = duties
        budget.income = duties + budget.fixed + budget.first_discretionary
        budget.reserves = np.rint(cards.reserves_share * 12.0 * budget.income.sum(axis=1)).astype(np.int64)
        budget.opening_reserves = budget.reserves.copy()
    elif world.month > 0 and world.month % 12 == 0:
        budget.income = np.rint(budget.income * (1.0 + cards.income_growth)).astype(np.int64)
    share = world.by_place("budget.deal")
    if budget.settling:
        return
    if np.count_nonzero(share):
        budget.grant = deals(budget.income, share)
    budget.grant = budget.grant + redistribute(world)


def deals(income: Pence, share: NDArray[np.float64]) -> Pence:
    """What deals with the centre bring each service: a share of its income, less what it pays for all deals.

    income [place, service], in pence; share [place]. All pay in proportion to income, and to the penny, so that the sum
    is 0. Nobody loses more than the largest share.
    """
    given = np.floor(income * share[:, None]).astype(np.int64)
    cost, due = int(given.sum()), max(int(income.sum()), 1)
    paid_so_far = np.array([cost * so_far // due for so_far in np.cumsum(income).tolist()], np.int64)
    return np.asarray(given - np.diff(paid_so_far, prepend=0).reshape(income.shape))


def share_money(world: "World") -> None:
    """Divide what duties leave between direct help, connecting and the cost of changing over."""
    world.budget.share_out()


@kernel
def _close(  # type: ignore[no-untyped-def]
    month, settling, income, tax_base, grant, interest, repaid, borrowed, added, fixed, statutory, unserved,
    discretionary, connecting, first, recent, due, freeze_months, reserves, answered, wanted, frozen_until,
):  # fmt: skip
    """Carry over what is left; freeze places that a year like the recent months would cost more than they have."""
    for p in range(len(reserves)):
        before_debt = (income[p] + tax_base[p] + grant[p]).sum()
        reserves[p] += before_debt + (borrowed[p] + added[p] - interest[p] - repaid[p]).sum()
        reserves[p] -= (fixed[p] + statutory[p] + discretionary[p]).sum()
        answered[p] = connecting[p].sum() / max(first[p].sum(), 1)
        if settling:
            continue
        wanted[p] += (fixed[p] + statutory[p] + unserved[p]).sum()
        projected = 12 * fixed[p].sum() + 12 * recent[:, p].sum() // len(recent) + 12 * due[p]
        if projected > 12 * before_debt + reserves[p] and month + 1 >= frozen_until[p]:
            frozen_until[p] = month + 1 + freeze_months


def close_ledger(world: "World") -> None:
    """Carry what was not spent into reserves, freeze where sums fail, and at a year's end say what places needed."""
    budget, cards = world.budget, world.scenario.budget
    recent = np.array(budget.recent_duties or [np.zeros_like(budget.statutory)])
    _close(
        world.month, budget.settling, budget.income, budget.tax_base, budget.grant, budget.interest, budget.repaid,
        budget.borrowed, budget.added, budget.fixed, budget.statutory, budget.unserved, budget.discretionary,
        budget.connecting, budget.first_discretionary, recent, budget.debts.due, cards.freeze_months, budget.reserves,
        budget.answered, budget.wanted, budget.frozen_until,
    )  # fmt: skip
    if not budget.settling and (world.month + 1) % YEAR == 0:
        budget.needs = budget.wanted + YEAR * budget.first_discretionary.sum(axis=1)
        budget.wanted = np.zeros_like(budget.wanted)
