"""Where each way stops coping, in plain words."""

import math
from types import SimpleNamespace

import pytest

from simulation.outputs import limits

NEVER = math.inf


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ([6, 7, NEVER], [6, 9, NEVER], "The same year in 2 of 3 repeat runs; B later in 1, earlier in 0."),
        ([NEVER], [4], "The same year in 0 of 1 repeat run; B later in 0, earlier in 1."),
        ([5, 5], [NEVER, 4], "The same year in 0 of 2 repeat runs; B later in 1, earlier in 1."),
    ],
)
def test_repeat_runs_are_compared_in_pairs(first, second, told):
    years = {"a": first, "b": second}
    assert limits.side_by_side(SimpleNamespace(names=["a", "b"], stop_years=years.get), "b") == told
