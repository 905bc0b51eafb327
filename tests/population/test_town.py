"""A town just made looks like England: numbers from shared evidence rows, sampling error allowed for."""

import math

import numpy as np
import pytest

from simulation import chance
from simulation.agents.groups import UNKNOWN
from simulation.agents.residents import Residents, frailties
from simulation.population import describe, synthesise
from simulation.population.luck import MADE, Trait
from simulation.population.town import lay_out
from simulation.population.traits import Spreads, endow
from simulation.scenario import Scenario

RESIDENTS = 60_000
SEED = np.uint64(11)
MONTH = -60


def england(residents=RESIDENTS, **changes):
    return Scenario.load("market_town", {"places": [{"name": "England in small", "residents": residents}], **changes})


@pytest.fixture(scope="module")
def town():
    return synthesise(england(), SEED)


@pytest.fixture(scope="module")
def shares(town):
    return describe(town, MONTH)


@pytest.mark.parametrize(
    ("share", "published", "within"),
    [
        ("aged_0_14", 0.174, 0.006),  # DEM02
        ("aged_65", 0.186, 0.006),  # DEM01
        ("aged_15_64", 0.640, 0.008),  # DEM03
        ("aged_85", 0.025, 0.003),  # DEM05
        ("aged_90", 0.009, 0.002),  # DEM04
        ("household_size", 2.36, 0.04),  # DEM16
        ("living_alone", 0.13, 0.006),  # DEM17
        ("lone_parents_of_families", 0.15, 0.015),  # DEM18
        ("disabled", 0.178, 0.012),  # Census 2021, England
        ("learning_disability", 0.02, 0.002),
        ("special_needs_of_pupils", 0.13, 0.01),
        ("women", 0.51, 0.015),  # Census 2021, England
        ("active_of_adults", 0.33, 0.015),  # CIV05
        ("members_of_inactive", 0.15, 0.01),
        ("kin_hours_gini", math.erf(1.2 / 2), 0.012),  # Gini of a lognormal: erf(sd / 2)
        ("civic_hours_gini", math.erf(0.75 / 2), 0.012),
    ],
)
def test_shares_are_those_published(shares, share, published, within):
    assert shares[share] == pytest.approx(published, abs=within)


def test_older_people_are_mostly_women_and_some_households_hold_three_generations_or_sharers(shares):
    assert 0.60 < shares["women_85"] < 0.70  # Census 2021: about 64 %
    assert 0.01 < shares["three_generations_of_households"] < 0.03
    assert 0.01 < shares["shared_of_households"] < 0.05


def test_close_ties_are_few_for_a_tenth_and_two_or_three_for_most(shares):
    assert 0.08 <= shares["no_close_ties"] <= 0.13  # pattern 15, CIV28
    assert shares["close_ties_mode"] in (2, 3)


def test_single_years_of_age_are_smooth(town):
    years = (MONTH - town.residents.born[: town.residents.count].astype(int)) // 12
    number = np.bincount(years, minlength=106)
    for age in range(2, 85):
        around = number[max(age - 4, 0) : age + 5].mean()
        assert abs(number[age] - around) < 0.35 * around, age
    assert number[0:105].sum() == len(years)


def test_rows_are_sorted_and_heads_are_unique_adults(town):
    r = town.residents
    n = r.count
    first = np.flatnonzero(np.diff(r.household[:n], prepend=-1) != 0)
    assert len(first) == len(np.unique(r.household[:n])), "a household's rows lie together"
    assert (np.diff(r.neighbourhood[:n]) >= 0).all()
    assert (np.bincount(r.household[:n], weights=r.head[:n])[np.unique(r.household[:n])] == 1).all()
    assert (MONTH - r.born[:n][r.head[:n]] >= 18 * 12).all()
    assert len(np.unique(r.key[:n])) == len(np.unique(r.id[:n])) == n


