"""M12 Burnout: what too much unpaid help, for kin and for groups, does to those who give it."""

from typing import TYPE_CHECKING

import numpy as np

from simulation import chance
from simulation.chance import Decision
from simulation.kernels import kernel, rule, spelled_out
from simulation.mechanisms.ladder import befalls

if TYPE_CHECKING:
    from simulation.world import World


@spelled_out
def next_burnout(burnout, load, gain, recovery):  # type: ignore[no-untyped-def]
    """Burnout next month, in [0, 1]: it grows with load beyond 1 and heals with whatever rest a load below 1 leaves."""
    return min(max(burnout + gain * max(0.0, load - 1.0) - recovery * burnout * (1.0 - min(load, 1.0)), 0.0), 1.0)


@rule
def catches(u, exposure, contagion):  # type: ignore[no-untyped-def]
    """Whether burnout spreads to a person this month: u < 1 - exp(-contagion x share of contacts burnt out)."""
    return befalls(u, contagion * exposure)


@kernel
def _burn(n, alive, kin_given, civic_given, burnout, civic_strain, bearable_minutes, gain, recovery):  # type: ignore[no-untyped-def]
    for i in range(n):
        load = (kin_given[i] + civic_strain * civic_given[i]) / bearable_minutes
        after = next_burnout(float(burnout[i]), load, gain, recovery)
        burnout[i] = after if alive[i] else burnout[i]


@kernel
def _spread(seed, month, n, alive, key, before, burnout, target, weight, degree, contagion, burnt_out):  # type: ignore[no-untyped-def]
    for i in range(n):
        if not alive[i] or burnout[i] >= burnt_out:
            continue
        near, spent = 0, 0
        for t in range(degree[i]):
            near += weight[i, t]
            spent += weight[i, t] if before[target[i, t]] >= burnt_out else 0
        if spent > 0:
            u = chance.uniform(seed, key[i], month, Decision.BURNOUT_SPREAD)
            if catches(u, spent / near, contagion):
                burnout[i] = burnt_out


def threshold(world: "World") -> float:
    """The burnout from which a person counts as burnt out, rounded as burnout itself is so that equal means equal."""
    return float(np.float32(world.scenario.burnout.burnt_out))


def burn_out(world: "World") -> None:
    """Those who gave more than they can bear burn out a little more; others recover."""
    r, t, cards = world.residents, world.ties, world.scenario.burnout
    before = r.burnout.copy() if cards.contagion > 0.0 else r.burnout
    _burn(
        r.count, r.alive, r.kin_given, r.civic_given, r.burnout, cards.civic_strain, 60.0 * cards.bearable_hours,
        cards.gain, cards.recovery,
    )  # fmt: skip
    if cards.contagion > 0.0:
        _spread(
            world.seed, world.month, r.count, r.alive, r.key, before, r.burnout, t.target, t.weight, t.degree,
            cards.contagion, threshold(world),
        )  # fmt: skip
