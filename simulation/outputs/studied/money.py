"""Whether all ways of working of a study, and all its points, had the same money; where not, how much and why."""

import pandas as pd

from simulation.experiments.design import Arm
from simulation.experiments.studies.outcomes import MONEY
from simulation.experiments.studies.study import Study
from simulation.outputs.words import amount, why_unequal
from simulation.parameters import cards


def money(study: Study, table: pd.DataFrame) -> list[str]:
    """A sentence on each way of working against the first, and one on the points where only policies differ."""
    ended = table[table["failed"].isna()]
    given = ended.pivot_table(MONEY, ["world", "point", "seed"], "way")
    arms = [arm for arm in study.arms(study.worlds[0] if study.worlds else "") if arm.name in given]
    told = [_against(arms[0], arm, given) for arm in arms[1:]]
    if told and not any(told):
        told = ["All ways of working had the same money, to the penny, at every point and in every repeat run."]
    if study.shares_towns and study.size > 1 and len(given):
        told.append(_points(given))
    return [one for one in told if one]


def _against(first: Arm, other: Arm, given: pd.DataFrame) -> str:
    """How much more one way of working had than the first, and why; nothing where both had the same."""
    apart = (given[other.name] - given[first.name]).dropna()
    unequal = apart[apart != 0]
    if unequal.empty:
        return ""
    mean = float(apart.mean())
    why = why_unequal(first.scenario, other.scenario, lambda key: cards()[key].label if key in cards() else key)
    return (
        f"Not the same money: {other.title} had £{amount(abs(mean))} {'more' if mean > 0 else 'less'} than "
        f"{first.title} on average over the whole run (not the same in {len(unequal):,} of {len(apart):,} pairs)"
        f"{', because ' if why else ''}{why}."
    )


def _points(given: pd.DataFrame) -> str:
    runs = given.groupby(level=["world", "seed"])
    most = float((runs.max() - runs.min()).max().max())
    if not most:
        return "All points had the same money, to the penny, in every repeat run."
    return (
        f"Not the same money at all points: of one repeat run they differ by up to £{amount(most)} over the whole run."
    )
