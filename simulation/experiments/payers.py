"""Who pays: the cost of every service by payer, and the unpaid hours that no budget shows."""

import numpy as np
from numpy.typing import NDArray

from simulation.agents.groups import DOMAINS
from simulation.experiments.execute import Run
from simulation.experiments.measures import ratio
from simulation.outcomes import Line, Measure, Outcomes
from simulation.scenario import Scenario

PUBLIC = ("council", "NHS", "national benefits and tax", "schools", "police and courts")
"""Who bears public cost, in the order of the shares on the cards of `payers`."""

DISTRICTS = "council, of which districts"
"""Where there are two tiers of councils, the part of the first of PUBLIC that districts bear."""

UNPAID = "residents, unpaid"

ALL = (*PUBLIC, UNPAID)


def shares(money: NDArray[np.int64], scenario: Scenario) -> NDArray[np.float64]:
    """Public cost by payer [row, payer] of money [row, service, Line], in its unit.

    Fixed costs and duties divide by the shares of duties, what may be chosen by those of choices; the council bears
    interest.
    """
    return np.asarray(_by_service(money, scenario).sum(axis=1))


def _by_service(money: NDArray[np.int64], scenario: Scenario) -> NDArray[np.float64]:
    duties = np.array([getattr(scenario.payers, f"{name}_duties") for name in DOMAINS])
    choices = np.array([getattr(scenario.payers, f"{name}_choices") for name in DOMAINS])
    statutory = money[:, :, Line.FIXED] + money[:, :, Line.STATUTORY]
    by_payer = statutory[:, :, None] * duties + money[:, :, Line.DISCRETIONARY, None] * choices
    by_payer[:, :, 0] += money[:, :, Line.INTEREST]
    return np.asarray(by_payer)


def two_tiers(scenario: Scenario) -> bool:
    """Whether districts bear part of what councils pay."""
    return any(scenario.payers.district_share)


def by_districts(money: NDArray[np.int64], scenario: Scenario) -> NDArray[np.float64]:
    """What districts bear of the councils' cost [row] of money [row, service, Line], in its unit."""
    return np.asarray(_by_service(money, scenario)[:, :, 0] @ np.array(scenario.payers.district_share))


def by_payer(outcomes: Outcomes, scenario: Scenario) -> NDArray[np.float64]:
    """Public cost in pounds [month, payer]."""
    return shares(outcomes.money[: outcomes.months].sum(axis=1), scenario) / 100.0


def unpaid_hours(outcomes: Outcomes) -> NDArray[np.float64]:
    """Hours that kin and volunteers give unpaid [month]."""
    given = outcomes.people[: outcomes.months].sum(axis=(1, 2))
    return np.asarray(given[:, [Measure.KIN_GIVEN_MINUTES, Measure.CIVIC_MINUTES]].sum(axis=1) / 60.0)


def yearly(run: Run, scenario: Scenario) -> NDArray[np.float64]:
    """Pounds for each resident by year and payer [year, payer]; the last payer is residents' unpaid time, priced."""
    price = float(scenario.appraisal.volunteer_hour)
    months = np.column_stack([by_payer(run.outcomes, scenario), price * unpaid_hours(run.outcomes)])
    years = len(months) // 12
    people = run.outcomes.people[: 12 * years, ..., Measure.RESIDENTS].sum(axis=(1, 2)).reshape(years, 12).mean(axis=1)
    return np.asarray(months.reshape(years, 12, -1).sum(axis=1) / np.maximum(people, 1.0)[:, None])


def on_average(run: Run, scenario: Scenario) -> dict[str, float]:
    """Pounds for each resident a year by payer, on average over the years; DISTRICTS too where there are two tiers."""
    told = dict(zip(ALL, yearly(run, scenario).mean(axis=0).tolist(), strict=True))
    if two_tiers(scenario):
        money = run.outcomes.money[: run.outcomes.months].sum(axis=(0, 1))[None]
        council, districts = shares(money, scenario)[0, 0], by_districts(money, scenario)[0]
        told[DISTRICTS] = told[PUBLIC[0]] * ratio(districts, council)
    return told
