"""Early and late spending, by agency and by kind; and what a crisis avoided costs."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.agents.groups import DOMAINS
from simulation.experiments.intervals import Interval, quantile_t
from simulation.experiments.measures import ratio
from simulation.outcomes import PLACE_MEASURES, Line, Outcomes

EARLINESS = PLACE_MEASURES.index("earliness")


def early_and_late(outcomes: Outcomes) -> dict[str, NDArray[np.float64]]:
    """Pence over the whole run by service, early and late, each for direct help and connecting, and duties.

    Of effort that may be chosen the share `earliness` of its place and month is early (M16), whether or not all of it
    found somebody to help. Duties are late: they begin at `service.eligibility`. Fixed costs, the costs of changing
    over and incentives for citizens are neither.
    """
    money = outcomes.money[: outcomes.months].astype(float)
    early = outcomes.places[: outcomes.months, :, EARLINESS, None]
    kinds = {"direct": money[..., Line.DIRECT], "connecting": money[..., Line.CONNECTING]}
    told = {f"early_{kind}": (early * spent).sum(axis=(0, 1)) for kind, spent in kinds.items()}
    told |= {f"late_{kind}": ((1.0 - early) * spent).sum(axis=(0, 1)) for kind, spent in kinds.items()}
    return told | {"duties": money[..., Line.STATUTORY].sum(axis=(0, 1))}


def early_to_late(outcomes: Outcomes) -> dict[str, float]:
    """Pounds spent early for each pound spent late: in all, by agency, and by kind of effort that may be chosen."""
    told = early_and_late(outcomes)
    early = told["early_direct"] + told["early_connecting"]
    late = told["late_direct"] + told["late_connecting"] + told["duties"]
    each = {name: ratio(early[k], late[k]) for k, name in enumerate(DOMAINS)}
    kinds = {kind: ratio(told[f"early_{kind}"].sum(), told[f"late_{kind}"].sum()) for kind in ("direct", "connecting")}
    return {"all": ratio(early.sum(), late.sum())} | each | kinds


@dataclass(frozen=True)
class CrisisCost:
    """What one avoidable crisis fewer costs, in pounds of public money; below 0 it saves.

    undefined: why there is no such number ("" where there is). An interval of NaN is one without bounds.
    """

    cost: Interval
    undefined: str


def cost_per_crisis_avoided(cost: ArrayLike, crises: ArrayLike) -> CrisisCost:
    """The ratio of mean paired differences, with Fieller's interval.

    cost [run]: public money of b less a, pounds per resident a year. crises [run]: avoidable crises of b less a, per
    1,000 residents a year. Undefined where no crisis is avoided on average. Fieller (1954), Journal of the Royal
    Statistical Society B 16:175-185; without bounds where the crises avoided could be none.
    """
    money, avoided = 1000.0 * np.asarray(cost, float), -np.asarray(crises, float)
    n = len(money)
    if n == 0 or avoided.mean() <= 0.0:
        return CrisisCost(Interval(math.nan, math.nan, math.nan, n), "no crisis is avoided")
    x, y = float(money.mean()), float(avoided.mean())
    if n == 1:
        return CrisisCost(Interval(x / y, math.nan, math.nan, 1), "")
    (s_xx, s_xy), (_, s_yy) = np.cov(money, avoided) * quantile_t(n - 1) ** 2 / n
    a, b, c = y * y - s_yy, x * y - s_xy, x * x - s_xx
    root = math.sqrt(max(b * b - a * c, 0.0))
    low, high = ((b - root) / a, (b + root) / a) if a > 0.0 else (math.nan, math.nan)
    return CrisisCost(Interval(x / y, low, high, n), "")
