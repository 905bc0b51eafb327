"""Ageing, births, deaths, leaving home, moving away and arriving: the same people whatever need and policy do.

Nothing here reads need, help, activity or money: two worlds under one seed keep the same people, in the same rows.
Luck is drawn once a month for each resident; households in which something happens are then settled one by one.
"""

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.agents.residents import FULL, Residents
from simulation.chance import Decision, unit
from simulation.kernels import kernel, rule
from simulation.links.ties import tie
from simulation.population import donors
from simulation.population.applies import OF_AGE
from simulation.population.close_ties import FIRST_TIES
from simulation.population.households import BOYS
from simulation.population.luck import MADE, Trait, child_key
from simulation.population.traits import AGE_BANDS, Spreads, grow_older
from simulation.population.turnover import Turnover, arrive, befriend_newly, compact, depart, equip, make_way
from simulation.population.vital import AGES, Rates

if TYPE_CHECKING:
    from simulation.world import World

GENERATION = 16 * 12
"""Months that a parent is older than a child, at least."""

COUPLE_GAP = 15 * 12
"""Months between the ages of partners, at most."""

DECEMBER = 11
HOME = 4


class Fate(IntEnum):
    """What a month brings a person: bits."""

    DIES = 1
    LEAVES_HOME = 2
    BEARS = 4
    MOVES = 8
    TURNS = 16


