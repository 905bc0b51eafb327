"""Nothing is made of nothing: people, hours and money add up, exactly, every month."""

from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.kernels import kernel
from simulation.mechanisms.service import in_common, sharing

if TYPE_CHECKING:
    from simulation.world import World


@kernel
def _help_received(kin, civic, direct, met, needed):  # type: ignore[no-untyped-def]
    """Minutes received from kin, groups and as direct help in all, and the most that any need was met beyond itself."""
    by_kin, by_groups, directly, beyond = 0, 0, 0, 0
    for c in range(len(needed)):
        by_kin += kin[c]
        by_groups += civic[c]
        directly += direct[c]
        beyond = max(beyond, met[c] - needed[c])
    return by_kin, by_groups, directly, beyond


@kernel
def _help_given(n, spare_minutes, kin_given, civic_given):  # type: ignore[no-untyped-def]
    """Minutes given to kin in all, and the most that anybody gave beyond what they have (or gave to kin)."""
    kin, beyond = 0, 0
    for i in range(n):
        kin += kin_given[i]
        beyond = max(beyond, kin_given[i] + civic_given[i] - max(spare_minutes[i], kin_given[i]))
    return kin, beyond


@kernel
def _astray(n, groups, helper, count):  # type: ignore[no-untyped-def]
    """Whether residents name a group that has no row. Unsigned, a row below -1 lies beyond all others."""
    furthest = np.uint32(0)
    for i in range(n):
        first, second, third = np.uint32(groups[i, 0] + 1), np.uint32(groups[i, 1] + 1), np.uint32(helper[i] + 1)
        furthest = max(furthest, max(first, max(second, third)))
    return furthest > count


@kernel
def _spending(direct, connecting, incentives, dual_running, growth, joint, fixed, statutory):  # type: ignore[no-untyped-def]
    """What was spent by choice [place, service], and in all [place]."""
    chosen, spent = direct + connecting + incentives + dual_running + growth + joint, np.empty(len(direct), np.int64)
    for p in range(len(spent)):
        spent[p] = (fixed[p] + statutory[p] + chosen[p]).sum()
    return chosen, spent


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
    """Stop the run if any line of the month's ledger fails, naming month, line and both sides."""
    r, g, needs, b = world.residents, world.groups, world.needs, world.budget
    chosen, spent = _spending(
        b.direct, b.connecting, b.incentives, b.dual_running, b.growth, b.joint, b.fixed, b.statutory
    )
    kin_given, overdrawn = _help_given(r.count, r.spare_minutes, r.kin_given, r.civic_given)
    by_kin, by_groups, directly, overmet = _help_received(needs.kin, needs.civic, needs.direct, needs.met, needs.needed)
    shared = sharing(world)
    lines: dict[str, tuple[Any, Any]] = {
        "people: those here now = those before + born + arrived - died - left": (
            world.residents_by_place(), world.people,
        ),
        "hours: given to kin = received from kin": (kin_given, by_kin),
        "hours: given by groups = received from groups": (g.given.sum(), by_groups),
        "hours: direct help given = direct help received": (b.minutes_given.sum(), directly),
        "money: discretionary = direct + connecting + incentives + changing over + growth + joint work": (
            b.discretionary, chosen,
        ),
        "money: reserves before + income + borrowed + added = spending + reserves after": (
            b.opening_reserves + (b.realised + b.borrowed + b.added).sum(axis=1), spent + b.reserves,
        ),
        "money: debt before + borrowed = debt after + repaid": (
            b.opening_debt + b.borrowed.sum(axis=1), world.budget.debts.owed + b.repaid.sum(axis=1),
        ),
        "money: what deals with the centre bring some, others pay": (b.grant.sum(), 0),
    }  # fmt: skip
    for line, (left, right) in lines.items():
        if np.count_nonzero(left != right):
            raise BrokenInvariantError(f"Month {world.month}: {line} fails: {left} is not {right}.")
    limits: dict[str, tuple[Any, Any]] = {
        "hours: nobody gives more than they have": (overdrawn, 0),
        "hours: groups give no more than their members gave": (g.given, g.pool),
        "hours: providers sell no more than they have": (
            world.market.for_duties + world.market.for_direct,
            world.market.room,
        ),
        "hours: direct help fits in what was paid for": (
            in_common(b.minutes_given, shared),
            in_common(b.direct_minutes(), shared),
        ),
        "hours: no need is met twice": (overmet, 0),
        "money: reserves are never below zero": (-b.reserves, 0),
        "money: debt is never below zero": (-world.budget.debts.owed, 0),
    }
    for line, (less, more) in limits.items():
        if np.count_nonzero(less > more):
            raise BrokenInvariantError(f"Month {world.month}: {line} fails by {np.max(less - more)}.")
