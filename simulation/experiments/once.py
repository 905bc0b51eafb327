"""One run by name, for notebooks and for programs that choose their own settings."""

from collections.abc import Mapping

from simulation.experiments.design import Draw, Task, plan
from simulation.experiments.execute import Failure, perform
from simulation.experiments.studies.outcomes import USUAL, measured
from simulation.scenario import Scenario


def run_once(
    way: Scenario | str = "doing_things", changes: Mapping[str, object] | None = None, seed: int = 1,
    years: int | None = None,
) -> dict[str, float]:  # fmt: skip
    """What comes of one run: the outcomes of `studies.outcomes.USUAL` by name, in the units that stand there.

    way: a scenario, or the name or path of one, with tools where wanted ("doing_things+rationing"). changes: settings
    by key, held for good. All others stay at their central values: nothing is drawn but luck, which hangs on `seed`
    alone, so that runs of one place with the same seed share it. years: as the scenario says unless said.

    Raises ScenarioError for a setting that cannot be, and RuntimeError for a run that fails.

    >>> run_once("making_things_happen", {"effort.lag": 24}, seed=3, years=5)["unmet_need"]  # doctest: +SKIP
    """
    scenario = Scenario.load(way, changes) if isinstance(way, str) else way.with_changes(changes or {})
    arm = plan([scenario], 1, years).arms[0]
    (run,) = perform(Task(seed, Draw.LUCK, (arm,)))
    if isinstance(run, Failure):
        raise RuntimeError(run.error)
    return measured(run, arm.scenario, USUAL)
