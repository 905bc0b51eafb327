"""A year and more of a settled town, person by person: what the published patterns are computed from."""

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.agents.residents import Event, Status
from simulation.chance import Decision
from simulation.kernels import kernel
from simulation.mechanisms.service import case_price
from simulation.population.applies import OF_AGE, PENSION_AGE
from simulation.world import World

FUNCTIONAL, MENTAL, FAMILY, LIVELIHOOD, HOME = range(5)
YEAR = 12


@kernel
def _add_duties(seed, key, usual, spread, spent):  # type: ignore[no-untyped-def]
    for j in range(len(key)):
        if usual[j] > 0:
            spent[j] += case_price(usual[j], chance.uniform(seed, key[j], 0, Decision.CASE_COST), spread)


class Diary:
    """What happened to every resident of a world over two years, by the resident's id.

    cost [year, id]: pence of statutory and direct help. civic [id]: minutes given to groups in the first year.
    care_contact [id]: whether somebody came forward to the care service or had long-term support, in the first year.
    asked [id]: how often somebody of 65 or over came forward in the first year.
    ended_spells, ended_plans: months that a child's need at level 2 or above, and a protection plan, had lasted when
    it ended; spells in the second year only, so that those that had begun before the diary do not seem short.
    children [all, in need, on plans, in care; fifth]: months that children lived so in the first year; a town has too
    few of them for one day's count.
    referrals: children whose need came to level 2 in the second year, which is when families, schools, doctors and
    police refer them; repeat_referrals: of these, within twelve months of an earlier one.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.month = 0
        room = int(world.residents.id.max()) + world.residents.count
        self.cost: NDArray[np.int64] = np.zeros((2, room), np.int64)
        self.civic: NDArray[np.int64] = np.zeros(room, np.int64)
        self.care_contact: NDArray[np.bool_] = np.zeros(room, np.bool_)
        self.asked: NDArray[np.int64] = np.zeros(room, np.int64)
        self.spell: NDArray[np.int64] = np.zeros(room, np.int64)
        self.ended_spells: list[int] = []
        self.ended_plans: list[int] = []
        self.children: NDArray[np.int64] = np.zeros((4, 6), np.int64)
        self.last_referral: NDArray[np.int64] = np.full(room, -1000, np.int64)
        self.referrals = 0
        self.repeat_referrals = 0
        self.placements = 0

    def keep(self, months: int) -> None:
        """Step the world this many months, writing everything down."""
        for _ in range(months):
            r = self.world.residents
            before = [column[: r.count].copy() for column in (r.id, r.status[:, FAMILY], r.wait[:, FAMILY])]
            self.world.step()
            self._write(self.month)
            self._follow_children(self.month, *before)
            self.month += 1

    def _write(self, month: int) -> None:
        world, year = self.world, month // YEAR
        r, needs, budget = world.residents, world.needs, world.budget
        world.month -= 1  # prices are those of the month just lived
        cost, placement_cost = budget.case_prices()
        minute = budget.price(world.scenario.service.direct_hour) / 60.0
        world.month += 1
        living = r.alive[needs.rows]
        rows = needs.rows[living]
        ids = r.id[rows]
        status = r.status[rows]
        cost = cost[world.place_of[r.neighbourhood[rows]]]
        usual = np.where(status == Status.STATUTORY, cost, 0) + np.where(status == Status.PLACED, placement_cost, 0)
        spent = (needs.by_ladder(needs.direct)[living].sum(axis=1) * minute).astype(np.int64)
        _add_duties(world.seed, r.key[rows], usual.sum(axis=1), world.scenario.service.cost_spread, spent)
        np.add.at(self.cost[year], ids, spent)
        if year == 0:
            active = r.alive[: r.count] & (r.civic_given[: r.count] > 0)
            np.add.at(self.civic, r.id[: r.count][active], r.civic_given[: r.count][active])
            in_touch = np.isin(status[:, FUNCTIONAL], (Status.WAITING, Status.STATUTORY))
            self.care_contact[ids[in_touch]] = True
            older = world.month - r.born[rows] >= PENSION_AGE
            self.asked[ids[older & (r.event[rows] & Event.SOUGHT > 0)]] += 1

    def _follow_children(
        self, month: int, id_before: NDArray[np.int32], status_before: NDArray[np.uint8], wait_before: NDArray[np.uint8]
    ) -> None:
        r = self.world.residents
        live = np.flatnonzero(r.alive[: r.count])
        ids, high, status = r.id[live], r.level[live, FAMILY] >= 2, r.status[live, FAMILY]
        if month >= YEAR:
            self.ended_spells += self.spell[ids[~high & (self.spell[ids] > 0)]].tolist()
        referred = ids[high & (self.spell[ids] == 0)] if month > 0 else ids[:0]
        self.repeat_referrals += int((month - self.last_referral[referred] <= YEAR).sum()) if month >= YEAR else 0
        self.referrals += len(referred) if month >= YEAR else 0
        self.last_referral[referred] = month
        self.spell[ids] = np.where(high, self.spell[ids] + 1, 0)
        if month < YEAR:
            young = self.world.month - r.born[live] < OF_AGE
            states = young, young & high, young & (status == Status.STATUTORY), young & (status == Status.PLACED)
            self.children += [np.bincount(r.fifth[live][state], minlength=6) for state in states]
        was: NDArray[np.uint8] = np.zeros(len(self.spell), np.uint8)
        held: NDArray[np.int64] = np.zeros(len(self.spell), np.int64)
        was[id_before], held[id_before] = status_before, wait_before
        self.ended_plans += (held[ids[(was[ids] == Status.STATUTORY) & (status != Status.STATUTORY)]] + 1).tolist()
        self.placements += int(((status == Status.PLACED) & (was[ids] != Status.PLACED)).sum()) if month < YEAR else 0
