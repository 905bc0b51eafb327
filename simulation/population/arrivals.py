"""Households that arrive: of the ages at which households move, into the neighbourhoods with most room."""

from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simulation.agents.residents import Residents
from simulation.kernels import kernel
from simulation.links.ties import Ties
from simulation.population.close_ties import tie_households
from simulation.population.households import HEAD_BANDS, HOUSEHOLDS, MOST_MEMBERS, Kind, cells, people_the_place
from simulation.population.luck import when
from simulation.population.town import Newcomers
from simulation.population.vital import LEAVERS, movers

USUAL_SIZE = 2.36
"""People in a mean household (DEM16)."""

YOUNG_KINDS = (Kind.COUPLE, Kind.SHARED)
YOUNG_SIZE = 2.0
"""Kinds and mean size of the young households that make up for grown children who leave home."""

YOUNG_HEADS = ((18, 0.4), (20, 1.0), (25, 1.0), (30, 0.5))
"""Ages in years at which their heads' bands begin, and the weights of these."""


OLDER_HEADS = (65, 75, 85)
"""Ages in years at which the bands of older heads begin that grow at a pace of their own elsewhere."""

ALONE_ARRIVING = 0.6
"""People under 65 living alone among arrivals, against those who leave: the others find a partner (grade D)."""


