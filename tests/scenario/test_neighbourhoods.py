"""How a place's neighbourhoods are shared out to fifths by deprivation, and whether there are enough of them."""

import pytest

from simulation.outputs.words import coarse
from simulation.scenario import Scenario
from simulation.scenario.places import neighbourhoods, uninhabited


def _places(*said):
    places = [
        {"name": f"Place {n}", "residents": residents, "neighbourhood_size": 1000, "deprivation": list(shares)}
        for n, (residents, shares) in enumerate(said)
    ]
    return Scenario.load("doing_things", {"places": places}).places


@pytest.mark.parametrize(
    ("residents", "shares", "numbers"),
    [
        (10_000, (0.1, 0.2, 0.2, 0.2, 0.3), (1, 2, 2, 2, 3)),
        # 7 x shares = 1.05, 1.4, 1.4, 1.75, 1.4: the two that are left go to .75, then to the first of the .4s
        (7_000, (0.15, 0.2, 0.2, 0.25, 0.2), (1, 2, 1, 2, 1)),
        (1_400, (0.45, 0.25, 0.15, 0.1, 0.05), (1, 0, 0, 0, 0)),
        (400, (0.0, 0.0, 0.0, 0.0, 1.0), (0, 0, 0, 0, 1)),
    ],
)
def test_largest_remainders(residents, shares, numbers):
    (place,) = _places((residents, shares))
    assert neighbourhoods(place) == numbers


def test_a_fifth_without_a_neighbourhood_is_told():
    few = _places((2_000, (0.45, 0.25, 0.15, 0.15, 0.0)))
    assert uninhabited(few) == [2, 3]
    (told,) = coarse(few)
    assert told.startswith("2 neighbourhoods are too few")
    assert "the 3rd and 4th fifths" in told


def test_places_together_may_have_all_fifths():
    assert not coarse(_places((2_000, (0.5, 0.5, 0.0, 0.0, 0.0)), (3_000, (0.0, 0.0, 0.3, 0.3, 0.4))))


def test_a_fifth_that_nobody_asked_for_is_no_trouble():
    assert not coarse(_places((1_000, (0.0, 1.0, 0.0, 0.0, 0.0))))
