"""What varies from one point of a study to the next: uncertainties, levers and switches of tools.

In a study file:

    uncertainties: all                                  # every plausible range that no policy decides
    uncertainties: [grade D, budget.cost_growth]        # by grade, and by name
    uncertainties: {effort.lag: plausible, acute.scale: [0.5, 1.5], demand.path: {values: [rising, held]}}
    levers: {effort.earliness: [0.3, 0.6], effort.connecting_share: {from: 0, to: 0.5}}
    tools: [pooled_budgets, rationing@24]

Of a list of numbers (such as the rates of a ladder) the input is the factor that all of them share.
"""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.parameters import GRADES, Card, Value, number
from simulation.scenario import Scenario
from simulation.scenario.settings import card_of, settable
from simulation.strict_yaml import Node, ScenarioError

UNCERTAINTY, LEVER, TOOL = "uncertainty", "lever", "tool"
SWITCH = "with."
"""What stands before a tool's name in an input's name; its values are 0 and 1."""


@dataclass(frozen=True)
class Range:
    """What one input may be: from `low` to `high` with as much chance below `centre` as above, or one of `levels`.

    Where there are levels, low and high are the least and greatest of numbers, and else count them from 0. role: one of
    UNCERTAINTY, LEVER and TOOL. whole: whether only whole numbers make sense.
    """

    low: float
    high: float
    label: str
    grade: str
    centre: float
    role: str = UNCERTAINTY
    whole: bool = False
    levels: tuple[Value, ...] = ()

    def at(self, u: NDArray[np.float64]) -> NDArray[np.generic]:
        """The values at these quantiles: linear from low to centre to high, or the level whose equal share it is.

        >>> Range(0.0, 10.0, "", "D", centre=2.0).at(np.array([0.0, 0.25, 0.5, 1.0])).tolist()
        [0.0, 1.0, 2.0, 10.0]
        """
        if self.levels:
            which = np.minimum((u * len(self.levels)).astype(int), len(self.levels) - 1)
            return np.array(self.levels)[which]
        values = np.interp(u, (0.0, 0.5, 1.0), (self.low, self.centre, self.high))
        return np.round(values).astype(np.int64) if self.whole else np.asarray(values)

    @property
    def said(self) -> object:
        """What a study file says of it."""
        if self.levels:
            return list(self.levels) if self.role == LEVER else {"values": list(self.levels)}
        if self.role == LEVER:
            return {"from": self.low, "to": self.high}
        return [self.low, self.centre, self.high]


def of_card(card: Card, where: str, centre: Value) -> Range:
    """The plausible range of a card, around a centre. Raises ScenarioError where it has none."""
    if card.plausible is None:
        raise ScenarioError(
            f"{where}: {card.key} has no plausible range. Give it one, such as `{card.key}: {_example(card)}`."
        )
    low, high = card.plausible
    middle = 1.0 if isinstance(centre, tuple) else min(max(float(centre), low), high)
    return Range(low, high, card.label, card.grade, middle, whole=_whole(card))


def _whole(card: Card) -> bool:
    return isinstance(card.value, int) and not isinstance(card.value, bool)


def _example(card: Card) -> str:
    if isinstance(card.value, bool):
        return "{values: [true, false]}"
    if isinstance(card.value, str):
        return f"{{values: [{', '.join(card.choices)}]}}"
    low, high = (0.5, 2.0) if isinstance(card.value, tuple) else card.bounds or (0.0, 1.0)
    return f"[{number(low)}, {number(high)}]"


def read_uncertainties(
    node: Node, ways: Callable[[], Sequence[Scenario]], without: Callable[[], Collection[str]] = tuple
) -> Iterator[tuple[str, Range]]:
    """The uncertainties that a study names; plausible ranges lie around what the first of its `ways` says.

    By grade, and with `all`, what a scenario sets itself away from the card is held, unless it was fitted to data, and
    so are mechanisms `without` any effect in this study.
    """
    if isinstance(node.value, Mapping):
        for key, said in node.value.items():
            yield key, _uncertainty(_card(key, said.where, LEVER), said, ways)
        return
    items = node.value if isinstance(node.value, tuple) else (node,)
    scenarios, idle = ways(), without()
    for item in items:
        if isinstance(item.value, str) and (item.value == "all" or item.value.startswith("grade ")):
            grades = "".join(GRADES) if item.value == "all" else item.value.removeprefix("grade ").strip()
            if grades not in GRADES and item.value != "all":
                raise ScenarioError(f"{item.where}: there is no grade {grades!r}. Write grade C or grade D, or all.")
            for card in settable().values():
                asked = card.grade in grades and card.plausible and card.decides != "policy"
                if asked and card.section not in idle and not _held(card, scenarios):
                    yield card.key, of_card(card, item.where, scenarios[0][card.key])
        elif isinstance(item.value, str):
            card = _card(item.value, item.where, LEVER)
            yield card.key, of_card(card, item.where, scenarios[0][card.key])
        else:
            raise ScenarioError(
                f"{item.where}: uncertainties are `all`, a list of settings and grades, or settings with their ranges, "
                "such as `uncertainties: {effort.lag: [6, 24]}`."
            )


