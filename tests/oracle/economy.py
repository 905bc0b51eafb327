"""M18 skills, jobs and the tax base, and M19 commons."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation.agents.residents import Work
from simulation.chance import Decision

from . import need, purse
from .agents import COMPLEX, FAMILY, LIVELIHOOD, Resident
from .headcount import Headcount, usual
from .helping import clip
from .saying import said_in

if TYPE_CHECKING:
    from .model import OracleWorld

EIGHTEEN = 18 * 12
YEAR = 12
WHOLE = 65536


def of_working_age(resident: Resident) -> bool:
    """18 to 64."""
    return resident.age >= EIGHTEEN and not resident.older


def settles_at(renewal: float, fade: float) -> float:
    """Where skills settle."""
    return renewal / (renewal + fade) if renewal > 0 else 0.0


def fade(world: OracleWorld) -> float:
    """delta."""
    return float(world.cards.jobs.novelty / 12.0)


def bring_skills(world: OracleWorld, resident: Resident) -> None:
    """What skills somebody has who is made, born or arrives."""
    cards = world.cards.jobs
    resident.skills = settles_at(cards.school if resident.age < EIGHTEEN else cards.employer, fade(world))


def belongs(world: OracleWorld, resident: Resident) -> bool:
    """Whether somebody is in the labour force, for life."""
    u = world.luck.ever(Decision.LABOUR_FORCE, resident.key)
    return world.luck.less(u, world.cards.jobs.participation, resident.key)


def begin_work(world: OracleWorld, resident: Resident, out_of_work: float) -> None:
    """In work or out of it, in the first month of working life here."""
    v = world.luck.ever(Decision.WORK_AT_START, resident.key)
    needy = resident.rungs[LIVELIHOOD].level >= COMPLEX
    out = needy or world.luck.less(v, out_of_work, resident.key)
    resident.work = Work.NONE if not belongs(world, resident) else Work.LOOKING if out else Work.IN_WORK


def take_up_work(world: OracleWorld, resident: Resident) -> None:
    """The work of somebody who arrives."""
    cards = world.cards.jobs
    if of_working_age(resident):
        begin_work(world, resident, settles_at(cards.loss_rate, cards.finding_rate))


# Skills and jobs


def work_and_learn(world: OracleWorld) -> None:
    """Everybody's work and skills, then the counts."""
    for place in world.places:
        settled = usual(place)
        middle = settled.share(settled.skills, settled.labour, 0.0) / WHOLE
        place.jobs = Headcount()
        for resident in place.residents:
            live_a_month(world, resident, middle)
            if of_working_age(resident):
                count(place.jobs, resident)
        if world.month < 0:
            before = place.settled_jobs if place.months_settled else []
            place.settled_jobs = [*before, place.jobs][-YEAR:]
            place.months_settled = True


def live_a_month(world: OracleWorld, resident: Resident, middle: float) -> None:
    """One person's month."""
    cards, k = world.cards.jobs, resident.skills
    if resident.older:
        resident.work = Work.NONE
        return
    if resident.age < EIGHTEEN:
        level = resident.rungs[FAMILY].level
        harm = cards.family_harm[level - 1] if level else 0.0
        resident.skills = clip(k + cards.school * (1.0 - k) - (fade(world) + harm) * k, 0.0, 1.0)
        return
    rung, before = resident.rungs[LIVELIHOOD], resident.work
    renewal = cards.employer if before == Work.IN_WORK else 0.0
    renewal += cards.peers if resident.own_groups else 0.0
    renewal += cards.course * rung.agency_share / 255 if rung.level else 0.0
    if resident.age == EIGHTEEN:
        begin_work(world, resident, 1.0 - k)
    elif before == Work.IN_WORK and (rung.level >= COMPLEX or loses(world, resident, k - middle)):
        resident.work = Work.LOOKING
    elif before == Work.LOOKING and rung.level < COMPLEX and finds(world, resident, k - middle):
        resident.work = Work.IN_WORK
    resident.skills = clip(k + renewal * (1.0 - k) - fade(world) * k, 0.0, 1.0)


