"""Demand at 1 to 100 times today's, in both care modes: nothing breaks, nothing falls below nothing, all adds up."""

import itertools

import numpy as np
import pytest

from simulation.outcomes import Line

ENDS = ("care_end", "family_end", "livelihood_end", "home_end")
MULTIPLES = (1, 2, 5, 10, 30, 100)
MODES = ("more need per person", "more older people")
MONTHS = 24
BELOW_NOTHING = {"born", "fell", "threshold", "hall", "groups", "helper"}
"""Columns that may be negative: what happened before month 0, those who act whatever others do, and -1 for none."""


def out_of_range(columns):
    """What is not a number, outside its declared range, or below nothing; settled months count from before 0."""
    found = []
    for name, spec in columns.columns.items():
        held = np.asarray(getattr(columns, name)[: columns.count], np.float64)
        low, high = spec.within or (-np.inf if name in BELOW_NOTHING else 0.0, np.inf)
        if not (np.isfinite(held).all() and held.min() >= low and held.max() <= high):
            found.append((name, held.min(), held.max()))
    return found


@pytest.mark.parametrize(("multiple", "mode"), [*itertools.product(MULTIPLES, MODES)])
def test_any_demand_can_be_lived_through(world, multiple, mode):
    demand = {f"demand.{end}": float(multiple) for end in ENDS}
    levers = {"effort.connecting_share": 0.5, "effort.earliness": 0.5, "effort.lag": 6}
    lived = world.fork({**demand, **levers, "demand.path": "held", "demand.care_mode": mode})
    lived.run_for(MONTHS)
    assert out_of_range(lived.residents) == []
    assert out_of_range(lived.groups) == []
    kept = lived.outcomes
    for table in (kept.people, kept.money, kept.waits, kept.places):
        assert np.isfinite(table[:MONTHS]).all()
    needed, met = lived.needs.needed, lived.needs.met
    assert (met >= 0).all()
    assert (met <= needed).all()
    assert kept.money[:MONTHS, ..., Line.FIXED].min() >= 0


def test_need_grows_with_demand_until_everybody_has_it(world):
    hours = []
    for multiple in MULTIPLES:
        demand = {f"demand.{end}": float(multiple) for end in ENDS}
        lived = world.fork({**demand, "demand.path": "held"})
        lived.run_for(MONTHS)
        hours.append(int(lived.needs.needed.sum()))
    assert hours == sorted(hours)
    assert hours[-1] < 100 * hours[0], "hazards saturate: nobody needs more than all of their hours"
