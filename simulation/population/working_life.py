"""What people bring to the world of work: skills that fit local jobs, and whether they work or look for work."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.agents.residents import COMPLEX, Residents, Work
from simulation.chance import Decision, unit
from simulation.kernels import kernel, rule
from simulation.population.applies import OF_AGE, PENSION_AGE
from simulation.population.luck import MADE


def stationary(renewal: float, fade: float) -> float:
    """Where a stock in [0, 1] settles that gains renewal (1 - k) and loses fade k each month; 0 where neither acts.

    >>> stationary(0.03, 0.01)
    0.75
    """
    return renewal / (renewal + fade) if renewal > 0.0 else 0.0


@rule
def work_lots(seed, key):  # type: ignore[no-untyped-def]
    """Two uniforms for life: whether somebody belongs to the labour force, and whether they begin in work."""
    belongs, begins, _, _ = chance.words(seed, key, MADE, Decision.LABOUR_FORCE >> 2)
    return unit(belongs), unit(begins)


@rule
def first_work(u, v, participation, out_of_work, level):  # type: ignore[no-untyped-def]
    """Work as it begins: none outside the labour force; out of work by luck, or by what complex need stands for."""
    if u >= participation:
        return Work.NONE
    return Work.LOOKING if level >= COMPLEX or v < out_of_work else Work.IN_WORK


@kernel
def _bring(month, rows, born, skills, child, adult):  # type: ignore[no-untyped-def]
    for i in rows:
        skills[i] = child if month - born[i] < OF_AGE else adult


def bring_skills(jobs: Any, month: int, rows: NDArray[np.integer], residents: Residents) -> None:
    """Skills as they are where school or employers renew what new kinds of jobs wear away. jobs: the cards."""
    fade = jobs.novelty / 12.0
    child, adult = stationary(jobs.school, fade), stationary(jobs.employer, fade)
    _bring(month, rows, residents.born, residents.skills, child, adult)


@kernel
def _take_up(seed, month, rows, key, born, level, work, participation, out_of_work):  # type: ignore[no-untyped-def]
    for i in rows:
        if OF_AGE <= month - born[i] < PENSION_AGE:
            u, v = work_lots(seed, key[i])
            work[i] = first_work(u, v, participation, out_of_work, level[i, 3])


def take_up_work(seed: np.uint64, jobs: Any, month: int, rows: NDArray[np.integer], residents: Residents) -> None:
    """Who of these is in the labour force, and who of them in work: by need, else as many as flows keep there."""
    r, out_of_work = residents, stationary(jobs.loss_rate, jobs.finding_rate)
    _take_up(seed, month, rows, r.key, r.born, r.level, r.work, jobs.participation, out_of_work)
