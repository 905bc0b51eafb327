"""M5 and M9, the part that comes first: unpaid help from household and close ties, out of finite time.

Help is rationed in two rounds. A resident in need asks the same of each helper; a helper asked for more than they
have grants every ask the same share. What is still missing is then asked of those with time left.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.agents.residents import ADULT, FULL
from simulation.kernels import kernel, rule
from simulation.links.ties import Ties

if TYPE_CHECKING:
    from simulation.world import World

WHOLE = 1 << 16
"""A share of 1 in the integers that ration hours."""

ROUNDS = 2
"""Once, and once more for those whose helpers had too little time."""


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
def _fill_pots(month, born, kin_minutes, spare_minutes, pot):  # type: ignore[no-untyped-def]
    for i in range(len(pot)):
        pot[i] = min(kin_minutes[i], spare_minutes[i]) if month - born[i] >= ADULT else 0


@kernel
def _want(rows, kin_most, level, wanted):  # type: ignore[no-untyped-def]
    for j in range(len(rows)):
        for l in range(5):
            wanted[j] += kin_most[l, level[rows[j], l]]


@kernel
def _list_helpers(rows, pot, target, degree, first, helper):  # type: ignore[no-untyped-def]
    count = 0
    for j in range(len(rows)):
        i = rows[j]
        first[j] = count
        for k in range(degree[i]):
            h = target[i, k]
            helper[count] = h
            count += pot[h] > 0
    first[len(rows)] = count


@kernel
def _ask_and_grant(wanted, first, helper, left, given, received):  # type: ignore[no-untyped-def]
    """One round: `received` and `given` grow by what helpers with time left grant of what is still wanted.

    A helper asked for more than they have is used up, whatever rounding leaves them.
    """
    asked = np.zeros(len(left), np.int32)
    ask = np.zeros(len(wanted), np.int32)
    for j in range(len(wanted)):
        missing = wanted[j] - received[j]
        helpers = 0
        if missing > 0:
            for at in range(first[j], first[j + 1]):
                helpers += left[helper[at]] > 0
        if helpers > 0:
            ask[j] = missing // helpers
            for at in range(first[j], first[j + 1]):
                asked[helper[at]] += ask[j]
    for j in range(len(wanted)):
        if ask[j] > 0:
            for at in range(first[j], first[j + 1]):
                h = helper[at]
                grant = ask[j] if asked[h] <= left[h] else granted(ask[j], ration(left[h], asked[h]))
                received[j] += grant
                given[h] += grant
    for h in range(len(left)):
        left[h] = max(left[h] - asked[h], 0)


@kernel
def _share_out(rows, needed, kin_most, level, wanted, received, kin_share, kin):  # type: ignore[no-untyped-def]
    for j in range(len(rows)):
        i = rows[j]
        upto = 0
        shared = 0
        for l in range(5):
            upto += kin_most[l, level[i, l]]
            shared_after = received[j] * upto // wanted[j] if wanted[j] > 0 else 0
            kin[j, l] = shared_after - shared
            shared = shared_after
            kin_share[i, l] = FULL * kin[j, l] // needed[j, l] if needed[j, l] > 0 else 0


def ask_kin(
    rows: NDArray[np.int32], wanted: NDArray[np.int64], pot: NDArray[np.int32], ties: Ties
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Two rounds of asking: minutes given by each resident, and received by each of those in need (`rows`).

    wanted [need]: minutes asked for. pot [resident]: minutes that each could give, 0 for those who cannot help.
    """
    first = np.empty(len(rows) + 1, np.int64)
    helper = np.empty(int(ties.degree[rows].sum(dtype=np.int64)) + 1, np.uint32)
    _list_helpers(rows, pot, ties.target, ties.degree, first, helper)
    given, received = np.zeros(len(pot), np.int32), np.zeros(len(rows), np.int64)
    left = pot.copy()
    for _ in range(ROUNDS):
        _ask_and_grant(wanted, first, helper, left, given, received)
    return given, received


def kin_first(world: "World") -> None:
    """Household and close ties meet what they can of this month's needs."""
    r, needs = world.residents, world.needs
    pot = np.empty(r.count, np.int32)
    _fill_pots(world.month, r.born, r.kin_minutes, r.spare_minutes, pot)
    wanted = np.zeros(len(needs.rows), np.int64)
    _want(needs.rows, needs.kin_most, r.level, wanted)
    given, received = ask_kin(needs.rows, wanted, pot, world.ties)
    r.kin_given[: r.count] = given
    _share_out(needs.rows, needs.needed, needs.kin_most, r.level, wanted, received, r.kin_share, needs.kin)
