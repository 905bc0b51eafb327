"""One provider, as Mesa's agent: a handle on a row of the providers' table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.agents.columns import Column
from simulation.agents.handles import Handle
from simulation.agents.providers import Providers
from simulation.agents.readings import Rows, reading

if TYPE_CHECKING:
    from simulation.world import World

FIXED = ("key", "id", "alive", "number", "entered", "sold", "margin", "losses")
"""Columns that the month works out, and those that say which provider it is and where."""


class Provider(Handle, table="providers", rows=Providers, kind=3, fixed=FIXED):
    """A provider. Every column of Providers is an attribute; capacity and cost can be set.

    >>> firm = world.agents_by_type[Provider][0]                # doctest: +SKIP
    >>> firm.place, firm.capacity, firm.price, firm.margin      # doctest: +SKIP
    (<Place Market town>, 2170.4, 40.0, 0.07)
    """

    _how_gone = "has left"

    @reading
    def place(world: World, rows: Rows) -> Column:  # noqa: N805
        """The Place that buys from it."""
        return np.array(world.place_agents, object)[world.providers.number[rows]]

    @reading
    def price(world: World, rows: Rows) -> Column:  # noqa: N805
        """Pounds that its place pays for an hour of direct help, new providers or not, outcomes and measuring apart."""
        today = world.budget.prices("service.direct_hour")
        return np.asarray((world.market.price * today)[world.providers.number[rows]] / 100.0)

    @reading
    def outcome_share(world: World, rows: Rows) -> Column:  # noqa: N805
        """Share of its pay for direct help that is tied to outcomes."""
        return np.asarray(world.by_place("market.outcome_share")[world.providers.number[rows]])
