"""A year and more of a settled town, person by person: what the published patterns are computed from."""

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.agents.residents import Event, Status
from simulation.chance import Decision
from simulation.mechanisms.service import case_price
from simulation.world import World

FUNCTIONAL, MENTAL, FAMILY, LIVELIHOOD, HOME = range(5)
YEAR = 12


class Diary:
    """What happened to every resident of a world over two years, by the resident's id.

    cost [year, id]: pence of statutory and direct help. civic [id]: minutes given to groups in the first year.
    care_contact [id]: whether somebody came forward to the care service or had long-term support, in the first year.
    Spells are listed as they end: months that a child's need at level 2 or above lasted.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.month = 0
        room = int(world.residents.id.max()) + world.residents.count
        self.cost: NDArray[np.int64] = np.zeros((2, room), np.int64)
        self.civic: NDArray[np.int64] = np.zeros(room, np.int64)
        self.care_contact: NDArray[np.bool_] = np.zeros(room, np.bool_)
        self.spell: NDArray[np.int64] = np.zeros(room, np.int64)
        self.ended_spells: list[int] = []
        self.last_referral: NDArray[np.int64] = np.full(room, -1000, np.int64)
        self.referrals = 0
        self.repeat_referrals = 0
        self.placements = 0
        self.placed: NDArray[np.bool_] = np.zeros(room, np.bool_)
        self.active_before = self._ids(world.residents.active)

    def _ids(self, mask: NDArray[np.bool_]) -> NDArray[np.int32]:
        r = self.world.residents
        return r.id[: r.count][mask[: r.count] & r.alive[: r.count]]

    def keep(self, months: int) -> None:
        """Step the world this many months, writing everything down."""
        for _ in range(months):
            before = self.world.residents.status[:, FAMILY].copy()
            ids_before = self.world.residents.id.copy()
            self.world.step()
            self._write(self.month, before, ids_before)
            self.month += 1

    def _write(self, month: int, status_before: NDArray[np.uint8], ids_before: NDArray[np.int32]) -> None:
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
        usual = np.where(status == Status.STATUTORY, cost, 0) + np.where(status == Status.PLACED, placement_cost, 0)
        own = [chance.uniform(world.seed, key, 0, Decision.CASE_COST) for key in r.key[rows]]
        spread = world.scenario.service.cost_spread
        prices = [case_price(price, u, spread) for price, u in zip(usual.sum(axis=1).tolist(), own, strict=True)]
        spent = np.array(prices) + (needs.by_ladder(needs.direct)[living].sum(axis=1) * minute).astype(np.int64)
        np.add.at(self.cost[year], ids, spent)
        if year == 0:
            active = r.alive[: r.count] & (r.civic_given[: r.count] > 0)
            np.add.at(self.civic, r.id[: r.count][active], r.civic_given[: r.count][active])
            in_touch = np.isin(status[:, FUNCTIONAL], (Status.WAITING, Status.STATUTORY))
            self.care_contact[ids[in_touch]] = True
        self._follow_children(month, dict(zip(ids_before.tolist(), status_before.tolist(), strict=True)))

    def _follow_children(self, month: int, status_before: dict[int, int]) -> None:
        r = self.world.residents
        n = r.count
        live = r.alive[:n]
        ids = r.id[:n][live]
        high = r.level[:n, FAMILY][live] >= 2
        ended = ids[~high & (self.spell[ids] > 0)]
        self.ended_spells += self.spell[ended].tolist()
        self.spell[ids[~high]] = 0
        self.spell[ids[high]] += 1
        referred = ids[(r.event[:n][live] & Event.SOUGHT > 0) & (r.level[:n, FAMILY][live] > 0)]
        self.repeat_referrals += int((month - self.last_referral[referred] <= YEAR).sum()) if month >= YEAR else 0
        self.referrals += len(referred) if month >= YEAR else 0
        self.last_referral[referred] = month
        placed = ids[r.status[:n, FAMILY][live] == Status.PLACED]
        new = [i for i in placed.tolist() if status_before.get(i) != Status.PLACED]
        self.placements += len(new) if month < YEAR else 0
