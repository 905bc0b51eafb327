"""Households that arrive: of the ages at which households move, into the neighbourhoods with most room."""

from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simulation.agents.residents import Residents
from simulation.population.households import HEAD_BANDS, HOUSEHOLDS, Kind, cells
from simulation.population.town import Newcomers
from simulation.population.vital import LEAVERS, movers

USUAL_SIZE = 2.36
"""People in a mean household (DEM16)."""

YOUNG_KINDS = (Kind.COUPLE, Kind.SHARED)
YOUNG_SIZE = 2.0
"""Kinds and mean size of the young households that make up for grown children who leave home."""

YOUNG_HEADS = ((18, 0.4), (20, 1.0), (25, 1.0), (30, 0.5))
"""Ages in years at which their heads' bands begin, and the weights of these."""


OLDER_HEADS = (65, 75, 85)
"""Ages in years at which the bands of older heads begin that grow at a pace of their own elsewhere."""

ALONE_ARRIVING = 0.6
"""People under 65 living alone among arrivals, against those who leave: the others find a partner (grade D)."""


def arriving(moves: float, leaving_home: float) -> NDArray[np.float64]:
    """Weights of arriving households [kind, head's age band].

    Households arrive as they leave, so that moving by itself leaves ages as they are when the place is made; young
    households besides take the place of grown children who leave home. Where nobody moves, those few who make up for
    deaths are of the ages at which households move elsewhere.
    """
    middle = [(low + high) // 2 for low, high in pairwise(HEAD_BANDS)]
    shares = HOUSEHOLDS / HOUSEHOLDS.sum()
    if moves == 0.0:
        return np.asarray(shares * movers()[middle])
    leavers = min(LEAVERS * leaving_home, moves)
    usual = shares * movers()[middle] * (moves - leavers)
    usual[Kind.ALONE] *= ALONE_ARRIVING
    young = np.zeros_like(shares)
    for start, weight in YOUNG_HEADS:
        band = HEAD_BANDS.index(start)
        kinds = shares[list(YOUNG_KINDS), band]
        young[list(YOUNG_KINDS), band] = kinds / kinds.sum() * weight
    return np.asarray(usual + young / young.sum() * leavers * USUAL_SIZE / YOUNG_SIZE)


def aged(weights: NDArray[np.float64], growth: tuple[float, ...], years: int) -> NDArray[np.float64]:
    """Weights of arriving households after so many years in which older households elsewhere grew in number.

    growth: a year, of households whose head is of each band of OLDER_HEADS, against younger ones.
    """
    pace = np.concatenate([[0.0], growth])[np.searchsorted(OLDER_HEADS, HEAD_BANDS[:-1], side="right")]
    return np.asarray(weights * (1.0 + pace) ** years)


@lru_cache(maxsize=64)
def arriving_cells(
    moves: float, leaving_home: float, growth: tuple[float, ...], years: int, older_tilt: float, only_older: bool
) -> NDArray[np.float64]:
    """Cumulative kinds and ages of the households that arrive, or of older ones alone: see `cells`."""
    return cells(older_tilt, only_older, None if only_older else aged(arriving(moves, leaving_home), growth, years))


def most_room_first(room: NDArray[np.float64], households: int) -> NDArray[np.int64]:
    """The neighbourhood, from 0, of each of so many households, each into the one with most room for people left."""
    deep = int(max(room.max() - room.min(), 0.0) / USUAL_SIZE) + households // len(room) + 2
    left = room[:, None] - USUAL_SIZE * np.arange(deep)[None, :]
    order = np.argsort(-left.ravel(), kind="stable")[:households]
    return np.asarray(order // deep)


def move_into(
    residents: Residents, newcomers: Newcomers, first_label: int, first_id: int, fifth_of: NDArray[np.uint8]
) -> NDArray[np.int64]:
    """Append newcomers' rows, with labels of households and ids from these numbers on."""
    new = residents.append(len(newcomers.key))
    rows = np.arange(new.start, new.stop)
    order = np.lexsort((newcomers.key, newcomers.born, newcomers.slot))
    for name in ("key", "neighbourhood", "born", "sex", "ethnic", "head"):
        getattr(residents, name)[new] = getattr(newcomers, name)[order]
    residents.household[new] = first_label + newcomers.slot
    residents.alive[new] = True
    residents.id[new] = rows + (first_id - new.start)
    residents.fifth[new] = fifth_of[residents.neighbourhood[new]]
    return rows
