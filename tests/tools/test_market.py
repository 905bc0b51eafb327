"""Smarter commissioning and its trap; a largest provider that leaves; incentives by place; same people, same luck."""

import numpy as np
import pytest
from test_traps import surely_above_zero

from simulation.agents.provider import Provider
from simulation.agents.residents import CRISIS, Status
from simulation.scenario import Scenario
from simulation.world import World

SEEDS = range(1, 13)
RICH = {
    "politics.turn_chance": 0.0, "budget.reserves_share": 2.0, "market.direct_bought": 0.6, "service.caseload": 4,
}  # fmt: skip
"""No election turns the tool round, no freeze stops direct help, enough of it is bought to see what buying does, and
there is a place for few, so that it matters who is taken: what those before crisis leave would go to those in it."""


@pytest.fixture(scope="module")
def settled():
    return [World(Scenario.load("doing_things", RICH), rng=seed) for seed in SEEDS]


def lived(settled, changes, months, see, first=0):
    """What `see` sees in months `first` to `months` of a fork of each settled world [seed, month, ...]."""
    seen = []
    for world in settled:
        fork = world.fork(Scenario.load("doing_things", RICH | changes) if isinstance(changes, dict) else changes)
        seen.append([])
        for month in range(months):
            fork.step_month()
            if month >= first:
                seen[-1].append(see(fork))
    return np.array(seen, float)


HONEST = "market.picking_value"


def served(world):
    """Of people at level 2 and at level 1 who want direct help, the shares who get it; early part; hours for money."""
    r, needs = world.residents, world.needs
    level, status = r.level[needs.person, needs.ladder], r.status[needs.person, needs.ladder]
    wants = (status == Status.DIRECT) | (status == Status.WAITING)
    shares = [
        (wants & (level == n) & (status == Status.DIRECT)).sum() / max((wants & (level == n)).sum(), 1) for n in (2, 1)
    ]
    early = needs.direct[level < CRISIS].sum() / max(needs.direct.sum(), 1)
    minutes = world.budget.direct_minutes().sum() / world.budget.direct.sum()
    return [*shares, early, minutes]


def test_easier_cases_are_picked_and_harder_ones_go_without(settled):
    """Against the same tool under measures that picking cannot raise, which also moves help to before crises."""
    arms = [("doing_things", {}), *(("doing_things+smarter_commissioning", one) for one in ({HONEST: 0.0}, {}))]
    told = [Scenario.load(name, RICH | changes) for name, changes in arms]
    base, honest, tool = (lived(settled, one, 36, served, first=15).mean(axis=1) for one in told)
    assert surely_above_zero(honest[:, 0] - tool[:, 0]), "fewer of those with complex need are served"
    assert surely_above_zero(tool[:, 2] - base[:, 2]), "more of the hours come before a crisis"
    assert surely_above_zero(base[:, 3] - honest[:, 3]), "the same money buys fewer hours"


def test_new_contracts_and_outcomes_and_measuring_cost_hours(settled):
    """A year of contracts: 2 % of hours. Then .6 of the money buys hours at (1 + .5 (2 x .25 x .4)) (1 + .5 x .15)."""
    tool = Scenario.load("doing_things+smarter_commissioning", RICH)
    base, changed = (lived(settled[:2], one, 20, served)[:, :, 3] for one in ({}, tool))
    assert (changed / base)[:, :12] == pytest.approx(1 / 1.02, abs=2e-3)
    social = 1 + 0.2 * Scenario.load("doing_things").market.social_cost
    bought = 0.6 / (social * 1.1 * 1.075)
    assert (changed / base)[:, 12] == pytest.approx(0.4 + bought, abs=2e-3)


def test_when_the_largest_provider_fails_its_hours_go_and_people_wait(settled):
    def see(world):
        r = world.residents
        waiting = (r.status[: r.count] == Status.WAITING) & (r.level[: r.count] == CRISIS)
        firms = world.agents_by_type[Provider]
        market = world.market
        return [waiting.sum(), firms.agg("capacity", sum), len(firms), market.price[0], market.concentration[0]]

    fails = Scenario.load("doing_things+provider_failing@6", RICH)
    base, changed = lived(settled, {}, 36, see), lived(settled, fails, 36, see)
    assert (base[:, :6] == changed[:, :6]).all()
    largest = base[:, 6, 1] - changed[:, 6, 1]
    assert (largest > base[:, 6, 1] / base[:, 6, 2]).all(), "more than a provider has on average"
    assert (changed[:, 6, 2] == base[:, 6, 2] - 1).all()
    assert surely_above_zero(changed[:, 7, 0] - base[:, 7, 0]), "people in crisis wait who did not"
    thinner = changed[:, 7, 4] > base[:, 7, 4]
    assert thinner.mean() > 0.9, "all but where one firm had nearly everything"
    assert ((changed[:, 8, 3] > base[:, 8, 3]) == thinner).all(), "where fewer share the market they ask more"
    assert (changed[:, 35, 1] > changed[:, 7, 1]).all(), "hours for sale come back"
    assert (changed[:, 12, 1] < base[:, 12, 1]).all(), "but slowly"


COUNTY = """extends: doing_things
places: [{name: Vale, residents: 1500}, {name: Mill town, residents: 1500}]
run: {settling_months: 24}
politics: {turn_chance: 0.0}
schedule:
  - {from: 2, until: 8, places: [Mill town], market: {price_uplift: 0.2, entry_support: 0.3}}
  - {from: 3, until: 4, places: [Vale], market: {largest_leave: 2}}
"""


def test_incentives_and_events_vary_by_place_and_month(tmp_path):
    (tmp_path / "county.yaml").write_text(COUNTY)
    world = World(Scenario.load(tmp_path / "county.yaml"), rng=3)
    prices, providers = [], []
    for _ in range(10):
        world.step_month()
        prices.append(world.market.price.tolist())
        providers.append([len(place.providers) for place in world.place_agents])
    assert [price[0] for price in prices[:4]] == [1.0] * 4
    assert [price[1] for price in prices[:3]] == pytest.approx([1.0, 1.0, 1.2])
    assert prices[4][0] > 1.0
    assert prices[8][1] < 1.2
    assert [row[0] for row in providers[:4]] == [6, 6, 6, 4]
    assert providers[-1][1] >= 6


def test_nothing_differs_where_the_market_is_as_it_was_and_it_is_off(settled):
    """Centred: at today's prices, with hours enough for all, the same people are helped as without a market."""

    def state(world):
        r = world.residents
        return np.concatenate([r.level[: r.count].ravel(), r.status[: r.count].ravel(), world.budget.statutory.ravel()])

    for world in settled[:2]:
        on, off = world.fork({}), world.fork({"market.on": False})
        for _ in range(12):
            on.step_month()
            off.step_month()
            assert on.market.price.tolist() == [1.0]
            assert not on.market.refused.any()
            assert np.array_equal(state(on), state(off))
        off.step_month()
        assert not off.market.for_direct.any()
        assert not off.market.for_duties.any()


def test_entitlements_do_not_depend_on_how_providers_are_paid(settled):
    changes = {"market.price_uplift": 0.3, "market.outcome_share": 0.6, "market.entry_support": 0.2}
    base, changed = (
        lived(settled[:2], one, 24, lambda w: [*w.budget.income[0], w.budget.first_discretionary.sum()])
        for one in ({}, changes)
    )
    assert np.array_equal(base, changed)
