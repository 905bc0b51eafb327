"""M20: elections that turn an approach round, and cuts that fall on connecting first."""

import pytest

from simulation.chance import Decision
from simulation.mechanisms.budget import Budget
from simulation.mechanisms.politics import hold_elections, is_election, share_when_cut, turned

from .village import village


@pytest.mark.parametrize(
    ("month", "term", "held"),
    [(0, 4, False), (47, 4, False), (48, 4, True), (96, 4, True), (12, 1, True), (-48, 4, False)],
)
def test_elections_end_whole_terms(month, term, held):
    assert is_election(month, term) == held


def test_an_election_turns_either_way_with_the_same_chance():
    assert [turned(0.2, before, 0.3) for before in (False, True)] == [True, False]
    assert [turned(0.4, before, 0.3) for before in (False, True)] == [False, True]


def test_each_place_has_its_own_luck():
    for month in (48, 96, 144):
        town = village(1, month=month, politics__turn_chance=0.5)
        hold_elections(town)
        assert town.places.turned_back.tolist() == (town.luck(Decision.ELECTION, town.places.key) < 0.5).tolist()
        town.month = month + 1
        before = town.places.turned_back.copy()
        hold_elections(town)
        assert (town.places.turned_back == before).all()


@pytest.mark.parametrize(
    ("cut", "bias", "share"),
    [
        (0.0, 2.0, 0.3),
        (0.25, 1.0, 0.3),
        (0.25, 2.0, 0.3 * 0.5 / 0.75),
        (0.5, 2.0, 0.0),
        (0.9, 2.0, 0.0),
        (1.0, 2.0, 0.0),
    ],
)
def test_connecting_loses_a_multiple_of_what_all_lose(cut, bias, share):
    assert share_when_cut(0.3, cut, bias) == pytest.approx(share)


def test_direct_help_never_gains_by_a_cut():
    assert share_when_cut(1.0, 0.4, 2.0) == pytest.approx(1.0)
    assert 0.7 * (1.0 - share_when_cut(0.8, 0.3, 2.0)) == pytest.approx(0.2)


def test_what_connecting_loses_beyond_its_part_spares_direct_help():
    town = village(1, politics__cut_bias=2.0, effort__connecting_share=0.4, budget__floor=0.0)
    for left, connecting in ((1000, 400), (800, 240), (500, 0)):
        town.budget = budget = Budget(1, town)
        budget.first_discretionary[:], budget.income[:] = 1000, left
        budget.share_out()
        assert budget.connecting[0].tolist() == pytest.approx([connecting] * 4, abs=1)
        assert (budget.connecting + budget.direct == left).all()
