"""The plain words in which results are told, on the screen and in the report."""

import math
from collections.abc import Callable, Sequence
from typing import Any

from simulation import parameters
from simulation.experiments.compare import Answer, Comparison
from simulation.experiments.design import beyond_policy
from simulation.experiments.intervals import Interval
from simulation.experiments.measures import begin_and_end
from simulation.experiments.payers import ALL, DISTRICTS
from simulation.experiments.people import SHOWN
from simulation.experiments.resources import added_differs
from simulation.experiments.spending import CrisisCost
from simulation.observation.strata import Group
from simulation.outputs import limits
from simulation.scenario import Scenario
from simulation.scenario.places import neighbourhoods, uninhabited
from simulation.words import listed, so_many

FIFTHS = ("most deprived", "2nd", "3rd", "4th", "least deprived")

FIFTH_OUTCOMES = {
    "unmet_need": "Unmet need, % of hours",
    "avoidable_crises": "Avoidable crises, /1,000 a year",
    "wellbeing": "Wellbeing, points /1,000",
    "unpaid_hours": "Unpaid hours each a month",
}

FIFTH_LABELS = {
    "unmet_need": "Help that people need and do not get",
    "avoidable_crises": "Avoidable crises",
    "wellbeing": "Wellbeing",
    "unpaid_hours": "Unpaid hours of kin and volunteers",
}

NAMED = 3
"""How many gains and losses are named in short."""

NOBODY = "nobody lives there"
"""What stands where there is nobody of whom anything could be said."""

MOST_DIGITS = 9
"""Digits by which a number may be told more exactly than it can bear, to tell it from another."""

ENOUGH = 4
"""Repeat runs below which a share of the spread could be anything."""

SETTLED = 48
"""Months of settling below which need still grows when income is fixed on it (`run.settling_months`)."""

INVENTED = "This is a model of an invented place, not a forecast of your council. Much of it is judgement: "
"""Where each output goes on by how it shows that."""

LIMITS = f"{INVENTED}the intervals carry that, and the report lists every assumption."


NAUGHT = "0.000"
"""What is too small to tell from nothing."""


def amount(value: float, more: int = 0) -> str:
    """A number with as many digits as it can bear, or some more; one too small for any has no sign.

    >>> amount(-1234.5), amount(0.0), amount(-0.0001), amount(-0.0001, 1)
    ('−1,234', '0', '0.000', '−0.0001')
    """
    if not math.isfinite(value):
        return "-"
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 else 3
    text = f"{size:,.{digits + more}f}" if value else "0"
    return f"−{text}" if value < 0 and text.strip("0.") else text


def told_apart(x: float, y: float) -> tuple[str, str]:
    """Two numbers with as many digits as they can bear, or as many more as it takes to tell one from the other."""
    more = next((digits for digits in range(MOST_DIGITS) if amount(x, digits) != amount(y, digits)), 0)
    return amount(x, more), amount(y, more)


def signed(value: float) -> str:
    """A difference, with its sign.

    >>> signed(2.0), signed(-0.25), signed(-0.0001)
    ('+2.00', '−0.25', '0.000')
    """
    text = amount(value)
    return f"+{text}" if value > 0 and math.isfinite(value) and text != NAUGHT else text


def pounds(value: float) -> str:
    """A difference in money, with its sign.

    >>> pounds(-9.5)
    '−£9.50'
    """
    text = signed(value)
    return f"{text[0]}£{text[1:]}" if text[0] in "+−" else f"£{text}"


def told_in(unit: str) -> str:
    """A unit as people write it.

    >>> told_in("GBP per resident a year")
    '£ per resident a year'
    """
    return unit.replace("GBP", "£")


def between(interval: Interval) -> str:
    """An interval; a dash where there is nothing of which it could be said."""
    if math.isnan(interval.estimate):
        return amount(math.nan)
    return f"{signed(interval.low)} to {signed(interval.high)}" if math.isfinite(interval.low) else "too few runs"


