"""Common random numbers: how much less a difference between ways varies because both have the same people and luck."""

import numpy as np
import pytest

from simulation.experiments.design import Arm, Draw, Task
from simulation.experiments.execute import execute
from simulation.experiments.intervals import variance_cut
from simulation.experiments.measures import MAIN, main_outcomes
from simulation.experiments.workers import usable_cores
from simulation.scenario import Scenario

SEEDS = 200
WAYS = ("doing_things", "making_things_happen")


@pytest.mark.slow
def test_shared_luck_halves_the_variance_of_every_main_difference_at_least():
    """The market town over 20 years, assumptions at their central values: the lower 95 % bound is above 2."""
    arms = tuple(Arm(name, Scenario.load(name)) for name in WAYS)
    runs = execute([Task(seed, Draw.LUCK, arms) for seed in range(1, SEEDS + 1)], usable_cores())
    outcomes = {way: [main_outcomes(run) for run in runs if run.arm == way] for way in WAYS}
    lower = {}
    for main in MAIN:
        a, b = (np.array([one[main.name] for one in outcomes[way]]) for way in WAYS)
        assert len(a) == len(b) == SEEDS
        cut, others = variance_cut(a, b), variance_cut(a, np.roll(b, 1))
        lower[main.name] = cut.low
        print(f"{main.name}: {cut.estimate:.2f} ({cut.low:.2f} to {cut.high:.2f}); unpaired {others.estimate:.2f}")
        assert others.estimate < cut.low, "other people's luck cuts nothing"
    assert {name: low for name, low in lower.items() if low <= 2.0} == {}
