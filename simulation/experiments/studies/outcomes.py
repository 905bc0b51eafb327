"""What a study may ask of its runs, under the names that `run.py compare --json` uses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from simulation.experiments import coping
from simulation.experiments.details import TOPICS
from simulation.experiments.execute import Run
from simulation.experiments.measures import MAIN, headcounts, main_outcomes
from simulation.scenario import Scenario

type Measured = Callable[[Run, Scenario], Mapping[str, float]]

STOPS = "stops_coping"
LAST_YEAR = "people_in_the_last_year"


@dataclass(frozen=True)
class Outcome:
    """One number of a run: unit, label, and whether less of it is better (None: neither is)."""

    name: str
    unit: str
    label: str
    less_is_better: bool | None


@cache
def outcomes() -> Mapping[str, Outcome]:
    """Every outcome by name."""
    found = [Outcome(main.name, main.unit, main.label, main.less_is_better) for main in MAIN]
    found.append(Outcome(STOPS, "year, infinite where it copes to the end", "Stops coping in year", False))
    found += [
        Outcome(f"{topic.key}.{_key(name)}", unit, label, None)
        for topic in TOPICS
        for name, (label, unit) in topic.numbers.items()
    ]
    found += [
        Outcome(f"{LAST_YEAR}.{name}", "people", label, less)
        for name, label, less in (
            ("in_crisis", "People in crisis", True), ("without_help", "People without the help they need", True),
            ("residents", "Residents", None), ("in_need", "People in need", True), ("volunteers", "Volunteers", None),
            ("burnt_out", "People worn out by unpaid help", True),
        )
    ]  # fmt: skip
    return {one.name: one for one in found}


MONEY = "money"
"""What is kept beside a run's outcomes: what it was given, income and first reserves, in pounds over the whole run."""

USUAL = (*(main.name for main in MAIN), STOPS)
"""What is asked unless a study says otherwise."""


def measured(run: Run, yardstick: Scenario, names: Sequence[str]) -> dict[str, float]:
    """These outcomes of a run; the yardstick's appraisal cards judge it."""
    groups = {name.partition(".")[0] if "." in name else name for name in names}
    found: dict[str, float] = {}
    for group, of in _groups().items():
        if group in groups or (group == "main" and groups & {main.name for main in MAIN}):
            found |= of(run, yardstick)
    return {name: float(found[name]) for name in names}


@cache
def _groups() -> Mapping[str, Measured]:
    groups: dict[str, Measured] = {"main": lambda run, _: main_outcomes(run), STOPS: _stops, LAST_YEAR: _last_year}
    for topic in TOPICS:
        groups[topic.key] = _of_topic(topic.key, topic.of)
    return groups


def _of_topic(key: str, of: Measured) -> Measured:
    return lambda run, yardstick: {f"{key}.{_key(name)}": value for name, value in of(run, yardstick).items()}


def _stops(run: Run, yardstick: Scenario) -> dict[str, float]:
    return {STOPS: coping.stops(run, yardstick, (yardstick.appraisal.unmet_margin,))[0].year}


def _last_year(run: Run, _: Scenario) -> dict[str, float]:
    return {f"{LAST_YEAR}.{name}": value for name, value in headcounts(run).items()}


def _key(name: str) -> str:
    return name.replace(" ", "_")
