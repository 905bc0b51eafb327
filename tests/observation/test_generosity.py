"""How evenly hours are given, against the lognormal's solved values and plain lists of givers."""

import numpy as np
import pytest
from scipy.special import ndtri

from simulation.observation.generosity import BIN_OF, BINS, LONGEST, bin_of, gini, top_share


def histogram(minutes):
    table = np.zeros((BINS, 2), np.int64)
    for one in minutes:
        table[BIN_OF[one]] += 1, one
    return table


def plain_gini(minutes):
    """Half the mean absolute difference between two givers, over the mean."""
    minutes = np.asarray(minutes, float)
    return np.abs(minutes[:, None] - minutes).mean() / (2.0 * minutes.mean())


def test_bins_are_narrow_and_in_order():
    bins = BIN_OF.astype(int)
    assert (np.diff(bins) >= 0).all()
    assert bins[-1] < BINS
    for one in range(1, bins[-1] + 1):
        inside = np.flatnonzero(bins == one)
        assert len(inside) == 0 or inside[-1] < 1.25 * inside[0]
    assert [bin_of(8), bin_of(9), bin_of(10), bin_of(16)] == [8, 8, 9, 12]
    assert len(BIN_OF) == LONGEST + 1


def test_lognormal_hours():
    """Log-sd 1: Gini 2 Phi(1 / sqrt 2) - 1 = .5205; the top fifth holds Phi(1 - z(.8)) = .5629."""
    people = 40_000
    minutes = np.exp(ndtri((np.arange(people) + 0.5) / people) + np.log(300.0))
    found = histogram(np.minimum(minutes.astype(int), LONGEST))
    assert gini(found) == pytest.approx(0.5205, abs=0.004)
    assert top_share(found) == pytest.approx(0.5629, abs=0.004)


def test_a_few_givers_by_hand():
    # 1, 1 and 2 minutes: mean absolute difference 4/9, over twice the mean 4/3
    assert gini(histogram([1, 1, 2])) == pytest.approx((4 / 9) / (2 * 4 / 3))
    assert gini(histogram([1, 1, 2])) == pytest.approx(plain_gini([1, 1, 2]))
    assert top_share(histogram([1, 1, 1, 1, 3])) == pytest.approx(3 / 7)


def test_the_histogram_understates_by_little():
    minutes = np.random.default_rng(3).integers(1, 5000, 2000)
    assert plain_gini(minutes) - 0.01 < gini(histogram(minutes)) <= plain_gini(minutes)


def test_all_alike_and_nobody():
    assert gini(histogram([60] * 10)) == pytest.approx(0.0)
    assert top_share(histogram([60] * 10)) == pytest.approx(0.2)
    assert gini(histogram([])) == top_share(histogram([])) == 0.0


def test_givers_of_a_year_are_binned(world):
    expected = np.zeros((2, BINS, 2), np.int64)
    for _ in range(4):
        world.step()
        r, n = world.residents, world.residents.count
        for i in np.flatnonzero(r.alive[:n] & (r.civic_given[:n] > 0)):
            minutes = int(r.civic_given[i])
            expected[world.place_of[r.neighbourhood[i]], bin_of(minutes)] += 1, minutes
    assert np.array_equal(world.outcomes.hours[0], expected)
    assert expected[:, :, 0].sum() > 100
