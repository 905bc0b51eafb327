"""A settled town, looked at: what each published pattern is computed from, and how.

Ages are in years; shares are of the people named.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.agents.residents import ADULT, Status
from simulation.scenario import Scenario
from simulation.verification.diary import FUNCTIONAL, MENTAL, YEAR, Diary
from simulation.world import World

type Quantities = dict[str, float]


@dataclass(frozen=True)
class Settled:
    """A settled town at month 0 [row]: who lives there and where they stand; and two years of its diary."""

    age: NDArray[np.float64]
    fifth: NDArray[np.uint8]
    level: NDArray[np.uint8]
    status: NDArray[np.uint8]
    active: NDArray[np.bool_]
    formal: NDArray[np.bool_]
    informal: NDArray[np.bool_]
    close_ties: NDArray[np.int64]
    id: NDArray[np.int32]
    unmet: NDArray[np.float64]
    paid: NDArray[np.bool_]
    helped: NDArray[np.bool_]
    diary: Diary
    still_active: NDArray[np.bool_]
    active_after: float


def settle(scenario: Scenario, seed: int) -> Settled:
    """Settle a town under today's way of working at today's demand, look at it, and live on for two years."""
    steady = scenario.today().with_changes({"demand.on": False, "budget.on": False})
    world = World(steady, rng=seed)
    world.step()
    r, needs = world.residents, world.needs
    live = np.flatnonzero(r.alive[: r.count])
    unmet, paid, helped = np.zeros(r.count), np.zeros(r.count, np.bool_), np.zeros(r.count, np.bool_)
    own = needs.ladder == FUNCTIONAL
    person, need, met = needs.person[own], needs.needed[own], needs.met[own]
    unmet[person] = np.where(need > 0, 1.0 - met / np.maximum(need, 1), 0.0)
    paid[person] = (needs.statutory + needs.direct)[own] > 0
    helped[person] = met > 0
    household = r.household
    ties, degree = world.ties.target[live], world.ties.degree[live]
    outside = (ties >= 0) & (household[ties] != household[live][:, None])
    state = {
        "age": (world.month - r.born[live]) / 12.0,
        "fifth": r.fifth[live],
        "level": r.level[live].copy(),
        "status": r.status[live].copy(),
        "active": r.active[live].copy(),
        "formal": r.active[live] & (r.groups[live, 0] >= 0),
        "informal": r.active[live] & (r.groups[live, 1] >= 0),
        "close_ties": (outside & (np.arange(ties.shape[1]) < degree[:, None])).sum(axis=1),
        "id": r.id[live].copy(),
        "unmet": unmet[live],
        "paid": paid[live],
        "helped": helped[live],
    }
    diary = Diary(world)
    diary.keep(YEAR)
    r = world.residents
    now = r.id[: r.count][r.alive[: r.count]]
    acting = r.id[: r.count][r.alive[: r.count] & r.active[: r.count]]
    here = np.isin(state["id"], now)
    still = np.isin(state["id"], acting)
    adults = r.alive[: r.count] & (world.month - r.born[: r.count] >= ADULT)
    after = float(r.active[: r.count][adults].mean())
    diary.keep(YEAR)
    return Settled(**state, diary=diary, still_active=np.where(here, still, state["active"]), active_after=after)


def _share(holds: NDArray[np.bool_], among: NDArray[np.bool_]) -> float:
    return float(holds[among].mean()) if among.any() else float("nan")


def _aged(s: Settled, low: float, high: float = 200) -> NDArray[np.bool_]:
    return (s.age >= low) & (s.age < high)


def care_by_age(s: Settled) -> Quantities:
    """1: need for help with daily life climbs with age."""
    need = s.level[:, FUNCTIONAL] >= 1
    young, old = _share(need, _aged(s, 65, 70)), _share(need, _aged(s, 80))
    return {"in need, 65-69": young, "in need, 80+": old, "ratio": old / young}


def mental_by_age(s: Settled) -> Quantities:
    """2: mental ill-health falls with age."""
    need = s.level[:, MENTAL] >= 1
    bands = {"16-24": (16, 25), "75+": (75, 200), "16-64": (16, 65)}
    return {band: _share(need, _aged(s, *ages)) for band, ages in bands.items()}


def by_deprivation(s: Settled) -> Quantities:
    """3: need is commoner where people are poorer; for children in care far more so (a fifth's ratio to the 9/8)."""
    need, older = s.level[:, FUNCTIONAL] >= 1, _aged(s, 65)
    everyone, _, _, placed = s.diary.children
    rates = {
        f"children in care, fifth {f}": float(placed[f] / everyone[f]) if everyone[f] else float("nan") for f in (1, 5)
    }
    most, least = (_share(need, older & (s.fifth == f)) for f in (1, 5))
    return {"care need, most to least deprived fifth, 65+": most / least, **rates}


def unpaid_help(s: Settled) -> Quantities:
    """4: most of those helped are helped without pay; about a fifth of those in need met the council in the year."""
    need = (s.level[:, FUNCTIONAL] >= 1) & _aged(s, 65)
    return {
        "helped by unpaid help only, 65+": _share(~s.paid, need & s.helped),
        "in touch with the council in the year, 65+ in need": _share(s.diary.care_contact[s.id], need),
    }


def public_care(s: Settled) -> Quantities:
    """5: publicly funded care reaches few of those in need."""
    older, need = _aged(s, 65), s.level[:, FUNCTIONAL] >= 1
    return {
        "long-term support, 65+": _share(s.status[:, FUNCTIONAL] == Status.STATUTORY, older),
        "in need, 65+": _share(need, older),
        "with unmet need, 65+": _share(need & (s.unmet > 0.1), older),
    }


def children(s: Settled) -> Quantities:
    """6: children in need, on plans and in care, per 10,000: means of the year, and entries in it."""
    everyone, in_need, on_plans, in_care = s.diary.children.sum(axis=1) / YEAR
    per = 10_000 / everyone
    return {
        "in need": float(per * in_need),
        "on protection plans": float(per * on_plans),
        "in care": float(per * in_care),
        "entering care in the year": float(per * s.diary.placements),
    }


def _top_twentieth(cost: NDArray[np.int64]) -> NDArray[np.intp]:
    users = np.flatnonzero(cost > 0)
    return users[np.argsort(-cost[users], kind="stable")[: max(len(users) // 20, 1)]]


def concentration(s: Settled) -> Quantities:
    """7: the costliest twentieth of users take about half of cost."""
    cost = s.diary.cost[0]
    return {"cost of the top 5 % of users": float(cost[_top_twentieth(cost)].sum() / cost.sum())}


def turnover(s: Settled) -> Quantities:
    """8: but membership of the costliest twentieth turns over (under 25)."""
    young = np.zeros(s.diary.cost.shape[1], np.bool_)
    young[s.id[s.age < 25]] = True
    first, second = (_top_twentieth(np.where(young, cost, 0)) for cost in s.diary.cost)
    return {"still in the top 5 % next year, under 25": len(np.intersect1d(first, second)) / max(len(first), 1)}


def repeats(s: Settled) -> Quantities:
    """9: repeat contact is normal: children referred again, and older people who ask again, within a year."""
    asked = s.diary.asked[s.diary.asked > 0]
    return {
        "referrals within 12 months of another": s.diary.repeat_referrals / max(s.diary.referrals, 1),
        "requests a person who asks, 65+": float(asked.mean()) if len(asked) else float("nan"),
    }


def spells(s: Settled) -> Quantities:
    """10: spells are skewed: half of children's needs at level 2 and above end in three months, some plans in years."""
    ended, plans = np.array(s.diary.ended_spells), np.array(s.diary.ended_plans)
    return {
        "episodes ended within 3 months": float((ended <= 3).mean()) if len(ended) else float("nan"),
        "ended plans of a year or more": float((plans >= YEAR).mean()) if len(plans) else float("nan"),
    }


def volunteering(s: Settled) -> Quantities:
    """11: monthly formal and informal volunteering of those 16 and over."""
    adults = _aged(s, 16)
    formal, informal = _share(s.formal, adults), _share(s.informal, adults)
    return {"formal, monthly": formal, "informal, monthly": informal, "informal to formal": informal / formal}


def civic_core(s: Settled) -> Quantities:
    """12: a third of adults give nearly all the hours."""
    hours = np.sort(s.diary.civic[s.id[_aged(s, 16)]])[::-1]
    top = round(0.31 * len(hours))
    return {"hours given by the top 31 % of adults": float(hours[:top].sum() / hours.sum())}


def civic_gap(s: Settled) -> Quantities:
    """13: formal volunteering in the most deprived fifth is about half that in the least."""
    adults = _aged(s, 16)
    return {f"formal, fifth {f}": _share(s.formal, adults & (s.fifth == f)) for f in (1, 5)}


def lapse(s: Settled) -> Quantities:
    """14: a fifth or more of volunteers stop within a year, and others take their place."""
    adults = _aged(s, 16)
    return {
        "no longer active after a year": 1.0 - _share(s.still_active, s.active & adults),
        "change of the share active in a year": s.active_after - _share(s.active, adults),
    }


def close_ties(s: Settled) -> Quantities:
    """15: about one in ten has no close tie outside the household; two or three are commonest."""
    adults = _aged(s, 16)
    counts = np.bincount(s.close_ties[adults])
    return {"no close ties": float(counts[0] / counts.sum()), "commonest number": float(np.argmax(counts[1:]) + 1)}
