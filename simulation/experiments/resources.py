"""The same money and staff: what comes from outside is equal to the penny, and what becomes of it is told by cause."""

from collections.abc import Sequence

import numpy as np

from simulation.experiments.design import Arm, beyond_policy
from simulation.experiments.execute import Run
from simulation.outcomes import PLACE_MEASURES, Line
from simulation.scenario import Scenario


class UnequalResourcesError(AssertionError):
    """Two ways of working that should have the same money do not."""


def entitlement(run: Run) -> dict[str, float]:
    """Money in pounds (income, what is added, first reserves) and the full-time posts that can be used either way."""
    income = run.outcomes.money[: run.outcomes.months, ..., [Line.INCOME, Line.ADDED]].sum()
    return {"money": float(income + run.opening_reserves.sum()) / 100.0, "staff": run.posts}


def added_differs(a: Scenario, b: Scenario) -> bool:
    """Whether two scenarios are given different amounts on top of what they are due, at some time."""
    return any(
        one.at(month).budget.added != other.at(month).budget.added
        for one, other in ((a, b), (b, a))
        for month in (0, *one.turns)
    )


def check_equal(arms: Sequence[Arm], runs: Sequence[Run]) -> None:
    """Compare income month by month and reserves at the start, to the penny, wherever only policies differ.

    So is what is added, unless the scenarios themselves say otherwise; then every result says that money differs. Every
    way of working is held against the first. Raises UnequalResourcesError with the first repeat run in which they
    differ.
    """
    if not arms:
        return
    first, *others = arms
    mine = {(run.draw, run.seed): run for run in runs if run.arm == first.name}
    for other in others:
        if not beyond_policy(first.scenario, other.scenario) and other.scenario.budget.on:
            for run in runs:
                if run.arm == other.name and (run.draw, run.seed) in mine:
                    _check(mine[run.draw, run.seed], run, added_differs(first.scenario, other.scenario))


def _check(a: Run, b: Run, differs: bool) -> None:
    income = [run.outcomes.money[..., [Line.INCOME] if differs else [Line.INCOME, Line.ADDED]] for run in (a, b)]
    pairs = [income, [a.opening_reserves, b.opening_reserves], [a.discretionary, b.discretionary]]
    if not all(np.array_equal(left, right) for left, right in pairs):
        raise UnequalResourcesError(
            f"{a.arm} and {b.arm} do not have the same money in repeat run {a.seed} ({a.draw})."
        )


def realised(run: Run) -> dict[str, float]:
    """What became of the money, in thousands of pounds over the run; the first ten lines sum to the next six."""
    money = run.outcomes.money[: run.outcomes.months].sum(axis=(0, 1, 2)) / 100_000.0
    last = run.outcomes.places[run.outcomes.months - 1, :, PLACE_MEASURES.index("reserves")].sum()
    return {
        "fixed costs": money[Line.FIXED],
        "duties": money[Line.STATUTORY],
        "direct help": money[Line.DIRECT],
        "connecting": money[Line.CONNECTING],
        "incentives for citizens": money[Line.INCENTIVES],
        "changing over": money[Line.DUAL_RUNNING],
        "local growth": money[Line.GROWTH],
        "working with others": money[Line.JOINT],
        "interest on debt": money[Line.INTEREST],
        "added to reserves": (last - run.opening_reserves.sum()) / 100_000.0,
        "income": money[Line.INCOME],
        "local taxes above or below what is usual": money[Line.TAX_BASE],
        "deals with the centre": money[Line.GRANT],
        "money added": money[Line.ADDED],
        "borrowed": money[Line.BORROWED],
        "debt repaid, taken off": -money[Line.REPAID],
        "duties that the money did not reach": money[Line.UNSERVED],
        "lifelong need": money[Line.LIFELONG],
        "released from savings of others": money[Line.RETURNED],
    }


def months_frozen(run: Run) -> dict[str, float]:
    """Months in which spending by choice stood frozen, on average over places."""
    frozen = run.outcomes.places[: run.outcomes.months, :, PLACE_MEASURES.index("frozen")].mean(axis=1).sum()
    return {"months of frozen spending": float(frozen)}
