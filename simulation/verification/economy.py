"""Skills, work, local spending and what a place shares: stocks and flows that are solved."""

import math

import numpy as np

from simulation import chance
from simulation.agents.residents import Work
from simulation.chance import Decision
from simulation.kernels import kernel
from simulation.mechanisms.commons import next_stock
from simulation.mechanisms.jobs import next_skills, next_work
from simulation.mechanisms.tax_base import next_activity
from simulation.verification.check import Check, Result
from simulation.verification.networks import SEED

FLOW = int(Decision.SYNTHESIS) + 1084
LONG = 3_000


def skills(renewal: float = 0.012, fade: float = 0.004) -> list[Result]:
    """Skills that are renewed and fade, from nothing: on the way, and where they settle."""
    path = [0.0]
    for _ in range(LONG):
        path.append(float(next_skills(path[-1], renewal, fade)))
    settled = renewal / (renewal + fade)
    return [
        Result("skills after 60 months", settled * (1.0 - (1.0 - renewal - fade) ** 60), path[60], 1e-9),
        Result("skills in the end", settled, path[-1], 1e-9),
        Result("skills in the end, nothing renews them", 0.0, float(next_skills(0.5, 0.0, 1.0)), 1e-12),
    ]


@kernel
def _flow(seed, people, months, losing, finding, looking):  # type: ignore[no-untyped-def]
    for i in range(people):
        work = Work.IN_WORK
        for month in range(months):
            work = next_work(chance.uniform(seed, np.uint64(i), month, FLOW), work, losing, finding)
            looking[month] += work == Work.LOOKING


def unemployment(losing: float = 0.02, finding: float = 0.18, people: int = 20_000, months: int = 240) -> list[Result]:
    """People who lose and find work; all have some to begin with."""
    looking = np.zeros(months)
    _flow(SEED, people, months, losing, finding, looking)
    s, f = -math.expm1(-losing), -math.expm1(-finding)
    share = looking / people
    early = s / (s + f) * (1.0 - (1.0 - s - f) ** 6)
    error = math.sqrt(early * (1.0 - early) / people)
    return [
        Result("out of work after 6 months", early, float(share[5]), 4.0 * error),
        Result("out of work, last ten years", s / (s + f), float(share[months // 2 :].mean()), 0.001),
    ]


def multiplier(earned: float = 0.03, spent_locally: float = 0.2) -> list[Result]:
    """A lasting change in what is earned, round after round of local spending."""
    activity, rounds = 0.0, []
    for _ in range(200):
        activity = next_activity(activity, earned, spent_locally)
        rounds.append(activity)
    return [
        Result("activity after 3 rounds", earned * (1.0 + spent_locally + spent_locally**2), rounds[2], 1e-12),
        Result("activity in the end", earned / (1.0 - spent_locally), rounds[-1], 1e-12),
    ]


def _settles(renewal: float, use: float, stock: float, months: int = LONG) -> float:
    for _ in range(months):
        stock = next_stock(stock, renewal, use)
    return stock


def shared_stock(renewal: float = 0.03) -> list[Result]:
    """A stock that renews itself: unused, used in proportion, used up, and used as much as can last."""
    rates = renewal * np.linspace(0.05, 0.95, 19)
    lasting = [rate * _settles(renewal, rate, 0.5, 20_000) for rate in rates.tolist()]
    logistic = 1.0 / (1.0 + (1.0 / 0.1 - 1.0) * math.exp(-60.0 * renewal))
    return [
        Result("unused, from .1, after 60 months", logistic, _settles(renewal, 0.0, 0.1, 60), 1e-9),
        Result("use of .4 of renewal, from .1", 0.6, _settles(renewal, 0.4 * renewal, 0.1), 1e-6),
        Result("use of .4 of renewal, from 1", 0.6, _settles(renewal, 0.4 * renewal, 1.0), 1e-6),
        Result("use as fast as renewal, from .5, after 60 months", 0.5 / (1.0 + 60.0 * renewal * 0.5),
               _settles(renewal, renewal, 0.5, 60), 1e-9),
        Result("use beyond renewal", 0.0, _settles(renewal, 1.2 * renewal, 1.0), 1e-6),
        Result("largest use that lasts", renewal / 4.0, max(lasting), 1e-6),
        Result("rate of use at which it is reached", renewal / 2.0, float(rates[int(np.argmax(lasting))]), 1e-9),
    ]  # fmt: skip


CHECKS = (
    Check("skills", "M18 skills and jobs", "jobs.next_skills", "a month", "solved: renewal / (renewal + fade)", skills),
    Check("unemployment", "M18 skills and jobs", "jobs.next_work", "a month",
          "solved: flows of two states, s / (s + f) (Beveridge)", unemployment),
    Check("local multiplier", "M18 tax base", "tax_base.next_activity", "a month",
          "solved: geometric rounds, 1 / (1 - c) (Keynes, Kahn 1931)", multiplier),
    Check("shared stock", "M19 commons", "commons.next_stock", "a month",
          "solved: logistic growth (Verhulst), K (1 - h/g), most g K / 4 (Schaefer 1954)", shared_stock),
)  # fmt: skip
