"""M13 Incentives for citizens: asking, thanks, a say in decisions, time credits, pay, a tax discount, small grants.

Each takes months to reach those whom it is for, and is paid out of the money that a place may spend by choice; where
that does not suffice it reaches fewer. None is offered unless a scenario says so. Pay costs motivation, which comes
back slowly once pay ends (Gneezy and Rustichini 2000: pay enough, or not at all); a time credit is worth what people
believe they will get for it, and half of them give no more than that (Fischbacher, Gächter and Fehr 2001).
"""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.agents.incentives import (
    ASKING,
    INCENTIVES,
    MICRO_GRANTS,
    PAYMENT,
    RECOGNITION,
    TAX_DISCOUNT,
    TIME_CREDITS,
    VOICE,
    band,
)
from simulation.agents.residents import ADULT
from simulation.chance import Decision
from simulation.kernels import kernel, rule
from simulation.mechanisms.connecting import pushed
from simulation.mechanisms.kin import WHOLE
from simulation.mechanisms.routing import civic_minutes_free

if TYPE_CHECKING:
    from simulation.scenario import Scenario
    from simulation.world import World

type Floats = NDArray[np.float64]
type Counts = NDArray[np.int64]

KEYS = tuple(f"incentives.{name}" for name in INCENTIVES)
BY_AGE = INCENTIVES[:MICRO_GRANTS]
"""Those offered to people; small grants go to neighbourhoods."""

PER = np.array([1.0, 1.0, 1.0, 1.0, 60.0, 1.0, 12.0])
"""Minutes to an hour paid, and months to a year of grants."""

NEGLIGIBLE = 1e-6
"""Lost motivation below which it is all back."""


def motivation_lost(
    before: Floats, reach: Floats, pay: Floats, autonomy: Floats, crowding_out: float, half_life: float
) -> Floats:
    """Motivation lost to pay: what being paid costs those reached, or, if more, what is left of an earlier loss."""
    left = before * 0.5 ** (1.0 / half_life)
    left = np.where(left < NEGLIGIBLE, 0.0, left)
    return np.maximum(reach * crowding_out * (pay > 0.0) * (1.0 - autonomy), left)


def value_of_pay(reach: Floats, pay: Floats, lost: Floats, effect: float) -> Floats:
    """V(pay) of M6's U, in units of exposure: effect x pay for those reached, less the motivation lost.

    With `lost` = crowding_out x (1 - autonomy) wherever pay > 0, pay breaks even at lost / effect.
    """
    return reach * effect * pay - lost


@rule
def answers(believed, reciprocity):  # type: ignore[no-untyped-def]
    """What somebody who helps if others do gives, as a share of all they could: reciprocity x what others give."""
    return reciprocity * believed


@rule
def helps_if_others_do(seed, key, conditional):  # type: ignore[no-untyped-def]
    """Whether a person is one of those, for life."""
    return chance.uniform(seed, key, 0, Decision.CONDITIONAL) < conditional


def next_belief(belief: Floats, seen: Floats, update: float) -> Floats:
    """What people believe others give, after seeing what they gave."""
    return belief + update * (seen - belief)


@kernel
def _count(  # type: ignore[no-untyped-def]
    month, n, alive, born, neighbourhood, place_of, fifth, active, groups, civic_minutes, spare_minutes, kin_given,
    burnout, idle, acting, minutes,
):  # fmt: skip
    for i in range(n):
        age = month - born[i]
        if not alive[i] or age < ADULT:
            continue
        p, a, f = place_of[neighbourhood[i]], band(age), fifth[i] - 1
        if not active[i]:
            idle[p, a, f] += 1
            continue
        acting[p, a, f] += 1
        if groups[i, 0] >= 0 or groups[i, 1] >= 0:
            minutes[p, a, f] += civic_minutes_free(
                civic_minutes[i], spare_minutes[i], kin_given[i], np.float64(burnout[i])
            )


@kernel
def _ask(  # type: ignore[no-untyped-def]
    seed, month, n, key, alive, born, neighbourhood, place_of, fifth, active, stimulation, asked, effect
):
    luck = np.empty((4, chance.AT_ONCE), np.uint32)
    for i in range(n):
        at = i % chance.AT_ONCE
        if at == 0:
            chance.draw(seed, key[i:n], month, Decision.ASKED >> 2, luck)
        age = month - born[i]
        if not alive[i] or age < ADULT or active[i]:
            continue
        if chance.unit(luck[0, at]) < asked[place_of[neighbourhood[i]], band(age), fifth[i] - 1]:
            stimulation[i] = pushed(float(stimulation[i]), effect)


@lru_cache(maxsize=64)
def is_offered(scenario: "Scenario") -> bool:
    """Whether any incentive is offered anywhere this month."""
    return any(any(scenario.by_place(key)) for key in KEYS)


