"""Two runs written by hand, and what they come to."""

from types import SimpleNamespace

import pytest

from simulation.experiments.appraisal.appraise import Appraisal
from simulation.experiments.appraisal.costs import table
from simulation.experiments.design import Arm
from simulation.outcomes import Outcomes
from simulation.scenario import Scenario


@pytest.fixture(scope="session")
def scenario():
    return Scenario.load("doing_things")


@pytest.fixture
def blank():
    """A run of one place over three years in which nothing is spent and nobody lives; tests fill it."""

    def make():
        kept = Outcomes(1, 36)
        kept.months, kept.years = 36, 3
        return SimpleNamespace(outcomes=kept, seed=1)

    return make


@pytest.fixture
def appraised(scenario):
    """The appraisal of pairs of runs."""

    def make(*pairs, **changes):
        judge = scenario.with_changes(changes) if changes else scenario
        return Appraisal((Arm("a", judge), Arm("b", judge)), table(judge), pairs)

    return make
