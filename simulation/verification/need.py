"""Need over time: the Markov ladder, spells that get longer the longer they last, acute arrivals and capacity."""

from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.agents.residents import CRISIS, LADDERS, Residents
from simulation.chance import Decision
from simulation.kernels import kernel
from simulation.mechanisms import acute, capacity, demand, ladder
from simulation.mechanisms.ladder import next_level, one_rung
from simulation.scenario import Scenario
from simulation.verification.actors import number_keys
from simulation.verification.check import Check, Result
from simulation.verification.networks import SEED

STEP = int(Decision.SYNTHESIS) + 1060
PUBLISHED = np.array([[0.92, 0.07, 0.01, 0.0], [0.25, 0.6, 0.14, 0.01], [0.05, 0.2, 0.6, 0.15], [0.02, 0.1, 0.28, 0.6]])


@kernel
def _walk(seed, run, people, months, start, step, visits, first_crisis):  # type: ignore[no-untyped-def]
    for i in range(people):
        level, fallen = start, False
        for month in range(months):
            u = chance.uniform(seed, chance.mix(np.uint64(run), np.uint64(i), np.uint64(9)), month, STEP)
            level = next_level(u, step[level, 0], step[level, 1], step[level, 2])
            if month >= months // 2:
                visits[level] += 1
            if level == CRISIS and not fallen:
                first_crisis[i] = month + 1
                fallen = True


def markov(step: NDArray[np.float64] = PUBLISHED, people: int = 20_000, months: int = 1500) -> list[Result]:
    """Shares of time at each level, and mean months from each level to the first crisis."""
    results = []
    for start, expected in ((0, 74.18), (1, 64.22), (2, 43.88)):
        visits, first = np.zeros(4, np.int64), np.full(people, months)
        _walk(SEED, start, people, months, start, step, visits, first)
        results.append(Result(f"months to first crisis from level {start}", expected, float(first.mean()), 2.0))
        if start == 0:
            settled = visits / visits.sum()
            for level, share in enumerate((0.65584, 0.18337, 0.11361, 0.04719)):
                results.append(Result(f"share of time at level {level}", share, float(settled[level]), 0.002))
    return results


@kernel
def _rungs(seed, people, months, up, down, visits):  # type: ignore[no-untyped-def]
    for i in range(people):
        level = 0
        for month in range(months):
            level = one_rung(chance.uniform(seed, np.uint64(i), month, STEP), level, up[level], down[level])
            if month >= months // 2:
                visits[level] += 1


def balance(up: tuple[float, ...] = (0.1, 0.2, 0.1, 0.0), people: int = 20_000, months: int = 1000) -> list[Result]:
    """Shares of time at each level where need moves one rung at a time: what goes up comes down."""
    visits = np.zeros(4, np.int64)
    _rungs(SEED, people, months, np.array(up), np.array((0.0, 0.3, 0.2, 0.15)), visits)
    steps = (1 - np.exp(-np.array((0.1, 0.2, 0.1)))) / (1 - np.exp(-np.array((0.3, 0.2, 0.15))))
    shares = np.array((1.0, *np.cumprod(steps)))
    shares /= shares.sum()
    return [
        Result(f"share of time at level {level}", float(shares[level]), float(visits[level] / visits.sum()), 0.004)
        for level in range(4)
    ]


@kernel
def _spells(seed, recovery, slowing, length):  # type: ignore[no-untyped-def]
    for i in range(len(length)):
        month = 0
        while (
            one_rung(chance.uniform(seed, np.uint64(i), month, STEP), 1, 0.0, recovery * slowing[min(month, 255)]) > 0
        ):
            month += 1
        length[i] = month + 1


