"""Who knows whom to begin with: households, and close ties between people alike in age, place and group.

People of 11 and over wish for a number of close ties that is negative binomial (CIV28). Each wish is entered in a
circle: mostly one of two circles of the neighbourhood, the household's or the person's own, so that friends of friends
know each other; some circles of the whole place, which are the long ties; for minorities some circles of their group.
A circle holds about `CIRCLE` wishes. Within one, wishes are lined up by age, with some noise, and met two by two by the
next one that fits. One more household therefore changes just the few circles that it enters.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.agents.residents import FULL, Residents
from simulation.chance import normal, unit
from simulation.kernels import kernel, prefetch, rule
from simulation.links.ties import NOBODY, Ties, tie
from simulation.population.luck import MADE, Trait

FIRST_TIES = 11 * 12
"""Age in months from which people look for close ties of their own: secondary school."""

MOST_WISHED, DRAWN = 15, 3
"""Close ties that anybody wishes for at most; people among whom a wish of a newcomer chooses."""

IN_VIEW = chance.AT_ONCE // DRAWN
"""Wishes of newcomers whose people are fetched, and their luck drawn, at once."""

CIRCLE = 64
AGE_NOISE = 36.0
"""Standard deviation, in months, of the noise with which wishes line up by age."""

OWN_CIRCLE = 0.4
"""Share of local wishes in the person's own circle rather than the household's (grade D)."""

LONG_IN_FIFTH = 0.5
"""Share of long ties within the same deprivation fifth for certain (grade D)."""

WEAKEST, STRONGEST = 40, 200
WAITING = 6


@rule
def shares_wishing(mean, dispersion):  # type: ignore[no-untyped-def]
    """The share of people who wish for at most so many close ties [0 to MOST_WISHED - 1]: a negative binomial's."""
    p = mean / (mean + dispersion)
    share = math.pow(1.0 - p, dispersion)
    upto = np.empty(MOST_WISHED)
    running = 0.0
    for wished in range(MOST_WISHED):
        running += share
        upto[wished] = running
        share *= p * (dispersion + wished) / (wished + 1.0)
    return upto


@rule
def ties_wished(u, upto):  # type: ignore[no-untyped-def]
    """The number of close ties at quantile `u`, at most MOST_WISHED. upto: see `shares_wishing`."""
    wished = 0
    while wished < MOST_WISHED and u >= upto[wished]:
        wished += 1
    return wished


@rule
def strength(a, b):  # type: ignore[no-untyped-def]
    """Weight of the tie between the people with these keys, of 255."""
    return WEAKEST + chance.below(np.uint32(chance.pair(a, b)), STRONGEST - WEAKEST + 1)


@kernel
def tie_households(first, end, household, target, weight, degree):  # type: ignore[no-untyped-def]
    """Tie every two of the rows from first to end that share a household; households lie together."""
    for i in range(first, end):
        j = i + 1
        while j < end and household[j] == household[i]:
            tie(target, weight, degree, i, j, FULL)
            j += 1


@kernel
def _wish(  # type: ignore[no-untyped-def]
    seed, month, n, key, born, neighbourhood, ethnic, household_key, household, place_of, fifth_of,
    circles, long_circles, group_circles, first_circle, mean, dispersion, long_share, group_share, place_in_line,
    wisher,
):  # fmt: skip
    wishes, upto = 0, shares_wishing(mean, dispersion)
    for i in range(n):
        age = month - born[i]
        if age < FIRST_TIES:
            continue
        u, own, _, _ = chance.words(seed, key[i], MADE, Trait.TIES_WISHED >> 2)
        wished = ties_wished(unit(u), upto)
        h = neighbourhood[i]
        p = place_of[h]
        for w in range(wished):
            which, circle, noise, luck = chance.words(seed, key[i], MADE, (Trait.TIE >> 2) + w)
            v = unit(which)
            base = first_circle[h]
            count = circles[p]
            at = 0
            if ethnic[i] > 0 and v < group_share:
                base = first_circle[len(place_of) + p] + 6 * long_circles[p] + ethnic[i] * group_circles[p, 0]
                count = group_circles[p, ethnic[i]]
                at = chance.below(circle, count)
            else:
                if ethnic[i] > 0:
                    v = (v - group_share) / (1.0 - group_share)
                if v < long_share:
                    base = first_circle[len(place_of) + p]
                    count = long_circles[p]
                    if v < long_share * LONG_IN_FIFTH:
                        base += fifth_of[h] * count
                    at = chance.below(circle, count)
                elif v < long_share + (1.0 - long_share) * OWN_CIRCLE:
                    at = chance.below(own, count)
                else:
                    at = chance.below(np.uint32(household_key[household[i]]), count)
            late = min(max(age + AGE_NOISE * normal(unit(noise)), 0.0), 1535.0)
            place_in_line[wishes] = (
                (np.uint64(base + at) << np.uint64(32))
                | (np.uint64(late * 8.0) << np.uint64(16))
                | (np.uint64(luck) & np.uint64(0xFFFF))
            )
            wisher[wishes] = i
            wishes += 1
    return wishes


