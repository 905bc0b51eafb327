"""Who was born, died, came and went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.chronicle.notebook import NOBODY, Before, Notebook, Register
from simulation.chronicle.vocabulary import What
from simulation.population.luck import child_key

if TYPE_CHECKING:
    from simulation.world import World


def demography(world: World, before: Before, notebook: Notebook, people: Register) -> None:
    """After the phase *demography*. A child whose household leaves in the month of its birth is not noted."""
    r = world.residents
    here = np.flatnonzero(r.alive[: r.count])
    ids = r.id[here]
    was = np.flatnonzero(before["residents.alive"])
    gone = was[~_among(before["residents.id"][was], ids)]
    gone_ids = before["residents.id"][gone]
    what = np.where(np.isin(gone_ids, world.turnover.died), What.DIED, What.LEFT_THE_PLACE)
    notebook.put(world, what, gone_ids, world.place_of[before["residents.neighbourhood"][gone]])
    known = len(people)
    first_arrival = known + int(world.flows[0].sum())
    new = here[ids >= known]
    people.reach(world.turnover.next_id)
    people.enter(r.id[new], r.key[new])
    born, came = new[r.id[new] < first_arrival], new[r.id[new] >= first_arrival]
    notebook.write(world, What.BORN, born, by=np.array([_mother(world, row) for row in born.tolist()], np.int32))
    notebook.write(world, What.ARRIVED, came)
    for slot in range(2):
        joined = came[r.groups[came, slot] >= 0]
        notebook.write(world, What.JOINED_GROUP, joined, by=world.groups.id[r.groups[joined, slot]])


def _among(ids: NDArray[np.int32], others: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which of `ids` are among `others`."""
    there = np.zeros(max(int(ids.max(initial=0)), int(others.max(initial=0))) + 1, np.bool_)
    there[others] = True
    return np.asarray(there[ids])


def _mother(world: World, child: int) -> int:
    """The number of the one at home whose key, mixed with the month, makes the child's."""
    r, t = world.residents, world.ties
    for row in t.target[child, : t.degree[child]].tolist():
        if np.uint64(child_key(r.key[row], world.month, 0)) == r.key[child]:
            return int(r.id[row])
    return NOBODY
