"""Cards: what may be said about each parameter, and what is known of it.

A parameter has one card, in the YAML file named after its mechanism in simulation/parameters/. From it come
validation, `run.py parameters`, the dashboard's controls, the ranges that uncertainty is drawn from and the tables
of the ODD. A bad card is a programmer's error and raises `CardError` with its file and line.
"""

import keyword
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from simulation.strict_yaml import Node, ScenarioError, nearest, read

FOLDER = Path(__file__).resolve().parent / "parameters"
ROOT = FOLDER.parent.parent

GRADES = {
    "A": "read in a published source",
    "B": "well known, from memory",
    "C": "an expert's judgement",
    "D": "assumed",
    "S": "a choice or a definition, not a fact",
}
DECIDERS = ("policy", "world", "uncertain")
EFFECTS = ("direct efficacy", "network efficacy", "direct harm", "network harm")

_REQUIRED = ("value", "unit", "label", "meaning", "decides", "source", "grade")
_OPTIONAL = ("bounds", "plausible", "choices", "total", "effect", "null", "fixed", "by_place", "moves")

type Value = bool | int | float | str | tuple[float, ...]
type Range = tuple[float, float]


class CardError(Exception):
    """A card breaks the rules of cards."""


@dataclass(frozen=True, slots=True)
class Card:
    """One parameter. `bounds` are hard and inclusive, for each item of a list.

    `plausible` is what uncertainty draws from: absolute (low, high) for a number, factors on the value for a list.
    `total` is what the items of a list must sum to. `null` is the value at which an efficacy or harm vanishes.
    `fixed`: read once, when the world is made, so that no schedule can change it. `by_place`: a schedule may change it
    in some places alone. `moves`: of a mechanism's switch, the outcomes that the mechanism is meant to move, the first
    of what it does first (`simulation.experiments.ablation.OUTCOMES`).
    """

    section: str
    name: str
    value: Value
    unit: str
    bounds: Range | None
    plausible: Range | None
    choices: tuple[str, ...]
    total: float | None
    label: str
    meaning: str
    decides: str
    effect: str | None
    null: Value | None
    source: str
    grade: str
    file: str
    line: int
    fixed: bool = False
    by_place: bool = False
    moves: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The parameter's full name, such as `ladder.functional_onset`."""
        return f"{self.section}.{self.name}"

    @property
    def where(self) -> str:
        """The file and line that say it."""
        return f"{self.file}:{self.line}"

    @property
    def wanted(self) -> str:
        """What this parameter may be, in words, with its range and unit."""
        if isinstance(self.value, bool):
            return "true or false"
        if isinstance(self.value, str):
            return " or ".join(self.choices) if self.choices else "text"
        low, high = self.bounds or (-math.inf, math.inf)
        span = f"from {number(low)} to {number(high)} ({self.unit})"
        if isinstance(self.value, tuple):
            return f"a list of {len(self.value)} numbers, each {span}"
        return f"a whole number {span}" if isinstance(self.value, int) else f"a number {span}"

    def check(self, node: Node, named: str = "") -> Value:
        """The value that `node` gives this parameter; what is not allowed raises a `ScenarioError` naming `named`."""
        value = self._read(node)
        if value is None:
            said = f"{node.where}: {named or self.key} is {_said(node, self)}, but must be {self.wanted}."
            raise ScenarioError(said + _hint(node))
        if self.total is not None and isinstance(value, tuple) and abs(math.fsum(value) - self.total) > 1e-6:
            raise ScenarioError(
                f"{node.where}: {named or self.key} sums to {number(round(math.fsum(value), 6))}, but must sum to "
                f"{number(self.total)}. Change its {len(value)} numbers until they do."
            )
        return value

    def _read(self, node: Node) -> Value | None:
        raw = node.value
        if isinstance(self.value, bool):
            return raw if isinstance(raw, bool) else None
        if isinstance(self.value, str):
            return raw if isinstance(raw, str) and raw in (self.choices or (raw,)) else None
        if isinstance(self.value, tuple):
            if not isinstance(raw, tuple) or len(raw) != len(self.value):
                return None
            numbers = tuple(self._number(item.value) for item in raw)
            return None if None in numbers else tuple(float(one) for one in numbers if one is not None)
        return self._number(raw)

    def _number(self, raw: object) -> int | float | None:
        """`raw` if it is a number of this card's kind, finite and within bounds."""
        low, high = self.bounds or (-math.inf, math.inf)
        if isinstance(raw, bool) or not isinstance(raw, int | float) or not low <= raw <= high:
            return None
        if isinstance(self.value, int):
            return raw if isinstance(raw, int) else None
        return float(raw) + 0.0

    def draw(self, centre: Value, u: float) -> Value:
        """The value at quantile `u` of the plausible range, with the median at `centre` (clipped into the range).

        Linear from the low end to the centre for u below 1/2, and from the centre to the high end above. A whole
        number is rounded; the items of a list share one factor, with the median at 1, and stay within bounds.
        """
        low, high = self.plausible or (0.0, 0.0)
        if isinstance(centre, tuple):
            floor, ceiling = self.bounds or (-math.inf, math.inf)
            factor = _between(low, 1.0, high, u)
            return tuple(min(max(item * factor, floor), ceiling) for item in centre)
        drawn = _between(low, min(max(float(centre), low), high), high, u)
        return round(drawn) if isinstance(self.value, int) else drawn


