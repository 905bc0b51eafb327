"""How need rose and fell, and how people stood with services: what the phases from *need* to *direct help* did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.agents.groups import SERVICE_OF_LADDER
from simulation.agents.residents import CRISIS, Event, Status
from simulation.chronicle.notebook import Before, Notebook
from simulation.chronicle.vocabulary import What, Why
from simulation.population.applies import applies

if TYPE_CHECKING:
    from simulation.world import World

type Cells = tuple[NDArray[np.intp], NDArray[np.intp]]
"""Rows of residents and ladders, one of each a cell."""


def changed(before: NDArray[np.uint8], now: NDArray[np.uint8]) -> Cells:
    """The cells in which two tables [row, ladder] differ, in the order of rows and ladders."""
    row, ladder = np.divmod(np.flatnonzero((before != now).ravel()), 5)
    return row, ladder


def need(world: World, before: Before, notebook: Notebook) -> None:
    """After the phase *need*."""
    r = world.residents
    was, now = before["residents.level"][: r.count], r.level[: r.count]
    row, ladder = changed(was, now)
    low, high = was[row, ladder], now[row, ladder]
    age = world.month - r.born[row].astype(np.int64)
    can = [applies(*cell) for cell in zip(ladder.tolist(), age.tolist(), r.head[row].tolist(), strict=True)]
    what = np.where(high == 0, What.NEED_OVER, np.where(high < low, What.NEED_EASED, What.NEED_WORSENED))
    what = np.where(high == CRISIS, What.AVOIDABLE_CRISIS, what)
    what = np.where(can, what, What.NEED_OUTGROWN)
    notebook.write(world, what, row, ladder=ladder, before=low, after=high)


def acute(world: World, before: Before, notebook: Notebook) -> None:
    """After the phase *acute arrivals*."""
    r = world.residents
    was = before["residents.level"]
    row, ladder = changed(was[: r.count], r.level[: r.count])
    notebook.write(world, What.ACUTE_CRISIS, row, ladder=ladder, before=was[row, ladder], after=CRISIS)


def seeking(world: World, before: Before, notebook: Notebook) -> None:
    """After the phase *seeking help*: whoever sought help did so for the one need whose wait has just begun."""
    r, was = world.residents, before["residents.level"]
    row = world.needs.rows[(r.event[world.needs.rows] & Event.SOUGHT) != 0]
    ladder = ((r.status[row] != Status.NONE) & (r.wait[row] == 0)).argmax(axis=1)
    notebook.write(world, What.SOUGHT_HELP, row, ladder=ladder)
    wrong = r.status[row, ladder] == Status.MISROUTED
    row, ladder = row[wrong], ladder[wrong]
    notebook.write(world, What.MISROUTED, row, ladder=ladder)
    fell = r.level[row, ladder] != was[row, ladder]
    row, ladder = row[fell], ladder[fell]
    notebook.write(world, What.AVOIDABLE_CRISIS, row, ladder=ladder, before=was[row, ladder], after=CRISIS)


def duties(world: World, before: Before, notebook: Notebook) -> None:
    """After the phase *duties*."""
    r = world.residents
    row, ladder = changed(before["residents.status"][: r.count], r.status[: r.count])
    now = r.status[row, ladder]
    what = np.select(
        [now == Status.STATUTORY, now == Status.PLACED, now == Status.NONE],
        [What.ADMITTED, What.PLACED, What.DUTY_ENDED],
        What.DUTY_DROPPED,
    )
    paid_for = ~world.budget.exhausted[world.place_of[r.neighbourhood[row]], np.array(SERVICE_OF_LADDER)[ladder]]
    why = np.where(paid_for, Why.NO_PROVIDER_WITH_HOURS, Why.NO_MONEY_FOR_THE_DUTY)
    why = np.where(what == What.DUTY_DROPPED, why, Why.NOT_SAID)
    notebook.write(world, what, row, ladder=ladder, why=why)


def direct_help(world: World, before: Before, notebook: Notebook) -> NDArray[np.bool_]:
    """After the phase *direct help*; says whose wait ended in giving up [case].

    A case may be taken on and end within the month: minutes given to one not served before and not served now.
    """
    r, needs = world.residents, world.needs
    person, ladder = needs.person, needs.ladder
    was, now = before["residents.status"][person, ladder], r.status[person, ladder]
    helped = (needs.direct > 0) & (r.level[person, ladder] < CRISIS)
    abandoned = (r.event[person] & Event.ABANDONED) != 0
    ended = now == Status.NONE
    threshold = world.by_place("service.threshold")[world.place_of[r.neighbourhood[person]]]
    turned_away = ended & (was != Status.NONE) & (r.level[person, ladder] < threshold)
    gave_up = ended & ~turned_away & ((was == Status.WAITING) | (was == Status.DIRECT)) & ~helped & abandoned
    served = (was == Status.DIRECT) & ended & ~gave_up & ~turned_away
    at_once = (was != Status.DIRECT) & ended & helped & ~turned_away
    began = ((was != Status.DIRECT) & (now == Status.DIRECT)) | at_once
    broke_off = (was == Status.DIRECT) & ((now == Status.WAITING) | gave_up)
    for what, cases in (
        (What.DIRECT_HELP_BEGAN, began),
        (What.DIRECT_HELP_BROKE_OFF, broke_off),
        (What.DIRECT_HELP_ENDED, served | at_once),
        (What.GAVE_UP_WAITING, gave_up),
        (What.TURNED_AWAY, turned_away),
    ):
        notebook.write(world, what, person[cases], ladder=ladder[cases])
    return np.asarray(gave_up)