@kernel
def _meet(order, place_in_line, wisher, key, household, target, weight, degree):  # type: ignore[no-untyped-def]
    waiting = np.empty(WAITING, np.int64)
    count = 0
    circle = np.uint64(0xFFFFFFFFFFFFFFFF)
    for k in order:
        i = np.int64(wisher[k])
        if place_in_line[k] >> np.uint64(32) != circle:
            circle = place_in_line[k] >> np.uint64(32)
            count = 0
        met = False
        for w in range(count):
            j = waiting[w]
            if household[j] != household[i] and tie(target, weight, degree, i, j, strength(key[i], key[j])):
                for m in range(w, count - 1):
                    waiting[m] = waiting[m + 1]
                count -= 1
                met = True
                break
        if met:
            continue
        if count == WAITING:
            for m in range(count - 1):
                waiting[m] = waiting[m + 1]
            count -= 1
        waiting[count] = i
        count += 1


def _circles(scenario: Any, place_of: NDArray[np.int16]) -> tuple[NDArray[np.int64], ...]:
    """How many circles there are of each kind, and the number of the first of each neighbourhood and each place."""
    cards = scenario.population
    people = np.array([p.neighbourhood_size for p in scenario.places], float)
    towns = people * np.bincount(place_of, minlength=len(people))
    wishes = 0.87 * cards.ties_mean / CIRCLE
    local = np.maximum(np.round(people * wishes * (1.0 - cards.ties_long)), 1).astype(np.int64)
    long = np.maximum(np.round(towns * wishes * cards.ties_long / 6.0), 1).astype(np.int64)
    shares = np.array([p.ethnic for p in scenario.places])
    groups = np.maximum(np.round(towns[:, None] * shares * wishes * cards.ties_ethnic), 1).astype(np.int64)
    groups[:, 0] = groups.max(axis=1)
    taken = np.concatenate([local[place_of], 6 * long + 5 * groups[:, 0]])
    return local, long, groups, np.concatenate([[0], np.cumsum(taken)[:-1]])


def befriend(
    scenario: Any, seed: np.uint64, month: int, residents: Residents, household_key: NDArray[np.uint64],
    place_of: NDArray[np.int16], fifth_of: NDArray[np.uint8],
) -> Ties:  # fmt: skip
    """The ties of a population just made, whose rows are sorted by household; household_key [household label]."""
    r, cards = residents, scenario.population
    ties = Ties(r.room, cards.tie_width)
    tie_households(0, r.count, r.household, ties.target, ties.weight, ties.degree)
    room = int(r.count * (cards.ties_mean + 1.0)) + 1000
    place_in_line, wisher = np.empty(room, np.uint64), np.empty(room, np.int32)
    local, long, groups, first = _circles(scenario, place_of)
    wishes = _wish(
        seed, month, r.count, r.key, r.born, r.neighbourhood, r.ethnic, household_key, r.household, place_of, fifth_of,
        local, long, groups, first, cards.ties_mean, cards.ties_dispersion, cards.ties_long, cards.ties_ethnic,
        place_in_line, wisher,
    )  # fmt: skip
    order = np.argsort(place_in_line[:wishes], kind="stable")
    _meet(order, place_in_line, wisher, r.key, r.household, ties.target, ties.weight, ties.degree)
    return ties


