"""Reorganisation, shared services and connected localism: what each costs, when it bears, and its trap."""

from functools import cache

import numpy as np
import pytest
from test_traps import surely_above_zero

from simulation.scenario import Scenario
from simulation.world import World

SEEDS = range(1, 5)
PLACES = [
    {"name": "Mill", "residents": 1500, "neighbourhood_size": 500, "deprivation": [1.0, 0.0, 0.0, 0.0, 0.0]},
    {"name": "Vale", "residents": 1500, "neighbourhood_size": 500, "deprivation": [0.0, 0.0, 0.0, 0.0, 1.0]},
]
"""Two unlike places, so that an average fits neither."""

QUIET = {
    "politics.turn_chance": 0.0,
    "budget.reserves_share": 2,
    "run.settling_months": 36,
}


def told(name):
    """A scenario in these places that no election turns round."""
    return Scenario.load(name, {"places": PLACES, **QUIET})


@cache
def settled(seed):
    """The places before month 0."""
    return World(told("doing_things"), rng=seed)


@cache
def lived(name, months=48):
    """Under a scenario, at the end of each month: [seed, month, place] of several quantities, by name."""
    seen = []
    for seed in SEEDS:
        world = settled(seed).fork(told(name))
        for _ in range(months):
            world.step_month()
            b, g = world.budget, world.groups
            links = np.bincount(world.place_of[g.neighbourhood], g.alive * g.synapse.sum(axis=1), 2)
            fit = world.understanding.fit.mean(axis=1)
            seen.append([links, fit, b.direct_minutes().sum(axis=1), b.direct.sum(axis=1), b.minutes_given.sum(axis=1),
                         b.joint.sum(axis=1), (b.discretionary - b.dual_running).sum(axis=1),
                         b.grant.sum(axis=1), world.innovation.worth.mean(axis=1)])  # fmt: skip
    table = np.array(seen, float).reshape(len(SEEDS), months, 9, 2)
    names = "links", "fit", "minutes", "money", "given", "joint", "free", "grant", "worth"
    return {name: table[:, :, n] for n, name in enumerate(names)}


def hours_per_pound(name, months):
    """Against today's delivery, over these months."""
    one, base = lived(name), lived("doing_things")
    rates = [world["minutes"][:, months].sum() / world["money"][:, months].sum() for world in (one, base)]
    assert min(world["money"][:, months].sum() for world in (one, base)) > 0
    return rates[0] / rates[1]


def test_reorganisation_dips_first():
    one, base = lived("doing_things+reorganisation"), lived("doing_things")
    assert hours_per_pound("doing_things+reorganisation", slice(0, 24)) == pytest.approx(0.9, abs=0.005)
    assert hours_per_pound("doing_things+reorganisation", slice(24, 48)) == pytest.approx(1.05, abs=0.005)
    kept = one["links"].sum(axis=(0, 2)) / base["links"].sum(axis=(0, 2))
    assert 0.45 < kept[0] < 0.6
    assert kept[-1] > kept[0] + 0.2
    missing = (base["given"] - one["given"]).sum(axis=2)
    assert surely_above_zero(missing[:, :24].sum(axis=1)), "people get fewer hours while it lasts"
    lost = (base["fit"] - one["fit"]).mean(axis=2)
    assert surely_above_zero(lost[:, 0])
    assert surely_above_zero(lost[:, 0] - lost[:, -1])


def test_a_place_that_is_reorganised_alone_leaves_the_other_as_it_is(tmp_path):
    file = tmp_path / "one.yaml"
    file.write_text(
        "extends: doing_things\nwith: [{tool: reorganisation, places: [Mill]}]\n"
        f"places: {[{**place} for place in PLACES]}\n"
    )
    plan = Scenario.load(file, QUIET)
    world, base = settled(1).fork(plan), settled(1).fork({})
    for each in (world, base):
        each.step_month()
    place = world.place_of[world.groups.neighbourhood]
    assert np.array_equal(world.groups.synapse[place == 1], base.groups.synapse[place == 1])
    assert not np.array_equal(world.groups.synapse[place == 0], base.groups.synapse[place == 0])
    changed = np.abs(world.understanding.alignment - base.understanding.alignment).max(axis=(1, 2))
    assert changed[0] > 0
    assert changed[1] == 0


def test_shared_services_fit_each_place_less_and_less():
    one, base = lived("doing_things+shared_services"), lived("doing_things")
    lost = (base["fit"] - one["fit"]).mean(axis=2)
    for earlier, later in ((0, 5), (5, 23)):
        assert surely_above_zero(lost[:, later] - lost[:, earlier])
    assert hours_per_pound("doing_things+shared_services", slice(0, 12)) == pytest.approx(0.95, abs=0.005)
    assert hours_per_pound("doing_things+shared_services", slice(12, 48)) == pytest.approx(1.02, abs=0.005)


def test_what_one_place_pays_for_may_go_to_another():
    one, base = lived("doing_things+shared_services"), lived("doing_things")
    assert (base["given"] <= base["minutes"]).all()
    assert (one["given"] > one["minutes"]).any()
    assert (one["given"].sum(axis=2) <= one["minutes"].sum(axis=2)).all()


def test_connected_localism_costs_first_and_bears_later():
    one, base = lived("doing_things+connected_localism"), lived("doing_things")
    assert hours_per_pound("doing_things+connected_localism", slice(0, 12)) == pytest.approx(1 / 1.025, abs=0.002)
    assert hours_per_pound("doing_things+connected_localism", slice(12, 48)) == pytest.approx(1, abs=0.002)
    assert one["joint"][:, :12].sum() == pytest.approx(0.005 * one["free"][:, :12].sum(), rel=0.02), "visits"
    assert one["joint"][:, 12:].sum() == pytest.approx(0.03 * one["free"][:, 12:].sum(), rel=0.02), "and what is shared"
    assert not base["joint"].any()
    direct = (base["minutes"] - one["minutes"]).sum(axis=2)
    assert surely_above_zero(direct[:, :12].sum(axis=1))
    assert np.array_equal(one["fit"][:, :6], base["fit"][:, :6]), "more freedom comes after half a year"
    assert surely_above_zero((one["fit"] - base["fit"])[:, -1].mean(axis=1))
    assert surely_above_zero((one["links"] - base["links"])[:, -1].mean(axis=1))


def test_direction_by_the_centre_costs_first_saves_later_and_evens_out():
    name = "doing_things+central_direction"
    one, base = lived(name), lived("doing_things")
    assert hours_per_pound(name, slice(0, 12)) == pytest.approx(1 / (1.0526 * 0.98), abs=0.002)
    assert hours_per_pound(name, slice(12, 48)) == pytest.approx(1 / 0.98, abs=0.002)
    assert not one["grant"][:, :12].any(), "what places need is known after a year"
    assert one["grant"][:, 12:].any()
    assert abs(one["grant"].sum(axis=2)).max() == 0, "to the penny"
    assert not base["grant"].any()
    assert (one["worth"][:, :, 0] == one["worth"][:, :, 1]).all(), "the trap: the same everywhere, mistakes included"
    assert (base["worth"][:, 12:, 0] != base["worth"][:, 12:, 1]).any()