def surely(interval: Interval) -> str:
    """How surely there is a difference at all; a dash where there is nothing of which it could be said."""
    if math.isnan(interval.estimate):
        return amount(math.nan)
    if interval.low == interval.high == 0.0:
        return "no difference"
    if not math.isfinite(interval.low):
        return "too few repeat runs to say"
    return "clear" if interval.clear else "could be either way"


def setting(comparison: Comparison) -> str:
    """Where, how long and how often; and where it is so, that the place has hardly settled."""
    design = comparison.design
    places = comparison.yardstick.places
    residents = sum(place.residents for place in places)
    where = places[0].name if len(places) == 1 else f"{len(places)} places"
    runs = so_many(design.seeds, "repeat run")
    settled = comparison.yardstick.run.settling_months
    hardly = (
        f"The place settled for {settled} months only, so that income is fixed on need that has not grown to what it "
        f"would be: set “{label('run.settling_months')}” to {SETTLED} or more."
    )
    told = [f"{where}, {residents:,} residents, {_years(comparison)} of {what_demand(comparison.yardstick)}, {runs}."]
    return " ".join(told + ([hardly] if settled < SETTLED else []) + coarse(places))


def what_demand(scenario: Scenario) -> str:
    """What demand does over the years: it rises, or is held from the first month, or is left as it is today."""
    if not scenario.demand.on:
        return "demand as it is today"
    return "rising demand" if scenario.demand.path == "rising" else "demand held from the first month"


def coarse(places: Sequence[Any]) -> list[str]:
    """That there are too few neighbourhoods for as much difference in deprivation as is asked for, where it is so."""
    without = [FIFTHS[fifth] for fifth in uninhabited(places)]
    if not without:
        return []
    count = sum(map(sum, map(neighbourhoods, places)))
    which = f"{listed(without)} fifth{'s' if len(without) > 1 else ''}"
    verb = "s are" if count > 1 else " is"
    return [
        f"{count} neighbourhood{verb} too few for the shares of deprivation asked for: nobody lives in the {which}. "
        f"More residents, or a lower “{label('place.neighbourhood_size')}”, mend it."
    ]


def resources(comparison: Comparison, b: str) -> str:
    """What both were given."""
    ours, theirs = comparison.resources(comparison.names[0]), comparison.resources(b)
    if ours != theirs:
        return (
            f"Not the same money: £{ours['money'] / 1e6:,.2f} million and £{theirs['money'] / 1e6:,.2f} million, "
            f"because {_why_unequal(comparison, b)}."
        )
    if not ours["money"]:
        return "Neither way has any money, because no duties arose while the place settled: service.on or need is off."
    spent = comparison.realised(b)
    free = sum(spent[line][0] for line in ("direct help", "connecting", "changing over")) / 1e3
    moved = spent["connecting"][1] / 1e3
    connects = (
        f"the second spends £{moved:,.1f} million ({100 * moved / (ours['money'] / 1e6):.1f} %) on connecting"
        if moved
        else "the second spends nothing on connecting"
    )
    return (
        f"Same people, same luck, same money given, to the penny: £{ours['money'] / 1e6:,.1f} million "
        f"over {_years(comparison)}, local votes on tax apart. Duties and fixed costs come first: £{free:,.1f} million "
        f"of it ({100 * free / (ours['money'] / 1e6):.1f} %) was left to choose how to spend in the first way; "
        f"{connects}. A lever on little moves little."
    )


def by_cause(comparison: Comparison, b: str) -> str:
    """What clearly became otherwise of the money, by cause."""
    causes = [(cause, one) for cause, (_, _, one) in comparison.realised(b).items() if one.clear]
    told = [f"{cause} {signed(one.estimate)}*" for cause, one in causes]
    found = f"{listed(told)}; no other line clearly differs" if told else "no line clearly differs"
    return f"What became of the money, B − A, £ thousand over the whole time: {found}."


def _why_unequal(comparison: Comparison, b: str) -> str:
    first, second = (arm.scenario for arm in comparison.design.arms if arm.name in (comparison.names[0], b))
    return why_unequal(first, second)


