"""Published patterns of English places, computed from the settled market town: `run.py verify --patterns`.

Each pattern gives one or more quantities with the range that counts as a pass; a value outside by less than a quarter
of the range's width is *near*. Values are means over seeds, with their spread. Ages are in years; shares are of the
people named. Sources are rows of the evidence table.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.agents.residents import Status
from simulation.scenario import Scenario
from simulation.verification.diary import FUNCTIONAL, MENTAL, YEAR, Diary
from simulation.verification.trials import try_one
from simulation.world import World

type Quantities = dict[str, float]
type Measured = dict[int, Quantities]


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


@dataclass(frozen=True)
class Range:
    """A quantity's accepted range."""

    quantity: str
    low: float
    high: float


@dataclass(frozen=True)
class Pattern:
    """One published regularity: its number in the list of patterns, its source, and what is accepted."""

    number: int
    name: str
    source: str
    accept: tuple[Range, ...]
    compute: Callable[[Settled], Quantities] | None


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
    adults = r.alive[: r.count] & (world.month - r.born[: r.count] >= 192)
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


PATTERNS = (
    Pattern(1, "Care need climbs with age", "NED02, NED03",
            (Range("in need, 65-69", 0.15, 0.26), Range("in need, 80+", 0.45, 0.58), Range("ratio", 2.0, 3.2)),
            care_by_age),
    Pattern(2, "Mental ill-health falls with age", "MHW01, MHW02",
            (Range("16-24", 0.22, 0.30), Range("75+", 0.08, 0.125), Range("16-64", 0.20, 0.25)), mental_by_age),
    Pattern(3, "Need and deprivation", "NED08, CHI14",
            (Range("care need, most to least deprived fifth, 65+", 1.7, 2.4),
             Range("children in care, most to least deprived decile", 8.0, 12.0)), by_deprivation),
    Pattern(4, "Most help is unpaid", "NED09, NED10",
            (Range("helped by unpaid help only, 65+", 0.60, 0.85),
             Range("in touch with the council in the year, 65+ in need", 0.14, 0.25)), unpaid_help),
    Pattern(5, "Public care reaches few", "ASC09, NED01, NED07",
            (Range("long-term support, 65+", 0.045, 0.06), Range("in need, 65+", 0.22, 0.33),
             Range("with unmet need, 65+", 0.18, 0.28)), public_care),
    Pattern(6, "Children in need, on plans, in care, per 10,000", "CHI01, CHI02, CHI05, CHI10",
            (Range("in need", 300, 366), Range("on protection plans", 37, 47), Range("in care", 63, 77),
             Range("entering care in the year", 25, 31)), children),
    Pattern(7, "Cost is concentrated", "HEA08, HEA09",
            (Range("cost of the top 5 % of users", 0.45, 0.55),), concentration),
    Pattern(8, "The costliest change", "HEA10",
            (Range("still in the top 5 % next year, under 25", 0.22, 0.40),), turnover),
    Pattern(9, "Repeat contact is normal", "CHI08, ASC05",
            (Range("referrals within 12 months of another", 0.18, 0.26),
             Range("requests a person who asks, 65+", 1.3, 1.6)), repeats),
    Pattern(10, "Spells are skewed", "CHI09, CHI12",
            (Range("episodes ended within 3 months", 0.42, 0.55),
             Range("ended plans of a year or more", 0.24, 0.35)), spells),
    Pattern(11, "Volunteering", "CIV01, CIV03",
            (Range("formal, monthly", 0.16, 0.27), Range("informal, monthly", 0.26, 0.33),
             Range("informal to formal", 1.0, 3.0)), volunteering),
    Pattern(12, "The civic core", "CIV10", (Range("hours given by the top 31 % of adults", 0.80, 0.92),), civic_core),
    Pattern(13, "Volunteering and deprivation", "CIV07",
            (Range("formal, most to least deprived fifth", 0.45, 0.65),), civic_gap),
    Pattern(14, "People come and go", "CIV11, CIV12",
            (Range("no longer active after a year", 0.20, 0.40),
             Range("change of the share active in a year", -0.02, 0.02)), lapse),
    Pattern(15, "Close ties", "CIV28",
            (Range("no close ties", 0.08, 0.13), Range("commonest number", 2, 3)), close_ties),
    Pattern(17, "Cuts do not by themselves raise volunteering", "CIV32, CIV33",
            (Range("hours given more for each hour of public help more", -0.6, 0.2),), None),
    Pattern(22, "Connecting families and entry to care", "INT11, INT12, INT17, INT18",
            (Range("entries to care, change in %", -32.0, 0.0),), None),
)  # fmt: skip


