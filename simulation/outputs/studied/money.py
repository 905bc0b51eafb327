"""Whether all ways of working of a study, and all its points, had the same money; where not, how much and why."""

import pandas as pd

from simulation.experiments.design import Arm
from simulation.experiments.studies.outcomes import MONEY
from simulation.experiments.studies.study import Study
from simulation.outputs.words import amount, why_unequal
from simulation.parameters import cards
from simulation.words import listed


def money(study: Study, table: pd.DataFrame) -> list[str]:
    """A sentence on the ways of working that had other money than the first, and one on points of the same policies."""
    ended = table[table["failed"].isna()]
    given = ended.pivot_table(MONEY, ["world", "point", "seed"], "way")
    arms = [arm for arm in study.arms(study.worlds[0] if study.worlds else "") if arm.name in given]
    alike: dict[str, list[str]] = {}
    for arm in arms[1:]:
        alike.setdefault(_against(arms[0], arm, given), []).append(arm.title)
    told = [f"Not the same money: {listed(titles)} {had}" for had, titles in alike.items() if had]
    if alike and not told:
        told = ["All ways of working had the same money, to the penny, at every point and in every repeat run."]
    if study.shares_towns and study.size > 1 and len(given):
        told.append(_points(given))
    return told


def _against(first: Arm, other: Arm, given: pd.DataFrame) -> str:
    """That a way of working had more than the first, or less, and why; nothing where both had the same."""
    apart = (given[other.name] - given[first.name]).dropna()
    unequal = apart[apart != 0]
    if unequal.empty:
        return ""
    mean = float(apart.mean())
    why = why_unequal(first.scenario, other.scenario, lambda key: cards()[key].label if key in cards() else key)
    return (
        f"had £{amount(abs(mean))} {'more' if mean > 0 else 'less'} than "
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
