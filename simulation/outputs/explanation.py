"""Why two ways of working differ, in plain words out of their runs: for the screen, for machines and for pages."""

from typing import Any, NamedTuple

from simulation.experiments import explaining
from simulation.experiments.compare import Comparison
from simulation.experiments.design import Draw, differing
from simulation.experiments.explaining import Parting, Reach
from simulation.outputs.machine import interval
from simulation.outputs.plain_json import number
from simulation.outputs.words import amount, between, group, signed, split, told_apart, told_in
from simulation.parameters import Value, cards
from simulation.words import capital, listed, month_name, words

MOST_NAMED = 4
"""Groups of people that are named where something is clear for more."""


class Explanation(NamedTuple):
    """What is said: what the two differ in, what parts and when, what does not, and who was reached."""

    settings: str
    parts: list[str]
    rest: list[str]
    reached: list[str]


def explain(comparison: Comparison) -> Explanation:
    """The second way of a comparison against the first."""
    said, b = words()["explain"], comparison.names[1]
    runs = len(comparison.seeds(Draw.ALL, comparison.names[0], b))
    if runs < 2:
        return Explanation(settings(comparison), [said["few"]], [], [])
    found = explaining.partings(comparison, b)
    chance = said["chance"].format(flows=len(found), runs=runs, chance=round(0.05 * len(found)))
    parts = [_parts(one) for one in found if one.clear_from is not None] or [said["none_part"]]
    reaches = [_reached(one) for one in explaining.reached(comparison, b)]
    return Explanation(settings(comparison), parts, [*_rest(found), chance, *_causes(comparison, b)], reaches)


def settings(comparison: Comparison) -> str:
    """What the two say differently."""
    said = words()["explain"]
    a, b = (arm.scenario for arm in comparison.design.arms[:2])
    named = {"places": said["places"], "schedule": said["in_time"]}
    told = [
        named.get(key) or said["was"].format(setting=f"“{cards()[key].label}”", a=_value(a[key]), b=_value(b[key]))
        for key in sorted(differing(a, b))
    ]
    return said["settings"].format(settings=listed(told)) if told else str(said["nothing"])


def _value(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_value, value))
    if isinstance(value, bool):
        return "on" if value else "off"
    return value if isinstance(value, str) else amount(float(value))


def _parts(one: Parting) -> str:
    a, b = told_apart(one.a, one.b)
    return str(
        words()["explain"]["part"].format(
            month=month_name(one.clear_from or 0), flow=words()["flows"][one.flow.name], a=a, b=b,
            unit=told_in(one.flow.unit), difference=signed(one.difference.estimate),
            interval=between(one.difference),
        )
    )  # fmt: skip


def _rest(found: list[Parting]) -> list[str]:
    said, named = words()["explain"], words()["flows"]
    unclear = [named[one.flow.name] for one in found if one.clear_from is None and not one.identical]
    same = [named[one.flow.name] for one in found if one.identical]
    pairs = (("unclear", unclear), ("same", same))
    return [said[key].format(flows=listed(flows)) for key, flows in pairs if flows]


def _causes(comparison: Comparison, b: str) -> list[str]:
    """What is known of causes: the split where runs with one of the two alone were made."""
    told, said = split(comparison.answers(b)[1]), words()["explain"]
    return [" ".join([said["order"], told])] if told else [said["order_alone"]]


def _reached(one: Reach) -> str:
    """Of groups for which it is clear those that it is most for, and those for which it is not."""
    said, what = words()["explain"], words()["reaches"][one.name]
    found = sorted(
        ((apart.estimate, group(who)) for who, (_, _, apart) in one.groups.items() if apart.clear), key=_size
    )
    if not found:
        return str(said["nobody"].format(what=what))
    told = listed([f"{who} ({signed(estimate)})" for estimate, who in found[:MOST_NAMED]])
    unsure = [group(who) for who, (_, _, apart) in one.groups.items() if not apart.clear]
    rest = said["unsure"].format(groups=listed(unsure)) if unsure else ""
    facts = {"what": what, "unit": one.unit, "clear": len(found), "all": len(one.groups), "groups": told}
    return str(said["reached"].format(**facts) + rest)


def _size(one: tuple[float, str]) -> float:
    return -abs(one[0])


def lines(told: Explanation) -> list[str]:
    """All of it, a paragraph each."""
    said = words()["explain"]
    return [
        told.settings,
        said["first"],
        *(f"  {number}. {capital(one)}" for number, one in enumerate(told.parts, 1)),
        *told.rest,
        f"{said['who']}.",
        *(f"  {one}" for one in told.reached),
    ]


def machine(comparison: Comparison) -> dict[str, Any]:
    """The same for machines; a difference is b - a."""
    b = comparison.names[1]
    first, second = (arm.scenario for arm in comparison.design.arms[:2])
    both = len(comparison.seeds(Draw.ALL, comparison.names[0], b)) > 0
    return {
        "scenarios": comparison.names[:2],
        "fingerprints": [first.fingerprint, second.fingerprint],
        "seeds": comparison.design.seeds,
        "months": comparison.design.months,
        "differ_in": sorted(differing(first, second)),
        "flows": [_flow(one) for one in explaining.partings(comparison, b)] if both else [],
        "reached": {one.name: _groups(one) for one in explaining.reached(comparison, b)} if both else {},
    }


def _flow(one: Parting) -> dict[str, Any]:
    return {
        "name": one.flow.name, "unit": one.flow.unit, "a": number(one.a), "b": number(one.b),
        **interval(one.difference), "clear_from_month": one.clear_from, "identical": one.identical,
    }  # fmt: skip


def _groups(one: Reach) -> dict[str, Any]:
    told = {who.key: {"a": number(x), "b": number(y)} | interval(apart) for who, (x, y, apart) in one.groups.items()}
    return {"unit": one.unit, "groups": told}
