"""Runs that were made before are found on the shelf: what was stopped goes on, and what is added joins what was."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from simulation.experiments.design import Arm, Task
from simulation.experiments.execute import Progress, Result, Run, execute, perform
from simulation.experiments.shelf import Shelf, key


def recall(tasks: Sequence[Task], workers: int, progress: Progress = lambda _: None) -> list[Result]:
    """The same as `execute`, but what is on the shelf is not made again, beside whatever other ways of working.

    Seconds by phase are then those of the day on which a run was made. What is recorded is made anew each time.
    """
    shelf = Shelf()
    found = [{arm: run for arm in task.arms if (run := _kept(shelf, task, arm))} for task in tasks]
    missing = [
        replace(task, arms=tuple(arm for arm in task.arms if arm not in there))
        for task, there in zip(tasks, found, strict=True)
    ]
    rest = [task for task in missing if task.arms]
    ready = len(tasks) - len(rest)
    progress(ready)
    made = iter(execute(rest, workers, lambda done: progress(ready + done), partial(perform_and_keep, shelf)))
    return [there.get(arm) or next(made) for task, there in zip(tasks, found, strict=True) for arm in task.arms]


def perform_and_keep(shelf: Shelf, task: Task) -> list[Result]:
    """The task's runs, each shelved that ended well."""
    results = perform(task)
    for arm, result in zip(task.arms, results, strict=True):
        if isinstance(result, Run) and not task.recorded:
            shelf.put(_name(task, arm), result)
    return results


def _kept(shelf: Shelf, task: Task, arm: Arm) -> Run | None:
    run: Run | None = None if task.recorded else shelf.get(_name(task, arm))
    return run


def _name(task: Task, arm: Arm) -> str:
    return key(perform, replace(task, arms=(arm,)))
