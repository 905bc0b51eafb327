"""Where each way of working does better, in words and as a map."""

import math
from collections.abc import Sequence

from simulation.experiments.analysis.finished import Finished, codes
from simulation.experiments.analysis.regions import FEWEST, FEWEST_OF_EACH, Region, Regions
from simulation.experiments.studies.inputs import TOOL
from simulation.outputs.analysed.telling import Told, bare, between, how_far, of_luck
from simulation.outputs.drawing.region_map import axis
from simulation.outputs.figures import Figure, Map
from simulation.outputs.machine import interval
from simulation.outputs.plain_json import number
from simulation.outputs.words import amount
from simulation.parameters import cards
from simulation.words import capital, counted, how_many, listed

HOW = (
    "Regions were looked for in half of the points (a decision tree no larger than cross-validation bears out) and "
    "checked in the other half, which had no part in finding them; a region that noise could have given is not told."
)


def tell(found: Finished, said: Regions) -> Told:
    """The whole of it."""
    titles = [found.titles[way] for way in said.sample.ways]
    what = bare(found.outcome(said.sample.outcome).label)
    first, second, neither = said.counts
    lines = how_far(found, len(said.better), found.study.size - len(said.better))
    lines.append(
        f"For {what}, {titles[0]} does better at {counted(first, 'point', 'points')} and {titles[1]} at "
        f"{how_many(second)}" + (f"; they are the same at {how_many(neither)}." if neither else ".")
    )
    lines += [_sentence(found, one, titles) for one in said.found] or [_none(said)]
    lines += [*([HOW] if said.looked_for else []), of_luck(found, said.sample.luck)]
    figures = [_figure(found, said, titles, what)] if len(said.decisive) == 2 else []
    return Told(
        f"Where each does better: {what}, {titles[0]} or {titles[1]}",
        lines,
        figures,
        _machine(said),
    )


def within(found: Finished, name: str, low: float, high: float) -> str:
    """In words that an input lies above low and at most at high."""
    one, label = found.inputs[name], f"“{found.label(name)}”"
    if one.role == TOOL:
        return f"{'with' if low >= one.low else 'without'} {label}"
    if one.levels:
        some = [level for level, code in zip(one.levels, codes(one), strict=True) if low < code <= high]
        return f"{label} is {' or '.join(_level(one) for one in some)}"
    card = cards()[name]
    unit = " times its usual numbers" if isinstance(card.value, tuple) else f" {card.unit}".rstrip()
    if math.isinf(low):
        return f"{label} is at most {amount(high)}{unit}"
    return f"{label} is above {amount(low)}{unit}" + ("" if math.isinf(high) else f" and at most {amount(high)}")


def _sentence(found: Finished, one: Region, titles: Sequence[str]) -> str:
    where = listed([within(found, name, *ends) for name, ends in one.bounds.items()])
    return (
        f"{titles[one.way]} does better where {where}: at {_percent(one.density.estimate)} of the {one.density.n} "
        f"points there that were held back ({_range(one)}); these are {_percent(one.coverage.estimate)} of all at "
        "which it does."
    )


def _levels(found: Finished, name: str) -> list[tuple[float, str]]:
    """Where the levels of an input lie on an axis, and what they are called."""
    one = found.inputs[name]
    if one.role == TOOL:
        return [(one.low, "without"), (one.high, "with")]
    return [(code, _level(level)) for level, code in zip(one.levels, codes(one), strict=True)]


def _level(value: object) -> str:
    return ("on" if value else "off") if isinstance(value, bool) else str(value)


def _range(one: Region) -> str:
    return f"95 % interval {100 * one.density.low:.0f} to {100 * one.density.high:.0f} %"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _none(said: Regions) -> str:
    """Why there is no region."""
    if len(said.better) < FEWEST:
        return (
            f"{capital(counted(len(said.better), 'point is', 'points are'))} too few to look for regions: "
            f"{FEWEST} are needed."
        )
    if not said.looked_for:
        return f"One of them does better almost everywhere: regions need {FEWEST_OF_EACH} points for each."
    if not said.tried:
        return "No region tells them apart better than none does: where each does better looks like chance."
    return f"Of {said.tried} regions that half of the points suggest, the points held back bear out none."


def _figure(found: Finished, said: Regions, titles: Sequence[str], what: str) -> Figure:
    across, up = said.decisive
    x, y = (said.sample.inputs[name].to_numpy(float) for name in (across, up))
    axes = axis(found.label(across), x, _levels(found, across)), axis(found.label(up), y, _levels(found, up))
    open_ends = (-math.inf, math.inf)
    boxes = [
        (
            one.way,
            one.bounds.get(across, open_ends),
            one.bounds.get(up, open_ends),
            bool(set(one.bounds) - {across, up}),
        )
        for one in said.found
    ]
    points = [(float(a), float(b), int(c)) for a, b, c in zip(x, y, said.better, strict=True)]
    text = " ".join(_sentence(found, one, titles) for one in said.found) or _none(said)
    if any(more for *_, more in boxes):
        text += " Thin frames hold only where other assumptions are so too."
    header = [
        "Who does better",
        "where",
        "share there (density)",
        "95 % interval",
        "points held back",
        "share of all (coverage)",
        "chance of noise",
    ]
    rows = [
        [
            titles[one.way], listed([within(found, name, *ends) for name, ends in one.bounds.items()]),
            amount(one.density.estimate), between(one.density), str(one.density.n), amount(one.coverage.estimate),
            f"{one.chance:.1g}",
        ]
        for one in said.found
    ]  # fmt: skip
    return Figure(
        "map",
        f"{capital(what)}: where each does better",
        "a mark for each point",
        text,
        Map(axes, points, boxes, titles),
        header,
        rows,
        [0, 1],
    )


def _machine(said: Regions) -> dict[str, object]:
    first, second, neither = said.counts
    return {
        "outcome": said.sample.outcome, "ways": list(said.sample.ways), "points": len(said.better),
        "better": {"first": first, "second": second, "neither": neither}, "tried": said.tried,
        "checked_on": said.checked_on, "decisive": list(said.decisive),
        "regions": [
            {
                "way": said.sample.ways[one.way],
                "bounds": {name: [number(end) for end in ends] for name, ends in one.bounds.items()},
                "density": interval(one.density), "coverage": interval(one.coverage), "chance_of_noise": one.chance,
            }
            for one in said.found
        ],
    }  # fmt: skip
