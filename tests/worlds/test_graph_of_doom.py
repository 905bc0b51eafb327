"""The graph of doom: income stays flat, care goes on growing, and takes all that may be chosen, as Barnet drew it."""

import numpy as np
import pytest

from simulation.agents.groups import DOMAINS
from simulation.outcomes import Line
from simulation.world import World

YEARS = 20
SOCIAL_CARE = [DOMAINS.index("care"), DOMAINS.index("family")]


@pytest.fixture(scope="module")
def runs():
    """Three repeat runs: pence [year, month, service, Line], and the first discretionary budgets [service]."""
    lived = []
    for seed in (1, 2, 3):
        world = World("graph_of_doom", rng=seed)
        for _ in range(12 * YEARS):
            world.step_month()
        money = world.outcomes.money[: 12 * YEARS, 0].reshape(YEARS, 12, 4, -1)
        lived.append((money, world.budget.first_discretionary[0]))
    return lived


def by_year(runs, lines, services=slice(None)):
    """Some lines as a share of all income [run, year]."""
    shares = []
    for money, _ in runs:
        paid = money[:, :, services][..., lines].sum(axis=(1, 2, 3))
        shares.append(paid / money[..., Line.INCOME].sum(axis=(1, 2)))
    return np.array(shares)


def test_income_is_flat(runs):
    for money, _ in runs:
        income = money[..., Line.INCOME].sum(axis=(1, 2))
        assert (income == income[0]).all()


def test_duties_of_care_come_to_the_whole_budget_within_some_twenty_years(runs):
    """FIN14: 20 years. Duties as they arise, whether or not the money reaches them, without fixed costs."""
    share = by_year(runs, [Line.STATUTORY, Line.UNSERVED], SOCIAL_CARE).mean(axis=0)
    assert share[0] < 2.0 / 3.0
    assert 14 <= 1 + np.argmax(share >= 1.0) <= 20
    assert share.max() >= 1.0


def test_it_bites_by_the_seventh_year(runs):
    """FIN14: within five to seven years."""
    chosen = by_year(runs, [Line.DISCRETIONARY]).mean(axis=0)
    assert chosen[6] < 0.5 * chosen[0]
    assert chosen[10:].mean() < 0.5 * chosen[0]


def test_every_pound_of_duties_takes_a_pound_of_choice(runs):
    """Crowding out, to the penny: what may be chosen is what duties and fixed costs leave, at most the first budget."""
    squeezed = 0
    for money, first in runs:
        came = money[..., [Line.INCOME, Line.TAX_BASE, Line.GRANT]].sum(axis=-1)
        left = came - money[..., Line.FIXED] - money[..., Line.STATUTORY]
        chosen = money[..., Line.DISCRETIONARY]
        frozen = (chosen == 0).all(axis=2)
        assert np.array_equal(chosen[~frozen], np.clip(left, 0, first)[~frozen])
        squeezed += ((chosen > 0) & (chosen < first)).sum()
    assert squeezed > 100