@rule
def looks_for_more(i, wished, household, target, degree):  # type: ignore[no-untyped-def]
    """Whether person `i` has fewer ties outside the household than they wish for."""
    outside = np.int64(degree[i])
    for k in range(np.int64(degree[i])):
        if outside < wished:
            break
        outside -= household[target[i, k]] == household[i]
    return outside < wished


@kernel
def _settle_in(  # type: ignore[no-untyped-def]
    seed, month, newcomers, turned, alive, key, born, neighbourhood, household, place_of, starts, mean, dispersion,
    long_share, target, weight, degree,
):  # fmt: skip
    upto, wishes, most = shares_wishing(mean, dispersion), 0, MOST_WISHED * (len(newcomers) + len(turned))
    wisher, nth, keys = np.empty(most, np.int64), np.empty(most, np.uint8), np.empty(most, np.uint64)
    for at in range(len(newcomers) + len(turned)):
        i = newcomers[at] if at < len(newcomers) else turned[at - len(newcomers)]
        months = month - born[i] - FIRST_TIES
        if months < 0 or (at >= len(newcomers) and months > 0) or not alive[i]:
            continue
        u, _, _, _ = chance.words(seed, key[i], MADE, Trait.TIES_WISHED >> 2)
        for w in range(ties_wished(unit(u), upto)):
            wisher[wishes], nth[wishes], keys[wishes] = i, w, key[i]
            wishes += 1
    lots = np.empty((4, wishes), np.uint32)
    chance.draw_each(seed, keys[:wishes], MADE, Trait.TIE >> 2, nth, lots)
    place_starts = starts[np.searchsorted(place_of, np.arange(place_of[-1] + 2))]
    seen, asked = np.empty((IN_VIEW, DRAWN), np.int64), np.empty(chance.AT_ONCE, np.uint64)
    wished = np.empty((4, chance.AT_ONCE), np.uint32)
    for first in range(0, wishes, IN_VIEW):
        last = min(first + IN_VIEW, wishes)
        for k in range(first, last):
            h, long = neighbourhood[wisher[k]], unit(lots[0, k]) < long_share
            start = place_starts[place_of[h]] if long else starts[h]
            end = place_starts[place_of[h] + 1] if long else starts[h + 1]
            for one in range(DRAWN):
                j = start + chance.below(lots[1 + one, k], end - start)
                seen[k - first, one] = j if j < end else NOBODY
                prefetch(born, j)
                prefetch(alive, j)
                prefetch(household, j)
                prefetch(degree, j)
                prefetch(target, j)
                prefetch(weight, j)
                asked[DRAWN * (k - first) + one] = key[min(j, len(key) - 1)]
        chance.draw(seed, asked[: DRAWN * (last - first)], MADE, Trait.TIES_WISHED >> 2, wished)
        for k in range(first, last):
            i, best = wisher[k], np.int64(-1)
            for one in range(DRAWN):
                j = seen[k - first, one]
                if j == NOBODY or month - born[j] < FIRST_TIES:
                    continue
                if best >= 0 and abs(born[j] - born[i]) >= abs(born[best] - born[i]):
                    continue
                if not alive[j] or household[j] == household[i]:
                    continue
                u = unit(wished[Trait.TIES_WISHED & 3, DRAWN * (k - first) + one])
                if looks_for_more(j, ties_wished(u, upto), household, target, degree):
                    best = j
            if best >= 0:
                tie(target, weight, degree, i, best, strength(key[i], key[best]))


def settle_in(
    scenario: Any, seed: np.uint64, month: int, newcomers: NDArray[np.int64], turned: NDArray[np.int64],
    residents: Residents, ties: Ties, place_of: NDArray[np.int16], starts: NDArray[np.int64],
) -> None:  # fmt: skip
    """Close ties of newcomers, and of those among the `turned`, whose birthday it is, who come to the age of them.

    Each wish is met by the nearest in age, among three people taken at random from the neighbourhood (for a long tie,
    from the place), who has an open wish. starts [neighbourhood]: where its rows began when rows were last sorted.
    """
    r, cards = residents, scenario.population
    _settle_in(
        seed, month, newcomers, turned, r.alive, r.key, r.born, r.neighbourhood, r.household, place_of, starts,
        cards.ties_mean, cards.ties_dispersion, cards.ties_long, ties.target, ties.weight, ties.degree,
    )  # fmt: skip
