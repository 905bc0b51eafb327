"""Who comes: a household and its members, drawn one by one. Only the tables of numbers are population synthesis's."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from simulation import chance
from simulation.population import arrivals, vital
from simulation.population import households as tables
from simulation.population.households import HEAD_BANDS, HOUSEHOLDS, LONE_KINDS, OLDER_KINDS, Kind
from simulation.population.luck import MADE, Trait

from .vital import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .luck import Luck

GROWN = (Kind.COUPLE_GROWN, Kind.LONE_GROWN)
OLDEST, YOUNGEST_ADULT = 102 * 12, 18 * 12
MEMBER = 0x4D454D42
MIXED = 3


@dataclass
class Member:
    """One of a household, before they have traits. age: months."""

    key: int
    age: int
    sex: int
    ethnic: int


def first_above(u: float, running: Sequence[float]) -> int:
    """The first position whose entry exceeds u; the last if none does."""
    return next((i for i, entry in enumerate(running) if u < entry), len(running) - 1)


def age_in(w: float, low: float, high: float) -> int:
    """Months of age, `w` of the way from `low` years to `high`."""
    return int(12.0 * (low + w * max(high - low, 0.0)))


def running_shares(shares: Sequence[float]) -> list[float]:
    """Running sums, made to end at 1."""
    total, running = 0.0, []
    for share in shares:
        total += share
        running.append(total)
    return [entry / total for entry in running]


@cache
def cells(
    fifth: int, older_tilt: float, moving: tuple[float, float, tuple[float, ...]] | None, years: int
) -> list[float]:
    """Running shares of kinds and bands among households that come; moving None: where others made way for older ones.

    moving: the cards `moves`, `leaving_home` and `ageing_elsewhere` when the place was made; years: since then.
    """
    weight: dict[tuple[int, int], float] = {}
    for kind in Kind:
        for band in range(len(HEAD_BANDS) - 1):
            usual = float(HOUSEHOLDS[kind, band])
            tilt = older_tilt if kind in OLDER_KINDS else float(moving is not None)
            weight[kind, band] = tilt * (usual if moving is None else among_arrivals(kind, band, *moving, years))
    total = sum(weight.values())
    lone = sum(w for (kind, _), w in weight.items() if kind in LONE_KINDS) / total
    rise = 1.0 + 0.2 * (3 - fifth)
    others = (1.0 - lone * rise) / (1.0 - lone)
    return running_shares([w / total * (rise if kind in LONE_KINDS else others) for (kind, _), w in weight.items()])


def among_arrivals(kind: int, band: int, moves: float, leaving: float, ageing: tuple[float, ...], years: int) -> float:
    """The weight of households of a kind and band of age among those that arrive after so many years."""
    share = float(HOUSEHOLDS[kind, band] / HOUSEHOLDS.sum())
    start, end = HEAD_BANDS[band : band + 2]
    usual = share * line(vital.MOVERS, (start + end) // 2 + 0.5)
    if moves > 0.0:
        leavers = min(vital.LEAVERS * leaving, moves)
        usual *= (moves - leavers) * (0.6 if kind == Kind.ALONE else 1.0)
        usual += leavers * 2.36 / 2.0 * young(kind, band)
    growth = [g for old, g in zip(arrivals.OLDER_HEADS, ageing, strict=True) if start >= old]
    return usual * (1.0 + (growth[-1] if growth else 0.0)) ** years


def young(kind: int, band: int) -> float:
    """The share of a cell among the young households that make up for grown children who leave."""
    weights = dict(arrivals.YOUNG_HEADS)
    both = HOUSEHOLDS[Kind.COUPLE, band] + HOUSEHOLDS[Kind.SHARED, band]
    if HEAD_BANDS[band] not in weights or kind not in (Kind.COUPLE, Kind.SHARED):
        return 0.0
    return float(HOUSEHOLDS[kind, band] / both * weights[HEAD_BANDS[band]] / sum(weights.values()))


def ethnic_running(shares: Sequence[float], fifth: int, mean_fifth: float) -> list[float]:
    """Running shares of ethnic groups in a neighbourhood: Asian and Black people live rather in deprived ones."""
    lean = 1.0 + 0.15 * (mean_fifth - fifth)
    others = [shares[1] * lean, shares[2] * lean, *shares[3:]]
    return running_shares([max(1.0 - sum(others), 0.0), *others])


def members(luck: Luck, household: int, running: list[float], ethnic: list[float]) -> Iterator[Member]:
    """The members of the household with this key: adults, then children, then a grandparent."""
    kind, head_age, adults, children, elders = composed(luck, household, running)
    group = partners = first_above(made(luck, Trait.HOUSEHOLD_ETHNIC, household), ethnic)
    mother, head_sex, child = head_age, 0, 0
    for j in range(adults + children + elders):
        key = luck.mix(household, j, MEMBER)
        u, s, e = (made(luck, trait, key) for trait in (Trait.AGE, Trait.SEX, Trait.ETHNIC))
        z = float(chance.normal(u))
        if j == 0:
            head_sex = int(s < men_among_heads(kind, head_age))
            yield Member(key, head_age, head_sex, group)
        elif j < adults and kind == Kind.SHARED:
            age = min(max(head_age + math.trunc(60.0 * z), YOUNGEST_ADULT), OLDEST)
            yield Member(key, age, int(s < 0.5), first_above(e, ethnic))
        elif j < adults:
            sex = head_sex if s < 0.02 else 1 - head_sex
            age = min(max(head_age + math.trunc((24.0 if sex else -24.0) + 42.0 * z), YOUNGEST_ADULT), OLDEST)
            partners = first_above(e / 0.1, ethnic) if e < 0.1 else group
            mother = mother if sex else age
            yield Member(key, age, sex, partners)
        elif j < adults + children:
            child = first_child(kind, mother / 12.0, u) if j == adults else next_child(kind, mother / 12.0, child, u)
            yield Member(key, child, int(s < tables.BOYS), group if partners == group else MIXED)
        else:
            yield Member(key, min(head_age + 324 + math.trunc(48.0 * z), OLDEST), int(s < 0.25), group)


def made(luck: Luck, trait: int, key: int) -> float:
    """The uniform of a decision that is taken once for life."""
    return float(chance.unit(luck.word(trait, key, MADE)))


def composed(luck: Luck, household: int, running: list[float]) -> tuple[int, int, int, int, int]:
    """Kind, age of the head, and numbers of adults, children and grandparents."""
    u, size, layout = (made(luck, trait, household) for trait in (Trait.KIND_AND_AGE, Trait.SIZE, Trait.LAYOUT))
    cell = first_above(u, running)
    kind, band = divmod(cell, len(HEAD_BANDS) - 1)
    below = running[cell - 1] if cell else 0.0
    age = age_in((u - below) / (running[cell] - below), *HEAD_BANDS[band : band + 2])
    some, of_one = 1 + first_above(size, tables.CHILDREN), 1 + first_above(size, tables.CHILDREN_OF_ONE)
    grown = 1 + first_above(size, tables.GROWN)
    adults, children, elders = {
        Kind.ALONE: (1, 0, 0), Kind.ALONE_OLDER: (1, 0, 0), Kind.COUPLE: (2, 0, 0), Kind.COUPLE_OLDER: (2, 0, 0),
        Kind.COUPLE_CHILDREN: (2, some, 0), Kind.LONE_CHILDREN: (1, of_one, 0), Kind.COUPLE_GROWN: (2, grown, 0),
        Kind.LONE_GROWN: (1, grown, 0), Kind.GENERATIONS: (2 if layout < 0.6 else 1, some, 1),
        Kind.SHARED: (2 + first_above(size, tables.SHARERS), 0, 0),
    }[Kind(kind)]  # fmt: skip
    return kind, age, adults, children, elders


def men_among_heads(kind: int, age: int) -> float:
    """More men live alone before 65, ever more women after; most lone parents are women."""
    if kind == Kind.ALONE:
        return 0.58
    if kind == Kind.ALONE_OLDER:
        return max(0.4 - 0.008 * (age / 12.0 - 65.0), 0.15)
    return 0.15 if kind in LONE_KINDS else 0.5


def first_child(kind: int, mother: float, u: float) -> int:
    """Months of age of the youngest child of a mother of so many years."""
    if kind in GROWN:
        return age_in(0.7 * u + 0.3 * u * u, 17.0, max(min(34.0, mother - 18.0), 19.0))
    return age_in(0.6 * u + 0.4 * u * u, min(max(0.0, mother - 43.0), 16.0), max(min(18.0, mother - 18.0), 0.5))


def next_child(kind: int, mother: float, before: int, u: float) -> int:
    """Months of age of the next older child."""
    most = math.trunc(12.0 * min(mother - 16.0, 34.0 if kind in GROWN else 21.0))
    return min(before + age_in(u, 1.3, 4.3), max(most, before))
