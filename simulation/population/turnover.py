"""Who goes, who comes and where they live: the turnover of a place's households, once a month has been drawn."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.kernels import kernel
from simulation.population import donors
from simulation.population.applies import PENSION_AGE
from simulation.population.arrivals import arriving_cells, by_neighbourhood, draw_arrivals, move_into
from simulation.population.close_ties import settle_in
from simulation.population.households import BANDS, ethnic_by_neighbourhood
from simulation.population.luck import Trait
from simulation.population.memberships import join
from simulation.population.town import Newcomers
from simulation.population.traits import Spreads, endow, start_out
from simulation.population.working_life import bring_skills, take_up_work
from simulation.sorting import by_label, in_order

if TYPE_CHECKING:
    from simulation.world import World


@dataclass
class Turnover:
    """What demography remembers of a world.

    target [place]: residents that arrivals make up to. spread [neighbourhood]: its share of its place's residents.
    moving: the cards `moves`, `leaving_home` and `ageing_elsewhere` when the place is made; began: that month. tilts
    [place]: odds of older ones. ethnic: see `ethnic_by_neighbourhood`. next_id: the number of the next resident.
    died: the numbers of those who died this month.
    """

    target: NDArray[np.float64]
    spread: NDArray[np.float64]
    moving: tuple[float, float, tuple[float, ...]]
    began: int
    tilts: tuple[float, ...]
    ethnic: NDArray[np.float64]
    next_id: int
    died: NDArray[np.int32]

    @classmethod
    def of(cls, world: "World") -> "Turnover":
        """Of a world just made."""
        cards = world.scenario.demography
        r = world.residents
        here = by_neighbourhood(r.count, r.alive, r.neighbourhood, world.neighbourhood_starts)
        in_place = np.bincount(world.place_of, weights=here)
        places = world.scenario.places
        return cls(
            target=in_place.astype(np.float64),
            spread=here / in_place[world.place_of],
            moving=(cards.moves, cards.leaving_home, cards.ageing_elsewhere),
            began=world.month,
            tilts=tuple(place.older_tilt for place in places),
            ethnic=ethnic_by_neighbourhood(places, world.place_of, world.fifth_of),
            next_id=int(r.id.max()) + 1,
            died=np.empty(0, np.int32),
        )

    def shares(self, month: int, only_older: bool = False) -> NDArray[np.float64]:
        """Cumulative kinds and ages of the households that arrive this month, or of older ones: `arriving_cells`."""
        return arriving_cells(*self.moving, (month - self.began) // 12, self.tilts, only_older)


@kernel
def _clear(  # type: ignore[no-untyped-def]
    rows, alive, head, active, level, status, wait, kin_minutes, civic_minutes, spare_minutes, kin_given, civic_given,
    groups, helper,
):  # fmt: skip
    for i in rows:
        alive[i] = head[i] = active[i] = False
        level[i] = status[i] = wait[i] = 0
        kin_minutes[i] = civic_minutes[i] = spare_minutes[i] = kin_given[i] = civic_given[i] = 0
        groups[i] = helper[i] = -1


def depart(world: "World", rows: NDArray[np.int64]) -> None:
    """Take people out of the world: no ties, no groups, no need, no hours; their rows are dropped in December."""
    r = world.residents
    world.ties.isolate(rows)
    _clear(
        rows, r.alive, r.head, r.active, r.level, r.status, r.wait, r.kin_minutes, r.civic_minutes, r.spare_minutes,
        r.kin_given, r.civic_given, r.groups, r.helper,
    )  # fmt: skip


def arrive(world: "World", replaced: NDArray[np.int64]) -> None:
    """Households arrive until each place has its residents again.

    replaced [place]: how many of the arrivals must come in older households.
    """
    turnover, r = world.turnover, world.residents
    growth = (1.0 + world.scenario.demography.growth) ** (1.0 / 12.0)
    shares = older = turnover.shares(world.month)
    if world.demand.older_share_target is not None:
        older = turnover.shares(world.month, only_older=True)
    columns = draw_arrivals(
        world.seed, world.month, r.count, r.alive, r.neighbourhood, world.neighbourhood_starts, world.place_of,
        world.fifth_of, turnover.target, growth, turnover.spread, replaced, shares, older, BANDS, turnover.ethnic,
        world.flows[2],
    )  # fmt: skip
    turnover.next_id += move_into(r, world.ties, Newcomers(*columns), turnover.next_id, world.fifth_of)


def equip(world: "World", spreads: Spreads, rows: NDArray[np.int64], births: int) -> None:
    """Traits, state, work and groups of this month's children, the first `births` rows, and of newcomers, the rest."""
    seed, month, r, jobs = world.seed, world.month, world.residents, world.scenario.jobs
    endow(seed, month, rows, r, spreads)
    alone = donors.inherit(seed, month, r, rows, births, world.donors) if world.donors else rows
    start_out(seed, month, alone, r, spreads)
    bring_skills(jobs, month, alone, r)
    take_up_work(seed, jobs, month, rows, r)
    join(world.scenario, seed, month, rows, r, world.groups, world.near)


