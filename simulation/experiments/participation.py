"""Taking part in social action: how many, how much, how evenly, for how long; and what it costs those who give."""

import numpy as np

from simulation.experiments.execute import Run
from simulation.experiments.measures import burnout, people, ratio
from simulation.experiments.people import of_groups
from simulation.observation.generosity import gini, top_share
from simulation.observation.strata import GROUPS, WORKING_CARERS
from simulation.outcomes import Measure
from simulation.scenario import Scenario


def taking_part(run: Run) -> dict[str, float]:
    """Share active, hours, their concentration, lapse and burnout, over the whole run."""
    counts = people(run.outcomes).sum(axis=0)
    given = run.outcomes.hours[: run.outcomes.years].sum(axis=(0, 1))
    adults, active = counts[Measure.ADULTS], counts[Measure.ACTIVE]
    return {
        "active": 100.0 * ratio(active, adults),
        "hours": ratio(counts[Measure.CIVIC_MINUTES] / 60.0, given[:, 0].sum()),
        "gini": gini(given),
        "top_fifth": 100.0 * top_share(given),
        "lapse": 100.0 * lapse_a_year(counts[Measure.ACTIVE], counts[Measure.STARTED], counts[Measure.STOPPED]),
        "burnout": burnout(counts),
        "burnt_out": 100.0 * ratio(counts[Measure.BURNT_OUT], adults),
    }


def lapse_a_year(active: float, started: float, stopped: float) -> float:
    """The share of those active who stop within a year, at the months' mean rate.

    active: those active at the end of every month, summed; started, stopped: in the months. Those who could stop in a
    month were active as it began: active + stopped - started.
    """
    return 1.0 - (1.0 - ratio(stopped, active + stopped - started)) ** 12


def cost_to_volunteers(run: Run, scenario: Scenario) -> dict[str, float]:
    """Unpaid hours, their price, and carers' lost earnings, for each resident a year.

    Time has a price or none, and both are told: the sum at a price of zero is zero. Lost earnings are money, not time
    priced, and stand apart: the two must not be added.
    """
    counts = people(run.outcomes).sum(axis=0)
    residents = counts[Measure.RESIDENTS]
    kin, civic = (
        12.0 * ratio(counts[one] / 60.0, residents) for one in (Measure.KIN_GIVEN_MINUTES, Measure.CIVIC_MINUTES)
    )
    cards = scenario.appraisal
    by_carers = of_groups(run.outcomes)[GROUPS.index(WORKING_CARERS), Measure.KIN_GIVEN_MINUTES] / 60.0
    lost = float(cards.earnings_lost) * float(cards.wage_hour) * by_carers
    return {
        "kin_hours": kin,
        "volunteer_hours": civic,
        "priced_at_zero": 0.0,
        "priced": float(cards.volunteer_hour) * (kin + civic),
        "lost_earnings": 12.0 * ratio(lost, residents),
        "carers": 100.0 * ratio(_carers(run), np.int64(residents)),
    }


def _carers(run: Run) -> int:
    at = [one.key for one in GROUPS].index("carer_carer")
    return int(of_groups(run.outcomes)[at, Measure.RESIDENTS])
