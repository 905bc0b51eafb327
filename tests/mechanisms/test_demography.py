"""Births, deaths and moves: rates from evidence rows, and who can never be there."""

import copy
from types import SimpleNamespace

import numpy as np
import pytest

from simulation import chance
from simulation.agents.residents import ADULT
from simulation.chance import Decision
from simulation.mechanisms import demography
from simulation.mechanisms.demography import BIRTHDAYS, _draw_fates, inherit_home
from simulation.population import describe, synthesise
from simulation.population.arrivals import ALONE_ARRIVING, arriving, most_room_first
from simulation.population.describe import close_ties
from simulation.population.households import Kind
from simulation.population.vital import AGES, Rates, death_hazard
from simulation.scenario import Scenario

SEED = np.uint64(3)
DRAWN = (Decision.LIFE_EVENT, Decision.HOUSEHOLD_MOVE)


class Peopled(SimpleNamespace):
    """What demography needs of a world, and nothing that it must not read."""

    def index_rows(self):
        r = self.residents
        self.neighbourhood_starts = np.searchsorted(
            r.neighbourhood[: r.count], np.arange(len(self.place_of) + 1)
        ).astype(np.int64)


def people(residents=10_000, seed=SEED, places=None, **changes):
    scenario = Scenario.load("market_town", {"places": places or [{"name": "Town", "residents": residents}], **changes})
    town = synthesise(scenario, seed)
    world = Peopled(
        scenario=scenario, seed=seed, month=-60, **vars(town), donors=None,
        demand=SimpleNamespace(older_share_target=None), flows=np.zeros((4, len(scenario.places)), np.int64),
    )  # fmt: skip
    world.index_rows()
    world.turnover = demography.begin(world)
    world.people = world.turnover.target.astype(np.int64)
    return world


def live(world, months, each=lambda _: None):
    flows = np.zeros_like(world.flows)
    for _ in range(months):
        world.flows[:] = 0
        demography.live_and_move(world)
        flows += world.flows
        each(world)
        world.month += 1
        if world.month == 0:
            world.donors = demography.donor_pool(world)
    return flows


def alive(world):
    r = world.residents
    return np.flatnonzero(r.alive[: r.count])


def sound(world):
    """Whoever is gone is gone for good, and every household has one head."""
    r, t = world.residents, world.ties
    here = alive(world)
    gone = np.flatnonzero(~r.alive[: r.count])
    assert not r.active[gone].any()
    assert not r.head[gone].any()
    assert (t.degree[gone] == 0).all()
    assert (r.level[gone] == 0).all()
    assert (r.kin_minutes[gone] == 0).all()
    assert (r.groups[gone] == -1).all()
    targets = t.target[: r.count][t.target[: r.count] >= 0]
    assert r.alive[targets].all()
    assert world.people.sum() == len(here)
    assert len(np.unique(r.key[here])) == len(np.unique(r.id[here])) == len(here)
    labels, home = np.unique(r.household[here], return_inverse=True)
    assert (np.bincount(home, weights=r.head[here]) == 1).all()
    assert len(labels) == r.head[here].sum()
    assert (world.month - r.born[here] >= 0).all()
    assert (world.month - r.born[here][r.head[here]] >= 18 * 12).all()
    assert (np.diff(t.target[here], axis=1)[t.target[here][:, 1:] >= 0] > 0).all(), "rows of ties are sorted"


def most_have(world, ties):
    """Whether the commonest number of adults' close ties is one of these, as far as so few adults can tell."""
    rows = alive(world)
    adults = rows[world.month - world.residents.born[rows] >= ADULT]
    with_ties = np.bincount(close_ties(world)[adults])
    difference = max(with_ties[list(ties)]) - max(with_ties)
    return difference >= -2.0 * np.sqrt(2.0 * max(with_ties))


def test_twenty_five_years_keep_the_town_a_town():
    """Numbers of official figures with room for 25 years of ageing at birth rates below replacement."""
    world = people(20_000)
    before = describe(world, world.month)
    live(world, 60)
    decades = live(world, 240)
    after = describe(world, world.month)
    assert len(alive(world)) == pytest.approx(20_000 * 1.004**25, rel=0.002)
    assert after["household_size"] == pytest.approx(2.36, abs=0.06)  # DEM16
    assert after["living_alone"] == pytest.approx(0.13, abs=0.012)  # DEM17
    assert after["lone_parents_of_families"] == pytest.approx(0.15, abs=0.025)  # DEM18
    assert before["aged_65"] + 0.02 < after["aged_65"] < 0.26  # DEM08, DEM10: ageing
    assert 0.08 <= after["no_close_ties"] <= 0.13  # pattern 15
    assert most_have(world, (2, 3))
    assert after["disabled"] > before["disabled"]
    rates = decades[:, 0] / 20 / len(alive(world)) * 1000
    assert rates[0] == pytest.approx(9.8, abs=1.3)  # DEM12: births per 1,000
    assert rates[1] == pytest.approx(9.6, abs=1.3)  # DEM13: deaths per 1,000
    assert rates[3] == pytest.approx(60, abs=7)  # DEM15: moves per 1,000


