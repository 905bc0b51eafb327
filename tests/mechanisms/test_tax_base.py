"""M18: local spending multiplies, and the council's income moves with it; what is due does not."""

import numpy as np
import pytest

from simulation.agents.residents import Work
from simulation.mechanisms.budget import Budget
from simulation.mechanisms.jobs import Jobs
from simulation.mechanisms.tax_base import collect, next_activity
from simulation.outcomes import Line
from simulation.scenario import Scenario
from simulation.world import World

from .village import village


def town_with(in_work, usual, month=5, **changes):
    """A village of 100 in the labour force; so many usually work, and so many do now. Its services have 1,000 pence."""
    town = village(100, month=month, **changes)
    work = town.residents.work
    for number, keep in ((usual, True), (in_work, False)):
        work[:number], work[number:] = Work.IN_WORK, Work.LOOKING
        jobs = Jobs(town, 1)
        if keep:
            town.jobs = jobs
    town.jobs.counts = jobs.counts
    town.budget = Budget(1, town)
    town.budget.income[:] = 1000
    return town


@pytest.mark.parametrize("rounds", [1, 2, 5, 60])
def test_a_lasting_change_is_spent_again_and_again(rounds):
    activity = 0.0
    for _ in range(rounds):
        activity = next_activity(activity, -0.1, 0.4)
    assert activity == pytest.approx(-0.1 * (1 - 0.4**rounds) / (1 - 0.4))


@pytest.mark.parametrize(("in_work", "brought"), [(80, 0), (84, 12), (72, -24), (40, -120)])
def test_income_moves_with_work(in_work, brought):
    town = town_with(in_work, 80, tax_base__own_share=0.6, tax_base__retained=0.4, tax_base__spent_locally=0.0)
    collect(town)
    assert town.tax_base.activity == pytest.approx([in_work / 80 - 1])
    assert town.budget.tax_base[0].tolist() == pytest.approx([brought] * 4, abs=1)
    assert (town.budget.realised == town.budget.income + town.budget.tax_base).all()
    assert (town.budget.income == 1000).all()


def test_fixed_costs_and_what_is_set_aside_are_never_lost():
    town = town_with(0, 80, tax_base__own_share=1.0, tax_base__retained=1.0, budget__floor=0.5)
    town.budget.fixed[:], town.budget.first_discretionary[:] = [[900, 1200, 0, 300]], 100
    collect(town)
    assert town.budget.tax_base[0].tolist() == [-50, 0, -950, -650]


@pytest.mark.parametrize("month", [-1, 0])
def test_nothing_moves_before_the_first_month_is_over(month):
    town = town_with(40, 80, month=month)
    collect(town)
    assert not town.tax_base.activity.any()
    assert not town.budget.tax_base.any()


def test_where_duties_are_met_in_full_income_follows_them():
    town = town_with(40, 80, budget__on=False)
    collect(town)
    assert town.tax_base.activity[0] < 0
    assert not town.budget.tax_base.any()


def test_what_comes_from_outside_multiplies_too():
    town = town_with(80, 80, tax_base__spent_locally=0.5)
    town.tax_base.outside[:] = 0.02
    for _ in range(80):
        collect(town)
    assert town.tax_base.activity == pytest.approx([0.04])


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    path = tmp_path_factory.mktemp("place") / "place.yaml"
    path.write_text("places: [{name: Place, residents: 1500}]\nrun: {settling_months: 24}\n")
    return World(Scenario.load(path), rng=3)


def test_a_slump_costs_income_and_what_is_due_stays(settled):
    calm = settled.fork({})
    slump = settled.fork({"jobs.loss_rate": 0.1})
    for world in (calm, slump):
        for _ in range(24):
            world.step_month()
    money = [world.outcomes.money[:24] for world in (calm, slump)]
    assert np.array_equal(money[0][..., Line.INCOME], money[1][..., Line.INCOME])
    assert money[1][12:, ..., Line.TAX_BASE].sum() < money[0][12:, ..., Line.TAX_BASE].sum()
    assert money[1][12:, ..., Line.TAX_BASE].sum() < 0


def test_nothing_moves_where_it_is_off(settled):
    """Off: no pence beside the entitlement, whatever happens to work."""
    world = settled.fork({"tax_base.on": False, "jobs.loss_rate": 0.1})
    for _ in range(6):
        world.step_month()
    assert not world.outcomes.money[..., Line.TAX_BASE].any()
    work = settled.fork({"jobs.on": False})
    before = work.residents.work[: work.residents.count].copy(), work.residents.skills.copy()
    work.step_month()
    moved = work.residents.work[: len(before[0])][work.residents.alive[: len(before[0])]]
    assert (moved == before[0][work.residents.alive[: len(before[0])]]).all()
