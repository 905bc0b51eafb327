"""Numbers with what is counted: one year, and not one years."""

import math

import pytest

from simulation.experiments.breaking_point import Borne
from simulation.experiments.compare import Coping
from simulation.outputs.appraised.cells import when
from simulation.outputs.bearing.telling import compared
from simulation.outputs.limits import stops


def coping(stopped, runs, year):
    return Coping(0.05, year, year, year, 1.0, 1.0, stopped, runs, {"unmet need": stopped})


@pytest.mark.parametrize(
    ("told", "one", "more"),
    [
        (lambda n: stops(coping(0, n, math.inf), n), "not within 1 year, in any of 1 repeat run", "not within 3 years"),
        (lambda n: stops(coping(n, n, 1.0), n), "1 of 1 repeat run)", "3 of 3 repeat runs)"),
        (lambda n: when(math.inf, n), "not within 1 year", "not within 3 years"),
        (lambda n: compared([Borne("a", s, 1.0) for s in range(n)], [Borne("b", s, 1.0) for s in range(n)]),
         "of 1 repeat run it bears", "of 3 repeat runs it bears"),
    ],
)  # fmt: skip
def test_one_is_told_as_one(told, one, more):
    assert one in told(1)
    assert not any(wrong in told(1) for wrong in ("1 years", "1 repeat runs"))
    assert more in told(3)