def test_households_are_tied_within_and_ties_are_mutual_and_local(town):
    r, t = town.residents, town.ties
    for i in range(0, 400):
        family = np.flatnonzero(r.household[: r.count] == r.household[i])
        around = t.target[i, : t.degree[i]]
        assert set(family) - {i} <= set(around)
        assert (t.weight[i, : t.degree[i]][np.isin(around, family)] == 255).all()
        assert all(i in t.target[j, : t.degree[j]] for j in around)
    a = np.repeat(np.arange(r.count), t.degree[: r.count])
    b = t.target[: r.count][t.target[: r.count] >= 0]
    outside = r.household[a] != r.household[b]
    a, b = a[outside], b[outside]
    local = (r.neighbourhood[a] == r.neighbourhood[b]).mean()
    near_in_age = (np.abs(r.born[a].astype(int) - r.born[b]) <= 120).mean()
    by_chance = (np.abs(r.born[a].astype(int) - r.born[np.roll(b, 7919)]) <= 120).mean()
    assert 0.70 < local < 0.87, "15 % of ties are long, and those within a minority reach all over the place"
    assert near_in_age > 0.7 > 2 * by_chance
    minority = r.ethnic[a] > 0
    same = r.ethnic[a] == r.ethnic[b]
    share = np.bincount(r.ethnic[: r.count]) / r.count
    assert same[minority].mean() > 3 * (share[1:] ** 2).sum() / share[1:].sum(), "homophily"


def test_friends_of_friends_know_each_other_far_more_than_by_chance(town):
    t = town.ties
    closed, pairs = 0, 0
    for i in range(0, town.residents.count, 60):
        around = t.target[i, : t.degree[i]]
        for n, j in enumerate(around):
            closed += np.isin(around[n + 1 :], t.target[j, : t.degree[j]]).sum()
            pairs += len(around) - n - 1
    assert 0.08 < closed / pairs < 0.4, "a random graph of 60,000 people has 0.0001"


def test_frailty_is_lognormal_and_shared_between_ladders(town):
    log = np.log(frailties(0.8)[town.residents.frailty_score[: town.residents.count]])
    assert log.mean(axis=0) == pytest.approx(np.zeros(5), abs=0.02)
    assert log.std(axis=0) == pytest.approx(np.full(5, 0.8), abs=0.02)
    apart = np.corrcoef(log.T)[~np.eye(5, dtype=bool)]
    assert apart == pytest.approx(np.full(20, 0.3), abs=0.03)


def test_thresholds_rise_with_deprivation_and_low_ones_are_active(town):
    r, n = town.residents, town.residents.count
    for fifth in range(1, 6):
        mine = r.threshold[:n][r.fifth[:n] == fifth]
        assert mine.mean() == pytest.approx(0.25 + 0.08 * (3 - fifth), abs=0.01)  # CIV07, CIV08
        assert mine.std() == pytest.approx(0.25, abs=0.01)
    adult = MONTH - r.born[:n] >= 192
    assert not r.active[:n][~adult].any()
    assert r.threshold[:n][r.active[:n]].mean() < r.threshold[:n][adult & ~r.active[:n]].mean() - 0.15


def test_groups_are_as_many_as_published_and_joined_where_near(town):
    g, r = town.groups, town.residents
    per_thousand = g.alive[: g.count].sum() / r.count * 1000
    assert per_thousand == pytest.approx(2.4 + 3.7, abs=0.1)  # CIV18, CIV21
    for kind, formal in ((0, True), (1, False)):
        rows = r.groups[: r.count, kind]
        assert (g.formal[rows[rows >= 0]] == formal).all()
        assert np.bincount(rows[rows >= 0], minlength=g.count)[: g.count].sum() <= g.members[: g.count].sum()
    belongs = np.flatnonzero(r.active[: r.count])
    joined = r.groups[belongs]
    assert (joined >= 0).any(axis=1).all(), "each active person belongs to at least one group"
    assert all(
        set(joined[i][joined[i] >= 0]) <= set(town.near[r.neighbourhood[row], r.key[row] & 1])
        for i, row in enumerate(belongs)
    )
    known = g.mapped[: g.count] != UNKNOWN
    assert known[g.formal[: g.count]].mean() == pytest.approx(0.7, abs=0.12)
    assert known[~g.formal[: g.count]].mean() == pytest.approx(0.1, abs=0.08)
    own = g.synapse[np.arange(g.count), g.domain[: g.count]]
    assert own == pytest.approx(np.where(known, 0.2, 0.0))
    assert (town.fifth_of[town.halls.neighbourhood] > 0).all()
    assert town.halls.open.sum() == len(np.unique(town.halls.key)) == round(0.5 * RESIDENTS / 1000)


def test_founders_are_active_members(town):
    g, r = town.groups, town.residents
    row_of = {key: row for row, key in enumerate(r.key[: r.count].tolist())}
    for row in np.flatnonzero(g.active[: g.count] > 0):
        founder = row_of[int(g.founder[row])]
        assert r.active[founder]
        assert row in r.groups[founder]