def why_unequal(first: Scenario, second: Scenario, called: Callable[[str], str] = str) -> str:
    """Why two ways of working do not have the same money, as far as they say; called: what a setting is called."""
    if not (first.budget.on and second.budget.on):
        return f"{called('budget.on')} is false, so that each way gets whatever its duties come to"
    if added_differs(first, second):
        return f"they are given different amounts on top of what they are due ({called('budget.added')})"
    beyond = ", ".join(map(called, sorted(beyond_policy(first, second))))
    return f"the two differ in more than policy: {beyond}" if beyond else ""


def _years(comparison: Comparison) -> str:
    return so_many(comparison.design.months // 12, "year")


def fading(comparison: Comparison, b: str) -> str:
    """Whether the difference in unmet need lasts: at the beginning and at the end of the time simulated."""
    found = comparison.paired(b, begin_and_end)
    begin, end = (f"{signed(found[part][2].estimate)} ({between(found[part][2])})" for part in ("begin", "end"))
    return f"Unmet need, % of hours, B − A: {begin} in the first quarter of the time, {end} in the last."


def whom(comparison: Comparison, b: str) -> str:
    """Groups of people for whom an outcome is clearly better or worse, the surest first."""
    told: dict[int, list[tuple[float, str]]] = {1: [], -1: []}
    found = comparison.groups(b)
    for name in ("unmet_need", "avoidable_crises", "wellbeing"):
        for one in SHOWN:
            interval = found[f"{name} {one.key}"][2]
            if interval.clear:
                better = interval.estimate * (1 if name == "wellbeing" else -1) > 0
                sure = abs(interval.estimate) / max(interval.high - interval.low, 1e-12)
                outcome, _, unit = FIFTH_OUTCOMES[name].lower().partition(", ")
                said = f"{group(one)}, {outcome} {signed(interval.estimate)} {unit}"
                told[1 if better else -1].append((sure, said))
    return " ".join(
        f"{head}: {'; '.join(words for _, words in sorted(told[sign], reverse=True)[:NAMED]) or 'none'}."
        for sign, head in ((1, "Clearest gains"), (-1, "Clearest losses"))
    )


def split(one: Answer) -> str:
    """The parts of a difference that are due to being earlier and to connecting."""
    if not one.connecting.n:
        return ""
    runs = so_many(one.connecting.n, "repeat run")
    return (
        f"Of the difference in avoidable crises, being earlier makes {signed(one.earlier.estimate)} "
        f"({between(one.earlier)}) and connecting {signed(one.connecting.estimate)} ({between(one.connecting)}), "
        f"together {signed(one.earlier.estimate + one.connecting.estimate)} in the {runs} that "
        "were also made with one of the two alone."
    )


def luck(one: Answer) -> str:
    """The difference with nothing but luck at play."""
    if not one.luck.n:
        return ""
    return (
        f"With every assumption held at its central value, luck alone: {signed(one.luck.estimate)} "
        f"({between(one.luck)}, {so_many(one.luck.n, 'repeat run')})."
    )


def cut(answers: Sequence[Answer]) -> str:
    """What shared luck is worth."""
    there = [one.cut.estimate for one in answers if math.isfinite(one.cut.estimate)]
    if not there:
        return ""
    return (
        f"Sharing people and luck makes the variance of every difference at least {amount(min(there))} times smaller."
    )


def grade_d(one: Answer) -> str:
    """How much of the answer hangs on what is merely assumed."""
    d = one.grade_d
    if not math.isfinite(d.estimate):
        return ""
    if d.n < ENOUGH:
        return "How much of its spread assumptions without evidence (grade D) make, more repeat runs must say."
    return (
        f"Assumptions without evidence (grade D) make {100 * d.estimate:.0f} % of its spread "
        f"(roughly {100 * d.low:.0f} to {100 * d.high:.0f} %)."
    )


def hangs_on(one: Answer) -> str:
    """The assumptions that go most with the answer."""
    if not one.hangs_on:
        return ""
    named = " and ".join(f"“{label(key)}” ({signed(rho)})" for key, rho in one.hangs_on)
    return (
        f"It goes most with {named}: rank correlation over {so_many(one.honest.n, 'repeat run')}, so a hint, no proof."
    )


def districts(comparison: Comparison, b: str) -> str:
    """What districts bear of the councils' cost, where there are two tiers."""
    if DISTRICTS not in (paid := comparison.who_pays(b)):
        return ""
    ours, theirs, difference = paid[DISTRICTS]
    return (
        f"Of what councils pay, districts pay £{amount(ours)} in A and £{amount(theirs)} in B "
        f"({signed(difference.estimate)}); the county pays the rest."
    )


def in_short(comparison: Comparison, b: str, called: Sequence[str]) -> list[str]:
    """The five leading outcomes in a sentence each."""
    years = comparison.design.months // 12
    first, second = (limits.stops(comparison.coping(name)[0], years) for name in (comparison.names[0], b))
    ours, theirs = (comparison.payers(name).mean(axis=(0, 1)) for name in (comparison.names[0], b))
    heads, fifths = comparison.headcounts(b), comparison.fifths(b)
    paid = (f"{payer} {signed(y - x)}" for payer, x, y in zip(ALL, ours, theirs, strict=True))
    people = (f"{said}: {_change(*heads[name])}" for name, said in PEOPLE.items())
    ends = (f"{FIFTHS[fifth - 1]} fifth {_difference(fifths[f'avoidable_crises {fifth}'][2])}" for fifth in (1, 5))
    gains = whom(comparison, b)
    better = (f"{name_of(one)} {one.a_better} and {one.b_better}" for one in comparison.answers(b))
    return [
        f"Where each stops coping. {called[0]}: {first}. {called[1]}: {second}.",
        f"Who pays more or less, £ per resident a year. {'; '.join(paid).capitalize().replace('nhs', 'NHS')}.",
        f"People, on average over the last year. {'; '.join(people)}.",
        f"Who gains and who loses. Avoidable crises per 1,000 residents a year: {'; '.join(ends)}. {gains}",
        f"In how many sets of assumptions {called[0]} and {called[1]} do better. {'; '.join(better).capitalize()}.",
    ]


def group(one: Group) -> str:
    """What a group of people is called."""
    if one.by == "fifth":
        return f"{FIFTHS[int(one.name) - 1].capitalize()} fifth of neighbourhoods"
    if one.by == "age":
        return f"Aged {one.name}"
    named = one.name[0].upper() + one.name[1:]
    return f"{named} ethnic group" if one.by == "ethnic group" else named


def by_chance(marked: int, compared: int, chance: float) -> str:
    """What marks mean where so many are possible."""
    return (
        f"* The interval excludes zero. Of {compared} comparisons {marked} are marked; with so many, about "
        f"{round(chance * compared)} would be marked by chance alone if there were no difference anywhere. One mark by "
        "itself says little; the same sign in many groups says more."
    )


def crisis_cost(one: CrisisCost) -> str:
    """What an avoidable crisis fewer costs."""
    if one.undefined:
        return f"What a crisis avoided costs cannot be said: {one.undefined} by the second way on average."
    cost = one.cost
    verb = "saved with" if cost.estimate < 0 else "for"
    reach = (
        f"95 % interval {pounds(cost.low)} to {pounds(cost.high)}"
        if math.isfinite(cost.low)
        else "without bounds, since there may be no crisis fewer at all"
    )
    price = f"£{amount(abs(cost.estimate))} of public money {verb} each avoidable crisis fewer"
    return f"A crisis avoided: {price} ({reach}; below zero it saves)."


PEOPLE = {"in_crisis": "In crisis", "without_help": "Without the help they need"}


def _change(x: float, y: float, one: Interval) -> str:
    return f"{amount(x)} and {amount(y)}, {_difference(one)}"


def _difference(one: Interval) -> str:
    return in_brackets(one, f"{between(one)}; {surely(one)}")


def in_brackets(one: Interval, more: str) -> str:
    """A difference and more about it, or that there is nobody."""
    return f"{signed(one.estimate)} ({more})" if math.isfinite(one.estimate) else NOBODY


def bare(one: Answer) -> str:
    """A main outcome's label without its unit."""
    return one.main.label.partition(",")[0]


def name_of(one: Answer) -> str:
    """A main outcome's name within a sentence."""
    return bare(one).lower()


def label(key: str) -> str:
    """What an assumption is called."""
    return parameters.cards()[key].label
