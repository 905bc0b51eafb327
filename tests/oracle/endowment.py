"""What newcomers bring: traits by their own luck, and the state of a settled resident like them."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING, Any

from simulation import chance
from simulation.agents.residents import Status, Work
from simulation.population import traits as tables
from simulation.population.luck import MADE, Trait

from .agents import HOME, LADDERS, Neighbourhood, Resident, Rung
from .economy import bring_skills
from .households import made

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulation.population.donors import Donors

    from .model import OracleWorld

type Stratum = tuple[int, int, int, int]
type Donor = dict[str, Any]

FRAILTY = (
    Trait.FRAILTY_FUNCTIONAL, Trait.FRAILTY_MENTAL, Trait.FRAILTY_FAMILY, Trait.FRAILTY_LIVELIHOOD, Trait.FRAILTY_HOME,
)  # fmt: skip
OF_A_DONOR = ("capacity", "start_capacity", "skills", "wellbeing", "threshold", "burnout", "active", "resting")
A_STRATUM = 48
MOST_MINUTES = 29_200


def band_of(age: int) -> int:
    """How many of the bounds of age have been reached, in months."""
    return sum(age >= 12 * years for years in tables.AGE_BANDS)


def newcomer(world: OracleWorld, h: Neighbourhood, key: int, **known: Any) -> Resident:
    """A person of whom key, birth, sex, ethnic group, household and role are known, with what their luck gives them."""
    r = Resident(world, key, world.rows, h)
    for name, value in known.items():
        setattr(r, name, value)
    r.fifth, r.stimulation, r.burnout, r.resting = h.fifth, 0.0, 0.0, 0
    r.work = Work.NONE
    endow(world, r)
    bring_skills(world, r)
    return r


def endow(world: OracleWorld, r: Resident) -> None:
    """Traits, and need to begin with."""
    cards, luck, k = world.cards.population, world.luck, 3 - r.fifth

    def u(trait: int) -> float:
        return made(luck, trait, r.key)

    def normal(trait: int) -> float:
        return float(chance.normal(u(trait)))

    def minutes(trait: int, median: float, spread: float) -> int:
        return min(math.floor(60.0 * median * math.exp(spread * normal(trait))), MOST_MINUTES)

    r.disabled = disabled(world, r)
    years = max(world.month, 0) / 12.0
    learning = tables.LEARNING_DISABILITY * (1.0 + cards.learning_disability_growth) ** years
    special = tables.SPECIAL_NEEDS * (1.0 + cards.special_needs_growth) ** years
    child_in_need = r.age < 18 * 12 and u(Trait.LIFELONG) < learning + special
    r.lifelong = 1 if u(Trait.LIFELONG) < learning else 2 if child_in_need else 0
    capacity = cards.capacity_mean - cards.capacity_gradient * k + cards.capacity_sd * normal(Trait.CAPACITY)
    r.capacity = r.start_capacity = min(max(capacity, 0.05), 0.95)
    r.wellbeing = cards.wellbeing_start
    r.kin_minutes = minutes(Trait.KIN_HOURS, cards.kin_hours_median, cards.kin_hours_spread)
    r.civic_minutes = minutes(Trait.CIVIC_HOURS, cards.civic_hours_median, cards.civic_hours_spread)
    spare = cards.spare_hours_retired if r.older else cards.spare_hours_working
    r.spare_minutes = minutes(Trait.SPARE_HOURS, spare, cards.spare_hours_spread)
    r.threshold = cards.threshold_mean + cards.threshold_gradient * k + cards.threshold_sd * normal(Trait.THRESHOLD)
    wide = math.sqrt(cards.threshold_sd**2 + (1.702 * cards.active_spread) ** 2)
    centre = cards.threshold_mean + wide * float(chance.normal(cards.active_at_start))
    r.active = r.adult and u(Trait.ACTIVE) < 1.0 / (1.0 + math.exp((r.threshold - centre) / cards.active_spread))
    shared, own = math.sqrt(cards.frailty_shared), math.sqrt(1.0 - cards.frailty_shared)
    for l in range(len(LADDERS)):
        score = 128 + 32 * (shared * normal(Trait.FRAILTY_SHARED) + own * normal(FRAILTY[l]))
        whole = min(max(round(score), 0), 255)
        rung = Rung(l, math.exp(cards.frailty_sd * (whole - 128) / 32), 0, 0, Status.NONE, 0, 0, 0, 0)
        rung.months = luck.word(Trait.MONTHS_AT_LEVEL, r.key, MADE) * 48 >> 32
        if r.age > 0 and r.can_hold(l):
            lot = normal(Trait.LEVEL_HOME if l == HOME else Trait.LEVEL + l)
            frail = 0.8 * lot - 0.6 * (whole - 128) / 32
            luck_of_need = phi(frail) if cards.frailty_sd else u(Trait.LEVEL_HOME if l == HOME else Trait.LEVEL + l)
            some = tables.NEED_AT_START[l][band_of(r.age)] * (1.0 + 0.2 * k)
            deeper = sum(luck_of_need < some * share for share in tables.DEEPER[l])
            rung.level = 1 + deeper if luck_of_need < some else 0
        r.rungs.append(rung)


def disabled(world: OracleWorld, r: Resident) -> bool:
    """Whether somebody is disabled at their age."""
    share = tables.DISABLED[band_of(r.age)] * (1.0 + 0.12 * (3 - r.fifth))
    return made(world.luck, Trait.DISABLED, r.key) < float(share)


def phi(score: float) -> float:
    """The standard normal distribution function."""
    return 0.5 * math.erfc(-score / math.sqrt(2.0))


def stratum_of(r: Resident) -> Stratum:
    """Band of age, sex, fifth and whether one heads a household."""
    return band_of(r.age), r.sex, r.fifth, int(r.head)


def donors_among(world: OracleWorld, residents: Iterable[Resident]) -> dict[Stratum, list[Donor]]:
    """Those whose state newcomers will take, taken once; a stratum with none takes the most similar one's."""
    own: dict[Stratum, list[Resident]] = {}
    for r in sorted(residents, key=lambda r: (world.luck.word(Trait.DONOR, r.key), r.key)):
        own.setdefault(stratum_of(r), []).append(r)
    found = {}
    for band in range(len(tables.AGE_BANDS) + 1):
        there = sorted(stratum for stratum in own if stratum[0] == band)
        for sex, fifth, head in [(s, f, h) for s in (0, 1) for f in range(1, 6) for h in (0, 1)]:

            def far(other: Stratum, like: Stratum = (band, sex, fifth, head)) -> int:
                return abs(other[2] - like[2]) + 10 * (other[1] != like[1]) + 100 * (other[3] != like[3])

            if there:
                found[band, sex, fifth, head] = [state_of(r) for r in own[min(there, key=far)][:A_STRATUM]]
    return found


