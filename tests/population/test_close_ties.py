"""Wishes for close ties are negative binomial."""

import numpy as np
import pytest
from scipy.stats import nbinom

from simulation.population.close_ties import MOST_WISHED, shares_wishing, ties_wished


@pytest.mark.parametrize(("mean", "dispersion"), [(4.2, 1.5), (6.0, 12.0)])
def test_wishes_are_negative_binomial(mean, dispersion):
    upto = shares_wishing(mean, dispersion)
    expected = nbinom(dispersion, dispersion / (mean + dispersion))
    assert upto == pytest.approx(expected.cdf(np.arange(MOST_WISHED)))
    for u in (0.001, 0.3, 0.5, 0.9, 1.0 - 1e-12):
        assert ties_wished(u, upto) == min(expected.ppf(u), MOST_WISHED)
