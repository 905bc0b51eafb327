"""What an appraisal's tables hold, cell by cell in plain words: the same for the screen and for the page."""

import math
from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from simulation.experiments.appraisal.appraise import Appraisal
from simulation.experiments.appraisal.costs import OWN
from simulation.experiments.appraisal.running import Appraised
from simulation.experiments.appraisal.switching import EFFECTS, CostSwitch, EffectSwitch
from simulation.experiments.intervals import Interval, mean_interval
from simulation.outputs.appraised.rows import BLOCKS, VIEW_LABELS, Row, rows
from simulation.outputs.words import FIFTHS, signed
from simulation.parameters import cards
from simulation.words import so_many

THOUSAND = 1000.0

type Cells = list[list[str]]

NOMINAL = ("public_spending", "public", "cash", "into_reserves", "reserves", "public_so_far", "cash_so_far")
"""Lines that are shown in money of the day as well; the table on disk has them all."""

WORTH = ["", "as simulated", "corrected for optimism"]
PAID_BACK = ["Paid back", "as simulated", "discounted", "and corrected", "discounted, in"]
UNIT_COSTS = ["", "value", "unit", "prices of", "standing"]


def thousands(one: Interval) -> Interval:
    """Pounds as thousands."""
    return Interval(one.estimate / THOUSAND, one.low / THOUSAND, one.high / THOUSAND, one.n)


def spread(one: Interval) -> str:
    """A difference with its interval."""
    ends = f" ({signed(one.low)} to {signed(one.high)})" if math.isfinite(one.low) else ""
    return signed(one.estimate) + ends


def money(one: Interval) -> str:
    """Pounds as thousands with an interval."""
    return spread(thousands(one))


def when(year: float, years: int) -> str:
    """A year of payback in words."""
    if year == 0.0:
        return "nothing to pay back"
    return f"in year {year:.0f}" if math.isfinite(year) else f"not within {so_many(years, 'year')}"


def worth(appraisal: Appraisal) -> Cells:
    """Net present value by view, under WORTH."""
    found = [appraisal.worth(view) for view in VIEW_LABELS]
    told = [[VIEW_LABELS[one.view], money(one.plain), money(one.corrected)] for one in found]
    return [*told, ["  a pound of poorer people counting more", money(appraisal.weighted()), ""]]


def paid_back(appraisal: Appraisal) -> Cells:
    """When each view has paid back, under PAID_BACK."""
    told = []
    for view, label in VIEW_LABELS.items():
        one = appraisal.worth(view)
        years = (one.paid_back, one.paid_back_discounted, one.paid_back_corrected)
        told.append(
            [label, *(when(y, appraisal.years) for y in years), f"{one.pays} of {so_many(len(appraisal.pairs), 'run')}"]
        )
    return told


def in_words(appraisal: Appraisal) -> list[str]:
    """What has not paid back, and wellbeing, which is in no sum."""
    found = [appraisal.worth(view) for view in VIEW_LABELS]
    late = [VIEW_LABELS[one.view] for one in found if math.isinf(one.paid_back_discounted)]
    years = so_many(appraisal.years, "year")
    back = f"Discounted, all of these have paid back within {years}, on average over repeat runs."
    if late:
        back = f"Discounted, B does not pay back within {years}, on average, for: {'; '.join(late)}."
    plain, later = (mean_interval(appraisal.wellbys(discounted).sum(axis=1)) for discounted in (False, True))
    price = appraisal.price("wellby")
    return [
        back,
        f"Wellbeing apart: {spread(plain)} WELLBYs (a point of life satisfaction of one person for a year); "
        f"discounted, {spread(later)}. At £{price:,.0f} each that would be £ thousand "
        f"{money(mean_interval(price * appraisal.wellbys().sum(axis=1)))}; it is in no sum above.",
    ]