def state_of(r: Resident) -> Donor:
    """What a newcomer takes over from somebody."""
    on_ladders = [(rung.level, rung.months, rung.frailty) for rung in r.rungs]
    return {name: getattr(r, name) for name in OF_A_DONOR} | {"rungs": on_ladders}


def inherit(world: OracleWorld, r: Resident) -> None:
    """A newcomer takes over a donor's state; at an age with no donors they keep what they bring."""
    like = world.donors.get(stratum_of(r)) if world.donors else None
    if not like:
        return
    donor = like[world.luck.index(Trait.DONOR, r.key, len(like))]
    for name in OF_A_DONOR:
        setattr(r, name, donor[name])
    for rung, state in zip(r.rungs, donor["rungs"], strict=True):
        rung.level, rung.months, rung.frailty = state


def donors_kept(world: OracleWorld, columns: Donors) -> dict[Stratum, list[Donor]]:
    """The donors that a world of columns keeps, by the stratum that they serve."""
    spread, state = world.cards.population.frailty_sd, {name: held.tolist() for name, held in columns.state.items()}
    found = {}
    every = product(range(len(tables.AGE_BANDS) + 1), (0, 1), range(1, 6), (0, 1))
    for stratum, start, count in zip(every, columns.start.tolist(), columns.count.tolist(), strict=True):
        for i in range(start, start + count):
            frailty = [math.exp(spread * (score - 128) / 32) for score in state["frailty_score"][i]]
            rungs = list(zip(state["level"][i], state["months"][i], frailty, strict=True))
            found.setdefault(stratum, []).append({name: state[name][i] for name in OF_A_DONOR} | {"rungs": rungs})
    return found
