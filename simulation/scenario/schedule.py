"""What a scenario does differently for some time, and in some places: shocks, sequences, and the tools of policy.

A file lists such changes under `schedule`:

    schedule:
      - from: 24                            # month of the run; 0 unless said
        until: 42                           # the first month without it; for good unless said
        places: [Mill town]                 # everywhere unless said
        effort: {connecting_share: 0.1}     # settings, as anywhere in a scenario
        times: {service: {outreach: 2}}     # factors on settings, whatever they are

A tool's file says the same (`tools.py`), with months counted from its first.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from simulation.parameters import Card, Value, number
from simulation.scenario.files import Layer
from simulation.scenario.settings import card_of, settings_of
from simulation.strict_yaml import Node, ScenarioError

WHEN = ("from", "until", "places")

MOST_MONTHS = 480
"""Months of the longest run, forty years."""

MOST_TIMES = 1000
"""The largest factor on a setting; demand itself goes to a hundred times."""


@dataclass(frozen=True)
class Change:
    """What holds from month `begins` until before month `ends` (None: for good), in `places` (none named: everywhere).

    values: what settings are set to, by key. factors: what they are multiplied by. where: who says so.
    where_places: who says in which places, if that is somebody else.
    """

    begins: int
    ends: int | None
    places: tuple[str, ...]
    values: Mapping[str, Value]
    factors: Mapping[str, float]
    where: str = field(compare=False)
    where_places: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))
        object.__setattr__(self, "factors", MappingProxyType(dict(self.factors)))

    def __reduce__(self) -> tuple[object, ...]:
        own = self.begins, self.ends, self.places, dict(self.values), dict(self.factors), self.where, self.where_places
        return Change, own

    def holds(self, at: int) -> bool:
        """Whether it holds in a month."""
        return self.begins <= at and (self.ends is None or at < self.ends)

    def without(self, keys: Iterable[str]) -> "Change":
        """The same but for some settings."""
        keys = set(keys)
        values = {key: value for key, value in self.values.items() if key not in keys}
        factors = {key: factor for key, factor in self.factors.items() if key not in keys}
        return replace(self, values=values, factors=factors)

    def later(self, months: int, places: tuple[str, ...], where: str) -> "Change":
        """The same so many months later, and in these places where it does not name its own. where: who says so."""
        ends = None if self.ends is None else self.ends + months
        later = replace(self, begins=self.begins + months, ends=ends)
        return replace(later, places=places, where_places=where) if places and not self.places else later

    def said(self) -> dict[str, object]:
        """What a file would say of it."""
        told: dict[str, object] = {"from": self.begins}
        told |= {"until": self.ends} if self.ends is not None else {}
        told |= {"places": list(self.places)} if self.places else {}
        told |= _by_section(self.values)
        return told | ({"times": _by_section(self.factors)} if self.factors else {})


def read_schedule(layer: Layer) -> tuple[Change, ...]:
    """The changes that a file lists under `schedule`. Raises ScenarioError."""
    node = layer.get("schedule")
    if node is None:
        return ()
    if not isinstance(node.value, tuple):
        raise ScenarioError(f"{node.where}: schedule must be a list, such as `- {{from: 24, effort: {{lag: 6}}}}`.")
    return tuple(_change(one) for one in node.value)


def read_settings(layer: Layer, apart: tuple[str, ...]) -> tuple[Change, ...]:
    """The settings that a file says outright, but for these entries, as a change that holds from the start."""
    settings = {name: node for name, node in layer.items() if name not in apart}
    return (_change(Node(settings, next(iter(settings.values())).where)),) if settings else ()


def _change(node: Node) -> Change:
    said = node.value
    if not isinstance(said, Mapping):
        raise ScenarioError(f"{node.where}: a change must be a group, such as `{{from: 24, effort: {{lag: 6}}}}`.")
    begins = month(said["from"], "from") if "from" in said else 0
    ends = month(said["until"], "until") if "until" in said else None
    if ends is not None and ends <= begins:
        raise ScenarioError(f"{said['until'].where}: this ends in month {ends}, before it begins in month {begins}.")
    places = names(said["places"]) if "places" in said else ()
    factors: dict[str, float] = {}
    if "times" in said:
        factors = {card.key: _factor(card, one) for card, one in _settings(said["times"])}
    rest = {name: one for name, one in said.items() if name not in (*WHEN, "times")}
    values = {card.key: card.check(one) for card, one in _settings(Node(rest, node.where))}
    if not values and not factors:
        raise ScenarioError(f"{node.where}: this changes nothing. Name a setting, such as `effort: {{lag: 6}}`.")
    return Change(begins, ends, places, values, factors, node.where)


def _settings(node: Node) -> Iterator[tuple[Card, Node]]:
    """The cards in a group of sections, each with what is said of it; those that are read once are refused."""
    if not isinstance(node.value, Mapping):
        raise ScenarioError(f"{node.where}: times needs settings under it, such as `times: {{effort: {{lag: 0.5}}}}`.")
    for section, said in node.value.items():
        for card, one in settings_of(section, said):
            if card.fixed:
                raise ScenarioError(
                    f"{one.where}: {card.key} is read once, when the world is made, so it cannot change in the course "
                    "of time. Set it for the whole run, or leave it out."
                )
            yield card, one


def _factor(card: Card, node: Node) -> float:
    factor = node.value
    if isinstance(card.value, bool | str):
        raise ScenarioError(f"{node.where}: {card.key} is no number, so it cannot be multiplied. Set it instead.")
    if isinstance(factor, bool) or not isinstance(factor, int | float) or not 0 <= factor <= MOST_TIMES:
        raise ScenarioError(f"{node.where}: the factor on {card.key} must be a number from 0 to {MOST_TIMES:,}.")
    return float(factor)


def changed(values: Mapping[str, Value], changes: Iterable[Change]) -> dict[str, Value]:
    """What the settings come to under these changes, in their order; a factor stays within the card's bounds."""
    result = dict(values)
    for change in changes:
        result |= change.values
        for key, factor in change.factors.items():
            result[key] = _times(card_of(key, change.where), result[key], factor)
    return result


