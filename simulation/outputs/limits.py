"""Where each way of working stops coping, and what demand comes to, in plain words."""

import math

from simulation.experiments.compare import Comparison, Coping
from simulation.parameters import number
from simulation.words import so_many


def stops(coping: Coping, years: int) -> str:
    """When and why a place stops coping."""
    runs, time = so_many(coping.runs, "repeat run"), so_many(years, "year")
    often = f"{coping.stopped} of {runs}"
    if not coping.stopped:
        return f"not within {time}, in any of {runs}"
    why = max(coping.criteria, key=lambda name: coping.criteria[name])
    then = f"demand then {coping.demand:.2f} and need {coping.need:.2f} times today's"
    if not math.isfinite(coping.year):
        return f"not within {time} in most repeat runs; {often} do stop ({why}; {then})"
    high = f"{coping.high:.0f}" if math.isfinite(coping.high) else f"beyond {years}"
    return f"year {coping.year:.0f} ({coping.low:.0f} to {high}; {often}), {then}; mostly {why}"


def side_by_side(comparison: Comparison, b: str) -> str:
    """In how many repeat runs a way stops coping in the same year as the first, or later, or earlier."""
    pairs = list(zip(comparison.stop_years(comparison.names[0]), comparison.stop_years(b), strict=True))
    later, earlier = sum(ours < theirs for ours, theirs in pairs), sum(ours > theirs for ours, theirs in pairs)
    same = len(pairs) - later - earlier
    return f"The same year in {same} of {so_many(len(pairs), 'repeat run')}; B later in {later}, earlier in {earlier}."


def coping_means(comparison: Comparison) -> str:
    """What it takes to stop coping."""
    cards = comparison.yardstick.appraisal
    return (
        "A place stops coping when, for twelve months running, unmet need lies "
        f"{100 * cards.unmet_margin:.0f} percentage points above what it was before, or crises happen "
        f"{number(cards.crisis_ratio)} times as often, or the budget "
        "cannot be balanced and spending by choice stands frozen."
    )


def multiples(comparison: Comparison, b: str) -> str:
    """What rising demand came to: the realised multiple of need beside that of the hazards."""
    found = comparison.multiples(b)
    (demand, _, _), (first, second, _) = found["demand"], found["need"]
    each = " and ".join(f"{one:.2f}" for one in found["need a resident"][:2])
    return (
        f"In the last year demand stands at {demand:.2f} times today's (mean of four domains); hours needed come to "
        f"{first:.2f} and {second:.2f} times today's, {each} a resident, ageing included."
    )


def ceiling(value: float) -> str:
    """The physical ceiling."""
    return (
        f"Adults' free hours come to {value:.1f} times the hours that need takes today: beyond that multiple no way of "
        "working can cope."
    )
