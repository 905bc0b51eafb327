"""Scenarios: layering, checking, fingerprints, draws, and what ships."""

import copy
import itertools
import pickle
from pathlib import Path

import pytest
from files import write

from simulation.scenario import LIBRARY, Scenario, ScenarioError

# layering


def test_a_scenario_is_its_parent_but_for_what_it_says(tmp_path: Path) -> None:
    write(tmp_path, "parent", "extends: worlds/market_town\neffort:\n  lag: 6\n  earliness: 0.5\n")
    child = Scenario.load(write(tmp_path, "child", "extends: parent.yaml\ntitle: Ours\neffort: {lag: 9}\n"))
    assert (child.effort.lag, child.effort.earliness, child.effort.connecting_share) == (9, 0.5, 0.0)
    assert (child.name, child.title, child["ladder.functional_up"]) == ("child", "Ours", (0.01, 0.04, 0.02))
    assert child.origin("effort.lag") == f"{tmp_path}/child.yaml:3"
    assert child.origin("effort.earliness") == f"{tmp_path}/parent.yaml:4"
    assert child.origin("effort.connecting_share").endswith("effort.yaml:9")
    assert child.origin("places") == "scenarios/worlds/market_town.yaml:11"


def test_places_are_replaced_as_a_whole(tmp_path: Path) -> None:
    text = "extends: worlds/county\nplaces:\n  - name: 'on'\n    residents: 300\n"
    places = Scenario.load(write(tmp_path, "ours", text)).places
    assert [(place.name, place.residents, place.older_tilt) for place in places] == [("on", 300, 1.0)]


