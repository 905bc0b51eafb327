"""Households of an English town: how many people of what age and sex live together.

A household is of one of ten kinds, with a head whose age falls in a five-year band: `HOUSEHOLDS` gives both at once.
Its other members follow from the head by the rules below. The table was fitted by raking, so that a town with the
deprivation and age of England has the people of five-year bands of the Census 2021 of England and Wales (recalled,
grade B, held to DEM01-DEM05), the mean household (DEM16), people living alone (DEM17) and lone parents (DEM18).
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.kernels import kernel, rule
from simulation.population.luck import MADE, Trait, household_key, member_key

MOST_MEMBERS = 8

OLDEST = 102 * 12
"""Most months of age of a member other than the head."""


class Kind(IntEnum):
    """Kinds of household."""

    ALONE = 0
    ALONE_OLDER = 1
    COUPLE = 2
    COUPLE_OLDER = 3
    COUPLE_CHILDREN = 4
    LONE_CHILDREN = 5
    COUPLE_GROWN = 6
    LONE_GROWN = 7
    GENERATIONS = 8
    SHARED = 9


HEAD_BANDS = (18, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 101)
"""Ages in years at which the head's age band begins; the last ends the last band."""

BANDS = np.array(HEAD_BANDS)

HOUSEHOLDS = np.array(
    [
        [67, 2601, 4362, 3575, 1536, 582, 482, 1032, 946, 687, 0, 0, 0, 0, 0, 0, 0],  # alone
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3991, 3433, 1832, 1807, 2054, 1155, 439],  # alone older
        [15, 283, 995, 939, 250, 95, 192, 1532, 2187, 2241, 0, 0, 0, 0, 0, 0, 0],  # couple
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1442, 3952, 3465, 1985, 724, 146, 16],  # couple older
        [0, 7, 621, 2521, 6095, 5620, 5271, 1700, 336, 0, 0, 0, 0, 0, 0, 0, 0],  # couple children
        [3, 94, 459, 863, 1528, 1509, 1135, 609, 196, 0, 0, 0, 0, 0, 0, 0, 0],  # lone children
        [0, 0, 0, 0, 0, 85, 460, 2396, 3844, 3094, 1124, 183, 0, 0, 0, 0, 0],  # couple grown
        [0, 0, 0, 0, 0, 39, 263, 759, 1000, 792, 372, 99, 0, 0, 0, 0, 0],  # lone grown
        [0, 1, 21, 64, 242, 513, 561, 323, 98, 0, 0, 0, 0, 0, 0, 0, 0],  # generations
        [82, 1041, 1057, 298, 244, 286, 314, 319, 277, 202, 122, 0, 0, 0, 0, 0, 0],  # shared
    ]
)  # fmt: skip
"""Households per 100,000 [kind, head's age band]."""

OLDER_KINDS = (Kind.ALONE_OLDER, Kind.COUPLE_OLDER)
LONE_KINDS = (Kind.LONE_CHILDREN, Kind.LONE_GROWN)

LONE_PARENTS_GRADIENT = 0.2
"""Rise in the share of lone parents for each fifth towards the most deprived (grade D)."""

MINORITY_GRADIENT = 0.15
"""Rise in the shares of Asian and Black households for each fifth towards the most deprived (grade D)."""

BOYS = 0.512
"""Share of births (ONS, recalled, grade B)."""

CHILDREN = (0.42, 0.84, 0.96, 1.0)
CHILDREN_OF_ONE = (0.55, 0.87, 1.0)
GROWN = (0.70, 0.95, 1.0)
SHARERS = (0.55, 0.80, 0.93, 1.0)
"""Cumulative chances of 1, 2, .. children, of children of a lone parent, of grown children, and of 2, 3, .. sharers."""


