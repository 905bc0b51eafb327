"""Acute arrivals: crises that come from anywhere on the ladder and that no prevention touches (part of M2)."""

from typing import TYPE_CHECKING

import numpy as np

from simulation import chance
from simulation.agents.residents import CRISIS, Event
from simulation.chance import Decision
from simulation.kernels import kernel
from simulation.mechanisms.ladder import by_deprivation, probability, scar_of_crisis, scarred
from simulation.population.applies import applies

if TYPE_CHECKING:
    from simulation.world import World


@kernel
def _strike(  # type: ignore[no-untyped-def]
    seed, month, n, alive, key, born, head, fifth, neighbourhood, place_of, level, months, capacity, event, fell,
    rates, scale, multiple, deprivation, scar,
):  # fmt: skip
    hazard, most = np.zeros((len(scale), *deprivation.shape)), 0.0
    for p in range(len(scale)):
        for d in range(1, hazard.shape[2]):
            total = 0.0
            for l in range(5):
                hazard[p, l, d] = rates[p, l] * scale[p] * multiple[l] * deprivation[l, d]
                total += hazard[p, l, d]
            most = max(most, total)
    luck = np.empty((4, chance.AT_ONCE), np.uint32)
    for i in range(n):
        at = i % chance.AT_ONCE
        if at == 0:
            chance.draw(seed, key[i:n], month, Decision.ACUTE_ARRIVAL >> 2, luck)
        u = chance.unit(luck[3, at])
        if u >= most or not alive[i]:
            continue
        age = month - born[i]
        f, p = np.int64(fifth[i]), place_of[neighbourhood[i]]
        total = 0.0
        for l in range(5):
            if level[i, l] < CRISIS and applies(l, age, head[i]):
                total += hazard[p, l, f]
        if u >= total:
            continue
        struck = probability(total)
        if u >= struck:
            continue
        which = u / struck * total
        running = 0.0
        for l in range(5):
            if level[i, l] < CRISIS and applies(l, age, head[i]):
                running += hazard[p, l, f]
                if which < running:
                    level[i, l] = CRISIS
                    months[i, l] = 0
                    event[i] |= Event.UNAVOIDABLE_CRISIS
                    fell[i] = month
                    capacity[i] = scarred(capacity[i], scar)
                    break


def strike(world: "World") -> None:
    """Some residents fall straight into crisis on one ladder."""
    r = world.residents
    _strike(
        world.seed, world.month, r.count, r.alive, r.key, r.born, r.head, r.fifth, r.neighbourhood,
        world.place_of, r.level, r.months, r.capacity, r.event, r.fell, world.by_place("acute.rates"),
        world.by_place("acute.scale"), world.demand.onset(), by_deprivation(world.scenario.ladder.deprivation),
        scar_of_crisis(world.scenario),
    )  # fmt: skip
