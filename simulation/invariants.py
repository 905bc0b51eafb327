"""Nothing is made of nothing: people, hours and money add up, exactly, every month."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.kernels import kernel
from simulation.mechanisms.service import sharing

if TYPE_CHECKING:
    from simulation.world import World

EQUAL = (
    "people: those here now = those before + born + arrived - died - left",
    "hours: given to kin = received from kin",
    "hours: given by groups = received from groups",
    "hours: direct help given = direct help received",
    "money: discretionary = direct + connecting + incentives + changing over + growth + joint work",
    "money: reserves before + income + borrowed + added = spending + reserves after",
    "money: debt before + borrowed = debt after + repaid",
    "money: what deals with the centre bring some, others pay",
)
PEOPLE, TO_KIN, BY_GROUPS, DIRECT, CHOSEN, RESERVES, DEBT, DEALS = range(len(EQUAL))
"""Lines of the ledger whose sides are the same."""

WITHIN = (
    "hours: nobody gives more than they have",
    "hours: groups give no more than their members gave",
    "hours: providers sell no more than they have",
    "hours: direct help fits in what was paid for",
    "hours: no need is met twice",
    "money: reserves are never below zero",
    "money: debt is never below zero",
)
GIVEN, POOLED, SOLD, PAID, MET, SAVED, OWED = range(len(EQUAL), len(EQUAL) + len(WITHIN))
"""Lines whose left side is never more than the right one."""


@kernel
def _add_up_hours(n, spare, kin_given, civic_given, given, pool, needed, met, kin, civic, direct, sides):  # type: ignore[no-untyped-def]
    """Fill in what residents, groups and needs come to; of what holds for each of them, the furthest beyond it."""
    left, right = sides
    to_kin, by_groups, by_kin, by_civic, directly, overdrawn, overpooled, overmet = 0, 0, 0, 0, 0, 0, 0, 0
    for i in range(n):
        to_kin += kin_given[i]
        overdrawn = max(overdrawn, kin_given[i] + civic_given[i] - max(spare[i], kin_given[i]))
    for g in range(len(given)):
        by_groups += given[g]
        overpooled = max(overpooled, given[g] - pool[g])
    for c in range(len(needed)):
        by_kin += kin[c]
        by_civic += civic[c]
        directly += direct[c]
        overmet = max(overmet, met[c] - needed[c])
    left[TO_KIN, 0, 0], right[TO_KIN, 0, 0] = to_kin, by_kin
    left[BY_GROUPS, 0, 0], right[BY_GROUPS, 0, 0] = by_groups, by_civic
    right[DIRECT, 0, 0] = directly
    left[GIVEN, 0, 0], left[POOLED, 0, 0], left[MET, 0, 0] = overdrawn, overpooled, overmet


@kernel
def _add_up_places(  # type: ignore[no-untyped-def]
    here, people, for_duties, for_direct, room, shared, minutes_given, minutes_paid, discretionary, direct, connecting,
    incentives, dual_running, growth, joint, fixed, statutory, income, tax_base, grant, interest, borrowed, added,
    repaid, opening_reserves, reserves, opening_debt, owed, sides,
):  # fmt: skip
    """Fill in what places' people, direct help and money come to; the first line, place and service that fail, if any.

    shared [place]: where its direct help stands.
    """
    left, right = sides
    for p in range(len(here)):
        left[PEOPLE, p, 0], right[PEOPLE, p, 0] = here[p], people[p]
        left[SOLD, p, 0], right[SOLD, p, 0] = for_duties[p] + for_direct[p], room[p]
        left[RESERVES, p, 0], right[RESERVES, p, 0] = opening_reserves[p], reserves[p]
        left[DEBT, p, 0], right[DEBT, p, 0] = opening_debt[p], owed[p]
        left[SAVED, p, 0], left[OWED, p, 0] = -reserves[p], -owed[p]
        for k in range(4):
            left[DIRECT, 0, 0] += minutes_given[p, k]
            left[PAID, shared[p], k] += minutes_given[p, k]
            right[PAID, shared[p], k] += minutes_paid[p, k]
            chosen = (
                direct[p, k] + connecting[p, k] + incentives[p, k] + dual_running[p, k] + growth[p, k] + joint[p, k]
            )
            left[CHOSEN, p, k], right[CHOSEN, p, k] = discretionary[p, k], chosen
            came_in = income[p, k] + tax_base[p, k] + grant[p, k] + borrowed[p, k] + added[p, k]
            left[RESERVES, p, 0] += came_in - interest[p, k] - repaid[p, k]
            right[RESERVES, p, 0] += fixed[p, k] + statutory[p, k] + chosen
            left[DEBT, p, 0] += borrowed[p, k]
            right[DEBT, p, 0] += repaid[p, k]
            left[DEALS, 0, 0] += grant[p, k]
    for at, more in np.ndenumerate(left):
        if more > right[at] or (at[0] < len(EQUAL) and more < right[at]):
            return at
    return None


@kernel
def _astray(n, groups, helper, count):  # type: ignore[no-untyped-def]
    """Whether residents name a group that has no row. Unsigned, a row below -1 lies beyond all others."""
    furthest = np.uint32(0)
    for rows in (groups[:n].ravel(), helper[:n]):
        for i in range(len(rows)):
            furthest = max(furthest, np.uint32(rows[i] + 1))
    return furthest > count


class BrokenInvariantError(AssertionError):
    """A line of the ledger that does not add up; the run stops."""


def check_rows(world: "World") -> None:
    """Refuse to begin a month in which residents name groups that are not there: a kernel would write where they point.

    Only who writes into the columns themselves can bring that about.
    """
    r, groups = world.residents, world.groups.count
    if not _astray(r.count, r.groups, r.helper, groups):
        return
    for column in ("groups", "helper"):
        rows = getattr(r, column)[: r.count]
        for wrong in rows[(rows < -1) | (rows >= groups)]:
            raise BrokenInvariantError(
                f"Month {world.month}: residents' {column} names row {wrong}, but groups have rows 0 to {groups - 1}, "
                "and -1 stands for none."
            )


def check(world: "World") -> None:
    """Stop the run if any line of the month's ledger fails, naming month, line and both sides where it does first."""
    r, g, needs, b, m = world.residents, world.groups, world.needs, world.budget, world.market
    sides: NDArray[np.int64] = np.zeros((2, len(EQUAL) + len(WITHIN), *b.direct.shape), np.int64)
    _add_up_hours(
        r.count, r.spare_minutes, r.kin_given, r.civic_given, g.given, g.pool, needs.needed, needs.met, needs.kin,
        needs.civic, needs.direct, sides,
    )  # fmt: skip
    wrong = _add_up_places(
        world.residents_by_place(), world.people, m.for_duties, m.for_direct, m.room, sharing(world), b.minutes_given,
        b.direct_minutes(), b.discretionary, b.direct, b.connecting, b.incentives, b.dual_running, b.growth, b.joint,
        b.fixed, b.statutory, b.income, b.tax_base, b.grant, b.interest, b.borrowed, b.added, b.repaid,
        b.opening_reserves, b.reserves, b.opening_debt, b.debts.owed, sides,
    )  # fmt: skip
    if wrong:
        (left, right), line = sides[:, *wrong].tolist(), (EQUAL + WITHIN)[wrong[0]]
        how = f": {left} is not {right}" if line in EQUAL else f" by {left - right}"
        raise BrokenInvariantError(f"Month {world.month}: {line} fails{how}.")
