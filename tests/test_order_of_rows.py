"""Luck follows people, not rows: a whole world lives the same life in another order of rows, or with one more person.

Three decisions name a person by a row, as docs/ODD.md says: whom connectors ask or introduce, whom newcomers get to
know, and who is met by chance. They count from where a neighbourhood or place begins, in the one order that every
December restores. So the first test turns these lots off and shuffles all rows; the second leaves them on and lets
December undo the shuffling; and one more person changes nobody's lots in another place.
"""

import copy

import numpy as np
import pytest

from simulation.population.turnover import compact

MONTHS = 30
BUSY = {
    "effort.connecting_share": 0.5, "effort.earliness": 0.6, "effort.lag": 2, "budget.reserves_share": 2,
    "budget.discretionary_share": 0.3, "demand.care_end": 3, "demand.reached_after": 24, "burnout.contagion": 0.1,
    "capacity.dependency": 0.02, "seeking.sensitivity": 0.5,
}  # fmt: skip
"""Every mechanism on and at work: all of connecting, triage that errs, burnout that spreads, demand that grows."""

NO_LOT_BY_ROW = {
    "connecting.stimulate_share": 0, "connecting.connect_share": 0, "connecting.catalyse_share": 0.4,
    "population.ties_mean": 0, "ties.form": 0,
}  # fmt: skip
NOTHING_A_HEAD = {"trust.harm": 0, "groups.density": 0, "jobs.on": False, "tax_base.on": False, "commons.on": False}
"""Without what is reckoned for each resident, of whom one more makes each count less."""

BY_ROW = ("id", "household", "groups", "helper")
"""Columns that say rows or labels; `lives` says whom they mean."""


def shuffled(rows, among, seed=5):
    """The rows in another order, each staying among those that share its number in `among`."""
    lot = np.random.default_rng(seed).random(len(rows))
    return rows[np.lexsort((lot, among))]


def put_in_order(world, order):
    """Move residents' rows, ties and all."""
    world.ties.reorder(order)
    world.residents.reorder(order)
    world.index_rows()


def put_groups_in_order(world, order):
    """Move groups' rows; everybody still belongs to the same ones."""
    new_row = np.append(np.argsort(order), -1).astype(np.int32)
    world.groups.reorder(order)
    for held in (world.residents.groups, world.residents.helper, world.near):
        held[:] = new_row[held]


def lives(world, but=()):
    """Everything about everybody alive by birth key, their ties and their groups, whatever rows they stand in."""
    r, g = world.residents, world.groups
    rows = np.flatnonzero(r.alive[: r.count] & ~np.isin(r.key[: r.count], but))
    rows = rows[np.argsort(r.key[rows])]
    held = {name: getattr(r, name)[rows] for name in r.columns if name not in BY_ROW}
    heads = np.zeros(int(r.household[: r.count].max()) + 1, np.uint64)
    heads[r.household[rows[r.head[rows]]]] = r.key[rows[r.head[rows]]]
    held["household"] = heads[r.household[rows]]
    group = np.append(g.key, np.uint64(0))
    held["groups"], held["helper"] = group[r.groups[rows]], group[r.helper[rows]]
    others = [sorted((int(r.key[world.ties.target[i, k]]), int(world.ties.weight[i, k])) for k in range(d))
              for i, d in zip(rows, world.ties.degree[rows], strict=True)]  # fmt: skip
    held["ties"] = np.array([pair for some in others for pair in some], np.uint64)
    there = np.flatnonzero(g.alive)
    there = there[np.argsort(g.key[there])]
    return held | {f"groups.{name}": getattr(g, name)[there] for name in g.columns if name != "id"}


def differing(one, other):
    return {name for name in one if one[name].tobytes() != other[name].tobytes()}


def lived_on(world, months=MONTHS):
    for _ in range(months):
        world.step()
    return world


@pytest.fixture
def busy(world):
    return world.fork(BUSY)


def assert_the_same_lives(one, other, but=()):
    assert differing(lives(one), lives(other, but)) == set()


def assert_the_same_record(one, other, place=slice(None)):
    for table in ("people", "money", "waits", "places", "groups", "spells", "network"):
        assert np.array_equal(getattr(one.outcomes, table)[:, place], getattr(other.outcomes, table)[:, place]), table