def cells(
    older_tilt: float, only_older: bool = False, weights: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Cumulative shares of the cells of `HOUSEHOLDS`, row by row, in each fifth: [fifth 0-5, cell]; fifth 0 unused.

    older_tilt: odds of the older kinds against England. weights: used in place of HOUSEHOLDS.
    """
    base = (HOUSEHOLDS if weights is None else weights).astype(np.float64)
    base = base / base.sum()
    tilt = np.ones(len(Kind))
    tilt[list(OLDER_KINDS)] = older_tilt
    if only_older:
        tilt[[kind for kind in Kind if kind not in OLDER_KINDS]] = 0.0
    base = base * tilt[:, None]
    base /= base.sum()
    lone = base[list(LONE_KINDS)].sum()
    out = np.zeros((6, base.size))
    for fifth in range(1, 6):
        rise = 1.0 + LONE_PARENTS_GRADIENT * (3 - fifth)
        factor = np.full(len(Kind), (1.0 - lone * rise) / (1.0 - lone))
        factor[list(LONE_KINDS)] = rise
        out[fifth] = np.cumsum(base * factor[:, None])
        out[fifth] /= out[fifth, -1]
    return out


def ethnic_by_neighbourhood(
    places: Sequence[Any], place_of: NDArray[np.int16], fifth_of: NDArray[np.uint8]
) -> NDArray[np.float64]:
    """Cumulative shares of ethnic groups in each neighbourhood [neighbourhood, 5]; on average its place's shares."""
    return np.concatenate([ethnic_shares(place.ethnic, fifth_of[place_of == p]) for p, place in enumerate(places)])


def ethnic_shares(shares: tuple[float, ...], fifths: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Cumulative shares of ethnic groups in each neighbourhood of a place [neighbourhood, 5]; on average `shares`."""
    lean = 1.0 + MINORITY_GRADIENT * (fifths.mean() - fifths.astype(np.float64))
    out = np.tile(np.array(shares), (len(fifths), 1))
    out[:, 1] *= lean
    out[:, 2] *= lean
    out[:, 0] = np.maximum(1.0 - out[:, 1:].sum(axis=1), 0.0)
    running = np.cumsum(out, axis=1)
    return np.asarray(running / running[:, -1:])


@rule
def pick(u, running):  # type: ignore[no-untyped-def]
    """The first position at which the running share exceeds `u`."""
    i = 0
    while i < len(running) - 1 and u >= running[i]:
        i += 1
    return i


@rule
def within(u, low, high):  # type: ignore[no-untyped-def]
    """The age in months, from `low` years to less than `high`, at quantile `u`."""
    return np.int64(12.0 * (low + u * max(high - low, 0.0)))


@rule
def head_is_male(kind, age, u):  # type: ignore[no-untyped-def]
    """Sex of the head: more men alone before 65, ever more women after; lone parents 85 % women (ONS, recalled, B)."""
    if kind == Kind.ALONE:
        return u < 0.58
    if kind == Kind.ALONE_OLDER:
        return u < max(0.40 - 0.008 * (age / 12.0 - 65.0), 0.15)
    if kind == Kind.LONE_CHILDREN or kind == Kind.LONE_GROWN:
        return u < 0.15
    return u < 0.5


@rule
def sizes(kind, u, v):  # type: ignore[no-untyped-def]
    """Members of a household by role: (adults of the head's generation, children, grandparents)."""
    if kind == Kind.ALONE or kind == Kind.ALONE_OLDER:
        return 1, 0, 0
    if kind == Kind.COUPLE_CHILDREN:
        return 2, 1 + pick(u, CHILDREN), 0
    if kind == Kind.LONE_CHILDREN:
        return 1, 1 + pick(u, CHILDREN_OF_ONE), 0
    if kind == Kind.COUPLE_GROWN:
        return 2, 1 + pick(u, GROWN), 0
    if kind == Kind.LONE_GROWN:
        return 1, 1 + pick(u, GROWN), 0
    if kind == Kind.GENERATIONS:
        return (2 if v < 0.6 else 1), 1 + pick(u, CHILDREN), 1
    if kind == Kind.SHARED:
        return 2 + pick(u, SHARERS), 0, 0
    return 2, 0, 0


@rule
def child_age(kind, mother, ordinal, older, u):  # type: ignore[no-untyped-def]
    """Age in months of a child, youngest first: `ordinal` 0, 1, .. among siblings, `older` the one before it.

    The mother (or lone father) was 18 to 43 at the youngest's birth and at least 16 at any; grown children are 17 to
    34, most of them young.
    """
    years = mother / 12.0
    if ordinal == 0:
        if kind == Kind.COUPLE_GROWN or kind == Kind.LONE_GROWN:
            return within(0.7 * u + 0.3 * u * u, 17.0, max(min(34.0, years - 18.0), 19.0))
        low = max(0.0, years - 43.0)
        return within(0.6 * u + 0.4 * u * u, min(low, 16.0), max(min(18.0, years - 18.0), 0.5))
    most = min(years - 16.0, 34.0 if kind == Kind.COUPLE_GROWN or kind == Kind.LONE_GROWN else 21.0)
    return min(older + within(u, 1.3, 4.3), max(np.int64(12.0 * most), older))


@kernel
def people_the_place(  # type: ignore[no-untyped-def]
    seed, month, place, arrival, where, fifth_of, wanted, cells, bands, ethnic,
    key, slot, neighbourhood, born, sex, ethnic_group, head, household,
):  # fmt: skip
    """Write households, slot by slot, until there are `wanted` people; how many households and people that made.

    where [slot]: the neighbourhood of each household. cells: from `cells`. ethnic: from `ethnic_by_neighbourhood`. The
    rest are written, one entry a person (`household`: the key of each household).
    """
    people = 0
    households = 0
    width = len(bands) - 1
    while people < wanted and households < len(where):
        h = where[households]
        key_h = household_key(place, households, arrival)
        a, b, c, d = chance.words(seed, key_h, MADE, Trait.KIND_AND_AGE >> 2)
        running = cells[fifth_of[h]]
        u = chance.unit(a)
        cell = min(np.searchsorted(running, u, side="right"), len(running) - 1)
        below = running[cell - 1] if cell > 0 else 0.0
        kind = cell // width
        band = cell % width
        head_age = within((u - below) / (running[cell] - below), float(bands[band]), float(bands[band + 1]))
        adults, children, elders = sizes(kind, chance.unit(b), chance.unit(c))
        group_h = pick(chance.unit(d), ethnic[h])
        head_male = False
        mother = head_age
        group_partner = group_h
        last_child = np.int64(0)
        for m in range(adults + children + elders):
            key_m = member_key(key_h, m)
            w_age, w_sex, w_group, _ = chance.words(seed, key_m, MADE, Trait.AGE >> 2)
            u_age, u_sex, u_group = chance.unit(w_age), chance.unit(w_sex), chance.unit(w_group)
            male = u_sex < BOYS
            group = group_h
            if m == 0:
                age = head_age
                male = head_is_male(kind, age, u_sex)
                head_male = male
            elif m < adults and kind == Kind.SHARED:
                age = min(max(head_age + np.int64(60.0 * chance.normal(u_age)), 216), OLDEST)
                male = u_sex < 0.5
                group = pick(u_group, ethnic[h])
            elif m < adults:
                male = head_male if u_sex < 0.02 else not head_male
                older = 24.0 if male else -24.0
                age = min(max(head_age + np.int64(older + 42.0 * chance.normal(u_age)), 216), OLDEST)
                if u_group < 0.1:
                    group = pick(u_group / 0.1, ethnic[h])
                group_partner = group
                if not male:
                    mother = age
            elif m < adults + children:
                age = child_age(kind, mother, m - adults, last_child, u_age)
                last_child = age
                group = group_h if group_partner == group_h else 3
            else:
                age = min(head_age + 324 + np.int64(48.0 * chance.normal(u_age)), OLDEST)
                male = u_sex < 0.25
            key[people] = key_m
            slot[people] = households
            neighbourhood[people] = h
            born[people] = month - age
            sex[people] = male
            ethnic_group[people] = group
            head[people] = m == 0
            people += 1
        household[households] = key_h
        households += 1
    return households, people
