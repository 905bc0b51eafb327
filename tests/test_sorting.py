"""Rows in order: the same as sorting by comparison, however numbers are spread."""

import numpy as np
import pytest

from simulation.sorting import by_label, in_order

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


@pytest.mark.parametrize("labels", [1, 7, 900], ids=["one", "shared", "sparse"])
def test_rows_come_by_label_and_else_as_they_were(labels):
    label = RNG.integers(0, labels, 500).astype(np.int32)
    rows = RNG.permutation(500)[:300]
    assert by_label(rows, label, labels).tolist() == rows[np.argsort(label[rows], kind="stable")].tolist()


def test_no_rows_have_no_labels():
    assert len(by_label(np.array([], np.int64), np.array([], np.int32), 0)) == 0
