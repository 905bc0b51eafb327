"""Worlds that ship: each says only what a place is like, lives, and looks like what it is called."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from simulation.parameters import cards
from simulation.scenario import LIBRARY, Scenario, ScenarioError
from simulation.world import World

WORLDS = sorted(path.stem for path in (LIBRARY / "worlds").glob("*.yaml"))
ACCEPTANCE = ("favours_delivery", "favours_networks")
MADE = (*ACCEPTANCE, "delivery_does_better")
"""Worlds of invented facts, made for what might come of them."""
OLD = 65 * 12


@cache
def lived(name):
    """A world that has settled and lived a year; its invariants are checked every month."""
    world = World(name, rng=5)
    for _ in range(12):
        world.step_month()
    return world


@cache
def founded(name):
    """A world as it is made, before it settles."""
    return World(name, rng=5, **{"run.settling_months": 0})


def people(world, place=None):
    """Rows of those who live in a world, or in one of its places."""
    r = world.residents
    here = np.flatnonzero(r.alive[: r.count])
    return here if place is None else here[world.place_of[r.neighbourhood[here]] == place]


def share_old(world, place=None):
    """Share of residents of 65 or over."""
    rows = people(world, place)
    return (world.month - world.residents.born[rows] >= OLD).mean()


def share_white(world):
    """Share of residents of the white ethnic groups."""
    return (world.residents.ethnic[people(world)] == 0).mean()


def changed(scenario):
    """The cards that a scenario has away from their values."""
    return {key: value for key, value in scenario.values.items() if value != cards()[key].value}


# what a world may say


@pytest.mark.parametrize("name", WORLDS)
def test_a_world_says_what_a_place_is_like_and_nothing_of_what_help_achieves_or_what_is_done(name):
    scenario = Scenario.load(name)
    assert not scenario.schedule
    assert scenario.title
    assert scenario.description
    for key in changed(scenario):
        assert cards()[key].decides != "policy", key
        flips = name == "favours_delivery" and key == "politics.turn_chance"
        assert cards()[key].effect is None or flips, f"{key}; Model, section 7, names political flips alone"


NO_RANGE = {"run.years": (5, 40), "politics.term": (1, 4)}
"""Cards without a plausible range: lengths of a run (Model, section 2), and of a term of an English council."""


def within_range(card, value):
    """Whether a value lies in a card's plausible range; the items of a list do so together, by factors."""
    low, high = card.plausible or NO_RANGE[card.key]
    if isinstance(value, tuple):
        return all(low - 1e-9 <= one / usual <= high + 1e-9 for one, usual in zip(value, card.value, strict=True))
    return low <= value <= high


@pytest.mark.parametrize("name", MADE)
def test_a_made_world_stays_inside_plausible_ranges(name):
    scenario = Scenario.load(name)
    assert len(changed(scenario)) > 8
    for key, value in changed(scenario).items():
        assert within_range(cards()[key], value), key
    for place in scenario.places:
        for part in ("formal_groups", "informal_groups", "halls"):
            assert within_range(cards()[f"place.{part}"], getattr(place, part)), part


def test_what_lies_outside_a_plausible_range_would_be_seen():
    assert not within_range(cards()["acute.scale"], 2.6)
    assert not within_range(cards()["ladder.home_up"], (0.0023, 0.0092, 0.0037 * 1.4))


def test_made_worlds_do_not_differ_between_ways_of_working():
    for name in MADE:
        ways = [Scenario.load(way, world=name) for way in ("doing_things", "making_things_happen")]
        assert {key for key in ways[0].values if ways[0][key] != ways[1][key]} == {
            "effort.connecting_share",
            "effort.earliness",
        }
        assert ways[0].today() == ways[1].today()


# another world for a way of working


def test_a_way_of_working_goes_to_any_world_and_keeps_its_tools(tmp_path):
    there = Scenario.load("making_things_happen+rationing@6", world="coastal_town")
    assert there.places == Scenario.load("coastal_town").places
    assert (there.effort.connecting_share, there.turns) == (0.3, {6})
    (tmp_path / "ours.yaml").write_text("extends: making_things_happen\neffort: {lag: 6}\n")
    ours = Scenario.load(tmp_path / "ours.yaml", world="county")
    assert (len(ours.places), ours.effort.lag, ours.effort.connecting_share) == (4, 6, 0.3)
    with pytest.raises(ScenarioError, match="says its own places, so it cannot go to another world"):
        Scenario.load("county", world="coastal_town")


# what each looks like


@pytest.mark.parametrize("name", WORLDS)
def test_a_world_settles_and_lives_a_year(name):
    world = lived(name)
    assert world.month == 12
    assert world.budget.income.sum(axis=1).min() > 0
    assert world.people.min() > 0