def arriving(moves: float, leaving_home: float) -> NDArray[np.float64]:
    """Weights of arriving households [kind, head's age band].

    Households arrive as they leave, so that moving by itself leaves ages as they are when the place is made; young
    households besides take the place of grown children who leave home. Where nobody moves, those few who make up for
    deaths are of the ages at which households move elsewhere.
    """
    middle = [(low + high) // 2 for low, high in pairwise(HEAD_BANDS)]
    shares = HOUSEHOLDS / HOUSEHOLDS.sum()
    if moves == 0.0:
        return np.asarray(shares * movers()[middle])
    leavers = min(LEAVERS * leaving_home, moves)
    usual = shares * movers()[middle] * (moves - leavers)
    usual[Kind.ALONE] *= ALONE_ARRIVING
    young = np.zeros_like(shares)
    for start, weight in YOUNG_HEADS:
        band = HEAD_BANDS.index(start)
        kinds = shares[list(YOUNG_KINDS), band]
        young[list(YOUNG_KINDS), band] = kinds / kinds.sum() * weight
    return np.asarray(usual + young / young.sum() * leavers * USUAL_SIZE / YOUNG_SIZE)


def aged(weights: NDArray[np.float64], growth: tuple[float, ...], years: int) -> NDArray[np.float64]:
    """Weights of arriving households after so many years in which older households elsewhere grew in number.

    growth: a year, of households whose head is of each band of OLDER_HEADS, against younger ones.
    """
    pace = np.concatenate([[0.0], growth])[np.searchsorted(OLDER_HEADS, HEAD_BANDS[:-1], side="right")]
    return np.asarray(weights * (1.0 + pace) ** years)


@lru_cache(maxsize=8)
def arriving_cells(
    moves: float, leaving_home: float, growth: tuple[float, ...], years: int, tilts: tuple[float, ...], only_older: bool
) -> NDArray[np.float64]:
    """Cumulative kinds and ages of the households that arrive, or of older ones alone [place, ...]: see `cells`."""
    weights = None if only_older else aged(arriving(moves, leaving_home), growth, years)
    tilted = {tilt: cells(tilt, only_older, weights) for tilt in tilts}
    return np.stack([tilted[tilt] for tilt in tilts])


@kernel
def by_neighbourhood(n, alive, neighbourhood, starts):  # type: ignore[no-untyped-def]
    """Residents of each neighbourhood. starts [neighbourhood]: where its rows began when rows were last sorted."""
    people = np.zeros(len(starts) - 1, np.int64)
    for h in range(len(people)):
        people[h] = alive[starts[h] : starts[h + 1]].sum()
    for i in range(starts[-1], n):
        people[neighbourhood[i]] += alive[i]
    return people


@kernel
def people_by_place(n, alive, neighbourhood, starts, place_of, places):  # type: ignore[no-untyped-def]
    """Residents of each place. starts: as in `by_neighbourhood`."""
    people = np.zeros(places, np.int64)
    for h, here in enumerate(by_neighbourhood(n, alive, neighbourhood, starts)):
        people[place_of[h]] += here
    return people


@kernel
def most_room_first(room, first, end, households):  # type: ignore[no-untyped-def]
    """The neighbourhood of each household [household]: one after the other, into the one with most room left.

    room [neighbourhood]: people for whom there is room, of which each household takes USUAL_SIZE. Of equals the first.
    first, end: the place's neighbourhoods.
    """
    where, taken = np.empty(households, np.int64), np.zeros(len(room), np.int64)
    for household in range(households):
        best = first
        for h in range(first + 1, end):
            if room[h] - USUAL_SIZE * taken[h] > room[best] - USUAL_SIZE * taken[best]:
                best = h
        where[household] = best
        taken[best] += 1
    return where


@kernel
def draw_arrivals(  # type: ignore[no-untyped-def]
    seed, month, n, alive, neighbourhood, starts, place_of, fifth_of, target, growth, spread, replaced, shares,
    older_shares, bands, ethnic, came,
):  # fmt: skip
    """`Newcomers` until each place has its `target` residents again, `replaced` of them in older households.

    The target grows by this factor first. Slots are numbered through all places. came [place]: how many they are is
    added to it.
    """
    for p in range(len(target)):
        target[p] *= growth
    here, lacking, vacant = by_neighbourhood(n, alive, neighbourhood, starts), target.copy(), np.empty_like(spread)
    for h in range(len(here)):
        lacking[place_of[h]] -= here[h]
        vacant[h] = target[place_of[h]] * spread[h] - here[h]
    room = 2 * len(target) * MOST_MEMBERS
    for missing in lacking:
        if missing > 0.0:
            room += int(missing)
    key, slot, where = np.empty(room, np.uint64), np.empty(room, np.int32), np.empty(room, np.int16)
    born, sex, group = np.empty(room, np.int16), np.empty(room, np.uint8), np.empty(room, np.uint8)
    head, household = np.empty(room, np.bool_), np.empty(room, np.uint64)
    people, households, end = 0, 0, 0
    for p in range(len(target)):
        first = end
        while end < len(place_of) and place_of[end] == p:
            end += 1
        for older in (1, 0):
            wanted = np.int64(np.rint(lacking[p]))
            if older:
                wanted = min(wanted, replaced[p])
            if wanted <= 0:
                continue
            emptiest = most_room_first(vacant, first, end, wanted)
            made, drawn = people_the_place(
                seed, month, p, when(month) | np.uint64(older << 33), emptiest, fifth_of, wanted,
                (older_shares if older else shares)[p], bands, ethnic, key[people:], slot[people:], where[people:],
                born[people:], sex[people:], group[people:], head[people:], household[households:],
            )  # fmt: skip
            for i in range(people, people + drawn):
                slot[i] += households
                vacant[where[i]] -= 1.0
            people, households = people + drawn, households + made
            lacking[p], came[p] = lacking[p] - drawn, came[p] + drawn
    return (
        key[:people], slot[:people], where[:people], born[:people], sex[:people], group[:people], head[:people],
        household[:households],
    )  # fmt: skip


@kernel
def _move_into(  # type: ignore[no-untyped-def]
    first, first_id, fifth_of, new_key, slot, new_neighbourhood, new_born, new_sex, new_ethnic, new_head,
    key, number, alive, neighbourhood, household, head, born, sex, ethnic, fifth, target, weight, degree,
):  # fmt: skip
    last = 0
    for i in range(first):
        last = max(last, household[i])
    start, end = 0, 0
    for p in range(len(slot)):
        if p == end:
            start = end
            while end < len(slot) and slot[end] == slot[start]:
                end += 1
        i = first + start
        for q in range(start, end):
            i += new_born[q] < new_born[p] or (new_born[q] == new_born[p] and new_key[q] < new_key[p])
        key[i], number[i], alive[i] = new_key[p], first_id + i - first, True
        neighbourhood[i], fifth[i] = new_neighbourhood[p], fifth_of[new_neighbourhood[p]]
        household[i], head[i] = last + 1 + slot[p], new_head[p]
        born[i], sex[i], ethnic[i] = new_born[p], new_sex[p], new_ethnic[p]
    tie_households(first, first + len(slot), household, target, weight, degree)


def move_into(
    residents: Residents, ties: Ties, newcomers: Newcomers, first_id: int, fifth_of: NDArray[np.uint8]
) -> int:
    """Append newcomers, a household's in order of birth and tied, with ids from this on; how many."""
    r, t, came = residents, ties, newcomers
    new = r.append(len(came.key))
    t.grow(r.room)
    _move_into(
        new.start, first_id, fifth_of, came.key, came.slot, came.neighbourhood, came.born, came.sex,
        came.ethnic, came.head, r.key, r.id, r.alive, r.neighbourhood, r.household, r.head, r.born, r.sex, r.ethnic,
        r.fifth, t.target, t.weight, t.degree,
    )  # fmt: skip
    return len(came.key)
