"""M2 The ladder, and early intervention: how need worsens and recovers, month by month, on five ladders."""

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from simulation import chance
from simulation.agents.residents import COMPLEX, CRISIS, FULL, LADDERS, Event, Status, frailties
from simulation.chance import Decision
from simulation.kernels import kernel, rule
from simulation.population.applies import applies

if TYPE_CHECKING:
    from simulation.scenario import Scenario
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
def befalls(u, hazard):  # type: ignore[no-untyped-def]
    """Whether something of this hazard a month happens within the month, by the uniform u.

    A probability never exceeds its hazard, so that most of what does not happen needs no exponential.
    """
    return u < hazard and u < probability(hazard)


@rule
def age_band(age):  # type: ignore[no-untyped-def]
    """The age band, 0 to 13, of an age in months."""
    return BAND_OF_YEAR[min(np.uint32(age) // np.uint32(12), np.uint32(len(BAND_OF_YEAR) - 1))]


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


def scar_of_crisis(scenario: "Scenario") -> float:
    """Share of their capacity that people lose on entering crisis; none where capacity is off."""
    return scenario.capacity.scar if scenario.capacity.on else 0.0


@kernel
def _climb(  # type: ignore[no-untyped-def]
    seed, month, n, alive, key, born, head, fifth, neighbourhood, place_of, work, level, months, status, wait,
    kin_share, agency_share, civic_share, frailty_score, frailty, capacity, event, fell, by_work, by_scarcity,
    worsening, recovery, slowing, capacity_effect, support_effect, recovery_effect, support_centre, agency_efficacy,
    civic_efficacy, waiting_effect, placement_recovery, scar,
):  # fmt: skip
    harm_of_waiting = math.exp(waiting_effect)
    least_protection = math.exp(0.5 * abs(capacity_effect))
    furthest = max(support_centre, max(1.0, agency_efficacy, civic_efficacy) - support_centre)
    most_up = math.exp(abs(support_effect) * furthest) * least_protection * max(harm_of_waiting, 1.0)
    most_down = math.exp(abs(recovery_effect) * furthest) * max(placement_recovery, 1.0)
    adult_steps = np.empty((4, chance.AT_ONCE), np.uint32)
    other_steps = np.empty((4, chance.AT_ONCE), np.uint32)
    u, strain, most_strain = np.empty(5), np.ones(5), np.ones(5)
    most_strain[3], most_strain[4] = by_work.max(), by_scarcity.max()
    worst_onset = worsening[..., 0] * most_strain * least_protection
    for i in range(n):
        at = i % chance.AT_ONCE
        if at == 0:
            chance.draw(seed, key[i:n], month, Decision.FUNCTIONAL_STEP >> 2, adult_steps)
            chance.draw(seed, key[i:n], month, Decision.FAMILY_STEP >> 2, other_steps)
        if not alive[i]:
            continue
        age = month - born[i]
        f, band = fifth[i], age_band(age)
        u[0] = chance.unit(adult_steps[0, at])
        u[1] = chance.unit(adult_steps[1, at])
        u[2] = chance.unit(other_steps[0, at])
        u[3] = chance.unit(adult_steps[2, at])
        u[4] = chance.unit(other_steps[1, at])
        in_question = False
        for l in range(5):
            in_question |= (level[i, l] > 0) | (u[l] > 1.0 - worst_onset[f, band, l] * frailty[frailty_score[i, l]])
        if not in_question:
            continue  # coping, and no strain and no lack of capacity could make this luck bad enough
        p = place_of[neighbourhood[i]]
        strain[3] = by_work[p, work[i] if level[i, 3] < COMPLEX else 0]
        strain[4] = by_scarcity[p]
        protection = 0.0
        for l in range(5):
            now = np.int64(level[i, l])
            worst = worsening[f, band, l, 0] * frailty[frailty_score[i, l]] * strain[l] * least_protection
            if now == 0 and u[l] <= 1.0 - worst:
                continue
            if not applies(l, age, head[i]):
                if now > 0:
                    level[i, l] = 0
                    months[i, l] = 0
                    status[i, l] = Status.NONE
                    wait[i, l] = 0
                continue
            up = worsening[f, band, l, now] * frailty[frailty_score[i, l]] * strain[l]
            down = 0.0
            if most_down * recovery[l, now] * slowing[months[i, l]] <= u[l] <= 1.0 - up * most_up:
                months[i, l] += months[i, l] < 255
                continue  # no help, or lack of it, could make this luck matter
            if up > 0.0:
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


@lru_cache(maxsize=8)
def by_deprivation(gradients: tuple[float, ...]) -> np.ndarray:
    """What deprivation multiplies hazards by [ladder, fifth], at a gradient a fifth for each ladder.

    Fifths count from 1, the most deprived; the third has 1. Kept for all who ask, so it cannot be written.
    """
    multipliers = np.exp(np.array(gradients)[:, None] * (3.0 - np.arange(6)))
    multipliers.setflags(write=False)
    return multipliers


@lru_cache(maxsize=8)
def _usual_hazards(scenario: "Scenario") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """`hazards` at demand 1."""
    cards = scenario.ladder
    worsening = np.zeros((6, 14, 5, 4))
    recovery = np.zeros((5, 4))
    gradient = by_deprivation(cards.deprivation)
    for l, ladder in enumerate(LADDERS):
        up, ages = np.array(getattr(cards, f"{ladder}_up")), np.array(getattr(cards, f"{ladder}_age"))
        worsening[:, :, l, :CRISIS] = up * gradient[l][:, None, None] * ages[:, None]
        recovery[l, 1:] = getattr(cards, f"{ladder}_down")
    slowing = (1.0 + np.arange(256) / cards.duration_scale) ** -cards.duration_power
    return worsening, recovery, slowing


@kernel
def _risen(usual, multiple):  # type: ignore[no-untyped-def]
    """`usual` hazards of worsening where people fall into need so many times as often [ladder]."""
    worsening = usual.copy()
    for f in range(len(worsening)):
        for band in range(worsening.shape[1]):
            for l in range(len(multiple)):
                worsening[f, band, l, 0] *= multiple[l]
    return worsening


def hazards(world: "World") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The month's tables: worsening[fifth, age band, ladder, level], recovery[ladder, level] and slowing[months]."""
    usual, recovery, slowing = _usual_hazards(world.scenario)
    return _risen(usual, world.demand.onset()), recovery, slowing


def climb(world: "World") -> None:
    """Need worsens or recovers by at most one rung on each ladder; a rise into crisis is an avoidable one."""
    r, cards = world.residents, world.scenario.ladder
    _climb(
        world.seed, world.month, r.count, r.alive, r.key, r.born, r.head, r.fifth, r.neighbourhood, world.place_of,
        r.work, r.level, r.months, r.status, r.wait, r.kin_share, r.agency_share, r.civic_share, r.frailty_score,
        frailties(world.scenario.population.frailty_sd), r.capacity, r.event, r.fell,
        world.jobs.need_of_work(world.scenario.jobs), world.commons.need_of_homes(world.scenario.commons),
        *hazards(world), cards.capacity_effect, cards.support_effect, cards.recovery_effect, cards.support_centre,
        cards.agency_efficacy, cards.civic_efficacy, cards.waiting_effect, cards.placement_recovery,
        scar_of_crisis(world.scenario),
    )  # fmt: skip
