"""Finished studies without a run of the model: a folder as run.py study leaves it, with outcomes out of a formula."""

from simulation.experiments.studies.jobs import Jobs
from simulation.experiments.studies.opening import opened
from simulation.experiments.studies.outcomes import MONEY
from simulation.experiments.studies.store import Store
from simulation.experiments.studies.study import Study

STUDY = """
title: A question
question: What decides?
ways: [{ways}]
{worlds}
years: 2
seeds: {seeds}
others: {others}
{varies}
design: {design}
outcomes: [unmet_need, net_public_cost, wellbeing, stops_coping, gaps.unmet_need_slope]
"""

VARIES = "uncertainties: {effort.lag: [1, 25], acute.scale: [0.5, 1.5], connecting.on: {values: [true, false]}}"


def finished(folder, ways, design, outcomes, seeds=2, varies=VARIES, worlds=(), skip=(), others="held"):
    """A study's folder; outcomes(point's inputs, way, seed) gives what each run came to, skip the points not run."""
    path = folder / "question.yaml"
    said = f"worlds: [{', '.join(worlds)}]" if worlds else ""
    path.write_text(
        STUDY.format(ways=", ".join(ways), seeds=seeds, design=design, varies=varies, worlds=said, others=others)
    )
    out = folder / "out"
    _fill(opened(Study.load(path), out), out, outcomes, skip)
    return out


def shipped(name, out, outcomes):
    """The folder of a study that lies in scenarios/studies, likewise."""
    _fill(opened(Study.load(name), out), out, outcomes)
    return out


def _fill(study, out, outcomes, skip=()):
    store, nothing = Store(out), dict.fromkeys((*study.outcomes, MONEY), 0.0)
    for job in Jobs(study, out):
        if job.point not in skip:
            inputs = study.points.iloc[job.point].to_dict()
            rows = [
                {"point": job.point, "world": job.world, "way": arm.name, "seed": job.seed}
                | nothing | outcomes(inputs, number, job.seed) | {"failed": None}
                for number, arm in enumerate(job.arms)
            ]  # fmt: skip
            store.put(job.name, rows)
