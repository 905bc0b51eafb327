"""What stands behind the main outcomes, topic by topic: every number with its label and unit, paired as all are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simulation.experiments import participation, recovery, spending
from simulation.experiments.execute import Run
from simulation.experiments.measures import FIFTHS
from simulation.experiments.people import gaps
from simulation.observation.network import bridging, lost_without
from simulation.scenario import Scenario

type Named = dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Topic:
    """One table: its key and title, label and unit of every number by name, and how a run's numbers are reckoned.

    The scenario is the yardstick whose appraisal cards judge all ways of working.
    """

    key: str
    title: str
    numbers: Mapping[str, tuple[str, str]]
    of: Callable[[Run, Scenario], Mapping[str, float]]


def _network(run: Run) -> dict[str, float]:
    net = run.outcomes.network[: run.outcomes.years].sum(axis=(0, 1))
    lost = {f"lost_without_{name}": 100.0 * share for name, share in lost_without(net).items()}
    return {name: 100.0 * share for name, share in bridging(net).items()} | lost


_LABELS = {
    "unmet_need": "Unmet need", "avoidable_crises": "Avoidable crises", "wellbeing": "Wellbeing",
    "unpaid_hours": "Unpaid hours",
}  # fmt: skip


def _gap_numbers() -> Named:
    numbers: Named = {}
    for name, (unit, _) in FIFTHS.items():
        label = _LABELS[name]
        numbers[f"{name} slope"] = (f"{label}: most deprived end less least deprived end", unit)
        numbers[f"{name} relative"] = (f"{label}: the same, as a share of the mean", "times the mean")
        numbers[f"{name} places"] = (f"{label}: variance between places", f"({unit}) squared")
    return numbers


_AGENCIES = {"care": "care", "family": "family", "livelihood": "livelihood", "home": "home"}

TOPICS = (
    Topic("gaps", "How unequally it falls", _gap_numbers(), lambda run, _: gaps(run)),
    Topic(
        "participation", "Taking part in social action",
        {
            "active": ("Adults taking part", "%"),
            "hours": ("Hours of one who gives any", "hours a month"),
            "gini": ("Concentration of these hours (Gini)", "0 all give alike, 1 one gives all"),
            "top_fifth": ("Given by the most generous fifth of them", "% of hours"),
            "lapse": ("Stop within a year", "% of those taking part"),
            "burnout": ("Exhaustion of those taking part", "% of complete exhaustion"),
            "burnt_out": ("Worn out by unpaid help", "% of adults"),
        },
        lambda run, _: participation.taking_part(run),
    ),
    Topic(
        "cost_to_volunteers", "What it costs those who give",
        {
            "kin_hours": ("Hours for household and close ties", "hours per resident a year"),
            "volunteer_hours": ("Hours in groups", "hours per resident a year"),
            "priced_at_zero": ("All these hours, if unpaid time is free", "GBP per resident a year"),
            "priced": ("All these hours at the stated price", "GBP per resident a year"),
            "lost_earnings": ("Carers' lost earnings, apart", "GBP per resident a year"),
            "carers": ("Residents who are carers", "%"),
        },
        participation.cost_to_volunteers,
    ),
    Topic(
        "recovery", "After a crisis",
        {
            "out_in_a_year": ("Out of it within 12 months, at least once", "% of those who fell"),
            "coping_in_a_year": ("Without that need 12 months later", "% of those who fell"),
            "months_in_crisis": ("Time until first out of it, of the first 24 months", "months"),
            "loss": ("Need summed over 24 months", "levels x months"),
            "half_life": ("Time until need has halved", "months"),
            "recovered": ("Of the way back to coping gone in 12 months", "%"),
            **{
                f"out_in_a_year_fifth_{f}": (
                    f"Out within 12 months: {said} fifth of neighbourhoods",
                    "% of those who fell",
                )
                for f, said in enumerate(("most deprived", "2nd", "3rd", "4th", "least deprived"), 1)
            },
        },
        lambda run, _: recovery.of_run(run),
    ),
    Topic(
        "network", "The network",
        {
            "across_neighbourhoods": ("Ties that cross neighbourhoods", "% of their weight"),
            "across_fifths": ("Ties that cross fifths of neighbourhoods", "% of their weight"),
            "across_ethnic_groups": ("Ties that cross ethnic groups", "% of their weight"),
            **{
                f"lost_without_{key}": (f"Help from groups not found if the {name} agency went", "% of what is found")
                for key, name in _AGENCIES.items()
            },
            "lost_without_any": (
                "Help from groups not found if the agency went whose loss costs most",
                "% of what is found",
            ),
        },
        lambda run, _: _network(run),
    ),
    Topic(
        "early_to_late", "Early spending for each pound of late",
        {
            "all": ("In all, duties being late", "GBP for each GBP"),
            **{key: (f"{name.capitalize()} agency", "GBP for each GBP") for key, name in _AGENCIES.items()},
            "direct": ("Direct help by choice", "GBP for each GBP"),
            "connecting": ("Connecting", "GBP for each GBP"),
        },
        lambda run, _: spending.early_to_late(run.outcomes),
    ),
)  # fmt: skip
"""Every topic, in the order of the report."""


def details(run: Run, yardstick: Scenario) -> dict[str, float]:
    """Every number of every topic, by "topic name"."""
    return {f"{topic.key} {name}": value for topic in TOPICS for name, value in topic.of(run, yardstick).items()}