def blocks(lines: Sequence[Row], shown: Sequence[int]) -> Iterator[tuple[str, Cells]]:
    """The table year by year: each block's heading and its rows, a cell for each year shown and one for all years."""
    for block, some in groupby(lines, lambda row: row.block):
        told = []
        for row in some:
            scale = THOUSAND if row.unit == "GBP" else 1.0
            told.append([row.label, *(cell(one, scale) for one in (*(row.year(y) for y in shown), row.whole))])
        yield BLOCKS[block], told


def years_header(shown: Sequence[int]) -> list[str]:
    """What stands over the cells of `blocks`."""
    return ["", *(f"year {year}" for year in shown), "all"]


def nominal(appraisal: Appraisal) -> list[Row]:
    """The lines that are shown in money of the day as well."""
    return [one for one in rows(appraisal, nominal=True) if one.name in NOMINAL]


def cell(one: Interval, scale: float) -> str:
    """A mean, and below it how far its interval reaches."""
    reach = (one.high - one.estimate) / scale
    mean = signed(one.estimate / scale)
    return f"{mean}\n±{signed(reach).lstrip('+')}" if math.isfinite(reach) and one.low != one.high else mean


def payers(appraisal: Appraisal) -> list[tuple[str, Interval]]:
    """What each payer spends less under B in all years: present value in pounds."""
    flows = {name: np.array([-one.payers[name] for one in appraisal.pairs]) for name in appraisal.pairs[0].payers}
    return [(name, mean_interval(flow @ appraisal.worth_today)) for name, flow in flows.items()]


def fifths(appraisal: Appraisal) -> tuple[list[str], Cells]:
    """Who gains by fifth of neighbourhoods: a header and rows; a dash where nobody lives."""
    unpaid, weight = appraisal.unpaid_by_fifth(), appraisal.fifth_weights
    there = np.array([one.lived_in for one in appraisal.pairs])
    told = [
        [label, *(cell(mean_interval(np.where(there, values, np.nan)[:, i]), 1.0) for i in range(5))]
        for label, values in (
            ("Unpaid time asked for less, £ thousand", unpaid / THOUSAND),
            ("  a pound counting more where incomes are low", unpaid * weight / THOUSAND),
            ("Wellbeing, WELLBYs, each counting the same", appraisal.wellbys()),
        )
    ]
    return ["", *FIFTHS], [*told, ["A pound counts", *(f"{one:.2f}" for one in weight)]]


def switching(found: Appraised) -> Iterator[tuple[str, list[str]]]:
    """What would make the value nil: for each view a heading, and a sentence for each figure."""
    for view, switches in found.by_cost.items():
        told = [_at_cost(one) for one in switches] + [_at_effect(one) for one in found.by_effect[view]]
        yield f"{VIEW_LABELS[view]}: unit costs, quantities as they are", told


def _at_cost(one: CostSwitch) -> str:
    label = ", ".join(cost.label for cost in one.costs)
    if math.isnan(one.times):
        return f"{label}: at no price"
    if len(one.costs) > 1:
        return f"{label}: {one.times:.2f} times today's, all alike"
    (cost,) = one.costs
    told = f"{label}: {one.times:.2f} times today's, {one.times * cost.value:,.2f} instead of {cost.value:,.2f}"
    plausible = cards()[cost.key].plausible if cost.item is None else None
    return f"{told}; plausible are {plausible[0]:,g} to {plausible[1]:,g}" if plausible else told


def _at_effect(one: EffectSwitch) -> str:
    at = "; ".join(
        f"{said} {money(value)}" for said, value in zip(("none of it", "as drawn", "twice"), one.at, strict=True)
    )
    nil = f"nil at {one.times:.2f} times what is assumed" if math.isfinite(one.times) else "nil nowhere between"
    return f"{EFFECTS[one.kind]} (simulated anew, {so_many(one.at[0].n, 'repeat run')}): {at}; {nil}."


def unit_costs(appraisal: Appraisal) -> Cells:
    """What everything costs, under UNIT_COSTS."""
    return [
        [
            one.name, f"{one.value:,.2f}", one.unit, str(one.year),
            f"{'' if one.grade == OWN else f'{one.grade}: '}{one.standing}",
        ]
        for one in appraisal.costs
    ]  # fmt: skip
