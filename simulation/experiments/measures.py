"""From the record of a run to what is reported of it: the main outcomes, for the whole run and by fifth."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import SupportsFloat

import numpy as np
from numpy.typing import NDArray

from simulation.experiments.execute import Run
from simulation.experiments.inequality import slope_index
from simulation.outcomes import WHOLE, Line, Measure, Outcomes

type Counts = NDArray[np.int64]

PER_THOUSAND_YEARS = 12_000.0


@dataclass(frozen=True)
class Main:
    """One of the main outcomes: unit, a short label, whether less is better, what it means, how it is reckoned."""

    name: str
    unit: str
    label: str
    less_is_better: bool
    meaning: str
    of: Callable[[Outcomes], float]


def people(outcomes: Outcomes) -> Counts:
    """Totals over months and places [fifth, Measure]."""
    return np.asarray(outcomes.people[: outcomes.months].sum(axis=(0, 1)))


def ratio(top: SupportsFloat, bottom: SupportsFloat) -> float:
    """Top over bottom, 0 where there is nothing below."""
    return float(top) / float(bottom) if float(bottom) else 0.0


def unmet(counts: Counts) -> float:
    """Hours of help not met as a percentage of the hours needed; counts [..., Measure]."""
    needed = counts[..., Measure.NEED_MINUTES].sum()
    return 100.0 * ratio(needed - counts[..., Measure.MET_MINUTES].sum(), needed)


def crises(counts: Counts) -> float:
    """Avoidable crises per 1,000 person-years."""
    happened = counts[..., Measure.AVOIDABLE_CRISES].sum()
    return PER_THOUSAND_YEARS * ratio(happened, counts[..., Measure.RESIDENTS].sum())


def all_crises(counts: Counts) -> float:
    """Crises of both kinds per 1,000 person-years."""
    kinds = [Measure.AVOIDABLE_CRISES, Measure.UNAVOIDABLE_CRISES]
    return PER_THOUSAND_YEARS * ratio(counts[..., kinds].sum(), counts[..., Measure.RESIDENTS].sum())


def wellbeing(counts: Counts) -> float:
    """Life satisfaction of 1,000 residents over a year, in points: a WELLBY is one point for one person for a year."""
    return 1000.0 * ratio(counts[..., Measure.WELLBEING].sum() / WHOLE, counts[..., Measure.RESIDENTS].sum())


def burnout(counts: Counts) -> float:
    """Exhaustion of those who take part in social action, in per cent of complete exhaustion."""
    felt = counts[..., Measure.ACTIVE_BURNOUT].sum() / WHOLE
    return 100.0 * ratio(felt, counts[..., Measure.ACTIVE].sum())


def inequality(counts: Counts) -> float:
    """The slope index of inequality in avoidable crises per 1,000 person-years; counts [fifth, Measure]."""
    best_off_first = counts[::-1]
    rates = [crises(fifth) for fifth in best_off_first]
    return slope_index(rates, best_off_first[:, Measure.RESIDENTS])


def spent(outcomes: Outcomes) -> int:
    """Public money spent, in pence; of debt its interest, since what was borrowed was spent."""
    money = outcomes.money[: outcomes.months]
    return int(money[..., [Line.FIXED, Line.STATUTORY, Line.DISCRETIONARY, Line.INTEREST]].sum())


def cost(outcomes: Outcomes) -> float:
    """Public money spent for each resident and year, in pounds; what is kept as a surplus is not spent.

    Gross, though the outcome that it gives is named `net_public_cost` (by which studies know it): nothing that comes in
    is taken off. All payers are in one sum, so what one saves and another bears cancels out.
    """
    return ratio(12.0 * spent(outcomes) / 100.0, people(outcomes)[:, Measure.RESIDENTS].sum())


MAIN = (
    Main(
        "unmet_need", "% of hours needed", "Unmet need, % of hours", True,
        "Hours of help that people need and do not get, of all the hours they need.", lambda o: unmet(people(o)),
    ),
    Main(
        "avoidable_crises", "per 1,000 residents a year", "Avoidable crises, /1,000 a year", True,
        "People who fall into crisis step by step, where earlier help could have come between.",
        lambda o: crises(people(o)),
    ),
    Main(
        "net_public_cost", "GBP per resident a year", "Public spending, £ each a year", True,
        "Public money spent for each resident, by all payers together; nothing that comes in is taken off, and a "
        "surplus kept for later is not spent.", cost,
    ),
    Main(
        "wellbeing", "WELLBYs per 1,000 residents a year", "Wellbeing, points /1,000", False,
        "Life satisfaction from 0 to 10, summed over 1,000 residents (WELLBYs).", lambda o: wellbeing(people(o)),
    ),
    Main(
        "inequality", "per 1,000 residents a year", "Gap in crises by deprivation", True,
        "How many more avoidable crises the most deprived end of the place has than the least deprived end, per 1,000 "
        "residents a year (slope index of inequality); no number where all live in one fifth.",
        lambda o: inequality(people(o)),
    ),
    Main(
        "volunteer_burnout", "% of complete exhaustion", "Exhaustion of volunteers, %", True,
        "How worn out those are who take part in social action; 100 % is complete exhaustion.",
        lambda o: burnout(people(o)),
    ),
)  # fmt: skip
"""The main outcomes of the model's section 6, in its order."""


