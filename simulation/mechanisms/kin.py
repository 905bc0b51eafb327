"""M5 and M9, the part that comes first: unpaid help from household and close ties, out of finite time.

Help is rationed in two rounds. A resident in need asks the same of each helper; a helper asked for more than they
have grants every ask the same share. What is still missing is then asked of those with time left.
"""

from typing import TYPE_CHECKING

import numpy as np

from simulation.agents.residents import ADULT, FULL
from simulation.kernels import kernel, rule

if TYPE_CHECKING:
    from simulation.world import World

WHOLE = 1 << 16
"""A share of 1 in the integers that ration hours."""


@rule
def ration(pool, asked):  # type: ignore[no-untyped-def]
    """The share, in 1/65536, of every ask that a pool of minutes can grant; 0 where nothing is asked."""
    if asked <= 0:
        return np.int64(0)
    return min(np.int64(WHOLE), (np.int64(pool) << 16) // np.int64(asked))


@rule
def granted(ask, share):  # type: ignore[no-untyped-def]
    """Minutes granted of an ask at a share in 1/65536, rounded down."""
    return (np.int64(ask) * np.int64(share)) >> 16


@kernel
def _kin_first(  # type: ignore[no-untyped-def]
    rows, needed, kin_most, level, pot, target, degree, kin_given, kin_share, kin, left, asked, ask, wanted
):
    m = len(rows)
    for j in range(m):
        i = rows[j]
        wanted[j] = 0
        for l in range(5):
            wanted[j] += kin_most[l, level[i, l]]
    total = np.zeros(m, dtype=np.int64)
    for _ in range(2):
        for j in range(m):
            i = rows[j]
            ask[j] = 0
            if wanted[j] == total[j]:
                continue
            helpers = 0
            for k in range(degree[i]):
                helpers += left[target[i, k]] > 0
            if helpers == 0:
                continue
            ask[j] = (wanted[j] - total[j]) // helpers
            for k in range(degree[i]):
                h = target[i, k]
                if left[h] > 0:
                    asked[h] += ask[j]
        for j in range(m):
            i = rows[j]
            if ask[j] == 0:
                continue
            for k in range(degree[i]):
                h = target[i, k]
                if left[h] > 0:
                    grant = ask[j] if asked[h] <= left[h] else granted(ask[j], ration(left[h], asked[h]))
                    total[j] += grant
                    kin_given[h] += grant
        for j in range(m):
            if ask[j] == 0:
                continue
            i = rows[j]
            for k in range(degree[i]):
                h = target[i, k]
                if asked[h] > 0:
                    asked[h] = 0
                    left[h] = pot[h] - kin_given[h]
    for j in range(m):
        i = rows[j]
        upto = 0
        shared = 0
        for l in range(5):
            upto += kin_most[l, level[i, l]]
            shared_after = total[j] * upto // wanted[j] if wanted[j] > 0 else 0
            kin[j, l] = shared_after - shared
            shared = shared_after
            kin_share[i, l] = FULL * kin[j, l] // needed[j, l] if needed[j, l] > 0 else 0


def kin_first(world: "World") -> None:
    """Household and close ties meet what they can of this month's needs."""
    r, needs = world.residents, world.needs
    m = len(needs.rows)
    r.kin_given[: r.count] = 0
    pot = np.minimum(r.kin_minutes, r.spare_minutes)
    pot[world.month - r.born < ADULT] = 0
    _kin_first(
        needs.rows, needs.needed, needs.kin_most, r.level, pot, world.ties.target, world.ties.degree, r.kin_given,
        r.kin_share, needs.kin, pot.copy(), np.zeros(len(pot), dtype=np.int32),
        np.zeros(m, dtype=np.int64), np.zeros(m, dtype=np.int64),
    )  # fmt: skip
