"""M18: jobs that money brings, late and for a while; deals that some places pay for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.mechanisms.budget import deals
from simulation.mechanisms.growth import invest, next_jobs
from simulation.mechanisms.jobs import IN_WORK

from .village import village


@pytest.mark.parametrize(("lag", "lasting"), [(1, 12.0), (24, 84.0), (6, 60.0)])
def test_a_steady_stream_of_jobs_settles(lag, lasting):
    preparing, jobs = np.zeros(1), np.zeros(1)
    for _ in range(3000):
        preparing, jobs = next_jobs(preparing, jobs, np.array([2.0]), lag, lasting)
    assert jobs == pytest.approx([2.0 * lasting])
    assert preparing == pytest.approx([2.0 * (lag - 1)])


def test_one_payment_becomes_jobs_after_the_lag_and_they_all_come():
    preparing, jobs, ready = np.array([10.0]), np.zeros(1), []
    for _ in range(2000):
        before = jobs
        preparing, jobs = next_jobs(preparing, jobs, np.zeros(1), 20, 1e12)
        ready.append(float(jobs[0] - before[0]))
    assert sum(ready) == pytest.approx(10.0)
    assert np.average(np.arange(1, 2001), weights=ready) == pytest.approx(20.0), "months, on average"


def test_some_of_it_leaks():
    town = village(10, growth__leakage=0.4, growth__job_cost=100.0, growth__lag=1, budget__cost_growth=0.0)
    usual = np.zeros((1, 7), np.int64)
    usual[0, IN_WORK] = 8
    town.jobs.keep([usual])
    town.budget.growth[:] = 10_000
    invest(town)
    assert town.tax_base.jobs == pytest.approx([4.0])
    assert town.tax_base.outside == pytest.approx([0.6 * 4.0 / 8.0])


@pytest.mark.parametrize(("share", "off"), [(0.0, False), (0.25, False), (0.25, True)])
def test_growth_is_paid_from_what_may_be_chosen(share, off):
    town = village(1, growth__share=share, growth__on=not off, budget__floor=0.0, effort__connecting_share=0.5)
    b = town.budget
    town.effort.dual_running[:] = 0.1
    b.first_discretionary[:], b.income[:] = 1000, 1000
    b.share_out()
    assert b.growth[0].tolist() == [0 if off else int(900 * share)] * 4
    assert (b.direct + b.connecting + b.growth + b.dual_running == b.discretionary).all()
    assert abs(b.direct - b.connecting).max() <= 1


@given(st.lists(st.tuples(st.integers(0, 10**9), st.floats(0.0, 0.2)), min_size=1, max_size=12))
def test_deals_cost_in_all_nothing_and_nobody_more_than_the_largest(places):
    income = np.array([[due, due // 3, due // 7, 1] for due, _ in places], np.int64)
    share = np.array([one for _, one in places])
    grant = deals(income, share)
    assert grant.sum() == 0
    assert (grant >= -np.ceil(share.max() * income) - 1).all()
    if (share == share[0]).all():
        assert abs(grant).max() <= 4 * len(places)