OFFICIAL_GROWTH = {
    "children aged 0-14": (10.5 / 12.0, 0.12, (0, 15), (0, 15)),  # DEM09
    "of pensionable age, 66 and then 68": (15.2 / 11.9, 0.08, (66, 200), (68, 200)),  # DEM08
    "aged 75 and over": (9.7 / 5.8, 0.08, (75, 200), (75, 200)),  # DEM07
    "aged 85 and over": (3.1 / 1.7, 0.08, (85, 200), (85, 200)),  # DEM05
}
"""How many times as many in the United Kingdom of 2045 as in 2020, how near to that a town must come, and ages then."""


def test_in_25_years_the_town_ages_as_official_projections_say():
    """From the Census's ages on; the town as a whole grows 0.17 % a year faster than they do."""
    world = people(60_000)

    def number(low, high):
        years = (world.month - world.residents.born[alive(world)].astype(int)) / 12
        return int(((years >= low) & (years < high)).sum())

    before = {who: number(*ages) for who, (_, _, ages, _) in OFFICIAL_GROWTH.items()}
    live(world, 300)
    for who, (growth, within, _, ages) in OFFICIAL_GROWTH.items():
        assert number(*ages) / before[who] == pytest.approx(growth, rel=within), who


def test_without_ageing_elsewhere_newcomers_keep_a_town_young():
    """The test above can fail: where arrivals keep the ages of 2021, 25 years bring the oldest by half as many."""
    world = people(20_000, **{"demography.ageing_elsewhere": [0.0, 0.0, 0.0]})
    before = describe(world, world.month)["aged_75"]
    live(world, 300)
    assert describe(world, world.month)["aged_75"] * 1.004**25 / before < 1.67 * 0.92


