"""Two villages watched for over two years, and what an onlooker of the tests' own saw meanwhile."""

import copy
from types import SimpleNamespace

import numpy as np
import pytest

from simulation.chronicle.watch import watch

MONTHS = 26
"""Two Decembers, in which rows are sorted anew, and what comes between and after."""

CHANGES = {
    "effort.connecting_share": 0.5,
    "effort.lag": 1,
    "demography.moves": 0.12,
    "routing.most_hours": 2.0,
    "budget.income_growth": -0.1,
    "budget.reserves_share": 0.3,
    "service.direct_hour": 5.0,
    "seeking.sensitivity": 0.8,
    "connecting.connect_hours": 0.5,
    "burnout.bearable_hours": 25.0,
    "assets.closing": 0.4,
}
"""Much of everything: direct help and introductions while the money lasts, then freezes; comings and goings; strain."""


class Onlooker:
    """Copies the month's needs and ledgers once help has been given, and everybody's columns when the month is over."""

    def __init__(self, world):
        self.ledgers, self.stands = [], [stand(world)]
        self.ties_before, self.met = set(), []

    def before(self, phase, world):
        if phase == "connecting":
            self.ties_before = ties(world)
            self.stimulation = world.residents.stimulation.copy()

    def after(self, phase, world):
        if phase == "co-production":
            self.ledgers.append(ledger(world))
        if phase == "connecting":
            r = world.residents
            pushed = r.id[: r.count][(r.stimulation > self.stimulation)[: r.count]]
            self.met.append((set(ties(world)) - set(self.ties_before), set(pushed.tolist())))
        if phase == "outcomes":
            self.stands.append(stand(world))


def ledger(world):
    r, n = world.residents, world.needs
    return SimpleNamespace(
        month=world.month,
        ids=r.id[n.rows].copy(),
        given=dict(zip(r.id[: r.count].tolist(), r.kin_given[: r.count].tolist(), strict=True)),
        exhausted=world.budget.exhausted.copy(),
        frozen=world.month < world.budget.frozen_until,
        asked=world.groups.asked.copy(),
        pool=world.groups.pool.copy(),
        place=world.place_of[r.neighbourhood[n.rows]],
        civic=n.by_ladder(n.civic).sum(axis=1),
        **{name: n.by_ladder(getattr(n, name)) for name in ("needed", "kin", "statutory", "direct", "met")},
        **{name: getattr(r, name)[n.rows].copy() for name in ("level", "status", "helper", "helped_ladder", "event")},
        group_id=world.groups.id.copy(),
        wanted=n.kin_most[np.arange(5), r.level[n.rows]].sum(axis=1),
        kin_time=[time_of_kin(world, row) for row in n.rows.tolist()],
    )


def time_of_kin(world, row):
    """Minutes that each person tied to this one could give kin, adults alone."""
    r, t = world.residents, world.ties
    tied = t.target[row, : t.degree[row]]
    adult = world.month - r.born[tied].astype(int) >= 16 * 12
    return np.where(adult, np.minimum(r.kin_minutes[tied], r.spare_minutes[tied]), 0)


def ties(world):
    r, t = world.residents, world.ties
    found = {}
    for i in np.flatnonzero(r.alive[: r.count]).tolist():
        for k in range(t.degree[i]):
            a, b = int(r.id[i]), int(r.id[t.target[i, k]])
            if a < b:
                found[a, b] = int(t.weight[i, k])
    return found


def stand(world):
    """Everybody, every group and every tie, as plain as can be."""
    r, g = world.residents, world.groups
    number = lambda group: int(g.id[group]) if group >= 0 else 0  # noqa: E731
    head = {int(r.household[i]): int(r.id[i]) for i in range(r.count) if r.alive[i] and r.head[i]}
    people = {
        int(r.id[i]): {
            "here": 1,
            "key": int(r.key[i].view(np.int64)),
            "born": int(r.born[i]),
            "sex": int(r.sex[i]),
            "ethnic": int(r.ethnic[i]),
            "neighbourhood": int(r.neighbourhood[i]),
            "fifth": int(r.fifth[i]),
            "household": head[int(r.household[i])],
            "level": tuple(r.level[i].tolist()),
            "status": tuple(r.status[i].tolist()),
            "active": int(r.active[i]),
            "burnout": round(float(r.burnout[i] * np.float32(250))),
            "wellbeing": round(float(r.wellbeing[i] * np.float32(25))),
            "formal": number(r.groups[i, 0]),
            "informal": number(r.groups[i, 1]),
            "helper": number(r.helper[i]),
            "helped_ladder": int(r.helped_ladder[i]) if r.helper[i] >= 0 else 0,
        }
        for i in range(r.count)
        if r.alive[i]
    }
    groups = {
        int(g.id[i]): {
            "here": 1,
            "key": int(g.key[i].view(np.int64)),
            "neighbourhood": int(g.neighbourhood[i]),
            "domain": int(g.domain[i]),
            "formal": int(g.formal[i]),
            "members": int(g.members[i]),
            "active": int(g.active[i]),
            "known": int(g.mapped[i] != 255),
            **{
                f"link_{name}": round(float(g.synapse[i, k] * np.float32(250)))
                for k, name in enumerate(("care", "family", "livelihood", "home"))
            },
        }
        for i in range(g.count)
        if g.alive[i]
    }
    burnt = {int(r.id[i]) for i in range(r.count) if r.alive[i] and r.burnout[i] >= np.float32(0.7)}
    return SimpleNamespace(month=world.month, people=people, groups=groups, ties=ties(world), burnt=burnt)


@pytest.fixture(scope="session")
def seen(_settled):
    """A watched world after MONTHS, its chronicle, the onlooker, the world unwatched, and as it was at the start."""
    start = copy.deepcopy(_settled).fork(CHANGES)
    watched, unwatched = start.fork({}), start.fork({})
    chronicle = watch(watched)
    onlooker = Onlooker(watched)
    watched.observers = (*watched.observers, onlooker)
    for _ in range(MONTHS):
        watched.step_month()
        unwatched.step_month()
    return SimpleNamespace(
        world=watched, unwatched=unwatched, scribe=chronicle.scribe, camera=chronicle.camera, onlooker=onlooker,
        start=start,
    )  # fmt: skip


@pytest.fixture(scope="session")
def events(seen):
    """All events as a data frame."""
    from simulation.chronicle.table import table

    return table(seen.scribe).to_pandas()
