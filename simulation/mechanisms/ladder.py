"""M2 The ladder, and early intervention: how need worsens and recovers, month by month, on five ladders."""

import math
from typing import TYPE_CHECKING

import numpy as np

from simulation import chance
from simulation.agents.groups import SERVICE_OF_LADDER
from simulation.agents.residents import ADULT, CRISIS, FULL, LADDERS, Event, Status
from simulation.chance import Decision
from simulation.kernels import kernel, rule
from simulation.population.applies import applies

if TYPE_CHECKING:
    from simulation.world import World

BAND_STARTS = (5, 11, 16, 25, 35, 45, 55, 65, 70, 75, 80, 85, 90)
"""Ages in years at which the next age band of need begins; the first band begins at birth."""

BAND_OF_YEAR = np.searchsorted(BAND_STARTS, np.arange(BAND_STARTS[-1] + 1), side="right")
"""The age band of every age in whole years; beyond the last, the last."""


@rule
def probability(hazard):  # type: ignore[no-untyped-def]
    """The probability that something of this hazard a month happens within the month: 1 - exp(-hazard)."""
    return -math.expm1(-hazard)


@rule
def age_band(age):  # type: ignore[no-untyped-def]
    """The age band, 0 to 13, of an age in months."""
    return BAND_OF_YEAR[min(age // 12, len(BAND_OF_YEAR) - 1)]


@rule
def next_level(u, to_0, to_1, to_2):  # type: ignore[no-untyped-def]
    """The level after a step of a Markov ladder: 0, 1, 2 or 3 with the given probabilities of the first three.

    One uniform decides, from the bottom up, so that of two people with the same luck the one at more risk never ends
    lower.
    """
    if u < to_0:
        return 0
    if u < to_0 + to_1:
        return 1
    if u < to_0 + to_1 + to_2:
        return 2
    return CRISIS


@rule
def one_rung(u, level, worsening, recovery):  # type: ignore[no-untyped-def]
    """The level after a month in which need may worsen or recover by one rung, with these hazards."""
    if recovery <= u <= 1.0 - worsening:
        return level  # a probability never exceeds its hazard
    up = probability(worsening)
    down = min(probability(recovery), 1.0 - up)
    stay = 1.0 - up - down
    if level == 0:
        return next_level(u, stay, up, 0.0)
    if level == 1:
        return next_level(u, down, stay, up)
    if level == 2:
        return next_level(u, 0.0, down, stay)
    return next_level(u, 0.0, 0.0, down)


@rule
def scarred(capacity, scar):  # type: ignore[no-untyped-def]
    """Capacity after entering crisis."""
    return capacity * (1.0 - scar)


@kernel
def _climb(  # type: ignore[no-untyped-def]
    seed, month, n, alive, key, born, head, fifth, level, months, status, wait, kin_share, agency_share,
    civic_share, frailty, capacity, event, fell, worsening, recovery, slowing, capacity_effect, support_effect,
    recovery_effect, support_centre, agency_efficacy, civic_efficacy, waiting_effect, placement_recovery, scar,
):  # fmt: skip
    harm_of_waiting = math.exp(waiting_effect)
    least_protection = math.exp(0.5 * abs(capacity_effect))
    furthest = max(support_centre, 1.0 + agency_efficacy + civic_efficacy - support_centre)
    most_up = math.exp(abs(support_effect) * furthest) * least_protection * max(harm_of_waiting, 1.0)
    most_down = math.exp(abs(recovery_effect) * furthest) * max(placement_recovery, 1.0)
    u = np.empty(5)
    for i in range(n):
        if not alive[i]:
            continue
        age = month - born[i]
        band = age_band(age)
        f = np.int64(fifth[i])
        drawn_second = False
        protection = 0.0
        if age >= ADULT:
            a, b, c, _ = chance.words(seed, key[i], month, Decision.FUNCTIONAL_STEP >> 2)
            u[0] = chance.unit(a)
            u[1] = chance.unit(b)
            u[3] = chance.unit(c)
        for l in range(5):
            if not applies(l, age, head[i]):
                if level[i, l] > 0:
                    level[i, l] = 0
                    months[i, l] = 0
                    status[i, l] = Status.NONE
                    wait[i, l] = 0
                continue
            if (l == 2 or l == 4) and not drawn_second:
                a, b, _, _ = chance.words(seed, key[i], month, Decision.FAMILY_STEP >> 2)
                u[2] = chance.unit(a)
                u[4] = chance.unit(b)
                drawn_second = True
            now = np.int64(level[i, l])
            up = 0.0
            down = 0.0
            if now < CRISIS:
                up = worsening[l, now, f, band] * frailty[i, l]
                if now == 0 and u[l] <= 1.0 - up * least_protection:
                    continue  # no lack of capacity could make this luck bad enough
                elif most_down * recovery[l, now] * slowing[months[i, l]] <= u[l] <= 1.0 - up * most_up:
                    months[i, l] += months[i, l] < 255
                    continue  # no help, or lack of it, could make this luck matter
                if protection == 0.0:
                    protection = math.exp(-capacity_effect * (np.float64(capacity[i]) - 0.5))
                up *= protection
            if now > 0:
                support = (
                    kin_share[i, l] + agency_efficacy * agency_share[i, l] + civic_efficacy * civic_share[i, l]
                ) / FULL - support_centre
                up *= math.exp(-support_effect * support)
                if status[i, l] == Status.WAITING or status[i, l] == Status.MISROUTED:
                    up *= harm_of_waiting
                down = recovery[l, now] * slowing[months[i, l]] * math.exp(recovery_effect * support)
                if status[i, l] == Status.PLACED:
                    down *= placement_recovery
            after = one_rung(u[l], now, up, down)
            if after == now:
                if now > 0 and months[i, l] < 255:
                    months[i, l] += 1
                continue
            level[i, l] = after
            months[i, l] = 0
            if after == 0:
                status[i, l] = Status.NONE
                wait[i, l] = 0
                event[i] |= Event.RECOVERED
            elif after == CRISIS:
                event[i] |= Event.AVOIDABLE_CRISIS
                fell[i] = month
                capacity[i] = scarred(capacity[i], scar)


def hazards(world: "World") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The month's tables: worsening[ladder, level, fifth, age band], recovery[ladder, level] and slowing[months]."""
    cards = world.scenario.ladder
    worsening = np.zeros((5, 4, 6, 14))
    recovery = np.zeros((5, 4))
    fifths = np.arange(6)
    for l, ladder in enumerate(LADDERS):
        up = np.array(getattr(cards, f"{ladder}_up"))
        ages = np.array(getattr(cards, f"{ladder}_age"))
        gradient = np.exp(cards.deprivation[l] * (3.0 - fifths))
        worsening[l, :3] = up[:, None, None] * gradient[None, :, None] * ages[None, None, :]
        worsening[l, 0] *= world.demand.onset(SERVICE_OF_LADDER[l])
        recovery[l, 1:] = getattr(cards, f"{ladder}_down")
    slowing = (1.0 + np.arange(256) / cards.duration_scale) ** -cards.duration_power
    return worsening, recovery, slowing


def climb(world: "World") -> None:
    """Need worsens or recovers by at most one rung on each ladder; a rise into crisis is an avoidable one."""
    r, cards = world.residents, world.scenario.ladder
    _climb(
        world.seed, world.month, r.count, r.alive, r.key, r.born, r.head, r.fifth, r.level, r.months, r.status, r.wait,
        r.kin_share, r.agency_share, r.civic_share, r.frailty, r.capacity, r.event, r.fell, *hazards(world),
        cards.capacity_effect, cards.support_effect, cards.recovery_effect, cards.support_centre,
        cards.agency_efficacy, cards.civic_efficacy, cards.waiting_effect, cards.placement_recovery,
        world.scenario.capacity.scar,
    )  # fmt: skip