def _held(card: Card, scenarios: Sequence[Scenario]) -> bool:
    return any(one[card.key] != card.value and card.key not in one.fitted for one in scenarios)


def _card(key: str, where: str, other: str) -> Card:
    """The card of an input, which must not be one for the `other` group."""
    card = card_of(key, where)
    if key == "run.years":
        raise ScenarioError(f"{where}: every run of a study lasts equally long. Say `years: 10`.")
    if (card.decides == "policy") != (other != LEVER):
        policy = "a policy decides" if other == LEVER else "no policy decides"
        there = "levers" if other == LEVER else "uncertainties"
        raise ScenarioError(f"{where}: {key} is what {policy}. List it under `{there}`.")
    return card


def _uncertainty(card: Card, node: Node, ways: Callable[[], Sequence[Scenario]]) -> Range:
    if node.value == "plausible":
        return of_card(card, node.where, ways()[0][card.key])
    if isinstance(node.value, Mapping) and list(node.value) == ["values"]:
        return levels(card, node.value["values"], UNCERTAINTY)
    items = node.value if isinstance(node.value, tuple) else ()
    numeric = not isinstance(card.value, bool | str)
    if not numeric or len(items) not in (2, 3):
        raise ScenarioError(
            f"{node.where}: {card.key} needs a range: plausible, [low, high] or [low, centre, high], such as "
            f"`{card.key}: {_example(card)}`."
        )
    ends = [_checked(card, item) for item in items]
    return _range(card, ends, node.where, UNCERTAINTY)


def _range(card: Card, ends: list[float], where: str, role: str) -> Range:
    if ends != sorted(ends) or ends[0] == ends[-1]:
        raise ScenarioError(f"{where}: the range of {card.key} is empty or turned round. Write the lower end first.")
    centre = ends[1] if len(ends) == 3 else (ends[0] + ends[1]) / 2.0
    return Range(ends[0], ends[-1], card.label, card.grade, centre, role, _whole(card))


def _checked(card: Card, node: Node) -> float:
    """An end of a card's range; for a list of numbers, a factor on them."""
    raw = node.value
    if isinstance(card.value, tuple):
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 <= raw < math.inf:
            raise ScenarioError(f"{node.where}: {card.key} is a list, so its range is one of factors, from 0 upwards.")
        return float(raw)
    whole_centre = isinstance(raw, float) and _whole(card) and raw.is_integer()
    value = card.check(Node(int(raw), node.where) if whole_centre else node)  # type: ignore[arg-type]
    return float(value)  # type: ignore[arg-type]


def levels(card: Card, node: Node, role: str) -> Range:
    """The values of a card that are tried, each equally often."""
    if not isinstance(node.value, tuple) or len(node.value) < 2 or isinstance(card.value, tuple):
        how = "{from: 0.5, to: 2}, factors on its numbers" if isinstance(card.value, tuple) else "[0.2, 0.4]"
        raise ScenarioError(f"{node.where}: {card.key} needs two values or more, such as {how}.")
    said = tuple(card.check(item) for item in node.value)
    if len(set(said)) < len(said):
        raise ScenarioError(f"{node.where}: {card.key} names a value twice. Keep one of them.")
    numbers = [float(one) for one in said if isinstance(one, int | float) and not isinstance(one, bool)]
    low, high = (min(numbers), max(numbers)) if numbers else (0.0, len(said) - 1.0)
    return Range(low, high, card.label, card.grade, (low + high) / 2.0, role, _whole(card), said)


def read_levers(node: Node) -> Iterator[tuple[str, Range]]:
    """The levers that a study names: policies with values, or ranges from one value to another."""
    if not isinstance(node.value, Mapping):
        raise ScenarioError(f"{node.where}: levers need values, such as `levers: {{effort.earliness: [0.3, 0.6]}}`.")
    for key, said in node.value.items():
        card = _card(key, said.where, UNCERTAINTY)
        if isinstance(said.value, Mapping) and set(said.value) == {"from", "to"}:
            if isinstance(card.value, bool | str):
                raise ScenarioError(f"{said.where}: {key} is no number. List its values: `{key}: {_example(card)}`.")
            ends = [_checked(card, said.value[end]) for end in ("from", "to")]
            yield key, _range(card, ends, said.where, LEVER)
        else:
            yield key, levels(card, said, LEVER)
