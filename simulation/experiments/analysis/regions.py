"""Where each way of working does better: boxes of assumptions, found in half of the points, checked in the others."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.experiments.analysis.influence import CHANCE, Design, spread_out
from simulation.experiments.analysis.sample import Floats, Sample
from simulation.experiments.intervals import NOTHING, Interval
from simulation.strict_yaml import ScenarioError

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier

FEWEST = 40
"""Points below which no region is looked for."""

FEWEST_OF_EACH = 10
"""Points at which each way must do better, that a region can be looked for."""

MOST_CHANCE = 0.01
"""The probability with which noise alone would give any region at all."""

LEAVES = (2, 3, 4, 5, 6, 8)
FOLDS = 5
SMALLEST = 5
"""Points in the smallest leaf."""

type Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Region:
    """A box of assumptions in which one way does better more often than elsewhere.

    way: its number, 0 or 1. bounds: (low, high) of each input that the box bounds, infinite where it is open. density:
    the share of the points within at which that way does better; coverage: the share of all points at which it does
    better that lie within (Friedman & Fisher 1999; Bryant & Lempert 2010, Technological Forecasting and Social Change
    77:34-49). Both are of points that had no part in finding the box, with exact (Clopper-Pearson) intervals. chance:
    the probability that noise would part these points as well (Fisher's exact test), times the boxes that were tried.
    """

    way: int
    bounds: Mapping[str, tuple[float, float]]
    density: Interval
    coverage: Interval
    chance: float

    def holds(self, sample: Sample) -> Bools:
        """Which points lie within."""
        inside = np.ones(len(sample.values), bool)
        for name, (low, high) in self.bounds.items():
            value = sample.inputs[name].to_numpy(float)
            inside &= (value > low) & (value <= high)
        return inside


@dataclass(frozen=True)
class Regions:
    """Regions of both ways; `better`: at each point used, 0 or 1 for the way that does better, -1 for neither.

    tried: boxes that were looked at. checked_on: points held out. decisive: the two most decisive inputs, or one.
    """

    sample: Sample
    better: NDArray[np.int8]
    found: tuple[Region, ...]
    tried: int
    checked_on: int
    decisive: tuple[str, ...]

    @property
    def counts(self) -> tuple[int, int, int]:
        """Points at which the first does better, the second does, and neither does."""
        first, second, neither = (int((self.better == one).sum()) for one in (0, 1, -1))
        return first, second, neither

    @property
    def looked_for(self) -> bool:
        """Whether there are points enough to look for regions."""
        return len(self.better) >= FEWEST and min(self.counts[:2]) >= FEWEST_OF_EACH


def regions(sample: Sample, design: Design, less_is_better: bool) -> Regions:
    """Find where each of two ways does better; sample: the second less the first, so that points are told by its sign.

    Scenario discovery by a classification tree (CART, Breiman et al. 1984; as in Lempert, Bryant & Bankes 2008, RAND
    WR-557, where it and PRIM do about as well) grown on half of the points to the fewest leaves within one standard
    error of the best in cross-validation. A leaf is a region only if the other half bears it out.
    """
    if not design.bounds:
        raise ScenarioError("This study varies nothing but luck, so that there are no assumptions to find regions of.")
    used = spread_out(sample, design)
    means = used.luck.means
    better = np.where(means == 0, -1, (means > 0) ^ less_is_better).astype(np.int8)
    nothing = Regions(used, better, (), 0, 0, _by_rank(used)[:2])
    if not nothing.looked_for:
        return nothing
    half = np.random.default_rng(CHANCE).permutation(len(means)) % 2 == 0
    x, learnt = used.inputs.to_numpy(float), half & (better >= 0)
    tree = _grown(x[learnt], better[learnt])
    if tree is None:
        return Regions(used, better, (), 0, int((~half).sum()), nothing.decisive)
    boxes = _boxes(tree, used.names)
    held = used.at(~half)
    checked = [_checked(way, bounds, held, better[~half], len(boxes)) for way, bounds in boxes]
    found = sorted(
        (one for one in checked if one.chance <= MOST_CHANCE), key=lambda one: (-one.way, -one.coverage.estimate)
    )
    weight = dict(zip(used.names, tree.feature_importances_, strict=True))
    first = sorted((name for name in weight if weight[name] > 0), key=lambda name: -weight[name])
    decisive = tuple(dict.fromkeys([*first, *nothing.decisive]))[:2]
    return Regions(used, better, tuple(found), len(boxes), int((~half).sum()), decisive)


def _grown(x: Floats, better: NDArray[np.int8]) -> "DecisionTreeClassifier | None":
    """The smallest tree within one standard error of the best; None where no split beats none."""
    from sklearn.dummy import DummyClassifier
    from sklearn.model_selection import StratifiedKFold, cross_val_score
    from sklearn.tree import DecisionTreeClassifier

    if min((better == 0).sum(), (better == 1).sum()) < FOLDS:
        return None
    smallest = max(SMALLEST, len(x) // 50)
    sizes = [DecisionTreeClassifier(max_leaf_nodes=n, min_samples_leaf=smallest, random_state=CHANCE) for n in LEAVES]
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=CHANCE)
    scores = [
        cross_val_score(one, x, better, cv=folds, scoring="neg_brier_score") for one in (DummyClassifier(), *sizes)
    ]
    means = [float(one.mean()) for one in scores]
    best = int(np.argmax(means))
    enough = means[best] - float(scores[best].std(ddof=1)) / math.sqrt(FOLDS)
    chosen = next(i for i, mean in enumerate(means) if mean >= enough)
    return sizes[chosen - 1].fit(x, better) if chosen else None


def _boxes(tree: "DecisionTreeClassifier", names: list[str]) -> list[tuple[int, dict[str, tuple[float, float]]]]:
    """Every leaf as a box, with the way that does better in it more often than in all points."""
    nodes, boxes = tree.tree_, []
    whole = nodes.value[0][0]

    def go(node: int, bounds: dict[str, tuple[float, float]]) -> None:
        if nodes.children_left[node] == nodes.children_right[node]:
            boxes.append((int(np.argmax(nodes.value[node][0] - whole)), bounds))
            return
        name, cut = names[nodes.feature[node]], float(nodes.threshold[node])
        low, high = bounds.get(name, (-math.inf, math.inf))
        go(nodes.children_left[node], bounds | {name: (low, min(high, cut))})
        go(nodes.children_right[node], bounds | {name: (max(low, cut), high)})

    go(0, {})
    return boxes


def _checked(
    way: int, bounds: Mapping[str, tuple[float, float]], held: Sample, better: NDArray[np.int8], tried: int
) -> Region:
    """A box with what the points that were held out say of it."""
    from scipy.stats import fisher_exact

    box = Region(way, bounds, NOTHING, NOTHING, 1.0)
    inside, does = box.holds(held), better == way
    table = [[int((inside & does).sum()), int((inside & ~does).sum())],
             [int((~inside & does).sum()), int((~inside & ~does).sum())]]  # fmt: skip
    chance = float(fisher_exact(table, alternative="greater")[1]) * tried
    return Region(
        way, bounds, share(table[0][0], int(inside.sum())), share(table[0][0], int(does.sum())), min(chance, 1.0)
    )


def share(some: int, of: int) -> Interval:
    """A share with its exact interval (Clopper & Pearson 1934, Biometrika 26:404-413)."""
    from scipy.stats import binomtest

    if not of:
        return NOTHING
    found = binomtest(some, of).proportion_ci(method="exact")
    return Interval(some / of, float(found.low), float(found.high), of)


def _by_rank(sample: Sample) -> tuple[str, ...]:
    """Inputs by the size of their rank correlation with the difference."""
    from scipy.stats import rankdata

    y = rankdata(sample.luck.means)
    sizes = {}
    for name in sample.names:
        x = rankdata(sample.inputs[name])
        sizes[name] = abs(float(np.corrcoef(x, y)[0, 1])) if np.ptp(x) and np.ptp(y) else 0.0
    return tuple(sorted(sizes, key=lambda name: -sizes[name]))
