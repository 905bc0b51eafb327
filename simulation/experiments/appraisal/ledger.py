"""The lines that an appraisal is made of, and where each comes from: no pound stands in two of them.

Public spending divides, to the penny, into the lines of `SPENDING`: each is a set of cells of the model's ledger, and
no cell is in two. What it costs the public when people fall into crisis is in there, as duties. Unpaid time is added
to it, since no ledger shows it; wellbeing stands apart, in its own unit; `NOTES` explain and are in no sum.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from simulation.agents.groups import DOMAINS
from simulation.experiments import payers
from simulation.experiments.execute import Run
from simulation.observation.strata import GROUPS, WORKING_CARERS
from simulation.observation.tally import Tally
from simulation.outcomes import PLACE_MEASURES, WHOLE, Line, Measure, Outcomes
from simulation.scenario import Scenario

YEAR = 12

type Cell = tuple[int, Line]
type Pounds = NDArray[np.float64]


@dataclass(frozen=True)
class Item:
    """A line: its name, what people call it, and the cells of the ledger (service, Line) whose sum it is."""

    name: str
    label: str
    cells: frozenset[Cell]


def _item(name: str, label: str, *lines: Line, services: tuple[int, ...] = (0, 1, 2, 3)) -> Item:
    return Item(name, label, frozenset(product(services, lines)))


SPENDING = (
    _item("direct", "Direct help by choice", Line.DIRECT),
    _item("connecting", "Connecting", Line.CONNECTING),
    _item("changing_over", "Changing over", Line.DUAL_RUNNING),
    _item("incentives", "Incentives for citizens", Line.INCENTIVES),
    _item("growth", "Local growth", Line.GROWTH),
    _item("joint", "Working with others", Line.JOINT),
    _item("interest", "Interest on debt", Line.INTEREST),
    *(_item(f"duties_{k}", f"Duties: {k}", Line.STATUTORY, services=(i,)) for i, k in enumerate(DOMAINS)),
    _item("fixed", "Fixed costs", Line.FIXED),
)
"""Public spending, inside the model's ledger."""

CHOSEN = ("direct", "connecting", "changing_over", "incentives", "growth", "joint", "interest")
"""The lines of SPENDING that a way of working decides itself; the others follow from what it achieves."""

INCOME = (
    _item("entitlement", "Grant, rates and charges", Line.INCOME),
    _item("taxes", "Local taxes, from the usual", Line.TAX_BASE),
    _item("deals", "Deals with the centre", Line.GRANT),
    _item("added", "Money added", Line.ADDED),
)
"""What comes in. It moves between pockets, so that it counts for the place's purse and not for society."""

DEBT = (_item("borrowed", "Borrowed", Line.BORROWED), _item("repaid", "Repaid", Line.REPAID))
"""What comes in for a while and goes out again: it moves reserves, and is neither spending nor gain."""

NOTES = (
    _item("unserved", "Duties not reached", Line.UNSERVED),
    _item("lifelong", "Lifelong need", Line.LIFELONG),
    _item("returned", "Spent out of others' savings", Line.RETURNED),
)
"""What explains other lines and is in no sum: fixed costs bear lifelong need, and what returned is spent by choice."""


def _monthly(outcomes: Outcomes, cells: frozenset[Cell]) -> NDArray[np.int64]:
    """Pence [month] in these cells of the ledger."""
    services, lines = zip(*cells, strict=True)
    return np.asarray(outcomes.money[: outcomes.months].sum(axis=1)[:, list(services), list(lines)].sum(axis=1))


def by_year(months: NDArray[np.int64] | NDArray[np.float64]) -> Pounds:
    """Sums over the months of each whole year [month, ...] -> [year, ...]; pence are exact up to 2^53."""
    years = len(months) // YEAR
    return np.asarray(months[: YEAR * years].reshape(years, YEAR, *months.shape[1:]).sum(axis=1), float)


def spent(run: Run) -> dict[str, Pounds]:
    """Pounds by line of SPENDING, INCOME, DEBT and NOTES [year], and what is in reserves when each year ends."""
    lines = (*SPENDING, *INCOME, *DEBT, *NOTES)
    found = {one.name: by_year(_monthly(run.outcomes, one.cells)) / 100.0 for one in lines}
    reserves = run.outcomes.places[: run.outcomes.months, :, PLACE_MEASURES.index("reserves")].sum(axis=1)
    return found | {"reserves": reserves[YEAR - 1 :: YEAR] / 100.0}


def by_payer(run: Run, scenario: Scenario) -> dict[str, Pounds]:
    """The same public spending by who bears it, in pounds [year]; districts, where there are any, are part of it."""
    found = dict(zip(payers.PUBLIC, by_year(payers.by_payer(run.outcomes, scenario)).T, strict=True))
    if payers.two_tiers(scenario):
        money = run.outcomes.money[: run.outcomes.months].sum(axis=1)
        found[payers.DISTRICTS] = by_year(payers.by_districts(money, scenario)) / 100.0
    return found


def unpaid_hours(run: Run) -> Pounds:
    """Hours given unpaid to kin and in groups [year, fifth]."""
    given = run.outcomes.people[: run.outcomes.months, ..., [Measure.KIN_GIVEN_MINUTES, Measure.CIVIC_MINUTES]]
    return np.asarray(by_year(given.sum(axis=(1, 3))) / 60.0)


def lived_in(run: Run) -> NDArray[np.bool_]:
    """In which fifths of neighbourhoods anybody lives at any time [fifth]."""
    return np.asarray(run.outcomes.people[: run.outcomes.months, ..., Measure.RESIDENTS].any(axis=(0, 1)))


def carers_hours(run: Run) -> Pounds:
    """Hours that carers of working age give to kin [year]."""
    given = run.outcomes.groups[: run.outcomes.years, :, GROUPS.index(WORKING_CARERS), Tally.KIN_GIVEN_MINUTES]
    return np.asarray(given.sum(axis=1) / 60.0)


def wellbys(run: Run) -> Pounds:
    """Points of life satisfaction, summed over people and years lived [year, fifth]."""
    felt = run.outcomes.people[: run.outcomes.months, ..., Measure.WELLBEING].sum(axis=1)
    return np.asarray(by_year(felt) / (YEAR * WHOLE))
