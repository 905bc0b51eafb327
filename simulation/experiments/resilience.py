"""M4 Resilience of a place and of its fifths, measured: strike a settled world, and watch it beside its own twin.

There is no resilience in the model to be read off; it is what a place does after a shock that its twin is spared. Both
have the same people and the same luck, so that whatever differs is the shock's doing.

>>> found = respond(Scenario.load("doing_things"), seeds=range(1, 6))  # doctest: +SKIP
>>> found["unmet_need"].place[0].half_life  # doctest: +SKIP
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.agents.groups import DOMAINS
from simulation.experiments.measures import crises, unmet
from simulation.mechanisms.resilience import half_life, loss, share_recovered
from simulation.outcomes import Outcomes
from simulation.scenario import Scenario
from simulation.world import World

type Path = NDArray[np.float64]

MOST = 100.0
"""The largest multiple of demand that a card may hold."""

OUTCOMES = {"unmet_need": ("% of hours needed", unmet), "avoidable_crises": ("per 1,000 residents a year", crises)}
"""What is watched, with its unit and how it is reckoned; more is worse."""


@dataclass(frozen=True)
class Response:
    """What a shock did: `path` is the struck world less its twin, month by month from the first month of the shock.

    loss: the area under the path, in the outcome's unit x months. peak: the month of the worst difference. From it on:
    half_life, months until half of it has gone (infinite if it never has), and recovered, the share gone 12 months
    later. Where the shock made nothing worse, half_life is 0 and recovered 1.
    """

    path: Path
    loss: float
    peak: int
    half_life: float
    recovered: float


@dataclass(frozen=True)
class Resilience:
    """How an outcome responds: in every place, and in every fifth over all places, the most deprived first."""

    unit: str
    place: tuple[Response, ...]
    fifth: tuple[Response, ...]


def strike(world: World, times: float, months: int, watch: int) -> tuple[Outcomes, Outcomes]:
    """The next `watch` months of the world spared, and of the world struck: `times` its demand for `months` months.

    The world itself stays. Demand of every domain rises from its present multiple, at most to 100, and then returns
    to the scenario's own path.
    """
    if not (1.0 <= times <= MOST and 1 <= months <= watch):
        raise ValueError(f"A shock of {times} times for {months} of {watch} months: 1 to {MOST:g}, and 1 to all.")
    now = zip(DOMAINS, world.demand.multiple, strict=True)
    pulse: dict[str, object] = {f"demand.{domain}_end": min(MOST, times * float(multiple)) for domain, multiple in now}
    spared = world.fork({})
    struck = world.fork(pulse | {"demand.path": "held", "demand.care_mode": "more need per person"})
    for _ in range(months):
        struck.step()
    struck = struck.fork(world.plan)
    for _ in range(watch - months):
        struck.step()
    for _ in range(watch):
        spared.step()
    return spared.outcomes.last(watch), struck.outcomes.last(watch)


def read(path: Path) -> Response:
    """The measures of a path of differences, more being worse."""
    peak = int(np.argmax(path))
    if path[peak] <= 0.0:
        return Response(path, loss(-path, 0.0), peak, 0.0, 1.0)
    back = -path[peak:]
    return Response(path, loss(-path, 0.0), peak, half_life(back, 0.0), share_recovered(back, 0.0))


def respond(
    scenario: Scenario, seeds: Iterable[int], times: float = 2.0, months: int = 6, after: int = 0, watch: int = 60
) -> Mapping[str, Resilience]:
    """How a way of working responds to a shock, by outcome: paths are means over the seeds, then read.

    The shock comes `after` so many reported months. Differences of single runs are mostly luck: use several seeds.
    """
    pairs = []
    for seed in seeds:
        world = World(scenario, rng=seed)
        for _ in range(after):
            world.step()
        pairs.append(strike(world, times, months, watch))
    return {name: _resilience(pairs, name) for name in OUTCOMES}


def respond_to(
    struck: Scenario, spared: Scenario, seeds: Iterable[int], after: int = 0, watch: int = 60
) -> Mapping[str, Resilience]:
    """How places respond to an event: two scenarios that are the same until month `after`, watched from then on.

    >>> flood = Scenario.load("making_things_happen+flood@12")  # doctest: +SKIP
    >>> respond_to(flood, Scenario.load("making_things_happen"), seeds=range(1, 6), after=12)  # doctest: +SKIP
    """
    pairs = []
    for seed in seeds:
        world = World(spared, rng=seed)
        for _ in range(after):
            world.step()
        twin = world.fork(struck)
        for _ in range(watch):
            world.step()
            twin.step()
        pairs.append((world.outcomes.last(watch), twin.outcomes.last(watch)))
    return {name: _resilience(pairs, name) for name in OUTCOMES}


def _resilience(pairs: list[tuple[Outcomes, Outcomes]], name: str) -> Resilience:
    unit, of = OUTCOMES[name]

    def read_along(axis: int) -> tuple[Response, ...]:
        """Responses of the parts along one axis of [month, place, fifth, Measure], the other summed."""
        other = 3 - axis
        each = [
            [[of(part) for part in month] for month in struck.people.sum(axis=other)]
            - np.array([[of(part) for part in month] for month in spared.people.sum(axis=other)])
            for spared, struck in pairs
        ]
        return tuple(read(path) for path in np.mean(each, axis=0).T)

    return Resilience(unit, read_along(1), read_along(2))
