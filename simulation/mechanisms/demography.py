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
from simulation.population.traits import AGE_BANDS, Spreads, endow, grow_older
from simulation.population.turnover import Turnover, arrive, befriend_newly, by_place, compact, depart, make_way
from simulation.population.vital import AGES, Rates
from simulation.population.working_life import bring_skills

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


def live_and_move(world: "World") -> None:
    """One month of births, deaths and moves; in December rows are sorted anew."""
    r, flows = world.residents, world.flows
    fate = draw_fates(world)
    flows[0], flows[1], flows[3] = settle_households(world, fate)
    turned = _turned(fate, r.alive)
    grow_older(world.seed, world.month, turned, r, Spreads.of(world.scenario.population))
    replaced = make_way(world)
    flows[3] += replaced
    flows[2] = arrive(world, replaced)
    befriend_newly(world, turned[r.alive[turned] & (world.month - r.born[turned] == FIRST_TIES)])
    if world.month % 12 == DECEMBER:
        compact(world)


@kernel
def _draw_fates(  # type: ignore[no-untyped-def]
    seed, month, n, alive, key, born, sex, head, death, birth, leaving, moving, birthdays, fate
):
    luck = np.empty((4, chance.AT_ONCE), np.uint32)
    for i in range(n):
        at = i % chance.AT_ONCE
        if at == 0:
            chance.draw(seed, key[i:n], month, Decision.LIFE_EVENT >> 2, luck)
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
        fate[i] = happens


def draw_fates(world: "World") -> NDArray[np.uint8]:
    """What this month holds for each row, by the rates of age and sex alone: Fate bits.

    Leaving home and birth are drawn at the highest rate that any household has; `settle_households` keeps what fits.
    """
    r, rates = world.residents, Rates.of(world.scenario.demography, world.month)
    fate = np.zeros(r.count, np.uint8)
    _draw_fates(world.seed, world.month, r.count, r.alive, r.key, r.born, r.sex, r.head, *rates, BIRTHDAYS, fate)
    return fate


@kernel
def _turned(fate, alive):  # type: ignore[no-untyped-def]
    """The rows of those alive on whose birthday something changes."""
    rows, turned = np.empty(len(fate), np.int64), 0
    for i in range(len(fate)):
        if fate[i] & Fate.TURNS and alive[i]:
            rows[turned] = i
            turned += 1
    return rows[:turned].copy()


@kernel
def _concerned(n, fate, alive, household, rows):  # type: ignore[no-untyped-def]
    """The rows of the members of households in which something happens."""
    labels = 0
    for i in range(n):
        labels = max(labels, household[i] + 1)
    happens = np.zeros(labels, np.bool_)
    for i in range(n):
        if fate[i] & ~Fate.TURNS:
            happens[household[i]] = True
    concerned = 0
    for i in range(n):
        if happens[household[i]] and alive[i]:
            rows[concerned] = i
            concerned += 1
    return concerned


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
    seed,
    month,
    rows,
    fate,
    household,
    head,
    born,
    sex,
    key,
    birth,
    ends,
    mothers,
    heirs,
):  # fmt: skip
    births, successions = 0, 0
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
        oldest = np.int64(-1)
        for j in range(start, end):
            i = rows[j]
            leaves = moves
            if fate[i] & Fate.LEAVES_HOME and leader >= 0 and born[i] - born[leader] >= GENERATION:
                leaves = True
            ends[j] = 1 if fate[i] & Fate.DIES else (2 if leaves else 0)
            if ends[j] == 0 and oldest < 0 and month - born[i] >= OF_AGE:
                oldest = i
        for j in range(start, end):
            i = rows[j]
            if oldest < 0 and ends[j] == 0:
                ends[j] = 2
            if ends[j] == 0 and fate[i] & Fate.BEARS:
                life, _, _, _ = chance.words(seed, key[i], month, Decision.LIFE_EVENT >> 2)
                year = (month - born[i]) // 12
                if unit(life) > 1.0 - birth[1 if has_partner(i, leader, start, end, rows, born, sex) else 0, year]:
                    mothers[births] = i
                    births += 1
            if ends[j] != 0 and i == leader and oldest >= 0:
                heirs[successions, 0], heirs[successions, 1] = leader, oldest
                successions += 1
        start = end
    return births, successions


def settle_households(world: "World", fate: NDArray[np.uint8]) -> tuple[NDArray[np.int64], ...]:
    """Carry out births, deaths and departures; how many of each there were in each place.

    A household moves as its head does. Grown children leave alone. Where the head is gone the oldest adult takes over;
    children left without an adult leave too.
    """
    r = world.residents
    rows = np.empty(r.count, np.int64)
    rows = rows[: _concerned(r.count, fate, r.alive, r.household, rows)]
    rows = rows[np.lexsort((r.key[rows], r.born[rows], r.household[rows]))]
    ends = np.zeros(len(rows), np.uint8)
    mothers, heirs = np.empty(len(rows), np.int64), np.empty((len(rows), 2), np.int64)
    births, successions = _settle(
        world.seed, world.month, rows, fate, r.household, r.head, r.born, r.sex, r.key,
        Rates.of(world.scenario.demography, world.month).birth, ends, mothers, heirs,
    )  # fmt: skip
    inherit_home(r, heirs[:successions])
    died, left = rows[ends == 1], rows[ends == 2]
    world.turnover.died = r.id[died]
    counts = by_place(world, mothers[:births]), by_place(world, died), by_place(world, left)
    depart(world, np.concatenate([died, left]))
    bear(world, mothers[:births])
    return counts


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
    rows = np.arange(r.count, r.count + len(mothers))
    r.append(len(mothers))
    t.grow(r.room)
    _cradle(
        world.seed, world.month, mothers, r.count - len(mothers), world.turnover.next_id, r.key, r.id, r.alive, r.born,
        r.sex, r.household, r.neighbourhood, r.ethnic, r.fifth, t.target, t.weight, t.degree,
    )  # fmt: skip
    world.turnover.next_id += len(rows)
    endow(world.seed, world.month, rows, r, Spreads.of(world.scenario.population))
    bring_skills(world.scenario.jobs, world.month, rows, r)
