"""Published and solved results that the mechanisms must reproduce, run bare through the functions that worlds use."""

from collections.abc import Iterable, Iterator

from simulation.verification import (
    cascades,
    connectors,
    economy,
    front_door,
    help_given,
    incentives,
    innovating,
    money,
    need,
    networked,
    queues,
    rings,
    satisfaction,
    shocks,
    small_world,
    thresholds,
    tipping,
    travel,
)
from simulation.verification.check import Check, Row

CHECKS: tuple[Check, ...] = (
    *need.CHECKS,
    *shocks.CHECKS,
    *help_given.CHECKS,
    *thresholds.CHECKS,
    *cascades.CHECKS,
    *rings.CHECKS,
    *small_world.CHECKS,
    *connectors.CHECKS,
    *incentives.CHECKS,
    *networked.CHECKS,
    *travel.CHECKS,
    *front_door.CHECKS,
    *queues.CHECKS,
    *money.CHECKS,
    *economy.CHECKS,
    *tipping.CHECKS,
    *satisfaction.CHECKS,
    *innovating.CHECKS,
)
"""Every check, in the order of the mechanisms as far as their files go."""


def run_checks(names: Iterable[str] | None = None) -> Iterator[Row]:
    """Run the checks of these names, or all of them, and give each row as it is found.

    Raises KeyError for a name that no check has.
    """
    known = {check.name: check for check in CHECKS}
    for name in known if names is None else names:
        yield from known[name].rows()


def verify(names: Iterable[str] | None = None) -> list[Row]:
    """The rows of the checks of these names, or of all.

    >>> all(row.passed for row in verify(["synapse", "resilience"]))
    True
    """
    return list(run_checks(names))