def _times(card: Card, value: Value, factor: float) -> Value:
    low, high = card.bounds or (float("-inf"), float("inf"))
    if isinstance(value, tuple):
        return tuple(min(max(one * factor, low), high) for one in value)
    assert not isinstance(value, str)
    held = min(max(value * factor, low), high)
    return round(held) if isinstance(card.value, int) else float(held)


def describe(change: Change, named: Callable[[str], str] = str) -> str:
    """A change in a few words: `from month 24 in Mill town: effort.lag = 6`. named: what a setting is called."""
    when = f"from month {change.begins}" + (f" until month {change.ends}" if change.ends is not None else "")
    where = f" in {', '.join(change.places)}" if change.places else ""
    what = [f"{named(key)} = {value}" for key, value in change.values.items()]
    what += [f"{named(key)} times {number(factor)}" for key, factor in change.factors.items()]
    return f"{when}{where}: {', '.join(what)}"


def _by_section(values: Mapping[str, object]) -> dict[str, object]:
    sections: dict[str, dict[str, object]] = {}
    for key, value in values.items():
        section, _, name = key.partition(".")
        sections.setdefault(section, {})[name] = value
    return dict(sections)


def month(node: Node, named: str) -> int:
    """A month of a run, which starts in month 0. Raises ScenarioError."""
    said = node.value
    if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said <= MOST_MONTHS:
        raise ScenarioError(
            f"{node.where}: {named} must be a month of the run, a whole number from 0 to {MOST_MONTHS}."
        )
    return said


def names(node: Node) -> tuple[str, ...]:
    """A list of places by name. Raises ScenarioError."""
    items = node.value if isinstance(node.value, tuple) else ()
    if not items or not all(isinstance(one.value, str) for one in items):
        raise ScenarioError(f"{node.where}: places must be a list of names of places, such as `places: [Mill town]`.")
    return tuple(str(one.value) for one in items)