PUBLISHED = {  # 65 or over, ONS mid-2020; white, Census 2021; most deprived fifth, IMD 2019
    "coastal_town": (0.273, 0.961, 0.27),
    "former_industrial_borough": (0.162, 0.681, 0.46),
    "inner_city_borough": (0.107, 0.570, 0.33),
    "new_town": (0.144, 0.718, 0.12),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_world_has_the_people_of_the_place_it_is_like(name):
    old, white, deprived = PUBLISHED[name]
    world = founded(name)
    assert share_old(world) == pytest.approx(old, abs=0.012)
    assert share_white(world) == pytest.approx(white, abs=0.015)
    assert (world.fifth_of == 1).mean() == pytest.approx(deprived, abs=0.5 / len(world.fifth_of) + 0.02)


def test_worlds_stand_in_the_order_of_their_ages_and_mixtures_once_they_have_settled():
    by_age = ("inner_city_borough", "new_town", "market_town", "coastal_town")
    assert all(share_old(lived(a)) < share_old(lived(b)) for a, b in pairwise(by_age))
    by_mixture = ("inner_city_borough", "former_industrial_borough", "new_town", "market_town", "coastal_town")
    assert all(share_white(lived(a)) < share_white(lived(b)) for a, b in pairwise(by_mixture))


def test_the_new_town_grows_by_a_sixth_in_ten_years_and_the_market_town_does_not():
    towns = [founded(name).fork({}) for name in ("new_town", "market_town")]
    first = [world.people.sum() for world in towns]
    for world in towns:
        for _ in range(120):
            world.step_month()
    grown = [world.people.sum() / before - 1.0 for world, before in zip(towns, first, strict=True)]
    assert grown[0] == pytest.approx(287_100 / 248_821 - 1.0, abs=0.01)
    assert grown[1] < 0.06


NORTH_EAST = {  # residents of the Census 2021; most deprived fifth, IMD 2019
    "Coalfield county": (522_069, 0.33), "Border county": (320_562, 0.20), "Regional city": (300_135, 0.39),
    "Shipyard city": (274_168, 0.41), "Coast borough": (208_974, 0.21), "River borough": (196_587, 0.29),
    "Bridge borough": (196_163, 0.32), "Docks borough": (147_776, 0.45), "Steel town": (143_922, 0.57),
    "Shore borough": (136_538, 0.35), "Railway town": (107_806, 0.32), "Harbour town": (92_347, 0.52),
}  # fmt: skip


def test_the_region_has_twelve_unequal_places():
    region = Scenario.load("region_of_twelve")
    assert [place.name for place in region.places] == list(NORTH_EAST)
    for place in region.places:
        residents, deprived = NORTH_EAST[place.name]
        assert place.residents == pytest.approx(residents / 50, abs=51)
        assert place.deprivation[0] == pytest.approx(deprived, abs=0.011)


def test_need_in_the_region_is_unequal_between_places():
    """At working age more people are in need where neighbourhoods are more deprived.

    Over twelve places chance alone gives a correlation beyond 0.5 once in twenty times (one-sided).
    """
    world = lived("region_of_twelve")
    r = world.residents
    fifth, need = [], []
    for place in range(12):
        rows = people(world, place)
        age = world.month - r.born[rows]
        rows = rows[(age >= 18 * 12) & (age < OLD)]
        fifth.append(r.fifth[rows].mean())
        need.append((r.level[rows] > 0).any(axis=1).mean())
    assert np.ptp(fifth) > 0.7
    assert np.corrcoef(fifth, need)[0, 1] < -0.5


LINCOLNSHIRE = {  # residents of the Census 2021; 65 or over, ONS mid-2020
    "Port district": (70_509, 0.210), "Coast district": (142_301, 0.304), "Cathedral city": (103_812, 0.153),
    "Northern villages": (118_067, 0.236), "Fen district": (95_117, 0.243), "Southern towns": (143_400, 0.234),
    "Upland district": (95_146, 0.252),
}  # fmt: skip


def test_the_rural_county_has_seven_unlike_districts():
    world = founded("rural_county")
    places = world.scenario.places
    assert [place.name for place in places] == list(LINCOLNSHIRE)
    for number, place in enumerate(places):
        residents, old = LINCOLNSHIRE[place.name]
        assert place.residents == pytest.approx(residents / 20, abs=51)
        assert share_old(world, number) == pytest.approx(old, abs=0.025)
    oldest, youngest = list(LINCOLNSHIRE).index("Coast district"), list(LINCOLNSHIRE).index("Cathedral city")
    assert share_old(world, oldest) > share_old(world, youngest) + 0.08
