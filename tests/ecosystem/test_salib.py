"""SALib's own workflow: a problem from the cards, sampled, evaluated and analysed."""

import numpy as np
import pytest
from SALib import ProblemSpec

from simulation.experiments.once import run_once
from simulation.parameters import cards

# Nobody spends on local growth in this village, so that nothing can hang on what a job costs.
BEARING, IDLE = "ladder.duration_scale", "growth.job_cost"


@pytest.mark.usefixtures("here")
def test_morris_finds_nothing_where_nothing_hangs_on_an_assumption_and_something_where_it_does():
    keys = [BEARING, IDLE]
    spec = ProblemSpec(
        {"names": keys, "bounds": [list(cards()[key].plausible) for key in keys], "outputs": ["unmet_need"]}
    )

    def unmet(points):
        return np.array(
            [run_once("ours.yaml", dict(zip(keys, one, strict=True)), years=1)["unmet_need"] for one in points]
        )

    spec.sample_morris(3, num_levels=4, seed=5).evaluate(unmet).analyze_morris(seed=5)
    effect = dict(zip(keys, spec.analysis["mu_star"], strict=True))
    assert effect[IDLE] == 0
    assert effect[BEARING] > 0
