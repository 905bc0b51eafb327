"""What a population looks like, in the shares that published figures give."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from simulation.agents.groups import Groups
from simulation.agents.residents import ADULT, Residents
from simulation.links.ties import Ties
from simulation.population.vital import GROWN_UP

GENERATION_YEARS = 16


class Peopled(Protocol):
    """What has people: a population just made, or a world."""

    residents: Residents
    ties: Ties
    groups: Groups


def describe(town: Peopled, month: int) -> dict[str, float]:
    """Shares, means and counts of the residents alive at `month`, by name; shares are of all residents unless said.

    A family is a couple, or adults of one generation with people at least sixteen years younger than the head.
    """
    r = town.residents
    rows = np.flatnonzero(r.alive[: r.count])
    years = (month - r.born[rows].astype(np.int64)) / 12.0
    adult = month - r.born[rows] >= ADULT
    women = r.sex[rows] == 0
    pupils = (years >= 5) & (years < 18)
    acting = r.active[rows] & adult
    close = close_ties(town)[rows][adult]
    found: dict[str, float] = {
        "residents": len(rows),
        "women": float(women.mean()),
        "women_85": float(women[years >= 85].mean()) if (years >= 85).any() else 0.0,
        "disabled": float(r.disabled[rows].mean()),
        "learning_disability": float((r.lifelong[rows] == 1).mean()),
        "special_needs_of_pupils": float((r.lifelong[rows] == 2)[pupils].mean()),
        "active_of_adults": float(acting.sum() / adult.sum()),
        "formal_of_active": float((r.groups[rows, 0] >= 0)[acting].mean()),
        "informal_of_active": float((r.groups[rows, 1] >= 0)[acting].mean()),
        "members_of_inactive": float((r.groups[rows] >= 0).any(axis=1)[adult & ~acting].mean()),
        "close_ties": float(close.mean()),
        "close_ties_mode": float(np.bincount(close).argmax()),
        "no_close_ties": float((close == 0).mean()),
        "kin_hours_gini": gini(r.kin_minutes[rows][adult]),
        "civic_hours_gini": gini(r.civic_minutes[rows][adult]),
    }
    for name, low, high in (
        ("0_14", 0, 15), ("15_64", 15, 65), ("65", 65, 200), ("75", 75, 200), ("85", 85, 200), ("90", 90, 200)
    ):  # fmt: skip
        found[f"aged_{name}"] = float(((years >= low) & (years < high)).mean())
    return found | households(r, rows, years)


def households(r: Residents, rows: NDArray[np.intp], years: NDArray[np.float64]) -> dict[str, float]:
    """Mean size, share of residents alone, shares of households and of families by kind."""
    home = np.unique(r.household[rows], return_inverse=True)[1]
    size = np.bincount(home)
    head = np.zeros(len(size))
    head[home[r.head[rows]]] = years[r.head[rows]]
    younger = head[home] - years >= GENERATION_YEARS
    older = years - head[home] >= GENERATION_YEARS
    descendants = np.bincount(home, weights=younger)
    peers = np.bincount(home, weights=~younger & ~older)
    families = (descendants > 0) | (peers == 2)
    three = (np.bincount(home, weights=older) > 0) & (descendants > 0)
    return {
        "household_size": float(size.mean()),
        "living_alone": float((size == 1).sum() / len(rows)),
        "lone_parents_of_families": float(((descendants > 0) & (peers == 1)).sum() / families.sum()),
        "three_generations_of_households": float(three.mean()),
        "shared_of_households": float(((descendants == 0) & (peers > 2)).mean()),
        "grown_at_home": float((younger & (years >= GROWN_UP) & (years < 35)).mean()),
    }


def close_ties(town: Peopled) -> NDArray[np.int64]:
    """Ties outside the household of every row."""
    r, t = town.residents, town.ties
    target = t.target[: r.count]
    outside = (target >= 0) & (r.household[target] != r.household[: r.count, None])
    return np.asarray(outside.sum(axis=1))


def gini(values: NDArray[np.integer]) -> float:
    """The Gini coefficient of amounts that are not negative.

    >>> gini(np.array([1, 1, 1, 1])), gini(np.array([0, 0, 0, 1]))
    (0.0, 0.75)
    """
    ordered = np.sort(values.astype(np.float64))
    n = len(ordered)
    return float(2.0 * (np.arange(1, n + 1) * ordered).sum() / (n * ordered.sum()) - (n + 1) / n)
