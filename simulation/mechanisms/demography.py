"""Ageing, births, deaths, leaving home, moving away and arriving: the same people whatever need and policy do.

Nothing here reads need, help, activity or money: two worlds under one seed keep the same people, in the same rows.
Luck is drawn once a month for each resident; households in which something happens are then settled one by one.
"""

from dataclasses import dataclass
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
from simulation.population.applies import OF_AGE, PENSION_AGE
from simulation.population.arrivals import arriving, most_room_first, move_into
from simulation.population.close_ties import FIRST_TIES, settle_in
from simulation.population.households import BOYS, cells, ethnic_shares
from simulation.population.luck import MADE, Trait, child_key, when
from simulation.population.memberships import join
from simulation.population.town import Newcomers
from simulation.population.traits import AGE_BANDS, Spreads, endow, grow_older
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


@dataclass
class Turnover:
    """What demography remembers of a world.

    target [place]: residents that arrivals make up to. spread [neighbourhood]: its share of its place's residents.
    shares, older: cumulative kinds and ages of arriving households, of all and of older ones [place, fifth, cell].
    ethnic [place]: see `ethnic_shares`. next_id: the number of the next resident.
    """

    target: NDArray[np.float64]
    spread: NDArray[np.float64]
    shares: list[NDArray[np.float64]]
    older: list[NDArray[np.float64]]
    ethnic: list[NDArray[np.float64]]
    next_id: int


def begin(world: "World") -> Turnover:
    """What demography must remember of a world just made."""
    cards = world.scenario.demography
    weights = arriving(cards.moves, cards.leaving_home)
    here = _by_neighbourhood(world)
    in_place = np.bincount(world.place_of, weights=here)
    places = world.scenario.places
    return Turnover(
        target=in_place.astype(np.float64),
        spread=here / in_place[world.place_of],
        shares=[cells(place.older_tilt, weights=weights) for place in places],
        older=[cells(place.older_tilt, only_older=True) for place in places],
        ethnic=[ethnic_shares(place.ethnic, world.fifth_of[world.place_of == p]) for p, place in enumerate(places)],
        next_id=int(world.residents.id.max()) + 1,
    )


def donor_pool(world: "World") -> donors.Donors:
    """The settled residents whose state newcomers take."""
    return donors.pool(world.seed, world.residents, world.month)


def live_and_move(world: "World") -> None:
    """One month of births, deaths and moves; in December rows are sorted anew."""
    flows = np.zeros((4, len(world.scenario.places)), np.int64)
    fate = draw_fates(world)
    flows[0], flows[1], flows[3] = settle_households(world, fate)
    turned = np.flatnonzero(fate & Fate.TURNS)
    turned = turned[world.residents.alive[turned]]
    grow_older(world.seed, world.month, turned, world.residents, Spreads.of(world.scenario.population))
    replaced = make_way(world)
    flows[3] += replaced
    flows[2] = arrive(world, replaced)
    _befriend(world, turned[world.month - world.residents.born[turned] == FIRST_TIES])
    world.flows[:] = flows
    if world.month % 12 == DECEMBER:
        compact(world)


@kernel
def _draw_fates(  # type: ignore[no-untyped-def]
    seed, month, n, alive, key, born, sex, head, death, birth, leaving, moving, birthdays, fate
):
    for i in range(n):
        if not alive[i]:
            continue
        age = month - born[i]
        year = min(age // 12, len(birthdays) - 1)
        life, move, _, _ = chance.words(seed, key[i], month, Decision.LIFE_EVENT >> 2)
        u = unit(life)
        dies = death[sex[i], year]
        happens = 0
        if u < dies:
            happens = Fate.DIES
        elif not head[i] and u < dies + leaving[year]:
            happens = Fate.LEAVES_HOME
        elif sex[i] == 0 and u > 1.0 - birth[1, year]:
            happens = Fate.BEARS
        elif head[i] and unit(move) < moving[year]:
            happens = Fate.MOVES
        if birthdays[year] and age == 12 * year:
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
):
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
    happening = np.flatnonzero(fate & ~np.uint8(Fate.TURNS))
    flagged = np.zeros(int(r.household[: r.count].max(initial=0)) + 1, np.bool_)
    flagged[r.household[happening]] = True
    rows = np.flatnonzero(flagged[r.household[: r.count]] & r.alive[: r.count])
    rows = rows[np.lexsort((r.key[rows], r.born[rows], r.household[rows]))]
    ends = np.zeros(len(rows), np.uint8)
    mothers, heirs = np.empty(len(rows), np.int64), np.empty((len(rows), 2), np.int64)
    births, successions = _settle(
        world.seed, world.month, rows, fate, r.household, r.head, r.born, r.sex, r.key,
        Rates.of(world.scenario.demography, world.month).birth, ends, mothers, heirs,
    )  # fmt: skip
    inherit_home(r, heirs[:successions])
    died, left = rows[ends == 1], rows[ends == 2]
    counts = _by_place(world, mothers[:births]), _by_place(world, died), _by_place(world, left)
    depart(world, np.concatenate([died, left]))
    bear(world, mothers[:births])
    return counts