def test_another_order_of_rows_changes_nobodys_life(busy):
    """All rows shuffled within their neighbourhoods, groups' rows through and through."""
    straight = busy.fork(NO_LOT_BY_ROW)
    other = copy.deepcopy(straight)
    r = other.residents
    put_in_order(other, shuffled(np.arange(r.count), r.neighbourhood[: r.count]))
    put_groups_in_order(other, shuffled(np.arange(other.groups.room), other.groups.id < 0))
    assert not np.array_equal(r.key, straight.residents.key)
    assert_the_same_lives(straight, other)
    lived_on(straight)
    assert_the_same_lives(straight, lived_on(other))
    assert_the_same_record(straight, other)


def test_only_lots_that_name_rows_tell_one_order_from_another(busy):
    """With those lots on, the same shuffling is noticed: the comparison can tell."""
    other = copy.deepcopy(busy)
    r = other.residents
    put_in_order(other, shuffled(np.arange(r.count), r.neighbourhood[: r.count]))
    assert "stimulation" in differing(lives(lived_on(busy, 3)), lives(lived_on(other, 3)))


def test_december_knows_one_order_of_rows(busy):
    """Households in any order, sorted as every December sorts them, are the same world to the last byte."""
    lived_on(busy, 7)
    other = copy.deepcopy(busy)
    r = other.residents
    lot = np.random.default_rng(3).random(int(r.household.max()) + 1)
    put_in_order(other, np.argsort(lot[r.household[: r.count]], kind="stable"))
    assert not np.array_equal(r.key, busy.residents.key)
    for world in (busy, other):
        compact(world)
    for name in r.columns:
        assert np.array_equal(getattr(r, name), getattr(busy.residents, name)), name
    for name in ("target", "weight", "degree"):
        assert np.array_equal(getattr(other.ties, name), getattr(busy.ties, name)), name


# one more person

HERMIT = np.uint64(2026)
UPPER, LOWER = 0, 1


def with_a_hermit(world):
    """The same world with one more person in the first place, who knows nobody, has no hours and never needs anything.

    The place makes room, so that nobody stays away on their account.
    """
    twin = copy.deepcopy(world)
    r, turnover = twin.residents, twin.turnover
    r.append(1)
    row = r.count - 1
    twin.ties.grow(r.room)
    r.key[row], r.id[row], r.alive[row], r.head[row] = HERMIT, turnover.next_id, True, True
    r.household[row] = r.household.max() + 1
    r.born[row], r.sex[row], r.fifth[row] = -25 * 12 - 7, 1, twin.fifth_of[0]
    r.capacity[row] = r.start_capacity[row] = 1.0
    r.frailty_score[row], r.resting[row], r.threshold[row], r.wellbeing[row] = 0, 255, 10.0, 9.0
    put_in_order(twin, np.argsort(r.neighbourhood[: r.count], kind="stable"))
    own = np.flatnonzero(twin.place_of == UPPER)
    room = turnover.target[UPPER] * turnover.spread[own] + (own == own[0])
    turnover.target[UPPER] += 1
    turnover.spread[own] = room / turnover.target[UPPER]
    turnover.next_id += 1
    return twin


def lived_apart(world):
    """The hermit after all: still here, and never in need of anybody."""
    r = world.residents
    (row,) = np.flatnonzero(r.key[: r.count] == HERMIT)
    return bool(r.alive[row]) and not r.level[row].any() and world.ties.degree[row] == 0 and r.fell[row] < -1000


def test_one_more_person_changes_nobodys_life(busy):
    straight = busy.fork(NO_LOT_BY_ROW | NOTHING_A_HEAD)
    other = lived_on(with_a_hermit(straight))
    assert lived_apart(other)
    assert_the_same_lives(lived_on(straight), other, HERMIT)
    assert np.array_equal(other.outcomes.money, straight.outcomes.money)


def test_one_more_person_changes_no_lot_in_another_place(busy):
    """All lots and all that is reckoned a head left on: the second place, whose rows all move, lives the same life."""
    other = lived_on(with_a_hermit(busy))
    lived_on(busy)
    assert differing(lives(busy), lives(other, HERMIT)) != set(), "the first place has other rows to draw from"
    there = [of.place_of[of.residents.neighbourhood] == LOWER for of in (busy, other)]
    elsewhere = [of.residents.key[~here] for of, here in zip((busy, other), there, strict=True)]
    one, two = (lives(of, but) for of, but in zip((busy, other), elsewhere, strict=True))
    people = {name for name in one if not name.startswith("groups.")}
    assert len(one["key"]) > 250
    assert differing(one, two) & people == set()
    assert_the_same_record(busy, other, LOWER)