def _between(low: float, centre: float, high: float, u: float) -> float:
    return low + (centre - low) * 2.0 * u if u < 0.5 else centre + (high - centre) * (2.0 * u - 1.0)


def number(value: float) -> str:
    """A number as people write it: 2,000,000 and 0.3."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"


def _said(node: Node, card: Card) -> str:
    """What the user wrote, in words."""
    raw = node.value
    if raw is None:
        return "empty"
    if isinstance(raw, Mapping):
        return "a group of settings"
    if isinstance(raw, tuple):
        if not isinstance(card.value, tuple):
            return "a list"
        wrong = [f"item {i} is {_said(item, card)}" for i, item in enumerate(raw, 1) if _bad(card, item)]
        return f"a list whose {wrong[0]}" if wrong and len(raw) == len(card.value) else f"a list of {len(raw)}"
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, str):
        return f"the text '{raw[:40]}'"
    if isinstance(raw, float) and not math.isfinite(raw):
        return "not a number (NaN)" if math.isnan(raw) else "infinite"
    if abs(raw) >= 1e15:
        return "far too large"
    return f"{raw:,}" if isinstance(card.value, int) else number(raw)


def _bad(card: Card, item: Node) -> bool:
    return card._number(item.value) is None


def _hint(node: Node) -> str:
    """How to write the number that a text seems to mean."""
    if not isinstance(node.value, str) or not any(letter.isdigit() for letter in node.value):
        return ""
    return " Write a number plainly, such as 10000 or 0.3, without commas, signs or units."


@cache
def cards() -> Mapping[str, Card]:
    """Every card by key, sorted by file and then in the file's own order."""
    return read_cards(FOLDER)


def read_cards(folder: Path) -> Mapping[str, Card]:
    """Every card in the YAML files of `folder`, checked."""
    found: dict[str, Card] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            found.update((card.key, card) for card in _section(path))
        except ScenarioError as error:
            raise CardError(str(error)) from error
    return MappingProxyType(found)


def _section(path: Path) -> Iterator[Card]:
    shown = str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
    entries = read(path, shown).value
    assert isinstance(entries, Mapping)
    for name, node in entries.items():
        for word in (path.stem, name):
            if not word.isidentifier() or not word.islower() or keyword.iskeyword(word):
                raise CardError(f"{node.where}: {word} is no name for a parameter; use small letters and underscores.")
        try:
            yield _card(path.stem, name, node)
        except (TypeError, ValueError) as error:
            raise CardError(f"{node.where}: {path.stem}.{name}: {error}") from error


def _card(section: str, name: str, node: Node) -> Card:
    """The card that `node` says; what is wrong with it raises a ValueError or TypeError."""
    said = node.value
    if not isinstance(said, Mapping):
        raise TypeError("a card is a group of settings")
    for field in said:
        if field not in _REQUIRED + _OPTIONAL:
            raise ValueError(f"{field} is no part of a card (nearest: {nearest(field, _REQUIRED + _OPTIONAL)})")
    for field in _REQUIRED:
        if field not in said:
            raise ValueError(f"{field} is missing")
    value = _value(said["value"])
    file, _, line = node.where.rpartition(":")
    card = Card(
        section=section,
        name=name,
        value=value,
        unit=_text(said, "unit", empty=isinstance(value, bool | str)),
        bounds=_pair(said["bounds"]) if "bounds" in said else None,
        plausible=_plausible(said["plausible"], value) if "plausible" in said else None,
        choices=_texts(said["choices"], "choices") if "choices" in said else (),
        total=_finite(said["total"]) if "total" in said else None,
        label=_text(said, "label"),
        meaning=_text(said, "meaning"),
        decides=_one_of(said, "decides", DECIDERS),
        effect=_one_of(said, "effect", EFFECTS) if "effect" in said else None,
        null=_null(said["null"], value) if "null" in said else None,
        source=_text(said, "source"),
        grade=_one_of(said, "grade", GRADES),
        file=file,
        line=int(line),
        fixed=_switch(said, "fixed"),
        by_place=_switch(said, "by_place"),
        moves=_texts(said["moves"], "moves") if "moves" in said else (),
    )
    _check_card(card)
    return card


