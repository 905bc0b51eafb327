"""Published and solved results that the mechanisms must reproduce, run bare through the functions that worlds use.

Two solved results about incentives for citizens (M13) have no row, since no function of the world could produce them:
crowding out; and contributions that fall to .78 a round among conditional helpers, half of all, who give .9 of what
they believe others give and move .4 of the way to what they see (1 - .4 + .4 x .5 x .9). M6 holds neither an amount
given nor a belief: whoever acts gives their hours, stops whatever others do, and sees the month as it is; nor is any of
its curves one whose starters are proportional to exposure. They are M13's to bring.
"""

from collections.abc import Iterable, Iterator

from simulation.verification import (
    cascades,
    connectors,
    front_door,
    help_given,
    market,
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
    *networked.CHECKS,
    *travel.CHECKS,
    *front_door.CHECKS,
    *queues.CHECKS,
    *money.CHECKS,
    *market.CHECKS,
    *tipping.CHECKS,
    *satisfaction.CHECKS,
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
