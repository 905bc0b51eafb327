"""Groups and halls to begin with, and who belongs to which."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.agents.groups import DOMAINS, UNKNOWN, Groups
from simulation.agents.halls import Halls
from simulation.agents.residents import Residents
from simulation.chance import unit
from simulation.kernels import kernel, rule
from simulation.links.near import circle
from simulation.population.applies import applies
from simulation.population.luck import FOUNDING, GROUP, HALL, MADE, Trait

HALL_REACH = 1
"""Neighbourhoods away, at most, of the hall in which a formal group meets."""

MAPPED_WITHIN = 12
"""Months within which the groups that agencies know were mapped."""


def spread_out(count: int, first: int, neighbourhoods: int) -> NDArray[np.int16]:
    """The neighbourhoods of `count` groups or halls spread evenly over a place."""
    return (first + ((np.arange(count) + 0.5) * neighbourhoods / max(count, 1)).astype(np.int64)).astype(np.int16)


def open_halls(scenario: Any, place_of: NDArray[np.int16]) -> Halls:
    """The halls of every place, all of them open."""
    keys, where = [], []
    for p, place in enumerate(scenario.places):
        own = np.flatnonzero(place_of == p)
        count = round(place.halls * place.residents / 1000)
        keys += [np.uint64(chance.mix(HALL, p, slot)) for slot in range(count)]
        where.append(spread_out(count, int(own[0]), len(own)))
    return Halls(np.array(keys, np.uint64), np.concatenate(where), np.ones(len(keys), np.bool_))


def open_groups(scenario: Any, seed: np.uint64, month: int, place_of: NDArray[np.int16], halls: Halls) -> Groups:
    """The groups that exist when a place is made, without members; formal ones first within each place."""
    numbers = [
        (round(place.formal_groups * place.residents / 1000), round(place.informal_groups * place.residents / 1000))
        for place in scenario.places
    ]
    groups = Groups(max(sum(formal + informal for formal, informal in numbers), 1))
    for p, by_kind in enumerate(numbers):
        own = np.flatnonzero(place_of == p)
        for formal, count in zip((True, False), by_kind, strict=True):
            rows = groups.append(count)
            groups.formal[rows] = formal
            groups.neighbourhood[rows] = spread_out(count, int(own[0]), len(own))
            for slot, row in enumerate(range(rows.start, rows.stop)):
                key = np.uint64(chance.mix(GROUP ^ FOUNDING, p, 2 * slot + formal))
                _open(scenario.population, seed, groups, row, key)
    groups.alive[: groups.count] = True
    groups.id[: groups.count] = np.arange(1, groups.count + 1)
    groups.born[: groups.count] = month
    groups.hall[: groups.count] = [_hall(groups, row, place_of, halls.neighbourhood) for row in range(groups.count)]
    return groups


def _open(cards: Any, seed: np.uint64, groups: Groups, row: int, key: np.uint64) -> None:
    domain, quality, known, mapped = chance.words(seed, key, MADE, Trait.GROUP >> 2)
    low, high = cards.group_quality
    groups.key[row] = key
    groups.domain[row] = chance.below(domain, len(DOMAINS))
    groups.quality[row] = low + (high - low) * unit(quality)
    if unit(known) < (cards.formal_known if groups.formal[row] else cards.informal_known):
        groups.mapped[row] = chance.below(mapped, MAPPED_WITHIN)
        groups.synapse[row, groups.domain[row]] = cards.synapse_at_start
    else:
        groups.mapped[row] = UNKNOWN


def _hall(groups: Groups, row: int, place_of: NDArray[np.int16], halls: NDArray[np.int16]) -> int:
    """The nearest hall of the place within reach of a formal group, the first of equals; -1 where there is none."""
    h = int(groups.neighbourhood[row])
    away = np.where(place_of[halls] == place_of[h], np.abs(halls.astype(np.int64) - h), len(place_of) + HALL_REACH + 1)
    if not groups.formal[row] or not len(halls) or away.min() > HALL_REACH:
        return -1
    return int(away.argmin())


@rule
def one_near(word, around, group_formal, formal):  # type: ignore[no-untyped-def]
    """A group of this kind among the rows `around`, each as likely; of the other kind if there is none; else -1."""
    for kind in (formal, not formal):
        count = 0
        for g in around:
            count += g >= 0 and group_formal[g] == kind
        if count > 0:
            nth = chance.below(word, np.int64(count))
            for g in around:
                if g >= 0 and group_formal[g] == kind:
                    if nth == 0:
                        return g
                    nth -= 1
    return -1


@rule
def kinds_joined(u, formal_share, informal_share):  # type: ignore[no-untyped-def]
    """Whether one who belongs to at least one group belongs to a formal and to an informal one, at quantile `u`."""
    both = max(formal_share + informal_share - 1.0, 0.0)
    formal = u < formal_share
    return formal, (not formal) or u < both


@kernel
def _join(  # type: ignore[no-untyped-def]
    seed, month, rows, key, born, neighbourhood, active, groups, near, group_formal, formal_share, informal_share, past,
):  # fmt: skip
    for i in rows:
        if not applies(0, month - born[i], False):
            continue
        u, which, other, belonged = chance.words(seed, key[i], MADE, Trait.KINDS_OF_GROUP >> 2)
        if not active[i] and unit(belonged) >= past:
            continue
        formal, informal = kinds_joined(unit(u), formal_share, informal_share)
        for kind, wanted, word in ((True, formal, which), (False, informal, other)):
            g = one_near(word, near[neighbourhood[i], circle(key[i])], group_formal, kind) if wanted else -1
            if g >= 0:
                groups[i, 0 if group_formal[g] else 1] = g


def join(
    scenario: Any, seed: np.uint64, month: int, rows: NDArray[np.intp], residents: Residents, groups: Groups,
    near: NDArray[np.int32],
) -> None:  # fmt: skip
    """Give the active people in `rows`, and some who were active once, groups near them."""
    r, cards = residents, scenario.population
    _join(
        seed, month, rows, r.key, r.born, r.neighbourhood, r.active, r.groups, near, groups.formal,
        cards.formal_at_start, cards.informal_at_start, cards.past_members,
    )  # fmt: skip


def count_and_found(residents: Residents, groups: Groups) -> None:
    """Count members and active members, and make one active member, chosen by key, the founder of each group."""
    n, r = residents.count, residents
    groups.members[:] = 0
    groups.active[:] = 0
    chosen = np.full(len(groups.key), np.iinfo(np.uint64).max, np.uint64)
    for kind in range(2):
        belong = np.flatnonzero(r.groups[:n, kind] >= 0)
        acting = belong[r.active[belong]]
        groups.members += np.bincount(r.groups[belong, kind], minlength=len(groups.key)).astype(np.int32)
        groups.active += np.bincount(r.groups[acting, kind], minlength=len(groups.key)).astype(np.int32)
        np.minimum.at(chosen, r.groups[acting, kind], r.key[acting])
    founded = groups.active > 0
    groups.founder[founded] = chosen[founded]
