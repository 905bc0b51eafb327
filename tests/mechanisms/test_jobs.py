"""M18: skills that fade and are renewed, and people who find and lose work."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.agents.residents import FULL, Work
from simulation.chance import Decision
from simulation.mechanisms.jobs import (
    ABLE,
    IN_WORK,
    LABOUR,
    LEAVERS,
    LEAVERS_SKILLS,
    LOOKING,
    SKILLS,
    Jobs,
    next_skills,
    next_work,
    work_and_learn,
)
from simulation.mechanisms.ladder import climb
from simulation.population.working_life import bring_skills, stationary, take_up_work

from .village import FAMILY, LIVELIHOOD, YEARS, village

SHARE = st.floats(0.0, 1.0)


def workers(people, skills=0.5, work=Work.IN_WORK, **changes):
    """A village of people of 40 in work or out of it, all with the same skills."""
    town = village(people, **changes)
    town.residents.skills[:], town.residents.work[:] = skills, work
    town.jobs = Jobs(town, 1)
    return town


@given(SHARE, SHARE, SHARE)
def test_skills_stay_a_share(skills, renewal, fade):
    assert 0.0 <= next_skills(skills, renewal, fade) <= 1.0


@pytest.mark.parametrize(
    ("who", "renewal"),
    [("alone", 0.0), ("in work", 0.02), ("member", 0.003), ("course", 0.05 * 102 / 255), ("course without need", 0.0)],
)
def test_who_renews_skills(who, renewal):
    town = workers(1, 0.4, Work.NONE, jobs__novelty=0.12, jobs__employer=0.02, jobs__peers=0.003, jobs__course=0.05)
    r = town.residents
    if who == "in work":
        r.work[:] = Work.IN_WORK
    if who == "member":
        r.groups[0, 1] = 0
    r.level[0, LIVELIHOOD] = who == "course"
    r.agency_share[0, LIVELIHOOD] = 0.4 * FULL if who.startswith("course") else 0
    work_and_learn(town)
    assert r.skills[0] == pytest.approx(0.4 + renewal * 0.6 - 0.01 * 0.4)


@pytest.mark.parametrize(("level", "harm"), [(0, 0.0), (1, 0.01), (2, 0.02), (3, 0.05)])
def test_children_learn_as_far_as_need_at_home_lets_them(level, harm):
    town = workers(1, 0.5, Work.NONE, jobs__novelty=0.06, jobs__school=0.03, jobs__family_harm=[0.01, 0.02, 0.05])
    r = town.residents
    r.born[:] = town.month - 10 * YEARS
    r.level[0, FAMILY] = level
    for _ in range(800):
        work_and_learn(town)
    assert r.skills[0] == pytest.approx(0.03 / (0.03 + 0.005 + harm), abs=1e-4)
    assert r.work[0] == Work.NONE


def test_luck_is_better_where_it_is_higher():
    lots = np.linspace(0.001, 0.999, 500)
    for before in (Work.IN_WORK, Work.LOOKING):
        after = [next_work(u, before, 0.3, 0.4) == Work.IN_WORK for u in lots]
        assert after == sorted(after)
        share = 1 - math.exp(-0.4) if before == Work.LOOKING else math.exp(-0.3)
        assert np.mean(after) == pytest.approx(share, abs=0.002)


@pytest.mark.parametrize("activity", [0.0, 0.2, -0.3])
def test_skills_and_the_local_economy_find_work_and_keep_it(activity):
    cards = {
        "jobs__loss_rate": 0.1,
        "jobs__finding_rate": 0.3,
        "jobs__skills_effect": 2.0,
        "jobs__activity_effect": 3.0,
    }
    town = workers(4000, **cards)
    r = town.residents
    r.skills[::2], r.skills[1::2], r.work[2000:] = 0.25, 0.75, Work.LOOKING
    town.jobs = Jobs(town, 1)
    town.tax_base.activity[:] = activity
    before = r.work.copy()
    work_and_learn(town)
    u = town.luck(Decision.JOB_CHANGE)
    ease = np.exp(2.0 * (np.tile([0.25, 0.75], 2000) - 0.5) + 3.0 * activity)
    lost = (before == Work.IN_WORK) & (u < 1 - np.exp(-0.1 / ease))
    found = (before == Work.LOOKING) & (u > np.exp(-0.3 * ease))
    assert lost.any()
    assert found.any()
    expected = np.where(lost, Work.LOOKING, np.where(found, Work.IN_WORK, before))
    assert (r.work == expected).all()


def test_serious_need_of_work_is_being_out_of_work():
    town = workers(40, jobs__loss_rate=0.0, jobs__finding_rate=5.0)
    town.residents.level[:20, LIVELIHOOD] = np.tile([2, 3], 10)
    for _ in range(12):
        work_and_learn(town)
        town.month += 1
        assert (town.residents.work[:20] == Work.LOOKING).all()
        assert (town.residents.work[20:] == Work.IN_WORK).all()


def test_school_leavers_begin_by_their_skills_and_pensioners_stop():
    town = workers(6000, 0.7, Work.NONE, jobs__participation=0.6, jobs__loss_rate=0.0)
    r = town.residents
    r.born[:3000] = town.month - 18 * YEARS
    r.born[3000:], r.work[3000:] = town.month - 65 * YEARS, Work.IN_WORK
    work_and_learn(town)
    belongs = town.luck(Decision.LABOUR_FORCE, month=0)[:3000] < 0.6
    begins = town.luck(Decision.WORK_AT_START, month=0)[:3000] >= 1 - np.float32(0.7)
    expected = np.where(belongs, np.where(begins, Work.IN_WORK, Work.LOOKING), Work.NONE)
    assert (r.work[:3000] == expected).all()
    assert not r.work[3000:].any()
    assert town.jobs.counts[0, LEAVERS] == 3000
    assert town.jobs.counts[0, LEAVERS_SKILLS] == np.floor(65536 * r.skills[:3000].astype(float)).sum()


def test_who_is_counted():
    town = workers(10, 0.5, jobs__loss_rate=0.0, jobs__finding_rate=0.0)
    r = town.residents
    r.work[:4], r.work[4:6] = Work.LOOKING, Work.NONE
    r.level[:1, LIVELIHOOD] = 2
    r.alive[9] = False
    work_and_learn(town)
    counts = town.jobs.counts[0]
    assert counts[[LABOUR, IN_WORK, ABLE, LOOKING]].tolist() == [7, 3, 6, 3]
    counted = r.alive & (r.work != Work.NONE)
    assert counts[SKILLS] == np.floor(65536 * r.skills[counted].astype(float)).sum()


def test_what_is_usual_is_the_settled_year():
    town = workers(4, jobs__loss_rate=0.0)
    town.residents.work[:2] = Work.LOOKING
    town.jobs = Jobs(town, 1)
    assert town.jobs.usual(LOOKING, ABLE, 0.0) == [0.5]
    town.residents.work[:] = Work.IN_WORK
    for month in range(-14, 0):
        town.month = month
        town.residents.work[:] = Work.LOOKING if month < -3 else Work.IN_WORK
        town.set(jobs__finding_rate=0.0)
        work_and_learn(town)
    assert town.jobs.usual(LOOKING, ABLE, 0.0) == pytest.approx([9 / 12])
    town.month, town.residents.work[:] = 0, Work.LOOKING
    work_and_learn(town)
    assert town.jobs.usual(LOOKING, ABLE, 0.0) == pytest.approx([9 / 12])


def test_people_out_of_work_fall_into_need_of_it_more_easily():
    cards = {"ladder__livelihood_up": [0.05, 0.05, 0.05], "ladder__capacity_effect": 0.0, "jobs__need_effect": 1.0}
    town = workers(6000, population__frailty_sd=0.0, **cards)
    r = town.residents
    r.work[:3000] = Work.LOOKING
    r.work[5000:] = Work.NONE
    town.jobs = Jobs(town, 1)
    r.born[:] = town.month - 40 * YEARS
    age = town.scenario.ladder.livelihood_age[5]
    before = town.luck(Decision.LIVELIHOOD_STEP)
    climb(town)
    hazard = 0.05 * age * np.where(r.work == Work.NONE, 1.0, np.exp((r.work == Work.LOOKING) - 3000 / 5000))
    assert (r.level[:, LIVELIHOOD] == (before >= np.exp(-hazard))).all()
    assert len(set(r.level[:, LIVELIHOOD].tolist())) == 2


def test_the_multiplier_is_centred_and_ends_where_need_is_serious():
    town = workers(100)
    town.residents.work[:20] = Work.LOOKING
    town.jobs = Jobs(town, 1)
    of_none, in_work, looking = town.jobs.need_of_work(town.scenario.jobs)[0]
    assert of_none == 1.0
    assert 0.8 * math.log(in_work) + 0.2 * math.log(looking) == pytest.approx(0.0)
    town.set(jobs__on=False)
    assert (town.jobs.need_of_work(town.scenario.jobs) == 1.0).all()


@pytest.mark.parametrize(("activity", "before"), [(1e3, Work.LOOKING), (-1e3, Work.IN_WORK)])
def test_a_local_economy_however_far_off_settles_who_works_and_nothing_breaks(activity, before):
    town = workers(100, work=before, jobs__activity_effect=20.0, jobs__finding_rate=0.1, jobs__loss_rate=0.1)
    town.tax_base.activity[:] = activity
    work_and_learn(town)
    assert (town.residents.work[:100] == (Work.IN_WORK if activity > 0 else Work.LOOKING)).all()


def test_what_people_bring():
    town = village(3000, jobs__novelty=0.12, jobs__school=0.03, jobs__employer=0.01, jobs__participation=0.7,
                   jobs__loss_rate=0.1, jobs__finding_rate=0.3)  # fmt: skip
    r, rows = town.residents, np.arange(3000)
    r.born[:10], r.born[10:20] = town.month - 5 * YEARS, town.month - 70 * YEARS
    r.level[20:40, LIVELIHOOD] = 3
    bring_skills(town.scenario.jobs, town.month, rows, r)
    take_up_work(town.seed, town.scenario.jobs, town.month, rows, r)
    assert r.skills[:10] == pytest.approx(0.75)
    assert r.skills[10:] == pytest.approx(0.5)
    belongs, begins = (town.luck(d, month=0) for d in (Decision.LABOUR_FORCE, Decision.WORK_AT_START))
    looking = (begins < 0.25) | (np.arange(3000) < 40)
    assert (r.work[20:] == np.where(belongs < 0.7, np.where(looking, Work.LOOKING, Work.IN_WORK), Work.NONE)[20:]).all()
    assert not r.work[:20].any()
    assert stationary(0.0, 0.0) == 0.0