def test_ethnic_groups_are_those_of_the_place(town):
    r = town.residents
    share = np.bincount(r.ethnic[: r.count], minlength=5) / r.count
    assert share == pytest.approx(np.array(england().places[0].ethnic), abs=0.02)


def test_fifths_follow_the_places_shares():
    scenario = Scenario.load(
        "market_town",
        {"places": [{"name": "Unequal", "residents": 30_000, "deprivation": [0.5, 0.25, 0.1, 0.1, 0.05]}]},
    )
    place_of, fifth_of = lay_out(scenario, SEED)
    assert len(place_of) == 20
    assert np.bincount(fifth_of, minlength=6)[1:].tolist() == [10, 5, 2, 2, 1]


def test_an_older_place_is_older():
    older = Scenario.load("market_town", {"places": [{"name": "Coast", "residents": 20_000, "older_tilt": 1.8}]})
    assert describe(synthesise(older, SEED), MONTH)["aged_65"] > 0.24


PERSONAL = (
    "neighbourhood", "born", "sex", "ethnic", "disabled", "lifelong", "fifth", "level", "months", "frailty_score",
    "capacity", "kin_minutes", "civic_minutes", "spare_minutes", "threshold", "active", "head",
)  # fmt: skip


def test_one_more_household_leaves_all_others_as_they_are():
    smaller, larger = (synthesise(england(size), SEED) for size in (10_000, 10_006))
    more = larger.residents.count - smaller.residents.count
    assert 0 < more <= 14
    row_of = {key: row for row, key in enumerate(larger.residents.key[: larger.residents.count].tolist())}
    n = smaller.residents.count
    rows = np.array([row_of[key] for key in smaller.residents.key[:n].tolist()])
    for name in PERSONAL:
        assert np.array_equal(getattr(smaller.residents, name)[:n], getattr(larger.residents, name)[rows]), name
    ties = [{(r.key[i], r.key[j]) for i in range(r.count) for j in t.target[i, : t.degree[i]]}
            for r, t in ((town.residents, town.ties) for town in (smaller, larger))]  # fmt: skip
    assert len(ties[0] & ties[1]) >= 0.97 * len(ties[0])


def test_the_same_seed_makes_the_same_town_and_another_another():
    first, again = synthesise(england(3_000), SEED), synthesise(england(3_000), SEED)
    other = synthesise(england(3_000), np.uint64(12))
    for name in first.residents.columns:
        assert np.array_equal(getattr(first.residents, name), getattr(again.residents, name)), name
    assert np.array_equal(first.ties.target, again.ties.target)
    assert np.array_equal(first.groups.founder, again.groups.founder)
    assert not np.array_equal(first.residents.born[:2_900], other.residents.born[:2_900])


def test_settling_longer_makes_the_same_people():
    short, long = (synthesise(england(2_000, **{"run.settling_months": months}), SEED) for months in (48, 60))
    n = short.residents.count
    assert np.array_equal(short.residents.key[:n], long.residents.key[:n])
    assert (short.residents.born[:n] - long.residents.born[:n] == 12).all()


@pytest.mark.parametrize("residents", [200, 999])
def test_a_hamlet_can_be_made(residents):
    town = synthesise(england(residents), SEED)
    assert residents <= town.residents.count < residents + 8
    assert town.near.shape[0] == len(town.place_of)


@pytest.mark.parametrize("month", [-60, 0, 120])
def test_lifelong_need_of_those_who_come_grows_from_month_0_on(month):
    """Shares of 2 and 13 % at month 0, ten years later times 1.02^10 and 1.05^10; adults have no special needs."""
    growth = {"population.learning_disability_growth": 0.02, "population.special_needs_growth": 0.05}
    people, n = Residents(4000), 4000
    people.append(n)
    people.key[:] = np.arange(n)
    people.fifth[:] = 3
    people.born[:] = np.where(np.arange(n) % 2, month - 5 * 12, month - 40 * 12)
    endow(SEED, month, np.arange(n), people, Spreads.of(england(**growth)))
    years = max(month, 0) / 12
    a, b = 0.02 * 1.02**years, 0.13 * 1.05**years
    u = np.array([chance.uniform(SEED, key, MADE, int(Trait.LIFELONG)) for key in people.key])
    child = month - people.born.astype(int) < 18 * 12
    expected = np.where(u < a, 1, np.where(child & (u < a + b), 2, 0))
    assert np.array_equal(people.lifelong, expected)
    assert set(expected[child]) == {0, 1, 2}
