"""A link reproduces a choice; one changed by hand is told in a sentence and mended, whatever it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.asking.choice import Choice, changeable, of, shipped
from dashboards.asking.permalink import MOST_COMPLAINTS, MOST_LETTERS, query, read
from simulation.parameters import cards


def test_the_usual_choice_needs_no_words():
    assert query(Choice()) == ""
    assert read("") == read(None) == (Choice(), [])


@given(st.sampled_from(sorted(changeable())), st.floats(0, 1))
def test_every_setting_comes_back(key, u):
    card = cards()[key]
    value = card.draw(card.value, u) if card.plausible else card.value
    choice = Choice("county", 7).with_value(key, value)
    assert read(query(choice)) == (choice, [])


def test_a_place_and_a_title_of_ones_own_come_back():
    own = shipped("market_town").with_changes({"places": [{"name": "<b>Ober & Unter</b>", "residents": 3000}]})
    choice = Choice("own", 5, places=of(own).places, title="<script>?&=é")
    assert read(query(choice)) == (choice, [])


@pytest.mark.parametrize(
    ("said", "key", "value"),
    [("effort.lag=900", "effort.lag", 60), ("effort.lag=-1", "effort.lag", 1), ("effort.lag=6.4", "effort.lag", 6)],
)
def test_a_number_out_of_range_is_clamped_and_told(said, key, value):
    choice, told = read(said)
    assert choice.value(key) == value
    assert "must be a whole number from 1 to 60 (months)" in told[0]
    assert told[0].endswith(f"{value} is used instead.")


@pytest.mark.parametrize("key", ["years", *changeable()])
@pytest.mark.parametrize("said", [".nan", ".inf", "-.inf", "[.nan]", "0xffffffffffffffffffff"])
def test_what_is_no_number_is_told(key, said):
    choice, told = read(f"{key}={said}")
    assert told
    choice.pair()


def test_an_unknown_name_is_told_with_the_nearest_one():
    choice, told = read("effort.laag=3&years=5")
    assert choice == Choice(years=5)
    assert "Did you mean effort.lag?" in told[0]


def test_values_that_cannot_go_together_are_told():
    choice, told = read("world=own&place={residents: 3000}")
    assert choice == Choice()
    assert "has no name" in told[0]


@given(st.text(max_size=300))
def test_nothing_that_a_link_says_is_an_error(text):
    choice, told = read(text)
    choice.pair()
    assert len(told) <= MOST_COMPLAINTS + 2


@given(st.lists(st.tuples(st.sampled_from(["world", "years", "model", "title", "place", *changeable()]), st.text())))
def test_nothing_that_a_setting_is_said_to_be_is_an_error(pairs):
    read("&".join(f"{key}={value}" for key, value in pairs))[0].pair()


def test_a_very_long_link_is_not_read():
    choice, told = read("effort.lag=3&" + "x" * MOST_LETTERS)
    assert choice == Choice()
    assert "too long" in told[0]
