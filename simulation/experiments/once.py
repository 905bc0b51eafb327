"""One run by name and number, for notebooks and for programs that choose their own settings."""

from collections.abc import Mapping

from simulation.experiments import coping
from simulation.experiments.design import Draw, Task, plan
from simulation.experiments.execute import Failure, perform
from simulation.experiments.measures import main_outcomes
from simulation.scenario import Scenario


def run_once(
    way: Scenario | str = "doing_things", changes: Mapping[str, object] | None = None, seed: int = 1,
    years: int | None = None,
) -> dict[str, float]:  # fmt: skip
    """The main outcomes of one run by name, in the units of `measures.MAIN`, and `stops_coping`.

    way: a scenario, or the name or path of one, with tools where wanted ("doing_things+rationing"). changes: settings
    by key, held for good. All others stay at their central values: nothing is drawn but luck, which hangs on `seed`
    alone, so that runs of one place with the same seed share it. years: as the scenario says unless said.
    `stops_coping` is the year, from 1 on, in which the place stops coping; infinite where it copes to the end.

    Raises ScenarioError for a setting that cannot be, and RuntimeError for a run that fails.

    >>> run_once("making_things_happen", {"effort.lag": 24}, seed=3, years=5)["unmet_need"]  # doctest: +SKIP
    """
    scenario = Scenario.load(way, changes) if isinstance(way, str) else way.with_changes(changes or {})
    arm = plan([scenario], 1, years).arms[0]
    (run,) = perform(Task(seed, Draw.LUCK, (arm,)))
    if isinstance(run, Failure):
        raise RuntimeError(run.error)
    stop = coping.stops(run, arm.scenario, (arm.scenario.appraisal.unmet_margin,))[0]
    return main_outcomes(run) | {"stops_coping": stop.year}
