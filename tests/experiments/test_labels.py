"""Swapping the labels changes nothing: neither the order nor the names of two ways of working favour one of them.

Every number that a comparison prints for machines is read twice: with the ways in the other order, and with their names
and titles exchanged besides.
"""

from dataclasses import replace

import numpy as np
import pytest

from simulation.experiments import compare
from simulation.experiments.design import CORNERS, plan
from simulation.outputs import machine, store
from simulation.scenario import Scenario

OF_BOTH = ("variance_cut_by_shared_luck", "share_of_variance_from_grade_d")
"""Intervals that say something of the pair, not of a difference: they stay as they are."""

BY_B_ALONE = "cost_per_crisis_avoided"
"""Asked of the second way only, and only where it avoids crises: it has no mirror image."""


@pytest.fixture(scope="module", autouse=True)
def _ask_what_differences_hang_on():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compare, "FEWEST", 5)
        yield


RICH = {"budget.reserves_share": 2, "budget.discretionary_share": 0.3, "run.years": 3}
"""A hamlet with money to choose with, and no freeze: the two ways do differ."""


def asked(*ways):
    return store.answer(plan(ways, seeds=5), 1, lambda _: None)


@pytest.fixture(scope="module")
def ways(hamlets):
    return [Scenario.load(path, RICH) for path in hamlets]


@pytest.fixture(scope="module")
def straight(ways):
    return asked(*ways)


@pytest.fixture(scope="module")
def turned(ways):
    """B, A."""
    return asked(*reversed(ways))


@pytest.fixture(scope="module")
def renamed(ways):
    """B, A, each under the other's name and title."""
    a, b = ways
    return asked(replace(b, name=a.name, title=a.title), replace(a, name=b.name, title=b.title))


def mirrored(told, key=""):
    """What the same comparison must say with a and b exchanged: b's numbers for a's, and every difference negated."""
    if isinstance(told, list):
        return [mirrored(one) for one in told]
    if not isinstance(told, dict) or key in OF_BOTH:
        return told
    found = {name: mirrored(one, name) for name, one in told.items()}
    for one, other in (("a", "b"), ("a_better", "b_better"), ("low", "high")):
        if one in found:
            found[one], found[other] = found[other], found[one]
    for name in ("difference", "estimate", "low", "high", "rank_correlation"):
        if found.get(name) is not None:
            found[name] = -found[name]
    return found


def numbers(comparison):
    """All that is told of the two ways, less their names."""
    told = machine.compared(comparison)
    (more,) = told.pop("more").values()
    del told["scenarios"], more[BY_B_ALONE]
    return told | more | {"outcomes": {"of": told["outcomes"], "more": more["outcomes"]}}


def rank_correlations(told):
    """Take the rank correlations out: the sums behind them are taken in another order and agree to the last digits."""
    return [one.pop("rank_correlation") for outcome in told["outcomes"]["more"].values() for one in outcome["hangs_on"]]


@pytest.mark.parametrize("swapped", ["turned", "renamed"])
def test_every_difference_is_negated_and_the_rest_is_the_same(straight, swapped, request):
    expected, got = mirrored(numbers(straight)), numbers(request.getfixturevalue(swapped))
    expected["fingerprints"].reverse()
    ranks = rank_correlations(expected)
    assert len(ranks) > 0
    assert rank_correlations(got) == pytest.approx(ranks, abs=1e-12)
    assert got == expected


def test_a_mirror_image_is_another_than_the_comparison_itself(straight):
    told = numbers(straight)
    assert [one["difference"] != 0 for one in told["outcomes"]["of"].values()].count(True) >= 5, "too little differs"
    assert mirrored(told) != told == mirrored(mirrored(told))


def test_a_crisis_avoided_by_one_way_has_a_price_in_one_order_only(straight, turned):
    priced = [one.crisis_cost(one.names[1]).undefined == "" for one in (straight, turned)]
    assert priced.count(True) == 1


def test_every_run_is_the_same_under_another_name_in_another_place(straight, renamed):
    """Also the ways between: to connect alone from one side is to be earlier alone from the other."""
    names = dict(zip((*straight.names, *CORNERS), (*reversed(straight.names), *reversed(CORNERS)), strict=True))
    there = {(run.arm, run.draw, run.seed): run for run in renamed.runs}
    assert len(there) == len(straight.runs)
    for run in straight.runs:
        other = there[names[run.arm], run.draw, run.seed]
        for table in ("people", "money", "waits", "places"):
            assert np.array_equal(getattr(run.outcomes, table), getattr(other.outcomes, table))
        assert repr(straight.row(run)) == repr(renamed.row(other)), "as it reads: where there is no gap it is no number"
