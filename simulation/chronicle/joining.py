"""Who took part, stopped, was asked, met, joined, founded and burnt out; a place's freezes and closed halls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.agents.residents import Event
from simulation.chronicle.notebook import NOBODY, Before, Notebook, Register
from simulation.chronicle.vocabulary import What, Why
from simulation.mechanisms.burnout import threshold
from simulation.parameters import cards

if TYPE_CHECKING:
    from simulation.world import World


def connecting(world: World, before: Before, notebook: Notebook) -> None:
    """After the phase *connecting*: who felt a connector's push, and who was introduced to whom.

    An introduction is the event of the one in need, by the other.
    """
    r, t = world.residents, world.ties
    asked = np.flatnonzero(r.stimulation[: r.count] > before["residents.stimulation"][: r.count])
    notebook.write(world, What.ASKED_TO_TAKE_PART, asked)
    target, degree = before["ties.target"], before["ties.degree"]
    person, other = [], []
    for row in np.flatnonzero(t.degree[: r.count] > degree[: r.count]).tolist():
        known = set(target[row, : degree[row]].tolist())
        for met in [one for one in t.target[row, : t.degree[row]].tolist() if one not in known]:
            needy, friend = (row, met) if r.level[row].any() else (met, row)
            if row < met:
                person.append(needy)
                other.append(friend)
    rows = np.array(person, np.int64)
    notebook.write(world, What.INTRODUCED, rows, by=r.id[np.array(other, np.int64)])


def activation(world: World, before: Before, notebook: Notebook) -> None:
    """After the phase *activation*."""
    r = world.residents
    for event, what in (
        (Event.STOPPED_HELPING, What.STOPPED_HELPING),
        (Event.STARTED_HELPING, What.STARTED_HELPING),
    ):
        notebook.write(world, what, np.flatnonzero(r.event[: r.count] & event))
    _memberships(world, before["residents.groups"], world.groups.id, np.zeros(len(world.groups.id), np.bool_), notebook)


def _memberships(
    world: World, was: NDArray[np.int32], was_id: NDArray[np.int32], ended: NDArray[np.bool_], notebook: Notebook
) -> None:
    """Who left which group and joined which; a group may have taken the row of one that ended.

    was [row, kind]: rows of groups. was_id, ended [row of a group]: their numbers then, and which have ended since.
    """
    r, g = world.residents, world.groups
    was = was[: r.count]
    stayed = np.where(was < 0, r.groups[: r.count] < 0, (was == r.groups[: r.count]) & ~ended[was])
    row, kind = np.divmod(np.flatnonzero(~stayed.ravel()), 2)
    old, new = was[row, kind], r.groups[row, kind]
    left, joined = old >= 0, new >= 0
    why = np.where(ended[old[left]], Why.THE_GROUP_ENDED, Why.FOUNDED_ANOTHER)
    notebook.write(world, What.LEFT_GROUP, row[left], by=was_id[old[left]], why=why)
    notebook.write(world, What.JOINED_GROUP, row[joined], by=g.id[new[joined]])


def burning_out(world: World, before: Before, notebook: Notebook) -> None:
    """After the phase *burnout*."""
    r, limit = world.residents, threshold(world)
    was, now = before["residents.burnout"][: r.count] >= limit, r.burnout[: r.count] >= limit
    notebook.write(world, What.BURNT_OUT, np.flatnonzero(now & ~was))
    notebook.write(world, What.NO_LONGER_BURNT_OUT, np.flatnonzero(was & ~now))


def halls(world: World, before: Before, notebook: Notebook) -> None:
    """After the phase *halls*: in which places one closed."""
    closed = before["halls.open"] & ~world.halls.open
    where = world.place_of[world.halls.neighbourhood[closed]]
    notebook.put(world, What.HALL_CLOSED, np.full(len(where), NOBODY), where)


def groups(world: World, before: Before, notebook: Notebook, register: Register) -> None:
    """After the phase *groups*: which ended, who was left without, which were founded and by whom."""
    r, g = world.residents, world.groups
    was_id, was_alive = before["groups.id"], before["groups.alive"]
    old = len(was_id)
    stayed = was_alive & g.alive[:old] & (g.id[:old] == was_id)
    ended = was_alive & ~stayed
    where = world.place_of[before["groups.neighbourhood"][ended]]
    notebook.put(world, What.GROUP_ENDED, np.full(len(where), NOBODY), where, by=was_id[ended])
    fresh = g.alive.copy()
    fresh[:old] &= ~stayed
    new = np.flatnonzero(fresh)
    new = new[np.argsort(g.id[new])]
    register.enter(g.id[new], g.key[new])
    founders = [int(np.flatnonzero(r.key[: r.count] == g.founder[row])[0]) for row in new.tolist()]
    notebook.write(world, What.FOUNDED_GROUP, np.array(founders, np.int64), by=g.id[new])
    _memberships(world, before["residents.groups"], was_id, ended, notebook)
    helped = before["residents.helper"][: r.count]
    lost = np.flatnonzero((helped >= 0) & (r.helper[: r.count] < 0))
    notebook.write(
        world, What.GROUP_HELP_ENDED, lost, by=was_id[helped[lost]], ladder=r.helped_ladder[lost],
        why=Why.THE_GROUP_ENDED,
    )  # fmt: skip


def elections(world: World, before: Before, notebook: Notebook) -> None:
    """After the phase *elections*: which places turned from the scenario's way of working, if it has one, or to it."""
    was, now = before["places.turned_back"], world.places.turned_back
    if np.array_equal(was, now):
        return
    policies = [card for card in cards().values() if card.by_place and card.decides == "policy"]
    own = np.any([[said != card.value for said in world.scenario.by_place(card.key)] for card in policies], axis=0)
    for what, where in ((What.APPROACH_TURNED_BACK, now & ~was & own), (What.APPROACH_RESUMED, was & ~now & own)):
        places = np.flatnonzero(where)
        notebook.put(world, what, np.full(len(places), NOBODY), places)


def freezes(world: World, frozen: NDArray[np.bool_], notebook: Notebook) -> NDArray[np.bool_]:
    """Once budgets are set: which places' spending by choice is frozen now, and was not, or was, until now."""
    now = world.month < world.budget.frozen_until
    for place in np.flatnonzero(now != frozen).tolist():
        notebook.put(
            world, What.FREEZE_BEGAN if now[place] else What.FREEZE_ENDED, np.array([NOBODY]), np.array([place])
        )
    return np.asarray(now)
