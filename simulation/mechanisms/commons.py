"""M19 Commons: what a place shares grows back, is used, and runs short; people who take part use it with more care."""

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.agents.residents import ADULT
from simulation.kernels import kernel, rule

if TYPE_CHECKING:
    from simulation.world import World

type Shares = NDArray[np.float64]
YEAR = 12


@rule
def next_stock(stock, renewal, use):  # type: ignore[no-untyped-def]
    """A stock a month on, as a share of the most it could be: R' = renewal R (1 - R) - use R, solved exactly.

    It settles at 1 - use / renewal, or at nothing where use is the greater; it never falls below zero.

    >>> round(next_stock(0.6, 0.02, 0.008), 12)
    0.6
    """
    net = renewal - use
    crowding = renewal * stock * (math.expm1(net) / net if net != 0.0 else 1.0)
    return stock * math.exp(net) / (1.0 + crowding)


class Commons:
    """What every place shares.

    stock [place]: as a share of the most there could be; `start` is what it was at first. recent: residents, adults and
    the active among them [place, 3], in each of the last twelve settling months; year: their sum.
    """

    def __init__(self, places: int, start: float) -> None:
        self.start = start
        self.stock = np.full(places, start)
        self.keep([], places)

    def keep(self, recent: list[NDArray[np.int64]], places: int) -> None:
        """Let these months' people be what is usual."""
        self.recent = recent
        self.year: NDArray[np.int64] = sum(recent, np.zeros((places, 3), np.int64))

    def scarcity(self) -> Shares:
        """How much less there is than at first, as a share of it; below 0 where there is more [place]."""
        return np.asarray(1.0 - self.stock / self.start)

    def need_of_homes(self, cards: Any) -> Shares:
        """What multiplies the hazard of falling into need with the home [place]."""
        return np.exp(cards.need_effect * self.scarcity())

    def dearness(self, cards: Any) -> Shares:
        """What multiplies the cost of temporary homes [place]."""
        return np.exp(cards.price_effect * self.scarcity())


@rule
def _put_down(row, here, adults, acting):  # type: ignore[no-untyped-def]
    row[0] += here
    row[1] += adults
    row[2] += acting


@kernel
def _count_active(  # type: ignore[no-untyped-def]
    month, n, alive, born, active, neighbourhood, starts, place_of, usual, months, people
):
    """How many people there are against what is usual, and by how much the share of the active exceeds it [place].

    usual, people [place, 3]: sums over so many months, and those of this one, to be filled in. starts: where each
    neighbourhood's rows began when rows were last sorted.
    """
    for h in range(len(place_of)):
        own = slice(starts[h], starts[h + 1])
        lives, birth, acts = alive[own], born[own], active[own]
        here = adults = acting = np.int64(0)
        for i in range(len(lives)):
            adult = np.uint8(lives[i]) & np.uint8(month - birth[i] >= ADULT)
            here += np.uint8(lives[i])
            adults += adult
            acting += adult & np.uint8(acts[i])
        _put_down(people[place_of[h]], here, adults, acting)
    for i in range(starts[-1], n):
        adult = alive[i] & (month - born[i] >= ADULT)
        _put_down(people[place_of[neighbourhood[i]]], alive[i], adult, adult & active[i])
    crowd, care = np.empty(len(people)), np.empty(len(people))
    for p in range(len(people)):
        crowd[p] = people[p, 0] / (max(usual[p, 0], 1) / months)
        care[p] = people[p, 2] / max(people[p, 1], 1) - usual[p, 2] / max(usual[p, 1], 1)
    return crowd, care


@kernel
def _use_and_renew(stock, crowd, care, use, stewardship, renewal):  # type: ignore[no-untyped-def]
    """Let every stock [place] be used by so many people with so much care, and grow back."""
    for p in range(len(stock)):
        stock[p] = next_stock(stock[p], renewal, use * crowd[p] * math.exp(-stewardship * care[p]))


def share_commons(world: "World") -> None:
    """What a place shares is used, with more care where more people take part, and grows back."""
    r, cards, commons = world.residents, world.scenario.commons, world.commons
    people: NDArray[np.int64] = np.zeros((len(commons.stock), 3), np.int64)
    crowd, care = _count_active(
        world.month, r.count, r.alive, r.born, r.active, r.neighbourhood, world.neighbourhood_starts,
        world.place_of, commons.year if commons.recent else people, max(len(commons.recent), 1), people,
    )  # fmt: skip
    if world.month < 0:
        commons.keep([*commons.recent, people][-YEAR:], len(people))
        return
    use = cards.renewal * (1.0 - commons.start) * (1.0 + cards.use_growth) ** (world.month / YEAR)
    _use_and_renew(commons.stock, crowd, care, use, cards.stewardship, cards.renewal)