@dataclass(frozen=True)
class PatternRow:
    """One quantity of one pattern: mean and standard deviation over towns, and the verdict.

    spread: of a quantity pooled over towns, its standard error instead.
    """

    number: int
    pattern: str
    quantity: str
    low: float
    high: float
    mean: float
    spread: float
    verdict: str
    source: str


NOT_MEASURED = "not measured"


def verdict(value: float, low: float, high: float) -> str:
    """*pass* within the range, *near* within a quarter of its width outside, else *miss*."""
    if low <= value <= high:
        return "pass"
    margin = (high - low) / 4.0
    return "near" if low - margin <= value <= high + margin else "miss"


@dataclass(frozen=True)
class Pooled:
    """A quantity reckoned from sums over towns, since one town has few cases or lacks a fifth: its parts, and how."""

    quantity: str
    parts: tuple[str, ...]
    reckon: Callable[..., float]


POOLED = {
    3: Pooled(
        "children in care, most to least deprived decile",
        ("children in care, fifth 1", "children in care, fifth 5"),
        lambda most, least: (most / max(least, 1e-9)) ** (9 / 8),
    ),
    13: Pooled(
        "formal, most to least deprived fifth",
        ("formal, fifth 1", "formal, fifth 5"),
        lambda most, least: most / max(least, 1e-9),
    ),
    17: Pooled(
        "hours given more for each hour of public help more",
        ("civic hours, as is", "civic hours, after a cut", "public hours, as is", "public hours, after a cut"),
        lambda civic, civic_cut, public, public_cut: (civic - civic_cut) / (public - public_cut),
    ),
    22: Pooled(
        "entries to care, change in %",
        ("entries to care, as is", "entries to care, connecting"),
        lambda before, after: 100.0 * (after / max(before, 1e-9) - 1.0),
    ),
}
"""By pattern. Deciles stand 9 steps apart, fifths 8 of the same, so that a ratio of deciles is a power of theirs."""


def pool(pooled: Pooled, found: Sequence[Quantities]) -> tuple[float, float]:
    """A pooled quantity over towns, and its standard error by leaving out one town at a time (jackknife)."""
    parts = np.array([[one[part] for part in pooled.parts] for one in found])
    whole = pooled.reckon(*np.nanmean(parts, axis=0))
    if len(parts) < 2:
        return whole, float("nan")
    without = [pooled.reckon(*np.nanmean(np.delete(parts, town, axis=0), axis=0)) for town in range(len(parts))]
    return whole, float(np.sqrt((len(parts) - 1) * np.var(without)))


def measure(town: Settled) -> Measured:
    """What a settled town shows of every pattern that can be measured, by the pattern's number."""
    return {pattern.number: pattern.compute(town) for pattern in PATTERNS if pattern.compute}


def measure_one(asked: tuple[Scenario, int]) -> Measured:
    """What the town of a scenario and a seed shows, once settled."""
    return measure(settle(*asked))


def judge(found: Sequence[Measured]) -> list[PatternRow]:
    """Every pattern over several towns; those that were not tried or measured there say so."""
    rows = []
    for pattern in PATTERNS:
        each = [one[pattern.number] for one in found if pattern.number in one]
        for accepted in pattern.accept:
            mean, spread = _over_towns(pattern.number, accepted.quantity, each) if each else (np.nan, np.nan)
            said = verdict(mean, accepted.low, accepted.high) if each else NOT_MEASURED
            rows.append(PatternRow(pattern.number, pattern.name, accepted.quantity, accepted.low, accepted.high, mean,
                                   spread, said, pattern.source))  # fmt: skip
    return rows


def _over_towns(number: int, quantity: str, each: Sequence[Quantities]) -> tuple[float, float]:
    if number in POOLED and POOLED[number].quantity == quantity:
        return pool(POOLED[number], each)
    seen = np.array([one[quantity] for one in each])
    return float(np.nanmean(seen)), float(np.nanstd(seen))


def look_at(asked: tuple[Scenario, int]) -> Measured:
    """What a town shows once settled, and what is found where something is tried in it."""
    return measure_one(asked) | try_one(asked)


def verify_patterns(scenario: Scenario, seeds: int = 20) -> list[PatternRow]:
    """Every pattern over the settled towns of this many seeds, one after the other."""
    return judge([look_at((scenario, seed)) for seed in range(1, seeds + 1)])
