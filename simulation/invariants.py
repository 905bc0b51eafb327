"""Nothing is made of nothing: people, hours and money add up, exactly, every month."""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from simulation.world import World


class BrokenInvariantError(AssertionError):
    """A line of the ledger that does not add up; the run stops."""


def check(world: "World") -> None:
    """Stop the run if any line of the month's ledger fails, naming month, line and both sides."""
    r, g, needs, b = world.residents, world.groups, world.needs, world.budget
    n = r.count
    births, deaths, arrivals, leavers = world.flows
    spent = b.fixed + b.statutory + b.direct + b.connecting + b.dual_running
    free = np.maximum(r.spare_minutes[:n], r.kin_given[:n])
    lines: dict[str, tuple[Any, Any]] = {
        "people: those here now = those before + born + arrived - died - left": (
            world.residents_by_place(),
            world.people_before + births - deaths + arrivals - leavers,
        ),
        "hours: given to kin = received from kin": (r.kin_given[:n].sum(dtype=np.int64), needs.kin.sum(dtype=np.int64)),
        "hours: given by groups = received from groups": (g.given.sum(), needs.civic.sum(dtype=np.int64)),
        "hours: direct help given = direct help received": (b.minutes_given.sum(), needs.direct.sum(dtype=np.int64)),
        "money: discretionary = direct + connecting + changing over": (
            b.discretionary, b.direct + b.connecting + b.dual_running,
        ),
        "money: reserves before + income = spending + reserves after": (
            b.opening_reserves + b.income.sum(axis=1), spent.sum(axis=1) + b.reserves,
        ),
    }  # fmt: skip
    for line, (left, right) in lines.items():
        if not np.array_equal(left, right):
            raise BrokenInvariantError(f"Month {world.month}: {line} fails: {left} is not {right}.")
    limits = {
        "hours: nobody gives more than they have": (r.kin_given[:n] + r.civic_given[:n], free),
        "hours: groups give no more than their members gave": (g.given, g.pool),
        "hours: direct help fits in what was paid for": (b.minutes_given, b.direct_minutes()),
        "hours: no need is met twice": (needs.met, needs.needed),
        "money: reserves are never below zero": (-b.reserves, np.zeros_like(b.reserves)),
    }
    for line, (less, more) in limits.items():
        if (less > more).any():
            raise BrokenInvariantError(f"Month {world.month}: {line} fails by {(less - more).max()}.")
