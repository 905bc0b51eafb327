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
    month, rows, needed, kin_most, level, born, kin_minutes, spare_minutes, target, degree,
    kin_given, kin_share, kin, left, asked, ask, wanted,
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
            helpers = 0
            for k in range(degree[i]):
                h = target[i, k]
                if left[h] > 0 and month - born[h] >= ADULT:
                    helpers += 1
            ask[j] = (wanted[j] - total[j]) // helpers if helpers > 0 else 0
            if ask[j] > 0:
                for k in range(degree[i]):
                    h = target[i, k]
                    if left[h] > 0 and month - born[h] >= ADULT:
                        asked[h] += ask[j]
        for j in range(m):
            i = rows[j]
            if ask[j] > 0:
                for k in range(degree[i]):
                    h = target[i, k]
                    if left[h] > 0 and month - born[h] >= ADULT:
                        grant = granted(ask[j], ration(left[h], asked[h]))
                        total[j] += grant
                        kin_given[h] += grant
        for j in range(m):
            i = rows[j]
            for k in range(degree[i]):
                h = target[i, k]
                asked[h] = 0
                left[h] = min(kin_minutes[h], spare_minutes[h]) - kin_given[h]
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
    left = np.minimum(r.kin_minutes, r.spare_minutes)
    _kin_first(
        world.month, needs.rows, needs.needed, needs.kin_most, r.level, r.born, r.kin_minutes, r.spare_minutes,
        world.ties.target, world.ties.degree, r.kin_given, r.kin_share, needs.kin, left,
        np.zeros(len(left), dtype=np.int32), np.zeros(m, dtype=np.int64), np.zeros(m, dtype=np.int64),
    )  # fmt: skip
