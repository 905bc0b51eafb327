"""Results for machines: what `--json` prints."""

from string import ascii_lowercase
from typing import Any

from simulation.experiments.compare import Answer, Comparison
from simulation.experiments.details import TOPICS
from simulation.experiments.intervals import Interval, mean_interval
from simulation.experiments.measures import FIFTHS, MAIN
from simulation.experiments.people import SHOWN
from simulation.outputs.plain_json import number


def interval(one: Interval) -> dict[str, float | int | None]:
    """An interval as an object."""
    return {"estimate": number(one.estimate), "low": number(one.low), "high": number(one.high), "n": one.n}


def compared(comparison: Comparison) -> dict[str, Any]:
    """The comparison: outcomes of a and b with the paired difference b - a and its 95 % interval."""
    answers = {b: comparison.answers(b) for b in comparison.names[1:]}
    return _head(comparison) | {
        "outcomes": {main.name: _outcome({b: some[i] for b, some in answers.items()}) for i, main in enumerate(MAIN)},
        "more": {b: _more(comparison, b, some) for b, some in answers.items()},
    }


def lived(comparison: Comparison) -> dict[str, Any]:
    """One way of working by itself: each outcome's mean and 95 % interval."""
    name = comparison.names[0]
    outcomes = {}
    for main in MAIN:
        one = mean_interval(
            [comparison.main[name, run.draw, seed][main.name] for seed, run in comparison.of(name).items()]
        )
        low, high = number(one.low), number(one.high)
        outcomes[main.name] = {"unit": main.unit, "value": number(one.estimate), "low": low, "high": high}
    return _head(comparison) | {"outcomes": outcomes}


def _head(comparison: Comparison) -> dict[str, Any]:
    names, design = comparison.names, comparison.design
    return {
        "scenarios": names,
        "seeds": design.seeds,
        "months": design.months,
        "fingerprints": [arm.scenario.fingerprint for arm in design.arms],
        "resources": {letter: comparison.resources(name) for letter, name in zip(ascii_lowercase, names, strict=False)},
        "failed": [
            {"scenario": one.arm, "draw": str(one.draw), "seed": one.seed, "error": one.error}
            for one in comparison.failures
        ],
    }


def _outcome(answers: dict[str, Answer]) -> dict[str, Any]:
    first = next(iter(answers.values()))
    told: dict[str, Any] = {"unit": first.main.unit, "a": number(first.a)}
    told |= {letter: number(one.b) for letter, one in zip(ascii_lowercase[1:], answers.values(), strict=False)}
    if len(answers) == 1:
        return told | _difference(first)
    return told | {"differences": {name: _difference(one) for name, one in answers.items()}}


def _difference(one: Answer) -> dict[str, float | None]:
    honest = one.honest
    return {"difference": number(honest.estimate), "low": number(honest.low), "high": number(honest.high)}


def _more(comparison: Comparison, b: str, answers: list[Answer]) -> dict[str, Any]:
    """What the difference is made of and hangs on, where each way stops coping, people by group, and topics."""
    cost = comparison.crisis_cost(b)
    return {
        "outcomes": {
            one.main.name: {
                "luck_alone": interval(one.luck),
                "variance_cut_by_shared_luck": interval(one.cut),
                "share_of_variance_from_grade_d": interval(one.grade_d),
                "connecting": interval(one.connecting),
                "earlier": interval(one.earlier),
                "a_better": one.a_better,
                "b_better": one.b_better,
                "hangs_on": [{"assumption": key, "rank_correlation": rho} for key, rho in one.hangs_on],
            }
            for one in answers
        },
        "stops_coping": {
            letter: [
                {
                    "margin": one.margin,
                    "year": number(one.year),
                    "demand": number(one.demand),
                    "need": number(one.need),
                    "stopped": one.stopped,
                    "runs": one.runs,
                    "criteria": dict(one.criteria),
                }
                for one in comparison.coping(name)
            ]
            for letter, name in (("a", comparison.names[0]), ("b", b))
        },
        "last_year_times_today": {
            name: {"a": number(x), "b": number(y)} for name, (x, y, _) in comparison.multiples(b).items()
        },
        "physical_ceiling": number(comparison.ceiling()),
        "people_in_the_last_year": {
            name: {"a": number(x), "b": number(y)} | interval(difference)
            for name, (x, y, difference) in comparison.headcounts(b).items()
        },
        "by_group": _by_group(comparison, b),
        **_topics(comparison, b),
        "cost_per_crisis_avoided": {"unit": "GBP", "undefined": cost.undefined} | interval(cost.cost),
    }


def _by_group(comparison: Comparison, b: str) -> dict[str, Any]:
    """Each outcome that is shown by group: unit, and every group's a, b and difference."""
    found = comparison.groups(b)
    return {
        outcome: {"unit": unit, "groups": {one.key: _paired(found[f"{outcome} {one.key}"]) for one in SHOWN}}
        for outcome, (unit, _) in FIFTHS.items()
    }


def _topics(comparison: Comparison, b: str) -> dict[str, Any]:
    """Every topic behind the main outcomes: unit, a, b and difference of its numbers."""
    found = comparison.details(b)
    return {
        topic.key: {
            name.replace(" ", "_"): {"unit": unit} | _paired(found[f"{topic.key} {name}"])
            for name, (_, unit) in topic.numbers.items()
        }
        for topic in TOPICS
    }


def _paired(one: tuple[float, float, Interval]) -> dict[str, float | int | None]:
    x, y, difference = one
    return {"a": number(x), "b": number(y)} | interval(difference)