BIRTHDAYS = np.isin(np.arange(AGES), (FIRST_TIES // 12, *AGE_BANDS))
"""Whether something changes on the birthday [year of age]."""


def begin(world: "World") -> Turnover:
    """What demography must remember of a world just made."""
    return Turnover.of(world)


def donor_pool(world: "World") -> donors.Donors:
    """The settled residents whose state newcomers take."""
    return donors.pool(world.seed, world.residents, world.month)


@kernel
def _recount(people, flows):  # type: ignore[no-untyped-def]
    """Bring the number of people [place] up to date by births, deaths, arrivals and leavers [4, place]."""
    for p in range(len(people)):
        people[p] += flows[0, p] - flows[1, p] + flows[2, p] - flows[3, p]


def live_and_move(world: "World") -> None:
    """One month of births, deaths and moves; in December rows are sorted anew."""
    r, spreads = world.residents, Spreads.of(world.scenario)
    rates = Rates.of(world.scenario.demography, world.month)
    first = r.count
    turned = settle_households(world, rates, *draw_fates(world, rates))
    births = r.count - first
    grow_older(world.seed, world.month, turned, r, spreads)
    arrive(world, make_way(world))
    new = np.arange(first, r.count)
    equip(world, spreads, new, births)
    befriend_newly(world, new[births:], turned)
    _recount(world.people, world.flows)
    if world.month % 12 == DECEMBER:
        compact(world)


@kernel
def _draw_fates(  # type: ignore[no-untyped-def]
    seed, month, n, alive, key, born, sex, head, death, birth, leaving, moving, birthdays, fate
):
    """The rows that something befalls. Most are passed by since no age could make their luck matter this month."""
    luck, struck, count = np.empty((4, chance.AT_ONCE), np.uint32), np.empty(n, np.int64), 0
    in_question, asked = np.empty(chance.AT_ONCE, np.bool_), np.empty(chance.AT_ONCE, np.uint16)
    most_gone, most_born = (np.maximum(death[0], death[1]) + leaving).max(), birth[1].max()
    most_moved = moving.max()
    for first in range(0, n, chance.AT_ONCE):
        chance.draw(seed, key[first:n], month, Decision.LIFE_EVENT >> 2, luck)
        here = min(chance.AT_ONCE, n - first)
        for at in range(here):
            u, v, age = unit(luck[0, at]), unit(luck[1, at]), np.uint32(month - born[first + at])
            in_question[at] = (u < most_gone) | (u > 1.0 - most_born) | (v < most_moved) | (age % np.uint32(12) == 0)
        asking = 0
        for at in range(here):
            asked[asking] = at
            asking += in_question[at]
        for at in asked[:asking]:
            i = first + at
            if not alive[i]:
                continue
            age = np.uint32(month - born[i])
            year = min(age // np.uint32(12), np.uint32(len(birthdays) - 1))
            u = unit(luck[0, at])
            dies = death[sex[i], year]
            moves = head[i] & (unit(luck[1, at]) < moving[year])
            turns = birthdays[year] & (age == 12 * year)
            if not (moves | turns | (u < dies + leaving[year]) | (u > 1.0 - birth[1, year])):
                continue
            happens = 0
            if u < dies:
                happens = Fate.DIES
            elif not head[i] and u < dies + leaving[year]:
                happens = Fate.LEAVES_HOME
            elif sex[i] == 0 and u > 1.0 - birth[1, year]:
                happens = Fate.BEARS
            elif moves:
                happens = Fate.MOVES
            if turns:
                happens |= Fate.TURNS
            if happens:
                fate[i] = happens
                struck[count] = i
                count += 1
    return struck[:count].copy()


def draw_fates(world: "World", rates: Rates) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """What this month holds for each row, by the rates of age and sex alone: Fate bits; and the rows it holds any for.

    Leaving home and birth are drawn at the highest rate that any household has; `settle_households` keeps what fits.
    """
    r = world.residents
    fate = np.zeros(r.count, np.uint8)
    struck = _draw_fates(
        world.seed, world.month, r.count, r.alive, r.key, r.born, r.sex, r.head, *rates, BIRTHDAYS, fate
    )
    return fate, struck


@rule
def members_concerned(n, fate, struck, alive, household):  # type: ignore[no-untyped-def]
    """The rows of the members of households in which something happens, household by household."""
    labels = 0
    for i in range(n):
        labels = max(labels, household[i] + 1)
    size = np.zeros(labels, np.int32)
    for i in struck:
        if fate[i] & ~Fate.TURNS:
            size[household[i]] = 1
    found, count = np.empty(n, np.int64), 0
    for i in range(n):
        if size[household[i]] and alive[i]:
            size[household[i]] += 1
            found[count] = i
            count += 1
    begins = 0
    for label in range(labels):
        if size[label]:
            size[label], begins = begins, begins + size[label] - 1
    rows = np.empty(count, np.int64)
    for i in found[:count]:
        rows[size[household[i]]] = i
        size[household[i]] += 1
    return rows


@rule
def sort_by_birth(rows, start, end, born, key):  # type: ignore[no-untyped-def]
    """Put entries start to end of `rows` in order of birth, those born in the same month in order of their keys."""
    for j in range(start + 1, end):
        i, k = rows[j], j
        while k > start:
            other = rows[k - 1]
            if born[other] < born[i] or (born[other] == born[i] and key[other] < key[i]):
                break
            rows[k] = other
            k -= 1
        rows[k] = i


@rule
def has_partner(i, leader, start, end, rows, born, sex):  # type: ignore[no-untyped-def]
    """Whether another member of the household (entries start to end of `rows`) is likely to be this one's partner.

    Partners are of opposite sex and similar age, and one of them heads the household.
    """
    for j in range(start, end):
        other = rows[j]
        leads = i == leader or other == leader
        if leads and sex[other] != sex[i] and abs(born[other] - born[i]) <= COUPLE_GAP:
            return True
    return False


@kernel
def _settle(  # type: ignore[no-untyped-def]
    seed, month, n, fate, struck, alive, household, head, born, sex, key, neighbourhood, place_of, birth, flows,
):  # fmt: skip
    births, deaths, leavers = flows[0], flows[1], flows[3]
    rows = members_concerned(n, fate, struck, alive, household)
    stays, heirs = np.empty(len(rows), np.bool_), np.empty((len(rows), 2), np.int64)
    mothers, gone, left, turned = np.empty_like(rows), np.empty_like(rows), np.empty_like(rows), np.empty_like(struck)
    bear, succeed, die, leave, turn = 0, 0, 0, 0, 0
    start = 0
    while start < len(rows):
        end = start
        moves = False
        leader = np.int64(-1)
        while end < len(rows) and household[rows[end]] == household[rows[start]]:
            i = rows[end]
            moves |= (fate[i] & Fate.MOVES) != 0
            if head[i]:
                leader = i
            end += 1
        sort_by_birth(rows, start, end, born, key)
        oldest = np.int64(-1)
        for j in range(start, end):
            i = rows[j]
            grown = leader >= 0 and born[i] - born[leader] >= GENERATION
            stays[j] = not (moves or fate[i] & Fate.DIES or (fate[i] & Fate.LEAVES_HOME and grown))
            if stays[j] and oldest < 0 and month - born[i] >= OF_AGE:
                oldest = i
        p = place_of[neighbourhood[rows[start]]]
        for j in range(start, end):
            i = rows[j]
            if stays[j] and oldest >= 0:
                if fate[i] & Fate.BEARS:
                    life, _, _, _ = chance.words(seed, key[i], month, Decision.LIFE_EVENT >> 2)
                    partner = has_partner(i, leader, start, end, rows, born, sex)
                    if unit(life) > 1.0 - birth[1 if partner else 0, (month - born[i]) // 12]:
                        mothers[bear] = i
                        bear += 1
                        births[p] += 1
                continue
            if fate[i] & Fate.DIES:
                gone[die] = i
                die += 1
                deaths[p] += 1
            else:
                left[leave] = i
                leave += 1
                leavers[p] += 1
            fate[i] = 0
            if i == leader and oldest >= 0:
                heirs[succeed, 0], heirs[succeed, 1] = leader, oldest
                succeed += 1
        start = end
    for i in struck:
        if fate[i] & Fate.TURNS:
            turned[turn] = i
            turn += 1
    for j in range(leave):
        gone[die + j] = left[j]
    return mothers[:bear], heirs[:succeed], gone[:die], gone[: die + leave], turned[:turn]


def settle_households(
    world: "World", rates: Rates, fate: NDArray[np.uint8], struck: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Carry out births, deaths and departures; the rows of those who stay and on whose birthday something changes.

    A household moves as its head does. Grown children leave alone. Where the head is gone the oldest adult takes over;
    children left without an adult leave too.
    """
    r = world.residents
    mothers, heirs, died, gone, turned = _settle(
        world.seed, world.month, r.count, fate, struck, r.alive, r.household, r.head, r.born, r.sex, r.key,
        r.neighbourhood, world.place_of, rates.birth, world.flows,
    )  # fmt: skip
    inherit_home(r, heirs)
    world.turnover.died = r.id[died]
    depart(world, gone)
    bear(world, mothers)
    return np.asarray(turned)


@kernel
def _inherit_home(heirs, head, level, months, status, wait, kin_share, agency_share, civic_share):  # type: ignore[no-untyped-def]
    for old, new in heirs:
        head[old], head[new] = False, True
        for values in (level, months, status, wait, kin_share, agency_share, civic_share):
            values[new, HOME] = values[old, HOME]


def inherit_home(residents: Residents, heirs: NDArray[np.int64]) -> None:
    """Each new head (second column) takes over from the old (first) the household's home and what need it has."""
    r = residents
    _inherit_home(heirs, r.head, r.level, r.months, r.status, r.wait, r.kin_share, r.agency_share, r.civic_share)


@kernel
def _cradle(  # type: ignore[no-untyped-def]
    seed, month, mothers, first, first_id, key, number, alive, born, sex, household, neighbourhood, ethnic, fifth,
    target, weight, degree,
):  # fmt: skip
    for m in range(len(mothers)):
        mother, child = mothers[m], first + m
        key[child] = child_key(key[mother], month, 0)
        number[child] = first_id + m
        alive[child] = True
        born[child] = month
        _, boy, _, _ = chance.words(seed, key[child], MADE, Trait.SEX >> 2)
        sex[child] = unit(boy) < BOYS
        household[child], neighbourhood[child] = household[mother], neighbourhood[mother]
        ethnic[child], fifth[child] = ethnic[mother], fifth[mother]
        tie(target, weight, degree, mother, child, FULL)
        for k in range(np.int64(degree[mother])):
            other = np.int64(target[mother, k])
            if other != child and household[other] == household[mother]:
                tie(target, weight, degree, other, child, FULL)


def bear(world: "World", mothers: NDArray[np.int64]) -> None:
    """A child for each mother, tied to everybody in her household."""
    r, t = world.residents, world.ties
    new = r.append(len(mothers))
    t.grow(r.room)
    _cradle(
        world.seed, world.month, mothers, new.start, world.turnover.next_id, r.key, r.id, r.alive, r.born,
        r.sex, r.household, r.neighbourhood, r.ethnic, r.fifth, t.target, t.weight, t.degree,
    )  # fmt: skip
    world.turnover.next_id += len(mothers)
