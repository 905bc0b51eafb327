"""What became of the same money: each cause that clearly differs, and no other."""

from types import SimpleNamespace

import pytest

from simulation.experiments.intervals import mean_interval
from simulation.outputs.words import by_cause


def found(**differences):
    """What is said where these lines differ by so much in each repeat run."""
    causes = {name.replace("_", " "): (0.0, 0.0, mean_interval(some)) for name, some in differences.items()}
    return by_cause(SimpleNamespace(realised=lambda _: causes), "ours").partition("time: ")[2]


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        (
            {"direct_help": [-5.0, -5.0, -5.0], "duties": [-1.0, 1.0, 0.0]},
            "direct help −5.00*; no other line clearly differs.",
        ),
        ({"direct_help": [0.0, 0.0], "duties": [-1.0, 1.0]}, "no line clearly differs."),
        (
            {"connecting": [2.0, 2.0, 2.0], "duties": [1.0, 402.0, 2.0]},
            "connecting +2.00*; no other line clearly differs.",
        ),
        ({"a": [2.0, 2.0, 2.0], "b": [-3.0, -3.0, -3.0]}, "a +2.00* and b −3.00*; no other line clearly differs."),
    ],
)
def test_only_lines_whose_interval_leaves_out_zero_are_named(differences, said):
    assert found(**differences) == said
