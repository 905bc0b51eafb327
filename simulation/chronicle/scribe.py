"""The scribe: an observer who writes down what happens to everybody."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from simulation.chronicle import comings, helping, joining, troubles
from simulation.chronicle.kinship import Kin
from simulation.chronicle.lasting import Facts, compare
from simulation.chronicle.notebook import Before, Notebook, Register

if TYPE_CHECKING:
    from simulation.world import World

LOOKED_AT = {
    "demography": ("residents.id", "residents.alive", "residents.neighbourhood"),
    "elections": ("places.turned_back",),
    "need": ("residents.level",),
    "acute arrivals": ("residents.level",),
    "seeking help": ("residents.level",),
    "duties": ("residents.status",),
    "direct help": ("residents.status",),
    "travel to groups": ("residents.helper", "residents.helped_ladder"),
    "connecting": ("residents.stimulation", "ties.target", "ties.degree"),
    "activation": ("residents.groups",),
    "burnout": ("residents.burnout",),
    "halls": ("halls.open",),
    "groups": ("residents.groups", "residents.helper", "groups.id", "groups.alive", "groups.neighbourhood"),
}
"""What must be known of the world as each phase found it."""

SIMPLE = {
    "elections": joining.elections,
    "need": troubles.need,
    "acute arrivals": troubles.acute,
    "seeking help": troubles.seeking,
    "duties": troubles.duties,
    "travel to groups": helping.groups_found,
    "connecting": joining.connecting,
    "activation": joining.activation,
    "burnout": joining.burning_out,
    "halls": joining.halls,
}
"""What is told of phases that need nothing else."""


class Scribe:
    """Writes down events from the month in which it begins to watch; `table.table(scribe)` reads them.

    >>> world.observers = (Scribe(world),)                                  # doctest: +SKIP
    >>> world.run_for(12)                                                   # doctest: +SKIP

    notebook: the events. people, groups: the key of every number. kin: what kin give this month, helper by helper.
    """

    def __init__(self, world: World) -> None:
        r, g = world.residents, world.groups
        self.notebook, self.people, self.groups = Notebook(), Register(), Register()
        self.places = tuple(world.places.names)
        self.people.reach(world.turnover.next_id)
        self.people.enter(r.id[: r.count], r.key[: r.count])
        self.groups.enter(g.id[: g.count], g.key[: g.count])
        self.frozen = world.month < world.budget.frozen_until
        self.lasting = Facts.none()
        self.kin = Kin.nothing(0)
        self.gave_up = np.zeros(0, np.bool_)
        self._before: Before = {}

    def before(self, phase: str, world: World) -> None:
        """Remember what the phase finds of all that it may change."""
        self._before = {name: attrgetter(name)(world).copy() for name in LOOKED_AT.get(phase, ())}

    def after(self, phase: str, world: World) -> None:
        """Write down what the phase has done."""
        if phase in SIMPLE:
            SIMPLE[phase](world, self._before, self.notebook)
        elif phase == "demography":
            comings.demography(world, self._before, self.notebook, self.people)
        elif phase == "budgets":
            self.frozen = joining.freezes(world, self.frozen, self.notebook)
        elif phase == "hours needed":
            self._nobody_helps_yet(world)
        elif phase == "kin first":
            self.kin = Kin.of(world)
        elif phase == "direct help":
            self.gave_up = troubles.direct_help(world, self._before, self.notebook)
        elif phase == "co-production":
            self._help(world)
        elif phase == "groups":
            joining.groups(world, self._before, self.notebook, self.groups)
        elif phase == "outcomes":
            self.notebook.turn_page()
        self._before = {}

    def _nobody_helps_yet(self, world: World) -> None:
        """What holds where the phases in which kin and services help are switched off."""
        self.kin = Kin.nothing(len(world.needs.rows))
        self.gave_up = np.zeros(len(world.needs.person), np.bool_)

    def _help(self, world: World) -> None:
        r = world.residents
        here = np.flatnonzero(r.alive[: r.count])
        place = np.full(len(self.people), -1, np.int16)
        place[r.id[here]] = world.place_of[r.neighbourhood[here]]
        now = helping.gather(world, self.kin, self.gave_up)
        fresh, over = compare(self.lasting, now)
        helping.write(world, over, True, self.notebook, place)
        helping.write(world, fresh, False, self.notebook, place)
        self.lasting = now
