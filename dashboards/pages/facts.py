"""What a comparison says to the questions of a sceptical finance officer, in a sentence each."""

import numpy as np

from dashboards.pages.standing import Quote
from simulation.experiments import intervals
from simulation.experiments.appraisal.discounting import payback
from simulation.experiments.compare import Answer, Comparison
from simulation.experiments.design import Draw
from simulation.experiments.execute import Run
from simulation.experiments.payers import PUBLIC
from simulation.outcomes import Measure
from simulation.outputs import limits, words
from simulation.outputs.appraised.cells import when
from simulation.words import so_many

FIRST_YEARS = 3


def setting(comparison: Comparison, _: str) -> str:
    """What the numbers are about."""
    residents = sum(place.residents for place in comparison.yardstick.places)
    runs = len(comparison.seeds(Draw.ALL, *comparison.names))
    years = so_many(comparison.design.months // 12, "year")
    return (
        f"Numbers below each answer: a town of {residents:,} residents, {years}, "
        f"{so_many(runs, 'repeat run')}. First way: doing things. Second way: making things happen. "
        "In brackets, 95 % intervals."
    )


def first_years(comparison: Comparison, b: str) -> str:
    """What the second way spends more or less in its first years, by public payer."""
    difference = _paid(comparison, b)[:, :FIRST_YEARS, : len(PUBLIC)]
    told = []
    for year in range(difference.shape[1]):
        means = difference[:, year].mean(axis=0)
        each = (f"{payer} {words.signed(float(one))}" for payer, one in zip(PUBLIC, means, strict=True))
        told.append(f"year {year + 1}: {', '.join(each)}")
    free = comparison.realised(b)
    help_now = free["direct help"][2].estimate
    return (
        f"Pounds for each resident a year, second way less first, {'; '.join(told)}. Over the whole time direct help "
        f"that agencies chose to give differs by {words.pounds(help_now)} thousand and changing over costs "
        f"£{words.amount(free['changing over'][1])} thousand."
    )


def payers(comparison: Comparison, b: str) -> str:
    """Who pays less, and from when on."""
    difference = _paid(comparison, b)[:, :, : len(PUBLIC)]
    each = []
    for number, payer in enumerate(PUBLIC):
        whole = intervals.mean_interval(difference[:, :, number].mean(axis=1))
        each.append(f"{payer} {words.signed(whole.estimate)} ({words.between(whole)})")
    return (
        f"Pounds for each resident a year over the whole time, second way less first: {'; '.join(each)}. "
        f"Paid back, all public payers together: {paid_back(difference.sum(axis=2).mean(axis=0))}. "
        f"{words.crisis_cost(comparison.crisis_cost(b))}"
    )


def paid_back(dearer: np.ndarray) -> str:
    """From when on the second way has cost no more in all, to the end. dearer: pounds that it costs more [year].

    >>> paid_back(np.array([3.0, -4.0, 2.0])), paid_back(np.array([3.0, -4.0, 0.5]))
    ('not within 3 years', 'in year 2')
    """
    return when(payback(-dearer), len(dearer))


def unpaid(comparison: Comparison, b: str) -> str:
    """What residents give unpaid, and what it does to those who volunteer."""
    paid = _paid(comparison, b)[:, :, len(PUBLIC)].mean(axis=1)
    price = float(comparison.yardstick.appraisal.volunteer_hour)
    hours = intervals.mean_interval(paid / price)
    burnout = _answer(comparison, b, "volunteer_burnout")
    return (
        f"Unpaid hours of each resident a year differ by {words.signed(hours.estimate)} in the second way "
        f"({words.between(hours)}), worth {words.pounds(hours.estimate * price)} at £{price:.2f} an hour. "
        f"Exhaustion of volunteers: {words.amount(burnout.a)} % and {words.amount(burnout.b)} %, difference "
        f"{words.signed(burnout.honest.estimate)} ({words.between(burnout.honest)})."
    )


def losses(comparison: Comparison, b: str) -> str:
    """For whom something is clearly better or worse."""
    return words.whom(comparison, b)


def harm(comparison: Comparison, b: str) -> str:
    """How often people in danger were sent the wrong way."""
    first, second, difference = comparison.paired(b, _sent_wrong)["sent the wrong way"]
    return (
        f"People sent the wrong way, per 1,000 residents a year: {words.amount(first)} and {words.amount(second)}, "
        f"difference {words.signed(difference.estimate)} ({words.between(difference)})."
    )


def _sent_wrong(run: Run) -> dict[str, float]:
    counts = run.outcomes.people[: run.outcomes.months].sum(axis=(0, 1, 2))
    return {"sent the wrong way": 12_000.0 * counts[Measure.HARMED] / counts[Measure.RESIDENTS]}


def assumed(comparison: Comparison, b: str) -> str:
    """How much of the answer is merely assumed, and in how many sets of assumptions each way does better."""
    one = _answer(comparison, b, "avoidable_crises")
    return (
        f"Avoidable crises are fewer in the first way in {one.a_better} and fewer in the second in {one.b_better} of "
        f"{one.honest.n} sets of assumptions. {words.grade_d(one)}"
    )


def stops(comparison: Comparison, b: str) -> str:
    """When each way stops coping."""
    years = comparison.design.months // 12
    first, second = (limits.stops(comparison.coping(name)[0], years) for name in (comparison.names[0], b))
    return f"First way: {first}. Second way: {second}."


def split(comparison: Comparison, b: str) -> str:
    """What being earlier and connecting each do."""
    return words.split(_answer(comparison, b, "avoidable_crises"))


def hangs_on(comparison: Comparison, b: str) -> str:
    """The assumptions that go most with the difference in crises and in unmet need."""
    told = []
    for name in ("avoidable_crises", "unmet_need"):
        one = _answer(comparison, b, name)
        told.append(f"{words.name_of(one).capitalize()}: {words.hangs_on(one)}" if one.hangs_on else "")
    return " ".join(told).strip()


FACTS: dict[str, Quote] = {
    one.__name__: one for one in (first_years, payers, unpaid, losses, harm, assumed, stops, split, hangs_on)
}
"""Each under the name by which the page asks for it."""


def _paid(comparison: Comparison, b: str) -> np.ndarray:
    """Pounds for each resident, second way less first [run, year, payer]."""
    return comparison.payers(b) - comparison.payers(comparison.names[0])


def _answer(comparison: Comparison, b: str, name: str) -> Answer:
    return next(one for one in comparison.answers(b) if one.main.name == name)