def main_outcomes(run: Run) -> dict[str, float]:
    """The main outcomes of a run by name."""
    return {main.name: main.of(run.outcomes) for main in MAIN}


def better(main: Main, difference: float) -> int:
    """Whether a difference is for the better (1), for the worse (-1) or nothing (0), as where nothing can be said."""
    direction = -1 if main.less_is_better else 1
    return direction * int(np.sign(np.nan_to_num(difference)))


def begin_and_end(run: Run) -> dict[str, float]:
    """Unmet need in the first and in the last quarter of the time simulated, % of hours needed."""
    months = run.outcomes.people[: run.outcomes.months].sum(axis=1)
    quarter = max(len(months) // 4, 1)
    return {"begin": unmet(months[:quarter].sum(axis=0)), "end": unmet(months[-quarter:].sum(axis=0))}


FIFTHS: dict[str, tuple[str, Callable[[Counts], float]]] = {
    "unmet_need": ("% of hours needed", unmet),
    "avoidable_crises": ("per 1,000 residents a year", crises),
    "wellbeing": ("points of life satisfaction per 1,000 residents a year", wellbeing),
    "unpaid_hours": (
        "hours per resident a month",
        lambda c: ratio(
            c[..., [Measure.KIN_GIVEN_MINUTES, Measure.CIVIC_MINUTES]].sum() / 60.0, c[..., Measure.RESIDENTS].sum()
        ),
    ),
}
"""What is shown for each fifth of neighbourhoods: its unit and how it is reckoned."""


def by_fifth(run: Run) -> dict[str, list[float]]:
    """Who gains and who loses: each of FIFTHS for the five fifths, the most deprived first; NaN where nobody lives."""
    counts = people(run.outcomes)
    return {name: [of_them(of, fifth) for fifth in counts] for name, (_, of) in FIFTHS.items()}


def of_them(of: Callable[[Counts], float], counts: Counts) -> float:
    """An outcome of a group of people, counts [Measure]; NaN where there is nobody, of whom nothing can be said."""
    return of(counts) if counts[Measure.RESIDENTS] else math.nan


def headcounts(run: Run) -> dict[str, float]:
    """People in crisis and people without the help they need, and others, on average over the last year."""
    last = people(run.outcomes.last(12)).sum(axis=0) / min(12, run.outcomes.months)
    named = {
        "in_crisis": Measure.IN_CRISIS,
        "without_help": Measure.WITHOUT_HELP,
        "residents": Measure.RESIDENTS,
        "in_need": Measure.IN_NEED,
        "volunteers": Measure.ACTIVE,
        "burnt_out": Measure.BURNT_OUT,
    }
    return {name: float(last[measure]) for name, measure in named.items()}
