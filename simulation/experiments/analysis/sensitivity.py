"""Which assumptions decide an outcome: the analysis that a design was made for."""

from collections.abc import Callable

from simulation.experiments.analysis.effects import factorial, given, one_at_a_time
from simulation.experiments.analysis.indices import morris, sobol
from simulation.experiments.analysis.influence import Design, Sensitivity
from simulation.experiments.analysis.sample import Sample
from simulation.scenario import ScenarioError

METHODS: dict[str, Callable[[Sample, Design], Sensitivity]] = {
    "morris": morris,
    "sobol": sobol,
    "latin_hypercube": given,
    "list": given,
    "one_at_a_time": one_at_a_time,
    "full_factorial": factorial,
    "fractional_factorial": factorial,
}
"""Which analysis each kind of design allows."""


def sensitivity(sample: Sample, design: Design) -> Sensitivity:
    """What decides an outcome, by the analysis that fits the design. Raises `ScenarioError` where none does."""
    if not design.bounds:
        raise ScenarioError("This study varies nothing but luck, so that nothing can decide its outcome.")
    if design.kind not in METHODS:
        raise ScenarioError(f"A design of kind {design.kind} allows no such analysis. These do: {', '.join(METHODS)}.")
    return METHODS[design.kind](sample, design)
