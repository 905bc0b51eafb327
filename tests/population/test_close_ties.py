"""Wishes for close ties are negative binomial."""

import numpy as np
import pytest
from scipy.stats import nbinom

from simulation.population.close_ties import MOST_WISHED, looks_for_more, shares_wishing, ties_wished


@pytest.mark.parametrize(("mean", "dispersion"), [(4.2, 1.5), (6.0, 12.0)])
def test_wishes_are_negative_binomial(mean, dispersion):
    upto = shares_wishing(mean, dispersion)
    expected = nbinom(dispersion, dispersion / (mean + dispersion))
    assert upto == pytest.approx(expected.cdf(np.arange(MOST_WISHED)))
    for u in (0.001, 0.3, 0.5, 0.9, 1.0 - 1e-12):
        assert ties_wished(u, upto) == min(expected.ppf(u), MOST_WISHED)


@pytest.mark.parametrize(("known", "outside"), [([], 0), ([1, 2], 0), ([1, 3, 2, 4], 2), ([3, 4, 1], 2), ([3, 4], 2)])
def test_ties_within_the_household_are_none_that_were_wished_for(known, outside):
    """Person 0 lives with 1 and 2, apart from 3 and 4."""
    household, target = np.array([7, 7, 7, 8, 9], np.int32), np.full((5, 4), -1, np.int32)
    target[0, : len(known)] = known
    for wished in range(4):
        more = looks_for_more(0, wished, household, target, np.array([len(known), 0, 0, 0, 0], np.uint8))
        assert more == (outside < wished)
