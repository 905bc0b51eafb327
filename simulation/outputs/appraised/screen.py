"""What `run.py appraise` prints: what the second way is worth, year by year, for whom, and what it hangs on."""

import math
from collections.abc import Sequence
from itertools import groupby

import numpy as np
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from simulation.experiments.appraisal.appraise import Appraisal, Worth
from simulation.experiments.appraisal.costs import OWN
from simulation.experiments.appraisal.running import Appraised
from simulation.experiments.appraisal.switching import EFFECTS, CostSwitch, EffectSwitch
from simulation.experiments.intervals import Interval, mean_interval
from simulation.outputs.appraised.rows import BLOCKS, VIEW_LABELS, Row, rows, shown_years
from simulation.outputs.appraised.words import counted, lead, price_year
from simulation.outputs.words import FIFTHS, signed
from simulation.parameters import cards

THOUSAND = 1000.0
WIDTH = 27
NOMINAL = ("public_spending", "public", "cash", "into_reserves", "reserves", "public_so_far", "cash_so_far")
"""Lines that are shown in money of the day as well; the table on disk has them all."""


def show(found: Appraised, console: Console) -> None:
    """Print it all."""
    appraisal = found.appraisal
    for line in lead(appraisal):
        console.print(Text(line))
    _worth(appraisal, console)
    console.print(Text(f"2 Year by year, B − A, £ thousand at {price_year(appraisal)} prices; below it ± for 95 %"))
    _years(rows(appraisal), shown_years(appraisal.years), console)
    rise = appraisal.scenario.appraisal.inflation
    console.print(Text(f"3 The same in money of the day, prices rising {100.0 * rise:.1f} % a year"))
    kept = [one for one in rows(appraisal, nominal=True) if one.name in NOMINAL]
    _years(kept, shown_years(appraisal.years), console)
    _who_gains(appraisal, console)
    _switching(found, console)
    _unit_costs(appraisal, console)
    for line in counted(found):
        console.print(Text(line))


def money(one: Interval) -> str:
    """Pounds as thousands with an interval."""
    return _spread(Interval(one.estimate / THOUSAND, one.low / THOUSAND, one.high / THOUSAND, one.n))


def _spread(one: Interval) -> str:
    ends = f" ({signed(one.low)} to {signed(one.high)})" if math.isfinite(one.low) else ""
    return signed(one.estimate) + ends


def when(year: float, years: int) -> str:
    """A year of payback in words."""
    if year == 0.0:
        return "nothing to pay back"
    return f"in year {year:.0f}" if math.isfinite(year) else f"not within {years} years"


def _worth(appraisal: Appraisal, console: Console) -> None:
    console.print(Text("1 Net present value of B against A, £ thousand (plus speaks for B, minus for A)"))
    found = [appraisal.worth(view) for view in VIEW_LABELS]
    table = Table("", "as simulated", "corrected for optimism", box=None, pad_edge=False)
    back = Table("Paid back", "as simulated", "discounted", "and corrected", "discounted, in", box=None, pad_edge=False)
    for one in found:
        label = VIEW_LABELS[one.view]
        table.add_row(label, money(one.plain), money(one.corrected))
        years = (one.paid_back, one.paid_back_discounted, one.paid_back_corrected)
        back.add_row(label, *(when(year, appraisal.years) for year in years), _of(one.pays, len(appraisal.pairs)))
    table.add_row("  a pound of poorer people counting more", money(appraisal.weighted()), "")
    console.print(table)
    console.print(back)
    console.print(Text(_plainly(found, appraisal)))
    console.print(Text(_wellbeing(appraisal)))


def _of(some: int, runs: int) -> str:
    return f"{some} of {runs} runs"


def _plainly(found: Sequence[Worth], appraisal: Appraisal) -> str:
    late = [VIEW_LABELS[one.view] for one in found if math.isinf(one.paid_back_discounted)]
    if not late:
        return f"Discounted, all of these have paid back within {appraisal.years} years, on average over repeat runs."
    return f"Discounted, B does not pay back within {appraisal.years} years, on average, for: {'; '.join(late)}."


