"""What is run for an appraisal: both ways under every seed, and under some also with effects at nothing and twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulation.experiments.appraisal import costs, switching
from simulation.experiments.appraisal.appraise import Appraisal
from simulation.experiments.appraisal.costs import Own
from simulation.experiments.appraisal.switching import CostSwitch, EffectSwitch
from simulation.experiments.design import Arm, Design, Draw, Task, plan
from simulation.experiments.execute import Failure, Make, Progress, Run, execute
from simulation.experiments.resources import check_equal
from simulation.scenario import Scenario, ScenarioError

SWITCHED = ("public", "society")
"""The views for which switching values are sought."""


@dataclass(frozen=True)
class Appraised:
    """An appraisal with its switching values by view, and the runs that did not end."""

    appraisal: Appraisal
    by_cost: Mapping[str, Sequence[CostSwitch]]
    by_effect: Mapping[str, Sequence[EffectSwitch]]
    failures: Sequence[Failure]


@dataclass(frozen=True)
class Question:
    """What is asked. own: unit costs that users bring."""

    design: Design
    own: tuple[Own, ...] = ()

    def tasks(self) -> list[Task]:
        """A task for each seed."""
        arms = self.design.arms
        more = tuple(switching.variants(arms))
        few = self.design.part_seeds
        return [Task(seed, Draw.ALL, arms + (more if seed <= few else ())) for seed in range(1, self.design.seeds + 1)]


def question(scenarios: Sequence[Scenario], seeds: int, years: int | None, own: Sequence[Own] = ()) -> Question:
    """Both ways of working with the user's unit costs; what cannot be appraised raises a ScenarioError."""
    if len(scenarios) != 2:
        raise ScenarioError(f"{len(scenarios)} ways of working were named, but two are appraised against each other.")
    costs.check(scenarios[0], own)
    own = costs.replaced(scenarios[0], own)
    mended = [one.with_changes(costs.changes(one, own), "--costs") for one in scenarios]
    design = plan(mended, seeds, years)
    if any(not one.budget.on for one in mended):
        raise ScenarioError("budget.on is false, so that money has no limits. An appraisal needs it to be true.")
    return Question(Design(design.arms, (), design.seeds, design.part_seeds), own)


def answer(
    asked: Question, workers: int, progress: Progress = lambda _: None, make: Make = execute
) -> Appraised | Failure:  # fmt: skip
    """Run it all and appraise; a Failure where no repeat run ended well in both ways. make: where runs come from."""
    results = make(asked.tasks(), workers, progress)
    runs = [one for one in results if isinstance(one, Run)]
    failures = [one for one in results if isinstance(one, Failure)]
    check_equal(asked.design.arms, runs)
    a, b = asked.design.arms
    mine, theirs = (_of(runs, arm) for arm in (a, b))
    both = [(mine[seed], theirs[seed]) for seed in sorted(set(mine) & set(theirs))]
    if not both:
        return failures[0]
    appraisal = Appraisal((a, b), costs.table(a.scenario, asked.own), both)
    return Appraised(
        appraisal,
        {view: switching.by_cost(appraisal, view) for view in SWITCHED},
        {view: switching.by_effect(appraisal, runs, view) for view in SWITCHED},
        failures,
    )


def _of(runs: Sequence[Run], arm: Arm) -> dict[int, Run]:
    return {run.seed: run for run in runs if run.arm == arm.name}
