"""M17 Innovation and learning: places try things, keep what looks better, and copy others or the centre's template."""

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.chance import Decision
from simulation.in_force import by_cards
from simulation.kernels import kernel, rule
from simulation.mechanisms.ladder import probability
from simulation.mechanisms.redistribution import directed
from simulation.parameters import cards

if TYPE_CHECKING:
    from simulation.world import World

type Merits = NDArray[np.float64]

KINDS = 5
CONNECTING = 4
"""Practices of a place: one for each of its four services, and its connectors'."""

PRACTICE = np.uint64(0x50524143)
CENTRE = np.uint64(0x43454E54)


class Innovation:
    """How good the practice of every place is.

    merit [place, practice]: in units of the spread of tries. template [practice]: the merit of what the centre
    recommends. worth [place, practice]: what an hour achieves against today's practice, used from next month on.
    """

    def __init__(self, places: int, usual: float) -> None:
        self.merit: Merits = np.full((places, KINDS), usual)
        self.template: Merits = np.full(KINDS, usual)
        self.worth: Merits = np.ones((places, KINDS))


@rule
def looks_better(merit, idea, noise, u):  # type: ignore[no-untyped-def]
    """Whether an idea looks better than what is done, each being judged with an error of standard deviation `noise`.

    u: the luck of both errors together. The better of two is kept with probability Phi(difference / (noise sqrt 2)).
    """
    return idea - merit + math.sqrt(2.0) * noise * chance.normal(u) > 0.0


@rule
def gain_of_a_try(noise):  # type: ignore[no-untyped-def]
    """What a try adds to merit on average: E[d; d + error > 0], d standard normal, = 1 / sqrt(2 pi (1 + 2 noise^2))."""
    return 1.0 / math.sqrt(2.0 * math.pi * (1.0 + 2.0 * noise * noise))


@rule
def settled_merit(trying, noise, stale):  # type: ignore[no-untyped-def]
    """Where merit settles, on average, with `trying` tries a month by oneself and a share `stale` lost each month."""
    return trying * gain_of_a_try(noise) / stale


@rule
def linked_place(place, places, reach, u):  # type: ignore[no-untyped-def]
    """One of the places within `reach` steps on the ring of places, and its distance in steps; (place, 0) if none."""
    links = min(2 * reach, places - 1)
    if links == 0:
        return place, 0
    which = np.int64(u * links)
    steps = which // 2 + 1
    return (place + (steps if which % 2 == 0 else -steps)) % places, steps


@rule
def slack(discretionary, first):  # type: ignore[no-untyped-def]
    """Money spent by choice this month [service] against what it was at month 0."""
    return discretionary.sum() / max(first.sum(), 1)


@rule
def worth_of(merit, usual, gain):  # type: ignore[no-untyped-def]
    """What an hour achieves against one of usual merit, which is today's; `gain` is what a merit of 1 more adds."""
    return max(1.0 + gain * (merit - usual), 0.0)


@kernel
def _learn(  # type: ignore[no-untyped-def]
    seed, month, key, before, discretionary, first, tries, looking, reach, fidelity, noise, stale, centre, one_size,
    template, gain, usual, after, worth,
):  # fmt: skip
    places, kinds = before.shape
    for p in range(places):
        trying = probability(tries[p] * slack(discretionary[p], first[p]))
        for j in range(kinds):
            own = chance.mix(key[p], np.uint64(j), PRACTICE)
            what, variation, judged, where = chance.words(seed, own, month, Decision.IDEA >> 2)
            merit, u = (1.0 - stale) * before[p, j], chance.unit(what)
            after[p, j] = merit
            if u < trying:
                idea = merit + chance.normal(chance.unit(variation))
            elif u < trying + (1.0 - trying) * looking[p]:
                other, steps = linked_place(p, places, reach, chance.unit(where))
                if steps == 0:
                    continue
                idea = fidelity**steps * (1.0 - stale) * before[other, j]
            else:
                continue
            if looks_better(merit, idea, noise, chance.unit(judged)):
                after[p, j] = idea
    for p in range(places):
        for j in range(kinds):
            if centre[p]:
                after[p, j] = one_size * template[j]
            worth[p, j] = worth_of(after[p, j], usual, gain[j])


@kernel
def _pilot(seed, month, pilots, noise, template):  # type: ignore[no-untyped-def]
    for j in range(len(template)):
        best, best_seen = template[j], -np.inf
        for i in range(pilots):
            own = chance.mix(CENTRE, np.uint64(j), np.uint64(i))
            variation, judged, _, _ = chance.words(seed, own, month, Decision.PILOT >> 2)
            idea = template[j] + chance.normal(chance.unit(variation))
            seen = idea + noise * chance.normal(chance.unit(judged))
            if seen > best_seen:
                best, best_seen = idea, seen
        template[j] = best


def usual_merit(told: Any) -> float:
    """Where merit settles in a place that works as today: on its own, with today's discretion and all of its money.

    told: a scenario's section `innovation`.
    """
    today = float(cards()["understanding.discretion"].value)  # type: ignore[arg-type]
    return float(settled_merit(probability(told.trials * today), told.noise, told.stale))


def is_reissued(month: int, years: int) -> bool:
    """Whether the centre's template is issued anew."""
    return month >= 0 and month % (12 * years) == 0


@by_cards
def habits(world: "World") -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], float]:
    """Tries a month with all of the money, and chance of a look at others [place]; gain [practice]; usual merit."""
    told = world.scenario.innovation
    looking = (world.by_place("innovation.governance") == "networked") * probability(told.looking)
    gain = np.array([told.direct_gain] * CONNECTING + [told.network_gain])
    return told.trials * world.by_place("understanding.discretion"), looking, gain, usual_merit(told)


def learn(world: "World") -> None:
    """From month 0 on places try things, look at others or take over the centre's template, as they are governed."""
    if world.month < 0:
        return
    told, own, budget = world.scenario.innovation, world.innovation, world.budget
    own.template = (1.0 - told.stale) * own.template
    if is_reissued(world.month, told.update_years):
        _pilot(world.seed, world.month, told.pilots, told.noise / math.sqrt(told.evidence), own.template)
    tries, looking, gain, usual = habits(world)
    merit = np.empty_like(own.merit)
    _learn(
        world.seed, world.month, world.places.key, own.merit, budget.discretionary, budget.first_discretionary, tries,
        looking, told.reach, told.fidelity, told.noise, told.stale, directed(world), told.one_size, own.template, gain,
        usual, merit, own.worth,
    )  # fmt: skip
    own.merit = merit


def worth_of_services(world: "World") -> Merits | float:
    """What an hour of each service achieves against today's practice [place, service]; 1 where innovation is off."""
    return world.innovation.worth[:, :CONNECTING] if world.scenario.innovation.on else 1.0


def worth_of_connecting(world: "World") -> Merits | float:
    """What an hour of connectors achieves against today's practice [place]; 1 where innovation is off."""
    return world.innovation.worth[:, CONNECTING] if world.scenario.innovation.on else 1.0
