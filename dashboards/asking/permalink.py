"""A choice as the part of an address after the question mark, and back: what is wrong is said and mended."""

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from dashboards.asking.choice import HOME, MODELS, OWN, WORLDS, YEARS, Choice, Place, changeable, particulars, shipped
from dashboards.asking.size import check_size
from simulation.parameters import Card, Value, cards
from simulation.strict_yaml import Node, ScenarioError, nearest, node_of, parse, printable, said_by_program
from simulation.words import listed

LINK = "The link"
MOST_LETTERS = 16_000
MOST_COMPLAINTS = 3
"""Longer addresses are not read; more complaints are counted, not told."""

type Read = tuple[Choice, list[str]]


def query(choice: Choice) -> str:
    """What the address says of a choice; nothing where all is as it usually is."""
    said: list[tuple[str, str]] = []
    usual = Choice()
    for name in ("world", "years", "model", "title"):
        value = getattr(choice, name)
        said += [(name, str(value))] if value != getattr(usual, name) else []
    said += [(key, written(value)) for key, value in choice.changes]
    said += [("place", _place_written(place)) for place in choice.places]
    return urlencode(said)


def written(value: Value) -> str:
    """A value as a scenario would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{','.join(map(repr, value))}]"
    return value if isinstance(value, str) else repr(value)


def _place_written(place: Place) -> str:
    return json.dumps(dict(place), ensure_ascii=False, separators=(",", ":"))


def read(text: str | None) -> Read:
    """The nearest sound choice to what an address says, and a sentence for each thing that could not be taken."""
    if not text:
        return Choice(), []
    if len(text) > MOST_LETTERS:
        return Choice(), [f"{LINK} is too long to be read, so everything is as it usually is."]
    pairs = parse_qsl(text, keep_blank_values=True)
    choice, told = Choice(), []
    for name, value in sorted(pairs, key=lambda pair: pair[0] != "model"):
        if name == "place":
            continue
        try:
            choice, said = _taken(choice, name, value)
            told += said
        except ScenarioError as error:
            told.append(f"{error} It was left out.")
    choice, said = _with_places(choice, [value for name, value in pairs if name == "place"])
    return _sound(choice, told + said)


def _sound(choice: Choice, told: list[str]) -> Read:
    """The choice if its values go together, or else the usual one."""
    try:
        choice.pair()
    except ScenarioError as error:
        choice, told = Choice(), [*told, f"{error} So everything is as it usually is."]
    more = len(told) - MOST_COMPLAINTS
    return choice, told[:MOST_COMPLAINTS] + ([f"And {more} more of the kind."] if more > 0 else [])


def _taken(choice: Choice, name: str, value: str) -> Read:
    if name == "title":
        return replace(choice, title=printable(Node(value[:200], LINK), name)), []
    for field, allowed in (("world", (*WORLDS, OWN)), ("model", MODELS)):
        if name == field:
            if value not in allowed:
                raise ScenarioError(f"{LINK}: {name} is '{value[:40]}', but must be {listed(allowed, 'or')}.")
            return (replace(choice, world=value) if name == "world" else choice.with_model(value)), []
    key = YEARS if name == "years" else name
    card = cards()[YEARS] if name == "years" else changeable().get(key)
    if card is None:
        close = nearest(key[:80], [*changeable(), "world", "model", "years", "title", "place"])
        hint = f" Did you mean {close}?" if close else ""
        raise ScenarioError(f"{LINK}: '{key[:80]}' is not a setting here.{hint}")
    found, said = _within(card, value)
    return choice.with_value(key, found), said


def _within(card: Card, text: str) -> tuple[Value, list[str]]:
    """The value that a text gives a card, or the nearest one that it may have, with a sentence."""
    node = node_of(text, LINK) if isinstance(card.value, str) else said_by_program(text, LINK)
    try:
        return card.check(node), []
    except ScenarioError as error:
        mended = _clamped(card, node)
        return mended, [f"{error} {written(mended)} is used instead."]


def _clamped(card: Card, node: Node) -> Value:
    """The value nearest to `node` within the card's bounds; what is no number cannot be mended."""
    raw = node.value
    if (
        card.bounds is None
        or isinstance(card.value, tuple)
        or isinstance(raw, bool)
        or not isinstance(raw, int | float)
        or math.isnan(raw)
    ):
        return card.check(node)
    low, high = card.bounds
    return card.check(Node(type(card.value)(min(max(raw, low), high)), LINK))


def _with_places(choice: Choice, texts: list[str]) -> Read:
    """The choice with the places that its link describes."""
    if choice.world != OWN:
        return choice, []
    try:
        places = [_plain(parse(text, LINK)) for text in texts]
        checked = shipped(HOME).with_changes({"places": places})
        check_size(checked)
        return replace(choice, places=tuple(particulars(place) for place in checked.places)), []
    except ScenarioError as error:
        return replace(choice, world=HOME), [
            f"{error} The market town is shown instead.".replace("changes:", f"{LINK}:")
        ]


def _plain(node: Node) -> object:
    """What a node says, without the places where it was written."""
    if isinstance(node.value, Mapping):
        return {name: _plain(one) for name, one in node.value.items()}
    return [_plain(one) for one in node.value] if isinstance(node.value, tuple) else node.value
