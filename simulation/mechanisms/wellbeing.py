"""Wellbeing: life satisfaction on the scale of 0 to 10, apart from money, so that nothing counts twice."""

from typing import TYPE_CHECKING

import numpy as np

from simulation.chance import AT_ONCE
from simulation.kernels import kernel, spelled_out

if TYPE_CHECKING:
    from simulation.world import World


@spelled_out
def aim(base, lost, capacity, capacity_effect, burnout, burnout_effect, gained):  # type: ignore[no-untyped-def]
    """The wellbeing that a life like this one tends to, in points of 10."""
    return min(max(base - lost + capacity_effect * (capacity - 0.5) - burnout_effect * burnout + gained, 0.0), 10.0)


@kernel
def _settle(  # type: ignore[no-untyped-def]
    n, alive, level, capacity, burnout, active, wellbeing, loss, base, capacity_effect, burnout_effect, acting, speed
):
    lost = np.empty(AT_ONCE)
    for first in range(0, n, AT_ONCE):
        upto = min(first + AT_ONCE, n)
        for i in range(first, upto):
            by_need = 0.0
            for l in range(5):
                by_need += loss[level[i, l]]
            lost[i - first] = by_need
        for i in range(first, upto):
            gained = acting if active[i] else 0.0
            towards = aim(
                base, lost[i - first], float(capacity[i]), capacity_effect, float(burnout[i]), burnout_effect, gained
            )
            felt = wellbeing[i] + speed * (towards - float(wellbeing[i]))
            wellbeing[i] = felt if alive[i] else wellbeing[i]


def settle_wellbeing(world: "World") -> None:
    """Wellbeing moves part of the way towards what the month's circumstances would make it."""
    r, cards = world.residents, world.scenario.wellbeing
    _settle(
        r.count, r.alive, r.level, r.capacity, r.burnout, r.active, r.wellbeing, np.array((0.0, *cards.loss)),
        cards.base, cards.capacity, cards.burnout, cards.acting, cards.speed,
    )  # fmt: skip