def bill(world: "World", level: Floats, reach: Floats, counts: Counts, part: Floats) -> Counts:
    """Pence that each incentive costs this month [place, incentive].

    counts [3, place, cell]: adults who do not take part, those who do, and the minutes that they give to groups.
    part [incentive, place, cell]: how much of what is offered is offered to a cell.
    """
    cards = world.scenario.incentives
    idle, acting, minutes = counts
    bought = idle, acting, idle + acting, acting, minutes, acting, idle + acting
    shares = [*part[:TAX_DISCOUNT], part[TAX_DISCOUNT] * np.array(cards.tax_liable), part[MICRO_GRANTS]]
    sums = [(weighed(share) * count).sum(axis=(1, 2)) for share, count in zip(shares, bought, strict=True)]
    units = np.array(sums).T / WHOLE
    prices = np.array([world.budget.price(getattr(cards, f"{name}_cost")) for name in INCENTIVES])
    return np.rint(level * reach * prices * units / PER).astype(np.int64)


def parts(world: "World") -> Floats:
    """How much of each incentive is offered to a cell [incentive, place, age, fifth]."""
    said = world.by_place
    fifths = said("incentives.fifths")
    for_all = said("incentives.ages")[:, :, None] * fifths[:, None, :]
    to_people = [
        for_all * (said(f"incentives.{name}_ages")[:, :, None] * said(f"incentives.{name}_fifths")[:, None, :])
        for name in BY_AGE
    ]
    where = (fifths * said("incentives.micro_grants_fifths"))[:, None, :]
    return np.stack([*to_people, np.broadcast_to(where, for_all.shape)])


def weighed(share: Floats) -> Counts:
    """Shares as whole 65536ths, so that sums over people do not hang on their order."""
    return np.rint(WHOLE * share).astype(np.int64)


def offer(world: "World") -> None:
    """Pay for what is offered to citizens, as far as money that may be chosen goes, and reckon what they make of it."""
    own, r, cards = world.incentives, world.residents, world.scenario.incentives
    if not is_offered(world.scenario) and not np.count_nonzero(own.lost):
        own.months[:] = 0
        return
    level = np.stack([world.by_place(key) for key in KEYS], axis=1)
    own.months = np.where(level > 0.0, own.months + 1, 0)
    delays = np.array([getattr(cards, f"{name}_delay") for name in INCENTIVES])
    reach = np.minimum(own.months / delays, 1.0)
    counts = np.zeros((3, *own.push.shape), np.int64)
    _count(
        world.month, r.count, r.alive, r.born, r.neighbourhood, world.place_of, r.fifth, r.active, r.groups,
        r.civic_minutes, r.spare_minutes, r.kin_given, r.burnout, *counts,
    )  # fmt: skip
    part = parts(world)
    met = world.budget.charge(bill(world, level, reach, counts, part).sum(axis=1))
    feel(world, level, reach * met[:, None], counts, part)


def feel(world: "World", level: Floats, reach: Floats, counts: Counts, part: Floats) -> None:
    """What those whom the incentives reach make of them: this month's tables for starting, staying and founding."""
    own, r, cards = world.incentives, world.residents, world.scenario.incentives
    reached, offered = reach.T[:, :, None, None], level.T[:, :, None, None] * part
    autonomy = world.by_place("incentives.autonomy")[:, None, None]
    own.lost = motivation_lost(
        own.lost, reached[PAYMENT], offered[PAYMENT], autonomy, cards.crowding_out, cards.motivation_half_life
    )
    pay = value_of_pay(reached[PAYMENT], offered[PAYMENT], own.lost, cards.payment_effect)
    felt = reached * offered
    voice = cards.voice_effect * felt[VOICE] * world.places.trust[:, None, None]
    own.push = voice + pay + cards.tax_discount_effect * felt[TAX_DISCOUNT] * np.array(cards.tax_liable)
    acting, adults = counts[1].sum(axis=(1, 2)), counts[:2].sum(axis=(0, 2, 3))
    seen = acting / np.maximum(adults, 1)
    own.belief = np.where(own.months[:, TIME_CREDITS] > 1, next_belief(own.belief, seen, cards.belief_update), seen)
    given = answers(own.belief, cards.reciprocity)[:, None, None]
    own.credit = cards.time_credits_effect * felt[TIME_CREDITS] * given
    own.lapse = np.exp(-cards.recognition_effect * felt[RECOGNITION])
    grants = (level * reach)[:, MICRO_GRANTS, None] * part[MICRO_GRANTS, :, 0]
    founding = cards.micro_grants_effect * np.log1p(grants)
    own.founding = founding[world.place_of, world.fifth_of - 1]
    asked = felt[ASKING]
    if asked.any():
        _ask(
            world.seed, world.month, r.count, r.key, r.alive, r.born, r.neighbourhood, world.place_of, r.fifth,
            r.active, r.stimulation, asked, cards.asking_effect,
        )  # fmt: skip
