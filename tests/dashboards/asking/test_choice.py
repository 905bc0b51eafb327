"""A choice says two scenarios: the levers move the second alone, all else moves both."""

from hypothesis import given
from hypothesis import strategies as st

from dashboards.asking.choice import MODELS, OWN, WORLDS, Choice, changeable, of, shipped
from simulation.experiments.design import LEVERS


def test_the_usual_choice_is_the_shipped_pair():
    first, second = Choice().pair()
    assert (first, second) == (shipped("doing_things"), shipped("making_things_happen"))
    assert (first.name, second.name) == ("doing_things", "making_things_happen")


def test_levers_move_the_second_way_alone_and_all_else_moves_both():
    first, second = Choice().with_value("effort.connecting_share", 0.5).with_value("trust.start", 0.4).pair()
    assert (first.effort.connecting_share, second.effort.connecting_share) == (0.0, 0.5)
    assert (first.trust.start, second.trust.start) == (0.4, 0.4)


def test_a_usual_value_is_no_change():
    assert not Choice().with_value("effort.lag", 6).with_value("effort.lag", 12).changed


def test_before_a_change_the_place_and_the_years_are_the_same():
    choice = Choice("county", 5).with_value("effort.lag", 6)
    assert choice.before() == Choice("county", 5)
    assert choice.changed
    assert not choice.before().changed


def test_another_way_of_working_brings_its_own_levers():
    choice = Choice().with_value(LEVERS[0], 0.9).with_value("effort.lag", 6).with_model("do_early")
    assert choice.value(LEVERS[0]) == shipped("do_early")[LEVERS[0]]
    assert choice.value("effort.lag") == 6


@given(st.sampled_from(WORLDS), st.sampled_from(MODELS), st.integers(1, 40), st.floats(0, 1), st.integers(1, 60))
def test_a_scenario_says_the_choice_that_made_it(world, model, years, share, lag):
    choice = Choice(world, years).with_model(model).with_value(LEVERS[0], share).with_value("effort.lag", lag)
    assert of(choice.pair()[1]).pair() == choice.pair()


def test_places_of_ones_own_are_kept():
    own = shipped("market_town").with_changes({"places": [{"name": "Our town", "residents": 3000}]})
    choice = of(own)
    assert choice.world == OWN
    assert choice.pair()[1].places == own.places


def test_every_card_but_those_of_places_can_be_changed():
    assert "effort.lag" in changeable()
    assert not any(key.startswith("place.") for key in changeable())
