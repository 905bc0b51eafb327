"""Switching values: what a figure would have to be for the net present value to be nil, all else as it is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulation.experiments.appraisal.appraise import Appraisal
from simulation.experiments.appraisal.costs import UnitCost
from simulation.experiments.appraisal.discounting import present_value
from simulation.experiments.appraisal.paired import VIEWS
from simulation.experiments.design import Arm
from simulation.experiments.execute import Run
from simulation.experiments.intervals import Interval, mean_interval
from simulation.parameters import cards
from simulation.scenario import Scenario

EFFECTS = {"network": "What connecting achieves", "direct": "What direct help achieves"}
"""The tags of efficacies on cards."""

TIMES = (0.0, 2.0)
"""Multiples at which effects are simulated, besides as they are: the ends of the one rule for efficacies."""


@dataclass(frozen=True)
class CostSwitch:
    """Unit costs that move the same lines: how many times what they are the value would be nil (NaN: at no price)."""

    costs: tuple[UnitCost, ...]
    times: float


@dataclass(frozen=True)
class EffectSwitch:
    """Net present value with all effects of a kind at nothing, as they are drawn, and at twice their centre.

    times: the multiple at which it is nil, linear in between (NaN: at none up to twice); nearest to 1 if several.
    """

    kind: str
    at: tuple[Interval, Interval, Interval]
    times: float


def nil_at(worth: float, part: float) -> float:
    """The multiple of a part at which a sum `worth` that contains it is nil; NaN where no multiple from 0 on is.

    >>> nil_at(30.0, -60.0)
    1.5
    """
    times = 1.0 - worth / part if part else math.nan
    return times if times >= 0.0 else math.nan


def by_cost(appraisal: Appraisal, view: str) -> list[CostSwitch]:
    """Switching values of unit costs, quantities staying as they are."""
    today = appraisal.worth_today
    worth = float(present_value(appraisal.path(view), today).mean())
    found = []
    for lines in dict.fromkeys(one.lines for one in appraisal.costs):
        if lines and set(lines) <= set(VIEWS[view]):
            part = sum(float(present_value(appraisal.gains[name], today).mean()) for name in lines)
            found.append(CostSwitch(tuple(one for one in appraisal.costs if one.lines == lines), nil_at(worth, part)))
    return found


def crossing(at: Sequence[float], worth: Sequence[float]) -> float:
    """Where a line through points (at, worth) is nil: nearest to 1 if at several, NaN if nowhere within."""
    roots = []
    for x, z, y, w in zip(at, at[1:], worth, worth[1:], strict=False):
        if y != w and min(y, w) <= 0.0 <= max(y, w):
            roots.append(x + (z - x) * y / (y - w))
    return min(roots, key=lambda root: abs(root - 1.0), default=math.nan)


def variants(arms: Sequence[Arm]) -> list[Arm]:
    """The ways of working in worlds where all effects of a kind are nothing, or twice as strong, within bounds."""
    return [
        Arm(called(arm.name, kind, times), arm.scenario.with_changes(scaled(arm.scenario, kind, times), "switching"))
        for kind in EFFECTS
        for times in TIMES
        for arm in arms
    ]


def called(name: str, kind: str, times: float) -> str:
    """What a way of working is called where effects of a kind are multiplied."""
    return f"{name} ({kind} x {times:g})"


def scaled(scenario: Scenario, kind: str, times: float) -> dict[str, object]:
    """Every efficacy of a kind, that many times as far from having no effect."""
    found: dict[str, object] = {}
    for key, card in cards().items():
        if card.effect == f"{kind} efficacy" and card.bounds is not None:
            held, null = np.asarray(scenario[key], float), np.asarray(card.null, float)
            value = np.clip(null + times * (held - null), *card.bounds)
            found[key] = tuple(value.tolist()) if isinstance(card.value, tuple) else type(card.value)(float(value))
    return found


def by_effect(appraisal: Appraisal, runs: Sequence[Run], view: str) -> list[EffectSwitch]:
    """Switching values of effects, from runs of `variants` and the pairs under the same seeds."""
    made = {(run.arm, run.seed): run for run in runs}
    return [one for kind in EFFECTS if (one := _by_kind(appraisal, made, kind, view)) is not None]


def _by_kind(appraisal: Appraisal, made: dict[tuple[str, int], Run], kind: str, view: str) -> EffectSwitch | None:
    a, b = (arm.name for arm in appraisal.arms)
    named = [(called(a, kind, times), called(b, kind, times)) for times in TIMES]
    seeds = [seed for seed in appraisal.seeds if all((one, seed) in made for two in named for one in two)]
    if not seeds:
        return None
    today = appraisal.worth_today
    ends = [
        mean_interval([today @ appraisal.paired(made[x, seed], made[y, seed]).gain(view) for seed in seeds])
        for x, y in named
    ]
    mine = dict(zip(appraisal.seeds, appraisal.pairs, strict=True))
    centre = mean_interval([today @ mine[seed].gain(view) for seed in seeds])
    at = (ends[0], centre, ends[1])
    return EffectSwitch(kind, at, crossing((0.0, 1.0, 2.0), [one.estimate for one in at]))