def _check_card(card: Card) -> None:
    """The rules that tie the parts of a card to each other."""
    is_number = not isinstance(card.value, bool | str)
    if is_number == (card.bounds is None):
        raise ValueError("a number needs bounds, and only a number has them")
    if card.moves and (card.name != "on" or is_number):
        raise ValueError("only the switch of a mechanism, named on, says what it moves")
    if card.choices and not isinstance(card.value, str):
        raise ValueError("only a text has choices")
    if is_number and isinstance(card.value, int) and card.bounds is not None:
        fractions = any(isinstance(one, float) for one in (*card.bounds, card.null))
        if fractions or card.bounds == (0, 1):
            raise ValueError("a whole number cannot have this range; write 0.0 for a number, false for a switch")
    card.check(_spoken(card.value, card))
    if (card.effect is None) != (card.null is None):
        raise ValueError("effect and null go together")
    if card.null is not None:
        card.check(_spoken(card.null, card), "null")
    if card.plausible is not None:
        _check_plausible(card, *card.plausible)
    elif is_number and card.decides == "uncertain" and card.grade in "CD":
        raise ValueError(f"an uncertain number of grade {card.grade} needs a plausible range")


def _check_plausible(card: Card, low: float, high: float) -> None:
    if isinstance(card.value, bool | str) or card.bounds is None or card.total is not None:
        raise ValueError("only a number, or a list without a total, has a plausible range")
    if not low < high:
        raise ValueError(f"the plausible range {low} to {high} is empty")
    if isinstance(card.value, tuple):
        if not 0 <= low <= 1 <= high:
            raise ValueError("the plausible factors must contain 1 and not be negative")
    elif not card.bounds[0] <= low <= card.value <= high <= card.bounds[1]:
        raise ValueError(f"the plausible range {low} to {high} must contain the value and lie within the bounds")


def _spoken(value: Value, card: Card) -> Node:
    items = tuple(Node(one, card.where) for one in value) if isinstance(value, tuple) else value
    return Node(items, card.where)


def _value(node: Node) -> Value:
    if isinstance(node.value, tuple) and node.value:
        return tuple(float(_finite(item)) for item in node.value)
    if node.value is None or isinstance(node.value, Mapping | tuple):
        raise TypeError("the value must be a switch, a number, a text or a list of numbers")
    return node.value


def _null(node: Node, value: Value) -> Value:
    """The null as a value of the card's own kind; one number stands for every item of a list."""
    null = _value(node)
    if isinstance(value, tuple) and isinstance(null, int | float):
        return (float(null),) * len(value)
    return float(null) if isinstance(value, float) and isinstance(null, int) else null


def _plausible(node: Node, value: Value) -> Range:
    if isinstance(node.value, Mapping):
        if list(node.value) != ["times"]:
            raise TypeError("plausible is [low, high] or {times: [low, high]}")
        low, high = _pair(node.value["times"])
        if isinstance(value, tuple | str):
            return low, high
        ends = sorted(float(f"{factor * value:.12g}") for factor in (low, high))
        return ends[0], ends[1]
    if isinstance(value, tuple):
        raise TypeError("the plausible range of a list is {times: [low, high]}")
    return _pair(node)


def _pair(node: Node) -> Range:
    if not isinstance(node.value, tuple) or len(node.value) != 2:
        raise TypeError("a range is a list of two numbers")
    low, high = (_finite(item) for item in node.value)
    return low, high


def _finite(node: Node) -> int | float:
    if isinstance(node.value, bool) or not isinstance(node.value, int | float) or not math.isfinite(node.value):
        raise TypeError(f"{node.value} is not a finite number")
    return node.value


def _texts(node: Node, field: str) -> tuple[str, ...]:
    if not isinstance(node.value, tuple) or not all(isinstance(item.value, str) for item in node.value):
        raise TypeError(f"{field} are a list of texts")
    return tuple(str(item.value) for item in node.value)


def _text(said: Mapping[str, Node], field: str, *, empty: bool = False) -> str:
    text = said[field].value
    if not isinstance(text, str) or not (text.strip() or empty):
        raise TypeError(f"{field} must be a text that says something")
    return " ".join(text.split())


def _switch(said: Mapping[str, Node], field: str) -> bool:
    if field in said and said[field].value is not True:
        raise ValueError(f"{field} is true, or left out")
    return field in said


def _one_of(said: Mapping[str, Node], field: str, allowed: Iterable[str]) -> str:
    text = said[field].value
    if not isinstance(text, str) or text not in allowed:
        raise ValueError(f"{field} must be one of {', '.join(allowed)}")
    return text