def ease(world: OracleWorld, resident: Resident, ahead: float) -> float:
    """X."""
    cards = world.cards.jobs
    push = clip(cards.activity_effect * resident.place.activity, -600.0, 600.0)
    return float(cards.skills_effect * ahead + push)


def loses(world: OracleWorld, resident: Resident, ahead: float) -> bool:
    """Whether a job is lost."""
    chance = need.probability(world.cards.jobs.loss_rate * math.exp(-ease(world, resident, ahead)))
    return world.luck.happens(Decision.JOB_CHANGE, resident.key, chance)


def finds(world: OracleWorld, resident: Resident, ahead: float) -> bool:
    """Whether a job is found: luck is good where it is high."""
    chance = need.probability(world.cards.jobs.finding_rate * math.exp(ease(world, resident, ahead)))
    return not world.luck.happens(Decision.JOB_CHANGE, resident.key, 1.0 - chance)


def count(jobs: Headcount, resident: Resident) -> None:
    """Count one person of 18 to 64."""
    skills, able = math.floor(WHOLE * resident.skills), resident.rungs[LIVELIHOOD].level < COMPLEX
    if resident.work != Work.NONE:
        jobs.labour += 1
        jobs.in_work += resident.work == Work.IN_WORK
        jobs.able += able
        jobs.looking += able and resident.work == Work.LOOKING
        jobs.skills += skills
    if resident.age == EIGHTEEN:
        jobs.leavers += 1
        jobs.leavers_skills += skills


# The tax base


def collect(world: OracleWorld) -> None:
    """Local activity, and what it brings beyond or short of what is due."""
    if world.month <= 0:
        return
    cards = world.cards.tax_base
    for place in world.places:
        settled, now = usual(place), place.jobs
        before = settled.share(settled.in_work, settled.labour, 1.0)
        employed = now.share(now.in_work, now.labour, 1.0)
        earned = employed / before - 1.0 if before > 0 else 0.0
        place.activity = earned + place.outside + cards.spent_locally * place.activity
        if not world.cards.budget.on:
            continue
        retained = said_in(world, place, "tax_base.retained")
        for agency in place.agencies:
            free = agency.income + agency.grant - agency.fixed - purse.floor_of(world, agency)
            brought = math.floor(agency.income * (cards.own_share * retained * place.activity))
            agency.tax_base = max(brought, -max(free, 0))


def invest(world: OracleWorld) -> None:
    """Money for growth begins jobs, which are ready later and last for a while."""
    cards = world.cards.growth
    for place in world.places:
        place.preparing += sum(agency.growth for agency in place.agencies) / purse.price(world, cards.job_cost)
        ready = place.preparing / cards.lag
        place.preparing -= ready
        place.new_jobs += ready - place.new_jobs / (12 * cards.lasting)
        in_work = usual(place).in_work / max(len(place.settled_jobs), 1)
        place.outside = (1.0 - cards.leakage) * place.new_jobs / max(in_work, 1.0)


# M19 Commons


def share_commons(world: OracleWorld) -> None:
    """What is shared is used and grows back."""
    cards = world.cards.commons
    for place in world.places:
        adults = [resident for resident in place.residents if resident.adult]
        now = len(place.residents), len(adults), sum(resident.active for resident in adults)
        if world.month < 0:
            place.settled_people = [*place.settled_people, now][-YEAR:]
            continue
        before = place.settled_people or [now]
        residents, grown, acting = (sum(column) for column in zip(*before, strict=True))
        crowd = now[0] / (max(residents, 1) / len(before))
        care = now[2] / max(now[1], 1) - acting / max(grown, 1)
        use = cards.renewal * (1.0 - place.stock_at_start) * (1.0 + cards.use_growth) ** (world.month / 12)
        use *= crowd * math.exp(-cards.stewardship * care)
        net = cards.renewal - use
        growth = math.expm1(net) / net if net else 1.0
        place.stock *= math.exp(net) / (1.0 + cards.renewal * place.stock * growth)
