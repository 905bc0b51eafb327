"""The ground: where everything is seen, in units of the distance between two seats.

A place has its agencies in the middle. Around them meet the groups, each beside its neighbourhood, and behind these lie
the neighbourhoods, the most deprived first: blocks of terraces, two seats deep, home after home.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dashboards.film.gatherings import Gatherings
from dashboards.film.homes import Homes
from simulation.agents.groups import DOMAINS

type Points = NDArray[np.float64]
type Numbers = NDArray[np.int64]

DEPTH, STREET, WALL = 2.0, 0.9, 0.5
"""A terrace's depth, the street between two of them, and the gap between two homes."""

GREEN, HALL, MARGIN = 11.0, 32.0, 3.0
"""The depth of where groups meet, of where agencies stand, and what is left free beside a neighbourhood."""

BETWEEN = 14.0
"""What lies between two places."""

AGENCIES = (0.11, 0.33, 0.67, 0.89)
"""Where agencies stand, as parts of a place's width: the connectors have the middle to themselves."""

SHAPE = 1.55
"""Width by height of a place."""


@dataclass(frozen=True)
class Ground:
    """Where things are.

    size: width and height. seats, groups, agencies [.., (x, y)]: agencies place after place. blocks [neighbourhood, (x,
    y, width, height)]. halls [place, (x, y)]: the middle of each place.
    """

    size: tuple[float, float]
    seats: Points
    groups: Points
    agencies: Points
    blocks: Points
    halls: Points


def lay_out(homes: Homes, groups: Gatherings, place_of: Numbers, fifth_of: Numbers) -> Ground:
    """The ground of these homes and groups. place_of, fifth_of [neighbourhood]."""
    ground = Ground(
        (0.0, 0.0), np.zeros((int(homes.capacity.sum()), 2)), np.zeros((len(groups.spot), 2)),
        np.zeros(((int(place_of.max()) + 1) * len(DOMAINS), 2)), np.zeros((len(place_of), 4)),
        np.zeros((int(place_of.max()) + 1, 2)),
    )  # fmt: skip
    places = len(ground.halls)
    columns = int(np.ceil(np.sqrt(places)))
    sizes = [_place(ground, place, homes, groups, place_of, fifth_of) for place in range(places)]
    width, height = np.max(sizes, axis=0) + BETWEEN
    for place in range(places):
        corner = np.array([width * (place % columns), height * (place // columns)])
        own = np.flatnonzero(place_of == place)
        ground.blocks[own, :2] += corner
        ground.halls[place] += corner
        ground.agencies[place * len(DOMAINS) : (place + 1) * len(DOMAINS)] += corner
        ground.groups[np.isin(groups.neighbourhood, own)] += corner
        ground.seats[np.isin(homes.neighbourhood, own)[homes.home_of_seat]] += corner
    return replace(ground, size=(width * columns - BETWEEN, height * -(-places // columns) - BETWEEN))


def _place(
    ground: Ground, place: int, homes: Homes, groups: Gatherings, place_of: Numbers, fifth_of: Numbers
) -> tuple[float, float]:
    """Lay out one place from the corner (0, 0) and return its size: the narrowest that is wide enough for SHAPE."""
    own = np.flatnonzero(place_of == place)
    own = own[np.argsort(fifth_of[own], kind="stable")]
    half = -(-len(own) // 2)
    rows = [own[:half], own[half:]]
    width = 20.0
    while True:
        depths = [_row_depth(row, homes, width) for row in rows]
        height = sum(depths) + 2 * (GREEN + MARGIN) + HALL
        if width >= SHAPE * height:
            break
        width *= 1.02
    for row, depth, top in ((rows[0], depths[0], 0.0), (rows[1], depths[1], height - depths[1])):
        left = 0.0
        for block, wide in zip(row, _widths(row, homes, width), strict=True):
            ground.blocks[block] = left, top, wide, depth
            _terraces(ground.seats, homes, block, left, top, wide)
            edge = top + depth + MARGIN if top == 0.0 else top - MARGIN - GREEN
            _meet(ground.groups, groups, block, left, edge, wide)
            left += wide + MARGIN
    ground.halls[place] = width / 2, depths[0] + MARGIN + GREEN + HALL / 2
    first = place * len(DOMAINS)
    for k, part in enumerate(AGENCIES):
        ground.agencies[first + k] = width * part, ground.halls[place, 1]
    return width, height


def _fronts(homes: Homes, block: int) -> tuple[Numbers, Points]:
    """The homes of a neighbourhood and how wide each is, its wall included."""
    own = np.flatnonzero(homes.neighbourhood == block)
    return own, np.ceil(homes.capacity[own] / DEPTH) + WALL


def _widths(row: Sequence[int] | Numbers, homes: Homes, width: float) -> Points:
    """The width of each block of a row, by the homes in it."""
    front = np.array([_fronts(homes, int(block))[1].sum() for block in row])
    return np.asarray((width - MARGIN * (len(row) - 1)) * front / max(front.sum(), 1.0))


def _row_depth(row: Numbers, homes: Homes, width: float) -> float:
    deepest = 0
    for block, wide in zip(row, _widths(row, homes, width), strict=True):
        deepest = max(deepest, int(_walk(_fronts(homes, int(block))[1], wide)[1].max(initial=0)) + 1)
    return deepest * (DEPTH + STREET)


def _walk(fronts: Points, wide: float) -> tuple[Points, Numbers]:
    """How far along which terrace each home begins: a terrace ends before the home that would not fit."""
    along, terrace = np.zeros(len(fronts)), np.zeros(len(fronts), np.int64)
    at, row = 0.0, 0
    for k, front in enumerate(fronts.tolist()):
        if at + front > wide + WALL and at > 0.0:
            at, row = 0.0, row + 1
        along[k], terrace[k] = at, row
        at += front
    return along, terrace


def _terraces(seats: Points, homes: Homes, block: int, left: float, top: float, wide: float) -> None:
    own, fronts = _fronts(homes, block)
    along, terrace = _walk(fronts, wide)
    first = np.cumsum(homes.capacity) - homes.capacity
    for k, home in enumerate(own.tolist()):
        chair = np.arange(homes.capacity[home])
        at = slice(first[home], first[home] + homes.capacity[home])
        seats[at, 0] = left + along[k] + chair // 2 + 0.5
        seats[at, 1] = top + terrace[k] * (DEPTH + STREET) + chair % 2 + 0.5


def _meet(points: Points, groups: Gatherings, block: int, left: float, top: float, wide: float) -> None:
    """Spread a neighbourhood's spots along its edge, in two rows by turns."""
    own = np.flatnonzero(groups.neighbourhood == block)
    spots = int(groups.spot[own].max(initial=0)) + 1
    points[own, 0] = left + MARGIN + (wide - 2 * MARGIN) * (groups.spot[own] + 0.5) / spots
    points[own, 1] = top + GREEN * np.where(groups.spot[own] % 2 == 0, 0.3, 0.7)
