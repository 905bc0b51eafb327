"""Who is helped by kin, by an agency, by a group, month by month: read from the lasting facts that a scribe noted."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.chronicle.vocabulary import What

HELPERS = ("kin", "agency", "group")
KIND = {What.HELP_FROM_KIN: 0, What.HELP_FROM_DUTY: 1, What.HELP_DIRECT: 1, What.HELP_FROM_GROUP: 2}
LADDERS = 16
"""More than there are: a ladder's place in a key."""


def helped(events: NDArray[Any], months: int, people: int) -> NDArray[np.uint8]:
    """Whose help each person gets [month, person], a bit for each of HELPERS, the first the lowest.

    events: rows of EVENT from month 0 on; row m of the answer is the end of the m-th month, row 0 is empty.
    """
    said = events[np.isin(events["what"], list(KIND))]
    source = said["by"].astype(np.int64) * LADDERS + said["ladder"] + 1
    source[said["what"] == What.HELP_DIRECT] += LADDERS
    kind = np.array([KIND.get(What(what), 0) for what in range(len(What))])[said["what"]]
    person, month, given = said["person"].astype(np.int64), said["month"].astype(np.int64), said["minutes"] > 0
    order = np.lexsort((source, person * len(HELPERS) + kind))
    begins, ends = _switches(order, np.stack([person, kind, source]), given)
    mask = np.zeros((months + 1, people), np.uint8)
    for bit in range(len(HELPERS)):
        helpers = np.zeros((months + 2, people), np.int16)
        for rows, step in ((begins, 1), (ends, -1)):
            own = rows[kind[rows] == bit]
            np.add.at(helpers, (month[own] + 1, person[own]), step)
        mask |= (helpers.cumsum(axis=0, dtype=np.int16)[:-1] > 0).astype(np.uint8) << bit
    return mask


def _switches(
    order: NDArray[np.intp], fact: NDArray[np.int64], given: NDArray[np.bool_]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The events with which a fact begins to hold and those with which it ends, since most only change its minutes.

    order: sorts events by fact, those of one fact as they happened.
    """
    sorted_fact, now = fact[:, order], given[order]
    before = np.zeros_like(now)
    before[1:] = now[:-1] & (sorted_fact[:, 1:] == sorted_fact[:, :-1]).all(axis=0)
    return order[now & ~before], order[before & ~now]