def inherit_home(residents: Residents, heirs: NDArray[np.int64]) -> None:
    """Each new head (second column) takes over from the old (first) the household's home and what need it has."""
    old, new = heirs[:, 0], heirs[:, 1]
    residents.head[old], residents.head[new] = False, True
    for name in ("level", "months", "status", "wait", "kin_share", "agency_share", "civic_share"):
        values = getattr(residents, name)
        values[new, HOME] = values[old, HOME]


def depart(world: "World", rows: NDArray[np.int64]) -> None:
    """Take people out of the world: no ties, no groups, no need, no hours; their rows are dropped in December."""
    r = world.residents
    world.ties.isolate(rows)
    for name in ("alive", "head", "active"):
        getattr(r, name)[rows] = False
    for name in (
        "level",
        "status",
        "wait",
        "kin_minutes",
        "civic_minutes",
        "spare_minutes",
        "kin_given",
        "civic_given",
    ):
        getattr(r, name)[rows] = 0
    r.groups[rows] = -1
    r.helper[rows] = -1


@kernel
def _cradle(month, mothers, first, key, household, target, weight, degree):  # type: ignore[no-untyped-def]
    for m in range(len(mothers)):
        mother, child = mothers[m], first + m
        key[child] = child_key(key[mother], month, 0)
        household[child] = household[mother]
        tie(target, weight, degree, mother, child, FULL)
        for k in range(np.int64(degree[mother])):
            other = np.int64(target[mother, k])
            if other != child and household[other] == household[mother]:
                tie(target, weight, degree, other, child, FULL)


def bear(world: "World", mothers: NDArray[np.int64]) -> None:
    """A child for each mother, tied to everybody in her household."""
    r, t = world.residents, world.ties
    rows = np.arange(*_span(r.append(len(mothers))))
    t.grow(r.room)
    first = int(rows[0]) if len(rows) else r.count
    _cradle(world.month, mothers, first, r.key, r.household, t.target, t.weight, t.degree)
    for name in ("neighbourhood", "ethnic", "fifth"):
        getattr(r, name)[rows] = getattr(r, name)[mothers]
    r.alive[rows] = True
    r.born[rows] = world.month
    r.sex[rows] = donors.lots(world.seed, r.key[rows], MADE, Trait.SEX) < BOYS * 2**32
    r.id[rows] = np.arange(world.turnover.next_id, world.turnover.next_id + len(rows))
    world.turnover.next_id += len(rows)
    endow(world.seed, world.month, rows, r, Spreads.of(world.scenario.population))


def arrive(world: "World", replaced: NDArray[np.int64]) -> NDArray[np.int64]:
    """Households arrive until each place has its residents again; how many people that makes in each place.

    replaced [place]: how many of the arrivals must come in older households.
    """
    turnover = world.turnover
    turnover.target *= (1.0 + world.scenario.demography.growth) ** (1.0 / 12.0)
    here = _by_neighbourhood(world).astype(np.float64)
    came = np.zeros(len(turnover.target), np.int64)
    rows = []
    for p in range(len(turnover.target)):
        own = np.flatnonzero(world.place_of == p)
        for kind, shares in ((1, turnover.older[p]), (0, turnover.shares[p])):
            missing = round(float(turnover.target[p] - here[own].sum()))
            wanted = min(missing, int(replaced[p])) if kind else missing
            if wanted <= 0:
                continue
            room = turnover.target[p] * turnover.spread[own] - here[own]
            where = own[0] + most_room_first(room, wanted)
            newcomers = Newcomers.draw(
                world.seed, world.month, p, np.uint64(when(world.month)) | np.uint64(kind << 33), where, int(own[0]),
                world.fifth_of, wanted, shares, turnover.ethnic[p],
            )  # fmt: skip
            rows.append(_house(world, newcomers))
            here += np.bincount(newcomers.neighbourhood, minlength=len(here))
            came[p] += len(newcomers.key)
    if rows:
        _equip(world, np.concatenate(rows))
    return came