@pytest.mark.parametrize(
    ("low", "high", "published"),
    [(0, 15, 0.0003), (15, 65, 0.0025), (65, 75, 0.016), (75, 85, 0.046), (85, 105, 0.150)],  # DEM14
)
def test_mortality_of_each_band_is_that_of_the_life_tables(low, high, published):
    town = synthesise(Scenario.load("market_town", {"places": [{"name": "T", "residents": 100_000}]}), SEED)
    r = town.residents
    years = np.minimum((-60 - r.born[: r.count].astype(int)) // 12, 110)
    chosen = (years >= low) & (years < high)
    yearly = -np.expm1(-death_hazard()[r.sex[: r.count][chosen], years[chosen]])
    assert yearly.mean() == pytest.approx(published, rel=0.08)


def test_women_die_later_and_mortality_rises_smoothly_with_age():
    hazard = death_hazard()
    assert (hazard[0] < hazard[1]).all()
    steps = np.diff(np.log(hazard[0, 20:104]))
    assert ((steps > 0) & (steps < 0.15)).all()


def test_births_sum_to_the_total_fertility_rate_of_a_town_just_made():
    """DEM11, over women of each age with and without a partner, as drawn."""
    world = people(60_000)
    births = live(world, 12)[0, 0]
    r = world.residents
    women = alive(world)[r.sex[alive(world)] == 0]
    years = (world.month - r.born[women].astype(int)) // 12
    number = np.bincount(years, minlength=111)[15:50].astype(float)
    curve = np.exp(-0.5 * ((np.arange(15, 50) + 0.5 - 30.9) / 5.9) ** 2)
    curve *= 1.44 / curve.sum()
    assert births == pytest.approx((number * curve).sum(), rel=0.12)


def test_monthly_deaths_follow_the_rate_bare():
    """A crowd of 80-year-old men: 12 months of the monthly probability against the hazard of the table."""
    n = 200_000
    rates = Rates.of(Scenario.load("market_town").demography, -1)
    born = np.full(n, -80 * 12 - 6, np.int16)
    fate = np.zeros(n, np.uint8)
    _draw_fates(
        SEED, 0, n, np.ones(n, np.bool_), np.arange(1, n + 1).astype(np.uint64), born, np.ones(n, np.uint8),
        np.ones(n, np.bool_), *rates, BIRTHDAYS, fate,
    )  # fmt: skip
    expected = -np.expm1(-death_hazard()[1, 80] / 12) * n
    died = (fate & demography.Fate.DIES > 0).sum()
    assert died == pytest.approx(expected, abs=4 * np.sqrt(expected))


def test_the_shortcut_for_those_whom_nothing_befalls_skips_nobody():
    """Everybody's fate by their own luck and the rates of their own age; of the dead, none."""
    n, month, rng = 30_000, 7, np.random.default_rng(2)
    rates = Rates.of(Scenario.load("market_town").demography, month)
    death, birth, leaving, moving = rates
    born, sex = (month - rng.integers(0, 105 * 12, n)).astype(np.int16), rng.integers(0, 2, n).astype(np.uint8)
    alive, head, key = rng.random(n) < 0.9, rng.random(n) < 0.5, np.arange(1, n + 1).astype(np.uint64)
    fate = np.zeros(n, np.uint8)
    struck = _draw_fates(SEED, month, n, alive, key, born, sex, head, *rates, BIRTHDAYS, fate)
    luck = np.array([[chance.uniform(SEED, one, month, each) for each in DRAWN] for one in key])
    age = month - born.astype(np.int64)
    year, dies = np.minimum(age // 12, AGES - 1), demography.Fate.DIES
    first = np.select(
        [luck[:, 0] < death[sex, year], ~head & (luck[:, 0] < death[sex, year] + leaving[year]),
         (sex == 0) & (luck[:, 0] > 1.0 - birth[1, year]), head & (luck[:, 1] < moving[year])],
        [dies, demography.Fate.LEAVES_HOME, demography.Fate.BEARS, demography.Fate.MOVES],
    )  # fmt: skip
    expected = alive * (first | (BIRTHDAYS[year] & (age == 12 * year)) * demography.Fate.TURNS)
    assert np.array_equal(fate, expected)
    assert struck.tolist() == np.flatnonzero(expected).tolist()
    assert min(np.count_nonzero(expected & bit) for bit in demography.Fate) > 20, "too few to tell"


def test_nobody_gone_acts_or_is_tied_and_heads_are_unique_every_month():
    live(people(3_000), 40, each=sound)


def test_people_add_up_every_month():
    world = people(2_000, places=[{"name": "A", "residents": 1_200}, {"name": "B", "residents": 900}])
    counted = [world.residents.count]

    def check(world):
        births, deaths, arrivals, leavers = world.flows.sum(axis=1)
        counted.append(counted[-1] + births - deaths + arrivals - leavers)
        assert len(alive(world)) == counted[-1]
        there = np.bincount(world.place_of[world.residents.neighbourhood[alive(world)]])
        assert there == pytest.approx(world.turnover.target, abs=9)

    live(world, 36, each=check)


def test_need_help_and_activity_change_nobodys_life():
    """Two worlds that differ in everything policy can touch keep the same people in the same rows."""
    calm, troubled = people(4_000), people(4_000)

    def disturb(world):
        r = world.residents
        here = alive(world)
        r.level[here, 0] = 3
        r.active[here[::2]] = False
        r.capacity[here] = 0.1
        r.burnout[here] = 0.9
        r.stimulation[here] = 1.0
        world.ties.connect(here[:-1], here[1:], np.full(len(here) - 1, 50))

    live(calm, 30)
    live(troubled, 30, each=disturb)
    assert calm.residents.count == troubled.residents.count
    for name in ("key", "id", "alive", "household", "head", "born", "sex", "ethnic", "neighbourhood", "disabled"):
        assert np.array_equal(getattr(calm.residents, name), getattr(troubled.residents, name)), name


def test_luck_follows_people_not_rows():
    """The same people in another order of rows meet the same fates."""
    world = people(4_000)
    r = world.residents
    n = r.count
    rates = Rates.of(world.scenario.demography, world.month)
    fate, struck = demography.draw_fates(world, rates)
    assert np.array_equal(struck, np.flatnonzero(fate))
    by_key = dict(zip(r.key[:n].tolist(), fate.tolist(), strict=True))
    r.reorder(np.random.default_rng(1).permutation(n))
    again = dict(zip(r.key[:n].tolist(), demography.draw_fates(world, rates)[0].tolist(), strict=True))
    assert by_key == again
    assert sum(value > 0 for value in again.values()) > 20


def test_the_same_world_lives_the_same_life():
    first, second = people(2_000), people(2_000)
    live(first, 26)
    live(second, 26)
    for name in first.residents.columns:
        assert np.array_equal(getattr(first.residents, name), getattr(second.residents, name)), name
    assert np.array_equal(first.ties.target, second.ties.target)


def test_december_sorts_rows_and_loses_nobody():
    world = people(3_000)
    live(world, 11)
    r = world.residents
    before = {r.key[i]: {int(r.key[j]) for j in world.ties.target[i, : world.ties.degree[i]]} for i in alive(world)}
    assert r.count > len(before)
    demography.compact(world)
    assert r.count == len(before)
    for i in range(r.count):
        assert before[r.key[i]] == {int(r.key[j]) for j in world.ties.target[i, : world.ties.degree[i]]}
    starts = np.flatnonzero(np.diff(r.household[: r.count], prepend=-1))
    assert len(starts) == r.household[: r.count].max() + 1 == r.head[: r.count].sum()
    head_key = np.zeros(len(starts), np.uint64)
    head_key[r.household[: r.count][r.head[: r.count]]] = r.key[: r.count][r.head[: r.count]]
    n = r.count
    order = np.lexsort((r.key[:n], r.born[:n], head_key[r.household[:n]], r.neighbourhood[:n]))
    assert np.array_equal(order, np.arange(n))
    for h in range(len(world.place_of)):
        rows = slice(world.neighbourhood_starts[h], world.neighbourhood_starts[h + 1])
        assert (r.neighbourhood[rows] == h).all()


def test_the_oldest_adult_takes_over_the_home_and_its_need():
    world = people(1_000)
    r = world.residents
    old = next(i for i in range(1, r.count) if r.head[i] and r.household[i] == r.household[i - 1])
    r.level[old, 4], r.months[old, 4], r.status[old, 4] = 2, 7, 1
    inherit_home(r, np.array([[old, old - 1]]))
    assert r.head[old - 1]
    assert not r.head[old]
    assert (r.level[old - 1, 4], r.months[old - 1, 4], r.status[old - 1, 4]) == (2, 7, 1)


def test_children_are_born_to_their_mothers_household():
    world = people(20_000)
    live(world, 3)
    r, t = world.residents, world.ties
    born_here = alive(world)[r.born[alive(world)] > -60]
    assert len(born_here) > 20
    for child in born_here:
        family = [i for i in alive(world) if r.household[i] == r.household[child] and i != child]
        assert any(r.sex[i] == 0 and 15 * 12 <= r.born[child] - r.born[i] < 50 * 12 for i in family)
        assert len({int(r.neighbourhood[i]) for i in [child, *family]}) == 1
        assert len(set(t.target[child, : t.degree[child]].tolist()) & set(family)) >= min(len(family), 1)


def test_newcomers_take_their_state_from_settled_people_like_them():
    """With donors who all hold crisis and no capacity, so do newcomers; services must be sought anew."""
    world = people(4_000)
    world.month = 0
    world.donors = demography.donor_pool(world)
    world.donors.state["level"][:] = 3
    world.donors.state["capacity"][:] = 0.125
    before = world.turnover.next_id
    live(world, 1)
    r = world.residents
    came = alive(world)[(r.id[alive(world)] >= before) & (r.born[alive(world)] < 0)]
    assert len(came) > 5
    assert (r.level[came] == 3).all()
    assert (r.capacity[came] == 0.125).all()
    assert (r.status[came] == 0).all()
    assert (r.groups[came[r.active[came]]] >= 0).any(axis=1).all()


def test_more_older_people_come_where_demand_rises_by_numbers():
    world = people(5_000)
    start = describe(world, world.month)["aged_65"]
    world.demand.older_share_target = 0.30
    most = []
    live(world, 36, each=lambda w: most.append(w.flows[3].sum() / len(alive(w))))
    assert start < 0.22
    assert describe(world, world.month)["aged_65"] == pytest.approx(0.30, abs=0.01)
    assert len(alive(world)) == pytest.approx(world.turnover.target[0], abs=9)
    assert max(most) < 0.01 + 0.012 + 0.004, "1 % of residents a month may make way, and 6 % a year move as always"
    sound(world)


def test_fifty_times_as_many_older_people_stop_at_nearly_all():
    world = people(2_000, **{"demography.rebalancing": 0.2})
    world.demand.older_share_target = 0.95
    live(world, 60)
    assert describe(world, world.month)["aged_65"] > 0.85
    sound(world)


def test_copies_live_apart():
    world = people(1_000)
    twin = copy.deepcopy(world)
    live(world, 5)
    assert twin.month == -60
    live(twin, 5)
    assert np.array_equal(world.residents.key, twin.residents.key)


def test_households_go_where_there_is_most_room():
    assert most_room_first(np.array([0.0, 10.0, 5.0]), 0, 3, 5).tolist() == [1, 1, 1, 2, 1]
    assert most_room_first(np.array([99.0, 0.0, 10.0, 5.0, 99.0]), 1, 4, 5).tolist() == [2, 2, 2, 3, 2]
    assert len(most_room_first(np.array([-50.0, -60.0]), 0, 2, 9)) == 9


def test_where_nobody_moves_those_who_come_are_of_the_ages_at_which_people_move():
    weights = arriving(0.0, 1.0)
    few = arriving(1e-9, 0.0)
    few[Kind.ALONE] /= ALONE_ARRIVING
    assert weights / weights.sum() == pytest.approx(few / few.sum())
