"""Queues in order: the same as sorting by comparison, however numbers are spread."""

import numpy as np
import pytest

from simulation.sorting import in_order

WHOLE = 2**64 - 1
RNG = np.random.default_rng(5)


@pytest.mark.parametrize(
    "numbers",
    [
        RNG.integers(0, WHOLE, 5000, np.uint64, endpoint=True),
        RNG.permutation(300).astype(np.uint64),
        RNG.permutation(300).astype(np.uint64) << np.uint64(42),
        RNG.permutation(300).astype(np.uint64) << np.uint64(53),
        np.arange(WHOLE, WHOLE - 9, -1, np.uint64),
        np.array([WHOLE, 0], np.uint64),
        np.array([7], np.uint64),
        np.array([], np.uint64),
    ],
    ids=["spread", "equal digits", "lower digit", "higher digit", "backwards", "ends", "one", "none"],
)
def test_queues_come_in_order(numbers):
    assert in_order(numbers).tolist() == np.argsort(numbers).tolist()