def _wellbeing(appraisal: Appraisal) -> str:
    plain, later = (mean_interval(appraisal.wellbys(discounted).sum(axis=1)) for discounted in (False, True))
    price = appraisal.price("wellby")
    priced = mean_interval(price * appraisal.wellbys().sum(axis=1))
    return (
        f"Wellbeing apart: {_spread(plain)} WELLBYs (a point of life satisfaction of one person for a year); "
        f"discounted, {_spread(later)}. At £{price:,.0f} each that would be £ thousand {money(priced)}; it is in no "
        "sum above."
    )


def _years(lines: Sequence[Row], shown: Sequence[int], console: Console) -> None:
    for block, some in groupby(lines, lambda row: row.block):
        table = Table(Column(width=WIDTH), box=None, pad_edge=False, padding=(0, 1, 0, 0))
        for name in (*(f"year {year}" for year in shown), "all"):
            table.add_column(name, justify="right", width=8)
        for row in some:
            scale = THOUSAND if row.unit == "GBP" else 1.0
            cells = [*(row.year(year) for year in shown), row.whole]
            table.add_row(row.label, *(_cell(one, scale) for one in cells))
        console.print(Text(BLOCKS[block], style="bold"))
        console.print(table)


def _cell(one: Interval, scale: float) -> str:
    reach = (one.high - one.estimate) / scale
    mean = signed(one.estimate / scale)
    return f"{mean}\n±{signed(reach).lstrip('+')}" if math.isfinite(reach) and one.low != one.high else mean


def _who_gains(appraisal: Appraisal, console: Console) -> None:
    console.print(Text("4 Who pays and who gains: present value of all years, £ thousand (plus: better off under B)"))
    table = Table("", "spends less under B", box=None, pad_edge=False)
    for name in appraisal.pairs[0].payers:
        flows = np.array([-one.payers[name] for one in appraisal.pairs])
        table.add_row(name, money(mean_interval(flows @ appraisal.worth_today)))
    console.print(table)
    fifths = Table("", *FIFTHS, box=None, pad_edge=False)
    unpaid, gained = appraisal.unpaid_by_fifth(), appraisal.wellbys()
    weight = appraisal.fifth_weights
    for label, values in (
        ("Unpaid time asked for less, £ thousand", unpaid / THOUSAND),
        ("  a pound counting more where incomes are low", unpaid * weight / THOUSAND),
        ("Wellbeing, WELLBYs, each counting the same", gained),
    ):
        fifths.add_row(label, *(_cell(mean_interval(values[:, i]), 1.0) for i in range(5)))
    fifths.add_row("A pound counts", *(f"{one:.2f}" for one in weight))
    console.print(fifths)


def _switching(found: Appraised, console: Console) -> None:
    console.print(Text("5 What would make the net present value nil, all else as it is"))
    for view, switches in found.by_cost.items():
        console.print(Text(f"{VIEW_LABELS[view]}: unit costs, quantities as they are"))
        for one in switches:
            console.print(Text("  " + _at_cost(one)))
        for effect in found.by_effect[view]:
            console.print(Text("  " + _at_effect(effect)))


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
    return f"{EFFECTS[one.kind]} (simulated anew, {one.at[0].n} repeat runs): {at}; {nil}."


def _unit_costs(appraisal: Appraisal, console: Console) -> None:
    console.print(Text("6 Unit costs, each at the prices of its own year; replace them with --costs FILE"))
    table = Table("", "value", "unit", "prices of", "standing", box=None, pad_edge=False)
    for one in appraisal.costs:
        grade = "" if one.grade == OWN else f"{one.grade}: "
        table.add_row(one.name, f"{one.value:,.2f}", one.unit, str(one.year), f"{grade}{one.standing}")
    console.print(table)
