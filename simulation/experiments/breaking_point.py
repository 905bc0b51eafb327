"""How much demand a way of working can bear: where a place stops coping, and how far demand must fall to mend it.

M* is the smallest multiple of demand, held from month 0, at which one of `coping.CRITERIA` holds for twelve months
within HELD years in at least half of the repeat runs. Each repeat run has a multiple of its own at which it stops, and
M* is their lower median; so every run is searched by itself, by bisection on a log scale, under its own people, luck
and assumptions, the same in every way of working. All are measured against the same settled place, which worked as
today at today's demand. The interval is that of a median by order statistics, exact whatever the distribution.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from simulation.agents.groups import DOMAINS
from simulation.experiments import coping
from simulation.experiments.design import Arm, Draw, Task
from simulation.experiments.execute import Failure, Progress, compile_kernels, perform, settle
from simulation.experiments.intervals import LEVEL, Interval
from simulation.experiments.measures import ratio
from simulation.experiments.workers import shared_out
from simulation.outcomes import Measure
from simulation.scenario import Scenario
from simulation.world import World

LEAST, MOST = 1.0, 100.0
"""Multiples of demand that are searched: today's, and the essay's hundred times."""
STILL = 0.5
"""The least multiple to which demand is lowered in the search for recovery."""
TOLERANCE = 1.02
HELD = 5
"""Years for which demand is held: long enough for need to settle at it, short against the growth of unit costs."""
EFFORT, FOUNDATION = 10, 5
"""Years of extra effort, and after its end, in the test of whether it lays a foundation."""
YEAR = 12


@dataclass(frozen=True)
class Borne:
    """What one repeat run of one way of working bears.

    stops: the smallest held multiple found at which it stops coping; 1 where it does so at today's demand, infinite
    where it bears a hundred times. criterion: by which of coping.CRITERIA. recovers: from there, the largest multiple
    at which it copes again, `stops` where it comes round by itself; 0 where it does not even at half of today's
    demand, NaN where it never stopped. year: in which it stops on the ordinary path of demand, infinite where it does
    not. ceiling: of demand, set by adults' free hours. gain, left: how much less of the hours needed goes unmet than in
    the first way (share), in the last year of the extra effort and FOUNDATION years after its end.
    """

    arm: str
    seed: int
    stops: float
    criterion: str
    recovers: float
    year: float
    ceiling: float
    gain: float
    left: float


def bisect(stops: Callable[[float], bool], low: float = LEAST, high: float = MOST) -> float:
    """The smallest multiple at which something that more demand brings about holds, to a factor of TOLERANCE.

    `low` where it holds there already; infinite where it does not hold at `high`.

    >>> 4.89 <= bisect(lambda demand: demand >= 4.89) < 4.89 * 1.02
    True
    """
    if stops(low):
        return low
    if not stops(high):
        return math.inf
    while high > low * TOLERANCE:
        middle = math.sqrt(low * high)
        low, high = (low, middle) if stops(middle) else (middle, high)
    return high


def lower_median(values: Sequence[float]) -> Interval:
    """The smallest value that at least half do not exceed, with the interval of a median by order statistics.

    Its ends are the k-th smallest and the k-th largest value, k being the largest for which a binomial(n, 1/2) variable
    lies below k with at most 2.5 % chance; without any such k it is infinite on both sides (n < 6).
    """
    from scipy.stats import binom

    ordered, n = sorted(values), len(values)
    k = int(binom.ppf((1.0 - LEVEL) / 2.0, n, 0.5))
    k -= int(binom.cdf(k - 1, n, 0.5) > (1.0 - LEVEL) / 2.0)
    low, high = (ordered[k - 1], ordered[n - k]) if k >= 1 else (-math.inf, math.inf)
    return Interval(ordered[(n - 1) // 2], low, high, n)


def held(multiple: float) -> dict[str, object]:
    """Changes that hold demand of every kind at a multiple."""
    return {"demand.path": "held", **{f"demand.{domain}_end": multiple for domain in DOMAINS}}


def search(task: Task) -> list[Borne]:
    """Every arm of a task, from one settled place. Raises RuntimeError where one does not live through its path."""
    settled: dict[tuple[Scenario, int], World] = {}

    def place_of(today: Scenario, seed: int) -> World:
        if (today, seed) not in settled:
            settled[today, seed] = settle(today, seed)
        return settled[today, seed]

    found = []
    for arm, run in zip(task.arms, perform(task, place_of), strict=True):
        if isinstance(run, Failure):
            raise RuntimeError(f"Repeat run {task.seed} of {arm.name} failed: {run.error}")
        scenario = task.scenario(arm)
        place, first = place_of(scenario.today(), task.seed), task.scenario(task.arms[0])
        margin = scenario.appraisal.unmet_margin
        year = coping.stops(run, scenario, (margin,))[0].year
        foundation = _foundation(place, first, scenario) if scenario != first else (math.nan, math.nan)
        found.append(Borne(arm.name, task.seed, *_points(place.fork(scenario)), year, coping.ceiling(run), *foundation))
    return found


def _points(place: World) -> tuple[float, str, float]:
    """The multiple at which a place stops coping, by what, and the one at which it copes again."""

    def stops_at(demand: float) -> bool:
        return bool(_criterion(_lived(place, demand)))

    stops = bisect(stops_at)
    if math.isinf(stops):
        return stops, "", math.nan
    broken = _lived(place, stops)
    relapse = bisect(lambda demand: not _copes(_lived(broken, demand)), STILL, stops)
    recovers = 0.0 if relapse == STILL else min(relapse / TOLERANCE, stops)
    return stops, _criterion(broken), recovers


def _foundation(place: World, first: Scenario, extra: Scenario) -> tuple[float, float]:
    """How much less need goes unmet after EFFORT years of extra effort, and FOUNDATION years after its end."""
    usual, world = place.fork(first), place.fork(extra)
    gains = []
    for years in (EFFORT, FOUNDATION):
        for one in (usual, world):
            for _ in range(YEAR * years):
                one.step_month()
        gains.append(_unmet(usual) - _unmet(world))
        world = world.fork(first)
    return gains[0], gains[1]


def _unmet(world: World) -> float:
    """Share of hours needed in the last year that were not met."""
    counts = world.outcomes.last(YEAR).people.sum(axis=(0, 1, 2))
    return 1.0 - ratio(counts[Measure.MET_MINUTES], counts[Measure.NEED_MINUTES])


def _lived(place: World, demand: float) -> World:
    """The place after HELD years at a held demand."""
    world = place.fork(place.plan.with_changes(held(demand)))
    for _ in range(YEAR * HELD):
        world.step_month()
    return world


def _marks(world: World) -> list[np.ndarray]:
    plan = world.plan
    return list(coping.marks(world.outcomes, world.baseline, plan, plan.appraisal.unmet_margin))


def _criterion(world: World) -> str:
    """By which criterion, the first to hold for twelve months, the place has stopped coping."""
    began = [(month, n) for n, holds in enumerate(_marks(world)) if (month := coping.year_running(holds)) is not None]
    return coping.CRITERIA[min(began)[1]] if began else ""


def _copes(world: World) -> bool:
    """Whether no criterion holds in any month of the last year."""
    return not any(holds[-YEAR:].any() for holds in _marks(world))


def tasks(arms: Sequence[Arm], seeds: int) -> list[Task]:
    """One task a seed, with all uncertain assumptions drawn."""
    return [Task(seed, Draw.ALL, tuple(arms)) for seed in range(1, seeds + 1)]


def find(arms: Sequence[Arm], seeds: int, workers: int, progress: Progress = lambda _: None) -> list[Borne]:
    """Every repeat run of every way of working, by seed. Raises RuntimeError where a process was lost."""
    asked = tasks(arms, seeds)
    if workers == 1 or seeds == 1:
        return [one for some in _here(asked, progress) for one in some]
    compile_kernels(arms[0].scenario)
    found: dict[int, list[Borne]] = {}
    with closing(shared_out(search, asked, min(workers, seeds))) as made:
        for done, (number, some) in enumerate(made, 1):
            if some is None:
                raise RuntimeError(f"The process of repeat run {number + 1} was lost, perhaps for want of memory.")
            found[number] = some
            progress(done)
    return [one for _, some in sorted(found.items()) for one in some]


def _here(asked: Sequence[Task], progress: Progress) -> Iterator[list[Borne]]:
    for done, task in enumerate(asked, 1):
        yield search(task)
        progress(done)
