"""How much demand a way of working can bear: where a place stops coping, and how far demand must fall to mend it.

M* is the smallest multiple of demand, held from month 0, at which one of `coping.CRITERIA` holds for twelve months
within HELD years in at least half of the repeat runs. Each repeat run has a multiple of its own at which it stops, and
M* is their lower median; so every run is searched by itself, by bisection on a log scale, under its own people, luck
and assumptions, the same in every way of working. All are measured against the same settled place, which worked as
today at today's demand. The interval is that of a median by order statistics, exact whatever the distribution.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from simulation.agents.groups import DOMAINS
from simulation.experiments import coping
from simulation.experiments.bisection import TOLERANCE, bisect
from simulation.experiments.compiling import compile_kernels
from simulation.experiments.design import Arm, Draw, Task
from simulation.experiments.execute import Progress, settle
from simulation.experiments.foundation import YEAR, live, lived
from simulation.experiments.shelf import Shelf, key
from simulation.experiments.workers import in_order
from simulation.world import World

STILL = 0.5
"""The least multiple to which demand is lowered in the search for recovery."""
HELD = 5
"""Years for which demand is held: long enough for need to settle at it, short against the growth of unit costs."""

type Work = Callable[[Task], list[Borne]]


@dataclass(frozen=True)
class Borne:
    """What one repeat run of one way of working bears, or why it did not end.

    stops: the smallest held multiple found at which it stops coping; 1 where it does so at today's demand, infinite
    where it bears a hundred times. criterion: by which of coping.CRITERIA. recovers: from there, the largest multiple
    at which it copes again, `stops` where it comes round by itself; 0 where it does not even at half of today's
    demand, NaN where it never stopped. year: in which it stops on the ordinary path of demand, infinite where it does
    not. ceiling: of demand, set by adults' free hours. gain, left: how much less of the hours needed goes unmet than in
    the first way (share), in the last year of the extra effort and FOUNDATION years after its end.
    """

    arm: str
    seed: int
    stops: float = math.nan
    criterion: str = ""
    recovers: float = math.nan
    year: float = math.nan
    ceiling: float = math.nan
    gain: float = math.nan
    left: float = math.nan
    error: str = ""


def held(multiple: float) -> dict[str, object]:
    """Changes that hold demand of every kind at a multiple."""
    return {"demand.path": "held", **{f"demand.{domain}_end": multiple for domain in DOMAINS}}


def tasks(arms: Sequence[Arm], seeds: int) -> list[Task]:
    """One task a repeat run, with all uncertain assumptions drawn."""
    return [Task(seed, Draw.ALL, tuple(arms)) for seed in range(1, seeds + 1)]


def search(task: Task) -> list[Borne]:
    """Every way of working of a task, from one settled place."""
    return list(_searched(task, task.arms))


def read(task: Task) -> list[Borne]:
    """The same, from the shelf where it has been made before, beside whatever other ways of working."""
    shelf = Shelf()
    names = {arm: key(search, replace(task, arms=(task.arms[0], arm))) for arm in task.arms}
    kept: dict[Arm, Borne] = {arm: found for arm, name in names.items() if (found := shelf.get(name)) is not None}
    missing = [arm for arm in task.arms if arm not in kept]
    for arm, one in zip(missing, _searched(task, missing), strict=True):
        kept[arm] = one
        if not one.error:
            shelf.put(names[arm], one)
    return [kept[arm] for arm in task.arms]


def find(asked: Sequence[Task], workers: int, progress: Progress = lambda _: None, work: Work = read) -> list[Borne]:
    """Every repeat run of every way of working, in the order of the tasks. With `read` a stopped search goes on."""
    compile_kernels(asked[0].arms[0].scenario)
    return [one for some in in_order(work, asked, workers, _lost, progress) for one in some]


def _lost(task: Task) -> list[Borne]:
    error = "the worker process ended, perhaps for want of memory"
    return [Borne(arm.name, task.seed, error=error) for arm in task.arms]


def _searched(task: Task, arms: Sequence[Arm]) -> list[Borne]:
    """Some of a task's ways of working; the place settles once, and the first way's path is lived through once."""
    first = task.scenario(task.arms[0])
    settled = cache(lambda today: settle(today, task.seed))
    usual = cache(lambda: lived(settled(first.today()).fork(first), first))

    def borne(arm: Arm) -> Borne:
        try:
            scenario = task.scenario(arm)
            place = settled(scenario.today()).fork(scenario)
            stops, criterion, recovers = _points(place)
            path = usual() if scenario == first else lived(place, first)
            gains = (
                (math.nan, math.nan) if scenario == first else (usual().unmet - path.unmet, usual().left - path.left)
            )
            return Borne(arm.name, task.seed, stops, criterion, recovers, path.year, path.ceiling, *gains)
        except Exception as error:
            return Borne(arm.name, task.seed, error=f"{type(error).__name__}: {error}")

    return [borne(arm) for arm in arms]


def _points(place: World) -> tuple[float, str, float]:
    """The multiple at which a place stops coping, by what, and the one at which it copes again."""
    broken, criterion = place, ""

    def stops_at(demand: float) -> bool:
        nonlocal broken, criterion
        world = _under(place, demand)
        why = ""
        while not why and world.month < YEAR * HELD:
            world.step_month()
            why = _stopped(world)
        broken, criterion = (world, why) if why else (broken, criterion)
        return bool(why)

    def relapses_at(demand: float) -> bool:
        world = _under(broken, demand)
        live(world, 2 * YEAR * HELD)
        return any(holds[-YEAR:].any() for holds in _course(world))

    stops = bisect(stops_at)
    if math.isinf(stops):
        return stops, "", math.nan
    live(broken, YEAR * HELD)
    relapse = bisect(relapses_at, STILL, stops, TOLERANCE)
    return stops, criterion, 0.0 if relapse == STILL else min(relapse / TOLERANCE, stops)


def _under(place: World, demand: float) -> World:
    """The place from here on under a held demand."""
    return place.fork(place.plan.with_changes(held(demand)))


def _course(world: World) -> list[coping.Marks]:
    return coping.Course(world).marks(world.plan, world.plan.appraisal.unmet_margin)


def _stopped(world: World) -> str:
    """By which criterion, the first to hold for twelve months, the place has stopped coping so far."""
    return coping.Course(world).stop(world.plan, world.plan.appraisal.unmet_margin).criterion
