"""Seeking help, referral and triage: who comes forward, and who is sent the wrong way."""

import math
from typing import TYPE_CHECKING

import numpy as np

from simulation import chance
from simulation.agents.residents import CRISIS, Event, Status
from simulation.chance import Decision
from simulation.kernels import kernel, rule
from simulation.mechanisms.ladder import befalls, scar_of_crisis, scarred

if TYPE_CHECKING:
    from simulation.world import World


@rule
def misrouted(u, level, sensitivity, answered):  # type: ignore[no-untyped-def]
    """Whether triage sends a complex or crisis case to a group alone: only where connecting staff take the call."""
    return level >= 2 and u < (1.0 - sensitivity) * answered


@kernel
def _seek(  # type: ignore[no-untyped-def]
    seed, month, rows, key, first, ladder, neighbourhood, place_of, level, months, status, wait, capacity, event, fell,
    rates, trust_factor, answered, sensitivity, delay, scar,
):  # fmt: skip
    luck = np.empty((4, chance.AT_ONCE), np.uint32)
    for j in range(len(rows)):
        at = j % chance.AT_ONCE
        if at == 0:
            chance.draw(seed, key[j:], month, Decision.SEEK_HELP >> 2, luck)
        i = rows[j]
        worst = -1
        for c in range(first[j], first[j + 1]):
            l = int(ladder[c])
            if status[i, l] != Status.NONE:
                if wait[i, l] < 255:
                    wait[i, l] += 1
                if status[i, l] == Status.MISROUTED and wait[i, l] >= delay:
                    status[i, l] = Status.NONE
                    wait[i, l] = 0
            if status[i, l] == Status.NONE and (worst < 0 or level[i, l] > level[i, worst]):
                worst = l
        if worst < 0:
            continue
        p = place_of[neighbourhood[i]]
        now = np.int64(level[i, worst])
        u, hazard = chance.unit(luck[0, at]), rates[now - 1] * trust_factor[p]
        if not befalls(u, hazard):
            continue
        event[i] |= Event.SOUGHT
        status[i, worst] = Status.WAITING
        wait[i, worst] = 0
        if misrouted(chance.unit(luck[1, at]), now, sensitivity, answered[p]):
            status[i, worst] = Status.MISROUTED
            event[i] |= Event.HARM
            if now < CRISIS:
                level[i, worst] = CRISIS
                months[i, worst] = 0
                event[i] |= Event.AVOIDABLE_CRISIS
            fell[i] = month
            capacity[i] = scarred(capacity[i], scar)


def seek(world: "World") -> None:
    """Residents with need come forward, once a month at most, for the worst need that nobody is dealing with yet."""
    r, needs, cards, trust = world.residents, world.needs, world.scenario.seeking, world.scenario.trust
    trust_factor = np.array([math.exp(cards.trust_effect * (t - trust.start)) for t in world.places.trust.tolist()])
    _seek(
        world.seed, world.month, needs.rows, needs.key, needs.first, needs.ladder, r.neighbourhood, world.place_of,
        r.level, r.months, r.status, r.wait, r.capacity, r.event, r.fell, np.array(cards.rates), trust_factor,
        world.budget.answered, cards.sensitivity, cards.delay, scar_of_crisis(world.scenario),
    )  # fmt: skip