def _house(world: "World", newcomers: Newcomers) -> NDArray[np.int64]:
    r = world.residents
    label = int(r.household[: r.count].max(initial=0)) + 1
    rows = np.arange(*_span(move_into(r, newcomers, label, world.turnover.next_id, world.fifth_of)))
    world.turnover.next_id += len(rows)
    return rows


def _equip(world: "World", rows: NDArray[np.int64]) -> None:
    """Newcomers' traits, household, state, groups and ties."""
    r, t = world.residents, world.ties
    t.grow(r.room)
    endow(world.seed, world.month, rows, r, Spreads.of(world.scenario.population))
    if world.donors is not None:
        donors.inherit(world.seed, world.month, r, rows, world.donors)
    join(world.scenario, world.seed, world.month, rows, r, world.groups, world.near)
    t.connect(*_pairs_at_home(r.household[rows], rows))
    _befriend(world, rows)


def _pairs_at_home(
    household: NDArray[np.int32], rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Every two of the rows that share a household, and the weight of their tie; households lie together."""
    first, second = [], []
    for gap in range(1, len(rows)):
        same = np.flatnonzero(household[gap:] == household[:-gap])
        if not len(same):
            break
        first.append(rows[same])
        second.append(rows[same + gap])
    a, b = (np.concatenate([np.empty(0, np.int64), *side]) for side in (first, second))
    return a, b, np.full(len(a), FULL, np.int64)


def _befriend(world: "World", rows: NDArray[np.int64]) -> None:
    settle_in(
        world.scenario, world.seed, world.month, rows, world.residents, world.ties, world.place_of,
        world.neighbourhood_starts,
    )  # fmt: skip


def make_way(world: "World") -> NDArray[np.int64]:
    """Where demand rises by numbers, households without older people leave to make room; how many people, by place.

    Enough leave, taken by luck, for the older households that then arrive to bring each place's older share up towards
    `world.demand.older_share_target` in the same proportion, at most `demography.rebalancing` of residents a month.
    """
    r, target = world.residents, world.demand.older_share_target
    gone = np.zeros(len(world.scenario.places), np.int64)
    if target is None:
        return gone
    rows = np.flatnonzero(r.alive[: r.count])
    older = world.month - r.born[rows] >= PENSION_AGE
    share = float(older.mean()) if len(rows) else 1.0
    if share >= target or share <= 0.0:
        return gone
    household = r.household[rows]
    size = np.bincount(household)
    young = (size > 0) & (np.bincount(household, weights=older) == 0)
    heads = rows[r.head[rows] & young[household]]
    heads = heads[np.lexsort((r.key[heads], donors.lots(world.seed, r.key[heads], world.month, Trait.MAKE_WAY)))]
    leaving = np.zeros(len(size), np.bool_)
    for p in range(len(gone)):
        there = world.place_of[r.neighbourhood[rows]] == p
        wanted = min(older[there].sum() * (target / share - 1.0), world.scenario.demography.rebalancing * there.sum())
        own = heads[world.place_of[r.neighbourhood[heads]] == p]
        before = np.cumsum(size[r.household[own]]) - size[r.household[own]]
        leaving[r.household[own[before < wanted]]] = True
    out = rows[leaving[household]]
    gone = _by_place(world, out)
    depart(world, out)
    return gone


def compact(world: "World") -> None:
    """Drop the rows of those who are gone and sort the rest by neighbourhood and household's head's key.

    Within a household rows are in order of birth already: newcomers come in that order, and children last.
    """
    r = world.residents
    rows = np.flatnonzero(r.alive[: r.count])
    heads = rows[r.head[rows]]
    heads = heads[np.lexsort((r.key[heads], r.neighbourhood[heads]))]
    place_in_order = np.zeros(int(r.household[: r.count].max(initial=0)) + 1, np.int32)
    place_in_order[r.household[heads]] = np.arange(len(heads))
    order = rows[np.argsort(place_in_order[r.household[rows]], kind="stable")]
    new_row = np.full(r.room, -1, np.int32)
    new_row[order] = np.arange(len(order))
    world.ties.reorder(order, new_row)
    r.reorder(order)
    label = r.household[: r.count]
    label[:] = np.cumsum(np.concatenate([[False], label[1:] != label[:-1]]))
    world.index_rows()


def _span(rows: slice) -> tuple[int, int]:
    return rows.start, rows.stop


def _by_neighbourhood(world: "World") -> NDArray[np.int64]:
    r = world.residents
    return np.bincount(r.neighbourhood[: r.count][r.alive[: r.count]], minlength=len(world.place_of))


def _by_place(world: "World", rows: NDArray[np.int64]) -> NDArray[np.int64]:
    there = world.place_of[world.residents.neighbourhood[rows]]
    return np.bincount(there, minlength=len(world.scenario.places))
