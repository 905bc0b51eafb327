"""M5 and M9, the part that comes first: unpaid help from household and close ties, out of finite time.

Help is rationed in two rounds. A resident in need asks the same of each helper; a helper asked for more than they
have grants every ask the same share. What is still missing is then asked of those with time left.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.agents.residents import ADULT, FULL
from simulation.kernels import AHEAD, kernel, prefetch, spelled_out
from simulation.links.ties import Ties

if TYPE_CHECKING:
    from simulation.world import World

WHOLE = 1 << 16
"""A share of 1 in the integers that ration hours."""

ROUNDS = 2
"""Once, and once more for those whose helpers had too little time."""


@spelled_out
def ration(pool, asked):  # type: ignore[no-untyped-def]
    """The share, in 1/65536, of every ask that a pool of minutes can grant, rounded down; all of it where none ask.

    The division is of whole numbers below 2**53, and so exact before it is rounded down.
    """
    return np.int64(min(float(WHOLE), float(WHOLE) * pool / max(asked, 1)))


@spelled_out
def granted(ask, share):  # type: ignore[no-untyped-def]
    """Minutes granted of an ask at a share in 1/65536, rounded down."""
    return (np.int64(ask) * np.int64(share)) >> 16


@kernel
def _fill_pots(month, born, kin_minutes, spare_minutes, pot):  # type: ignore[no-untyped-def]
    for i in range(len(pot)):
        minutes = min(kin_minutes[i], spare_minutes[i])
        pot[i] = minutes if month - born[i] >= ADULT else 0


@kernel
def _want(person, ladder, holder, kin_most, level, wanted):  # type: ignore[no-untyped-def]
    for c in range(len(person)):
        wanted[holder[c]] += kin_most[ladder[c], level[person[c], ladder[c]]]


@kernel
def _list_helpers(rows, wanted, able, target, degree):  # type: ignore[no-untyped-def]
    """Who may ask whom [pair]: the place in `rows`, and the row of a tie who is able to help; and how many [need]."""
    room = 1
    for i in rows:
        room += degree[i]
    holder, helper, count = np.empty(room, np.uint32), np.empty(room, np.uint32), 0
    helpers = np.empty(len(rows), np.int32)
    for j in range(len(rows)):
        prefetch(target, rows[min(j + AHEAD, len(rows) - 1)])
        i, before = rows[j], count
        for k in range(degree[i] if wanted[j] > 0 else 0):
            known = np.uint32(target[i, k])
            holder[count], helper[count] = j, known
            count += able[known]
        helpers[j] = count - before
    return holder[:count], helper[:count], helpers


@kernel
def _ask_and_grant(holder, helper, helpers, wanted, left, given, received, grants):  # type: ignore[no-untyped-def]
    """One round: `received` and `given` grow by what helpers with time left grant of what is still wanted.

    holder, helper [pair]: who asks whom; pairs whose helper has time left come first in them afterwards, and their
    number is returned. helpers [need]: how many pairs each has, and afterwards how many of those; each is asked for an
    equal part, rounded down (as in `ration`, whole numbers are divided exactly enough). A helper asked for more than
    they have is used up, whatever rounding leaves them.
    grants [pair]: filled with the minutes that each grants, in the order in which the pairs came; or None.
    """
    ask = np.empty(len(wanted), np.int32)
    for j in range(len(wanted)):
        ask[j] = np.int32((wanted[j] - received[j]) / max(helpers[j], 1))
        helpers[j] = 0
    asked = np.zeros(len(left), np.int32)
    for pair in range(len(holder)):
        asked[helper[pair]] += ask[holder[pair]]
    share = np.empty(len(left), np.int32)
    for h in range(len(left)):
        share[h] = ration(left[h], asked[h])
        left[h] = max(left[h] - asked[h], 0)
    more = 0
    for pair in range(len(holder)):
        j, h = holder[pair], helper[pair]
        grant = granted(ask[j], share[h])
        if grants is not None:
            grants[pair] = grant
        received[j] += grant
        given[h] += grant
        holder[more], helper[more] = j, h
        more += left[h] > 0
        helpers[j] += left[h] > 0
    return more


@kernel
def _share_out(person, ladder, holder, needed, kin_most, level, wanted, received, kin_share, kin):  # type: ignore[no-untyped-def]
    sharing, upto, shared = -1, 0, 0
    for c in range(len(person)):
        i, l, j = person[c], ladder[c], holder[c]
        if j != sharing:
            sharing, upto, shared = j, 0, 0
        if received[j] == 0:
            continue
        upto += kin_most[l, level[i, l]]
        kin[c] = received[j] * upto // wanted[j] - shared
        shared += kin[c]
        kin_share[i, l] = FULL * kin[c] // needed[c] if needed[c] > 0 else 0


class Grants(NamedTuple):
    """Who gave whom how much [pair]: the place in the list of those in need, the giver's row, and minutes."""

    holder: NDArray[np.uint32]
    helper: NDArray[np.uint32]
    minutes: NDArray[np.int32]


def ask_kin(
    rows: NDArray[np.uint32], wanted: NDArray[np.int64], pot: NDArray[np.int32], ties: Ties,
    rounds: list[Grants] | None = None,
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:  # fmt: skip
    """Two rounds of asking: minutes given by each resident, and received by each of those in need (`rows`).

    wanted [need]: minutes asked for. pot [resident]: minutes that each could give, 0 for those who cannot help.
    rounds: where given, what each round granted is added to it, pair by pair.
    """
    holder, helper, helpers = _list_helpers(rows, wanted, pot > 0, ties.target, ties.degree)
    given, received, left = np.zeros(len(pot), np.int32), np.zeros(len(rows), np.int64), pot.copy()
    for _ in range(ROUNDS):
        if rounds is not None:
            rounds.append(Grants(holder.copy(), helper.copy(), np.empty(len(holder), np.int32)))
        minutes = rounds[-1].minutes if rounds is not None else None
        pairs = _ask_and_grant(holder, helper, helpers, wanted, left, given, received, minutes)
        holder, helper = holder[:pairs], helper[:pairs]
    return given, received


def asks_of_kin(world: "World") -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Minutes that each of those in need asks of kin in all, and minutes that each resident could give."""
    r, needs = world.residents, world.needs
    pot = np.empty(r.count, np.int32)
    _fill_pots(world.month, r.born, r.kin_minutes, r.spare_minutes, pot)
    wanted = np.zeros(len(needs.rows), np.int64)
    _want(needs.person, needs.ladder, needs.holder, needs.kin_most, r.level, wanted)
    return wanted, pot


def kin_first(world: "World") -> None:
    """Household and close ties meet what they can of this month's needs."""
    r, needs = world.residents, world.needs
    wanted, pot = asks_of_kin(world)
    given, received = ask_kin(needs.rows, wanted, pot, world.ties)
    r.kin_given[: r.count] = given
    _share_out(
        needs.person, needs.ladder, needs.holder, needs.needed, needs.kin_most, r.level, wanted, received, r.kin_share,
        needs.kin,
    )  # fmt: skip
