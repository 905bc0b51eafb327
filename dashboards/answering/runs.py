"""What the bench's processes do for the pages' questions: single runs, from settled worlds that they keep."""

from functools import lru_cache
from typing import TYPE_CHECKING

from simulation.experiments.design import Task
from simulation.experiments.execute import Failure, Run, perform, settle
from simulation.scenario import Scenario

if TYPE_CHECKING:
    from simulation.world import World

MOST_SETTLED = 64
"""Worlds kept by each process: all that two refined answers begin from; some 3 MB each in the small town."""


class RunError(Exception):
    """A run did not end well."""


@lru_cache(maxsize=MOST_SETTLED)
def settled(today: Scenario, seed: int) -> "World":
    """The world settled under today's way of working; what follows continues from copies of it."""
    return settle(today, seed)


def live(task: Task) -> Run:
    """The run of a task of a single arm. Raises RunError where it fails."""
    (result,) = perform(task, settled)
    if isinstance(result, Failure):
        raise RunError(result.error)
    return result