def befriend_newly(world: "World", newcomers: NDArray[np.int64], turned: NDArray[np.int64]) -> None:
    """Close ties of newcomers and of those who `turned` the age of them, as far as others look for more."""
    settle_in(
        world.scenario, world.seed, world.month, newcomers, turned, world.residents, world.ties, world.place_of,
        world.neighbourhood_starts,
    )  # fmt: skip


def make_way(world: "World") -> NDArray[np.int64]:
    """Where demand rises by numbers, households without older people leave to make room; how many people, by place.

    Enough leave, taken by luck, for the older households that then arrive to bring each place's older share up towards
    `world.demand.older_share_target` in the same proportion, at most `demography.rebalancing` of residents a month.
    """
    r, target = world.residents, world.demand.older_share_target
    gone = np.zeros(len(world.scenario.places), np.int64)
    if target is None:
        return gone
    rows = np.flatnonzero(r.alive[: r.count])
    older = world.month - r.born[rows] >= PENSION_AGE
    share = float(older.mean()) if len(rows) else 1.0
    if share >= target or share <= 0.0:
        return gone
    household = r.household[rows]
    size = np.bincount(household)
    young = (size > 0) & (np.bincount(household, weights=older) == 0)
    heads = rows[r.head[rows] & young[household]]
    heads = heads[np.lexsort((r.key[heads], donors.lots(world.seed, r.key[heads], world.month, Trait.MAKE_WAY)))]
    leaving = np.zeros(len(size), np.bool_)
    for p in range(len(gone)):
        there = world.place_of[r.neighbourhood[rows]] == p
        wanted = min(older[there].sum() * (target / share - 1.0), world.scenario.demography.rebalancing * there.sum())
        own = heads[world.place_of[r.neighbourhood[heads]] == p]
        before = np.cumsum(size[r.household[own]]) - size[r.household[own]]
        leaving[r.household[own[before < wanted]]] = True
    out = rows[leaving[household]]
    gone = np.bincount(world.place_of[r.neighbourhood[out]], minlength=len(gone))
    depart(world, out)
    world.flows[3] += gone
    return gone


@kernel
def _sort_households(n, alive, head, neighbourhood, key, household, neighbourhoods):  # type: ignore[no-untyped-def]
    """Number households anew, by neighbourhood and their head's key; the rows of their members in that order."""
    heads = np.flatnonzero(head[:n])
    heads = by_label(heads[in_order(key[heads])], neighbourhood, neighbourhoods)
    labels = 0
    for i in range(n):
        labels = max(labels, household[i] + 1)
    number = np.zeros(labels, np.int32)
    for at in range(len(heads)):
        number[household[heads[at]]] = at
    for i in range(n):
        household[i] = number[household[i]]
    return by_label(np.flatnonzero(alive[:n]), household, len(heads))


def compact(world: "World") -> None:
    """Drop the rows of those who are gone and sort the rest by neighbourhood and household's head's key.

    Within a household rows are in order of birth already: newcomers come in that order, and children last.
    """
    r = world.residents
    order = _sort_households(r.count, r.alive, r.head, r.neighbourhood, r.key, r.household, len(world.place_of))
    world.ties.reorder(order)
    r.reorder(order)
    world.index_rows()