def skewed_spells(power: float = 1.0, people: int = 100_000) -> list[Result]:
    """Spells at a level that are the less likely to end the longer they have lasted: many short, some very long."""
    scale, recovery = 40.0, 0.05
    cards: dict[str, Any] = {"duration_scale": scale, "duration_power": power}
    for name in LADDERS:
        cards |= {f"{name}_down": (recovery,) * 3}
    scenario = Scenario.load("doing_things", {f"ladder.{name}": value for name, value in cards.items()})
    town: Any = SimpleNamespace(scenario=scenario, demand=demand.Demand())
    _, down, slowing = ladder.hazards(town)
    length = np.empty(people, np.int64)
    _spells(SEED, down[0, 1], slowing, length)
    shape = recovery * scale
    return [
        Result(f"share of spells over {t} months", (1 + t / scale) ** -shape, float((length > t).mean()), 0.01)
        for t in (6, 24, 60, 120, 240)
    ]


def acute_arrivals(scale: float = 1.0, people: int = 200_000) -> list[Result]:
    """How many fall into crisis from nowhere in a month, and on which ladder."""
    r = Residents(people)
    r.append(people)
    number_keys(0, r.key)
    r.alive[:], r.head[:], r.born[:], r.fifth[:] = True, True, -360, 3
    rates, usual = np.array([(0.02, 0.01, 0.04, 0.03, 0.005)]), np.ones((5, 6))
    acute._strike(
        SEED, 0, people, r.alive, r.key, r.born, r.head, r.fifth, r.neighbourhood, np.zeros(1, np.int16),
        r.level, r.months, r.capacity, r.event, r.fell, rates, np.array([scale]), (1.0,) * 5, usual, 0.0,
    )  # fmt: skip
    fallen = (r.level == CRISIS).sum(axis=0)
    total = 0.02 + 0.01 + 0.03 + 0.005
    return [
        Result("share struck", 1 - np.exp(-total), float(fallen.sum() / people), 0.002),
        Result("of these functional", 0.02 / total, float(fallen[0] / fallen.sum()), 0.015),
        Result("of these family, among adults", 0, float(fallen[2] / fallen.sum()), 0),
    ]


def settled_capacity(decay: float = 0.02) -> list[Result]:
    """Where capacity settles under help that does not change, without and with dependency."""
    results = []
    for agency, civic, dependency in ((0.0, 0.5, 0.0), (0.6, 0.3, 0.0), (0.6, 0.3, 0.03)):
        start, by_agency, by_groups = 0.4, 0.01, 0.04
        now = 0.9
        for _ in range(3000):
            now = capacity.next_capacity(now, start, agency, civic, by_agency, by_groups, decay, dependency)
        growth = by_agency * agency + by_groups * civic
        expected = (growth + 0.02 * start) / (growth + 0.02 + dependency * agency)
        results.append(
            Result(f"capacity, help {agency:g} and {civic:g}, dependency {dependency:g}", expected, now, 1e-9)
        )
    return results


def demand_path(shape: float = 1.0) -> list[Result]:
    """Times today's demand on a path to 100 in 240 months."""
    return [
        Result(f"multiple at month {month}", expected, demand.multiple(month, 100.0, 240, shape, held=False), 1e-9)
        for month, expected in ((-1, 1.0), (0, 1.0), (60, 25.75), (120, 50.5), (240, 100.0), (300, 100.0))
    ] + [Result("multiple at month 0, held", 100.0, demand.multiple(0, 100.0, 240, shape, held=True), 0)]


CHECKS = (
    Check("rising demand", "M1 rising demand", "demand.multiple", "a month", "solved: a straight line from 1 to 100",
          demand_path),
    Check("Markov ladder", "M2 ladder", "ladder.next_level", "a month", "solved: pi P = pi; (I - Q) t = 1", markov),
    Check("one rung at a time", "M2 ladder", "ladder.one_rung", "a month", "solved: detailed balance", balance),
    Check("skewed spells", "M2 ladder", "ladder.hazards, one_rung", "a month",
          "Lomax 1954: S(t) = (1 + t / 40)^-2", skewed_spells),
    Check("acute arrivals", "M2 acute arrivals", "acute._strike", "a month", "solved: competing Poisson risks",
          acute_arrivals),
    Check("settled capacity", "M3 capacity", "capacity.next_capacity", "a month",
          "solved: c = (g + decay start) / (g + decay + dependency a)", settled_capacity),
)  # fmt: skip