def test_changes_come_last_and_texts_are_read_as_in_a_file(town: Scenario) -> None:
    changed = town.with_changes({"effort.lag": "9", "effort.on": "false", "ladder.functional_up": "[0, 1, 1e-3]"})
    assert (changed.effort.lag, changed.effort.on, changed.ladder.functional_up) == (9, False, (0.0, 1.0, 0.001))
    assert (changed.origin("effort.lag"), town.effort.lag) == ("changes", 12)
    assert Scenario.load("worlds/market_town", {"effort.lag": 9}).effort.lag == 9
    assert town.with_changes({"places": [{"name": "Ours", "residents": 500}]}).places[0].residents == 500
    assert town.with_changes({"demand.path": "held"}).demand.path == "held"


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("effort.conecting_share", 0.3, "Did you mean effort.connecting_share?"),
        ("effort", 0.3, "Name one of its settings: effort.on, effort.connecting_share"),
        ("lag", 3, "Did you mean effort.lag"),
        ("places.0.residents", 500, "is not a setting"),
        ("title", "Ours", "title is said in the scenario's own file, and cannot be changed here"),
        ("effort.lag", "12.5", "a whole number from 1 to 60"),
        ("effort.lag", "on", "the text 'on'"),
        ("effort.on", "on", "true or false"),
        ("effort.earliness", "9" * 5000, "a number from 0 to 1"),
        ("effort.earliness", object(), "no kind of value"),
        ("effort.earliness", "[", "not valid YAML"),
        ("ladder.functional_up", "[1, 2]", "a list of 2, but must be a list of 3 numbers"),
        ("ladder.functional_up", (1.0, float("nan"), 1.0), "item 2 is not a number (NaN)"),
        ("demand.path", 3, "rising or held"),
    ],
)
def test_bad_changes_have_the_same_messages(town: Scenario, key: str, value: object, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        town.with_changes({key: value})
    assert words in str(caught.value)
    assert str(caught.value).startswith("changes")


def test_changes_are_called_what_the_user_calls_them(town: Scenario) -> None:
    for changed in (
        town.with_changes({"effort.lag": 9}, "--set"),
        Scenario.load("market_town", {"effort.lag": 9}, "--set"),
    ):
        assert changed.origin("effort.lag") == "--set"
    with pytest.raises(ScenarioError, match=r"^--set: effort\.lag is 99, but must be"):
        Scenario.load("market_town", {"effort.lag": 99}, "--set")
    with pytest.raises(ScenarioError, match=r"^--set: places must be a list"):
        town.with_changes({"places": "[]"}, "--set")


def test_an_unknown_name_is_told_the_nearest() -> None:
    with pytest.raises(ScenarioError, match=r"Did you mean making_things_happen\?"):
        Scenario.load("making_thing_happen")


# identity


def test_equal_content_has_an_equal_fingerprint_however_it_was_layered(tmp_path: Path, town: Scenario) -> None:
    early = write(tmp_path, "early", "extends: worlds/market_town\ntitle: E\neffort: {earliness: 1}\n")
    both = Scenario.load(write(tmp_path, "both", "extends: early.yaml\neffort: {lag: 9}\n"))
    flat = Scenario.load("worlds/market_town", {"effort.lag": 9, "effort.earliness": 1.0})
    assert both == flat
    assert both.fingerprint == flat.fingerprint
    assert len({both, flat, town, Scenario.load(early)}) == 3
    assert len(town.fingerprint) == 16
    int(town.fingerprint, 16)


def test_every_value_and_every_place_counts_in_the_fingerprint(town: Scenario) -> None:
    place = {"name": "Ours", "residents": 500}
    several: list[dict[str, object]] = [
        {"effort.lag": 13},
        {"ladder.functional_up": [0.01, 0.04, 0.020000001]},
        {"demand.path": "held"},
        {"effort.on": False},
        {"places": [place]},
        {"places": [{**place, "halls": 0.6}]},
        {"places": [place, {**place, "name": "Theirs"}]},
        {"places": [{**place, "name": "Theirs"}, place]},
    ]
    prints = {town.fingerprint, *(town.with_changes(changes).fingerprint for changes in several)}
    assert len(prints) == 1 + len(several)


@pytest.mark.parametrize(
    "name", ["on", "12:30", "1e-3", "null", 'Ash"ton: #1', "Tŷ Ddewi 🏘", "- a", "0o17", "~", "\\n"]
)
def test_the_resolved_text_loads_back_the_same(tmp_path: Path, town: Scenario, name: str) -> None:
    ours = town.with_changes({"places": [{"name": name, "residents": 500}, {"name": "b"}]}).draw(7)
    back = Scenario.load(write(tmp_path, "back", ours.to_yaml()))
    assert back == ours
    assert back.places[0].name == name
    assert (back.title, back.description) == (ours.title, ours.description)
    assert dict(back.values) == dict(ours.values)


def test_a_scenario_travels_and_stays_as_it_is(town: Scenario) -> None:
    drawn = town.draw(7)
    for twin in (pickle.loads(pickle.dumps(drawn)), copy.deepcopy(drawn)):
        assert twin == drawn
        assert (twin.effort.lag, twin.drawn, twin.origins) == (drawn.effort.lag, drawn.drawn, drawn.origins)
    assert pickle.loads(pickle.dumps(town.places[0])) == town.places[0] == copy.deepcopy(town.places[0])
    for frozen, name in ((town, "title"), (town, "effort"), (town.effort, "lag"), (town.places[0], "halls")):
        with pytest.raises(AttributeError):
            setattr(frozen, name, 3)
    with pytest.raises(TypeError):
        town.values["effort.lag"] = 3  # type: ignore[index]


# today, null arms, draws


def test_today_undoes_policies_and_nothing_else(town: Scenario) -> None:
    tomorrow = town.with_changes({"effort.connecting_share": 0.3, "effort.earliness": 0.6, "effort.lag": 9})
    today = tomorrow.today()
    assert (today.effort.connecting_share, today.effort.earliness, today.effort.lag) == (0.0, 0.3, 9)
    assert today == town.with_changes({"effort.lag": 9})
    assert today.origin("effort.earliness").endswith("effort.yaml:20")


def test_the_null_arm_takes_away_only_the_effects_named(town: Scenario) -> None:
    null = town.without_effects({"direct efficacy"})
    assert (null.ladder.efficacy, null.origin("ladder.efficacy")) == (0.0, "null arm")
    assert town.without_effects({"network efficacy", "direct harm"}) == town
    with pytest.raises(ScenarioError, match="no effect"):
        town.without_effects({"efficacy"})


def test_a_draw_moves_what_is_not_well_known_and_nothing_else(town: Scenario) -> None:
    drawn = town.draw(7)
    assert set(drawn.drawn) == {"effort.lag", "ladder.functional_up", "ladder.efficacy", "demand.growth"}
    assert {key for key in town.values if town[key] != drawn[key]} <= set(drawn.drawn)
    assert set(town.draw(7, grades="D").drawn) == {"ladder.functional_up", "ladder.efficacy", "demand.growth"}
    assert drawn.origin("demand.growth") == "drawn with seed 7"


def test_what_a_scenario_sets_itself_is_held(town: Scenario) -> None:
    for seed in range(20):
        ours = town.with_changes({"demand.growth": 2.5}).draw(seed)
        assert ours.demand.growth == 2.5
        assert set(town.draw(seed).drawn) - set(ours.drawn) == {"demand.growth"}
        assert {key: town.draw(seed).drawn[key] for key in ours.drawn} == ours.drawn


def test_what_a_user_says_is_held_though_the_card_says_the_same(town: Scenario, tmp_path: Path) -> None:
    key = next(iter(town.draw(3).drawn))
    same = town.with_changes({key: town[key]})
    drawn, held = town.draw(3), same.draw(3)
    assert drawn[key] != town[key]
    assert held[key] == town[key]
    assert set(drawn.drawn) - set(held.drawn) == {key}
    assert same.fingerprint != town.fingerprint
    path = tmp_path / "kept.yaml"
    path.write_text(same.to_yaml())
    assert Scenario.load(path).fingerprint == same.fingerprint
    assert Scenario.load(path).draw(3)[key] == town[key]
    assert town.with_changes({"run.years": town.run.years}).fingerprint == town.fingerprint, "what is not drawn anyway"


def test_what_a_file_has_fitted_is_drawn_around_its_value_until_a_later_one_sets_it(tmp_path: Path) -> None:
    fit = "extends: worlds/market_town\nfitted: [demand.growth]\ndemand: {growth: 2.5}\n"
    fitted = Scenario.load(write(tmp_path, "fit", fit))
    assert (fitted.fitted, fitted.demand.growth) == ({"demand.growth"}, 2.5)
    draws = [fitted.draw(seed).demand.growth for seed in range(200)]
    assert (min(draws) < 1.3, max(draws) > 2.9) == (True, True)
    assert sum(draw < 2.5 for draw in draws) / 200 == pytest.approx(0.5, abs=3 * 0.25**0.5 / 200**0.5)
    assert Scenario.load(write(tmp_path, "again", fitted.to_yaml())) == fitted
    assert pickle.loads(pickle.dumps(fitted)).fitted == fitted.fitted
    plain = Scenario.load(write(tmp_path, "plain", "extends: worlds/market_town\ndemand: {growth: 2.5}\n"))
    assert plain != fitted
    held = Scenario.load(write(tmp_path, "held", "extends: fit.yaml\ndemand: {growth: 1.5}\n"))
    assert {one.draw(3).demand.growth for one in (held, fitted.with_changes({"demand.growth": 1.5}))} == {1.5}


def test_a_draw_is_the_quantile_of_a_range_whose_median_is_the_cards_value(town: Scenario) -> None:
    centre = town.demand.growth
    for seed in range(20):
        ours = town.draw(seed)
        u = ours.drawn["demand.growth"]
        expected = 1.2 + (centre - 1.2) * 2 * u if u < 0.5 else centre + (3 - centre) * (2 * u - 1)
        assert ours.demand.growth == pytest.approx(expected)
        factor = 0.5 + ours.drawn["ladder.functional_up"]  # 0.5 to 1.5, and so linear throughout
        assert ours.ladder.functional_up == pytest.approx((0.01 * factor, 0.04 * factor, 0.02 * factor))
        assert isinstance(ours.effort.lag, int)


def test_one_seed_draws_the_same_quantiles_in_every_scenario_and_each_name_its_own(town: Scenario) -> None:
    other = town.with_changes({"effort.connecting_share": 0.3, "run.years": 7})
    assert town.draw(11).drawn == other.draw(11).drawn
    assert town.draw(11).drawn != town.draw(12).drawn
    assert len(set(town.draw(11).drawn.values())) == 4


def test_draws_are_uniform_and_independent_across_names(town: Scenario) -> None:
    draws = [town.draw(seed).drawn for seed in range(400)]
    for key in draws[0]:
        mean = sum(one[key] for one in draws) / 400
        assert abs(mean - 0.5) < 4 * (1 / 12 / 400) ** 0.5
    for one, other in itertools.combinations(draws[0], 2):
        product = sum((draw[one] - 0.5) * (draw[other] - 0.5) for draw in draws) / 400
        assert abs(product * 12) < 4 / 400**0.5


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_a_seed_has_64_bits(town: Scenario, seed: int) -> None:
    with pytest.raises(ValueError, match=r"The seed is .*, but must be a whole number from 0 to 2\^64 - 1\."):
        town.draw(seed)


# what ships (with the real cards)


def test_shipped_scenarios_are_the_four_corners_of_one_world() -> None:
    corners = {
        "doing_things": (0.0, 0.3),
        "do_early": (0.0, 0.6),
        "connect_late": (0.3, 0.3),
        "making_things_happen": (0.3, 0.6),
    }
    loaded = {name: Scenario.load(name) for name in corners}
    assert {name: (one.effort.connecting_share, one.effort.earliness) for name, one in loaded.items()} == corners
    assert len({one.today() for one in loaded.values()}) == 1
    assert loaded["doing_things"] == Scenario.load("market_town")


def test_shipped_files_all_load_back_from_their_resolved_text(tmp_path: Path) -> None:
    for path in sorted(LIBRARY.rglob("*.yaml")):
        if not {"calibration", "studies", "lessons"} & set(path.parts):
            tool = bool({"tools", "events"} & set(path.parts))
            loaded = Scenario.load(f"worlds/market_town+{path.stem}@6" if tool else path)
            assert bool(loaded.schedule) == tool
            assert loaded.title
            assert loaded.description
            assert Scenario.load(write(tmp_path, "back", loaded.draw(1).to_yaml())) == loaded.draw(1)


def test_shipped_worlds_are_a_town_of_10_000_and_a_county_of_four_unlike_places() -> None:
    assert [place.residents for place in Scenario.load("market_town").places] == [10_000]
    county = Scenario.load("county").places
    assert (len(county), sum(place.residents for place in county)) == (4, 40_000)
    assert len({place.deprivation for place in county}) == len({place.older_tilt for place in county}) == 4


@pytest.mark.parametrize("key", ["statutory_share", "discretionary_share"])
def test_shipped_shares_of_the_budget_leave_no_fixed_spending_below_zero(tmp_path: Path, key: str) -> None:
    said = "extends: worlds/market_town\nbudget:\n  statutory_share: 0.55\n  discretionary_share: 0.15\n"
    line = 3 if key == "statutory_share" else 4
    path = write(tmp_path, "ours", said.replace("0.55" if line == 3 else "0.15", "0.9"))
    with pytest.raises(ScenarioError) as caught:
        Scenario.load(path)
    for words in ("budget.statutory_share", "budget.discretionary_share", f"ours.yaml:{line}", "Lower one of them."):
        assert words in str(caught.value)
    assert str(caught.value).startswith(f"{tmp_path}/ours.yaml:")
    with pytest.raises(ScenarioError, match=r"come to 1\.05 of income"):
        Scenario.load("market_town", {f"budget.{key}": 0.9 if line == 3 else 0.5})


def test_shipped_connectors_work_no_more_than_all_their_time() -> None:
    with pytest.raises(ScenarioError, match=r"connecting\.connect_share is 1 .* come to 1\.7 of a connector’s time"):
        Scenario.load("making_things_happen", {"connecting.connect_share": 1.0})


def test_shipped_draws_leave_no_fixed_spending_below_zero() -> None:
    ours = Scenario.load("market_town", {"budget.statutory_share": 0.85})
    drawn = [ours.draw(seed).budget for seed in range(100)]
    assert {one.statutory_share for one in drawn} == {0.85}
    assert max(one.discretionary_share for one in drawn) == pytest.approx(0.15)
    assert min(one.discretionary_share for one in drawn) < 0.1
