"""Scenarios: what a world is told, as a difference from its parent, checked, frozen and fingerprinted.

A scenario is a YAML file that `extends` one parent and says only what changes:

    extends: worlds/market_town
    title: Making things happen
    effort: {connecting_share: 0.3, earliness: 0.6}

Defaults come from the cards (simulation/parameters.py); a world at the root of the chain says `places`. Every
resolved value remembers the file and line that set it.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, make_dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from simulation import parameters
from simulation.parameters import ROOT, Card, CardError, Value, number
from simulation.shares import check_shares, within_whole
from simulation.strict_yaml import Node, ScenarioError, nearest, node_of, printable, read, said_by_program

__all__ = ["LIBRARY", "Scenario", "ScenarioError"]

LIBRARY = ROOT / "scenarios"

BYTES_A_RESIDENT = 400
FIXED_BYTES = 400_000_000
"""Memory of one world: its residents with ties and work space, and what Python and compiled code take besides."""

MOST_NEIGHBOURHOODS = 32_767

_OWN = ("extends", "title", "description", "places")


@dataclass(frozen=True, eq=False, repr=False)
class Scenario:
    """Everything that a world is told. Read a value as `scenario.effort.lag` or `scenario["effort.lag"]`.

    `values` holds every card's value by key, `places` one record for each place with the attributes of the cards in
    simulation/parameters/place.yaml, `drawn` the quantile of every value that `draw` drew. Two scenarios are equal
    when their `fingerprint` is: 16 hex digits of a SHA-256 over values and places, however these were layered.

    >>> Scenario.load("making_things_happen").effort.connecting_share
    0.3
    """

    name: str
    title: str
    description: str
    values: Mapping[str, Value]
    places: tuple[Any, ...]
    origins: Mapping[str, str] = field(default_factory=dict)
    drawn: Mapping[str, float] = field(default_factory=dict)
    fingerprint: str = field(init=False)

    if TYPE_CHECKING:

        def __getattr__(self, section: str) -> Any:
            """The values of one section of cards, by name."""

    def __post_init__(self) -> None:
        sections: dict[str, dict[str, Value]] = {}
        for key, value in self.values.items():
            section, _, name = key.partition(".")
            sections.setdefault(section, {})[name] = value
        for section, values in sections.items():
            if section in vars(self) or hasattr(type(self), section):
                raise CardError(f"simulation/parameters/{section}.yaml: a scenario has another use for this name")
            object.__setattr__(self, section, _record(section, tuple(values), tuple(values.values())))
        for own in ("values", "origins", "drawn"):
            object.__setattr__(self, own, MappingProxyType(dict(getattr(self, own))))
        object.__setattr__(self, "fingerprint", _fingerprint(self.values, self.places))

    @classmethod
    def load(
        cls, source: str | Path, changes: Mapping[str, object] | None = None, where: str = "changes"
    ) -> "Scenario":
        """The scenario in a file, or of a bare name under scenarios/ or scenarios/worlds/, with `changes` on top."""
        values = {key: card.value for key, card in _settable().items()}
        origins = {key: card.where for key, card in _settable().items()}
        words = {"title": Path(source).stem.replace("_", " "), "description": ""}
        places: tuple[Any, ...] = ()
        layers = _layers(source)
        printable(Node(Path(source).stem, repr(str(source))), "the name of the file")
        for layer in layers:
            for name, node in layer.items():
                if name == "places":
                    places, origins["places"] = _places(node), node.where
                elif name in words:
                    words[name] = printable(node, name, lines=name == "description")
                elif name != "extends":
                    _set_section(name, node, values, origins)
        if not places:
            raise ScenarioError(
                f"{_first_line(layers[-1]) or source}: neither this scenario nor what it extends says `places`. "
                "Add the line `extends: worlds/market_town`."
            )
        scenario = cls(Path(source).stem, words["title"], words["description"], values, places, origins)
        return scenario.with_changes(changes or {}, where)

    def with_changes(self, changes: Mapping[str, object], where: str = "changes") -> "Scenario":
        """The same scenario with some values changed; a text is read as it would be in a file (`--set key=value`).

        where: what the user calls these changes, for messages and as the origin of the values.
        """
        values, origins, places = dict(self.values), dict(self.origins), self.places
        for key, raw in changes.items():
            if key == "places":
                places, origins["places"] = _places(said_by_program(raw, where)), where
            else:
                card = _card(key, where)
                node = node_of(raw, where) if isinstance(card.value, str) else said_by_program(raw, where)
                values[key], origins[key] = card.check(node), where
        check_shares(values, origins)
        return replace(self, values=values, origins=origins, places=places)

    def today(self) -> "Scenario":
        """The same world with every policy at its card's value: what the place does now, for settling."""
        policies = [card for card in _settable().values() if card.decides == "policy"]
        return self._with({card.key: card.value for card in policies}, {card.key: card.where for card in policies})

    def without_effects(self, effects: Iterable[str]) -> "Scenario":
        """The null arm: each card whose `effect` is among `effects` at its null. Draw first, then take them away."""
        effects = set(effects)
        if unknown := effects - set(parameters.EFFECTS):
            raise ScenarioError(f"{', '.join(sorted(unknown))} is no effect. Use {', '.join(parameters.EFFECTS)}.")
        nulls = {card.key: card.null for card in _settable().values() if card.effect in effects}
        values = {key: null for key, null in nulls.items() if null is not None}
        return self._with(values, dict.fromkeys(values, "null arm"))

    def draw(self, seed: int, grades: str = "CD") -> "Scenario":
        """One plausible set of the parameters that are not well known: the same for every scenario under one seed.

        Each card of one of the `grades` that a policy does not decide and that has a plausible range moves to a
        quantile of that range (see `Card.draw`). What the scenario sets itself, away from the card's value, is held.
        """
        import numpy as np

        from simulation.chance import Decision, seed_word, uniform

        luck_of, word = seed_word(seed), np.uint64
        drawn: dict[str, float] = {}
        for key, card in (cards := _settable()).items():
            held = card.decides == "policy" or self.values[key] != card.value
            if card.grade in grades and card.plausible and not held:
                luck = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest())
                drawn[key] = float(uniform(luck_of, word(luck), 0, int(Decision.PARAMETER_DRAW)))
        values = within_whole({key: cards[key].draw(self.values[key], u) for key, u in drawn.items()}, self.values)
        return replace(self._with(values, dict.fromkeys(values, f"drawn with seed {seed}")), drawn=drawn)

    def _with(self, values: Mapping[str, Value], origins: Mapping[str, str]) -> "Scenario":
        return replace(self, values={**self.values, **values}, origins={**self.origins, **origins})

    def origin(self, key: str) -> str:
        """The file and line that set a value, or what the changes are called that did."""
        return self.origins[key]

    def to_yaml(self) -> str:
        """The whole scenario as one YAML text that extends nothing and loads back to the same fingerprint."""
        lines = [f"title: {_json(self.title)}"]
        lines += [f"description: {_json(self.description)}"] if self.description else []
        lines.append("places:")
        for place in self.places:
            entries = [f"{name}: {_json(getattr(place, name))}" for name in place.__slots__]
            lines += [f"  - {entries[0]}", *(f"    {entry}" for entry in entries[1:])]
        section = ""
        for key, value in self.values.items():
            if not key.startswith(f"{section}."):
                section = key.partition(".")[0]
                lines.append(f"{section}:")
            lines.append(f"  {key.partition('.')[2]}: {_json(value)}")
        return "\n".join(lines) + "\n"

    def __getitem__(self, key: str) -> Value:
        return self.values[key]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        return f"<Scenario {self.name} {self.fingerprint}>"

    def __reduce__(self) -> tuple[Any, ...]:
        plain = dict(self.values), self.places, dict(self.origins), dict(self.drawn)
        return Scenario, (self.name, self.title, self.description, *plain)

    def __deepcopy__(self, memo: object) -> "Scenario":
        return self


def _settable() -> dict[str, Card]:
    """The cards that a scenario sets by section; those of `place` are set by each place."""
    return {key: card for key, card in parameters.cards().items() if card.section != "place"}


class _Record:
    """A frozen group of values with attribute access; a class of its own for each set of names."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        names = tuple(type(self).__slots__)
        return _record, (type(self).__name__, names, tuple(getattr(self, name) for name in names))


@cache
def _record_class(name: str, fields: tuple[str, ...]) -> Callable[..., Any]:
    return make_dataclass(name, fields, bases=(_Record,), frozen=True, slots=True)


def _record(name: str, fields: tuple[str, ...], values: tuple[Value, ...]) -> Any:
    return _record_class(name, fields)(*values)


def _json(value: Value) -> str:
    """JSON, which YAML 1.2 contains, so that a text never turns into a number or a switch."""
    return json.dumps(value, ensure_ascii=False)


def _fingerprint(values: Mapping[str, Value], places: tuple[Any, ...]) -> str:
    said = [{name: getattr(place, name) for name in place.__slots__} for place in places]
    text = json.dumps([dict(values), said], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# what a file may say


def _layers(source: str | Path) -> list[Mapping[str, Node]]:
    """The files of a chain of `extends`, the root first."""
    path = _find(str(source), Path.cwd(), "")
    chain: dict[Path, Mapping[str, Node]] = {}
    while True:
        said = read(path, _shown(path)).value
        assert isinstance(said, Mapping)
        chain[path] = said
        if "extends" not in said:
            return list(reversed(chain.values()))
        parent = said["extends"]
        if not isinstance(parent.value, str) or not parent.value.strip():
            raise ScenarioError(
                f"{parent.where}: extends must name one scenario, such as `extends: worlds/market_town`."
            )
        path = _find(parent.value, path.parent, f"{parent.where}: ")
        if path in chain:
            circle = " -> ".join(_shown(one) for one in [*chain, path])
            raise ScenarioError(f"{parent.where}: extends goes round in a circle ({circle}). Let one extend a world.")


def _find(said: str, folder: Path, where: str) -> Path:
    """The file that `said` names: a file name from `folder`, or a bare name in the library."""
    names = [LIBRARY / f"{said}.yaml", LIBRARY / "worlds" / f"{said}.yaml", folder / f"{said}.yaml", folder / said]
    files = [folder / said, LIBRARY / said]
    for path in files if said.endswith((".yaml", ".yml")) else names:
        try:
            if path.is_file():
                return path.resolve()
        except (OSError, ValueError):
            continue
    library = [str(path.relative_to(LIBRARY).with_suffix("")) for path in sorted(LIBRARY.rglob("*.yaml"))]
    close = nearest(said, library) or nearest(Path(said).stem, library)
    mend = f"Did you mean {close}?" if close else f"Name a file, or one of {', '.join(library)}."
    raise ScenarioError(f"{where}there is no scenario {said[:80]!r}. {mend}")


def _shown(path: Path) -> str:
    """How to call a file in a message: from this project or the folder one works in, where it lies there."""
    for folder in (ROOT, Path.cwd()):
        if path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return str(path)


def _first_line(layer: Mapping[str, Node]) -> str:
    return next((node.where for node in layer.values()), "")


def _set_section(section: str, node: Node, values: dict[str, Value], origins: dict[str, str]) -> None:
    """Put what a file says of one section of cards into `values` and `origins`."""
    names = [card.name for card in _settable().values() if card.section == section]
    if not names:
        raise ScenarioError(f"{node.where}: {section} is not a setting. {_did_you_mean(section)}")
    if not isinstance(node.value, Mapping):
        raise ScenarioError(
            f"{node.where}: {section} needs settings under it, such as `{section}: {{{names[-1]}: ...}}`."
        )
    for name, one in node.value.items():
        card = _card(f"{section}.{name}", one.where)
        values[card.key], origins[card.key] = card.check(one), one.where


def _card(key: str, where: str) -> Card:
    card = _settable().get(key)
    if key in _OWN:
        raise ScenarioError(
            f"{where}: {key} is said in the scenario's own file, and cannot be changed here. Write `{key}: ...` there."
        )
    if card is None:
        raise ScenarioError(f"{where}: {key} is not a setting. {_did_you_mean(key)}")
    return card


def _did_you_mean(said: str) -> str:
    """The valid name nearest to a mistaken one: in its own section, by the last part of its name, then anywhere."""
    keys = list(_settable())
    sections = list(dict.fromkeys(key.partition(".")[0] for key in keys))
    section, _, name = said.rpartition(".")
    mine = [key for key in keys if key.startswith(f"{section or said}.")]
    namesakes = [key for key in keys if key.partition(".")[2] == name]
    if said not in keys and mine and section:
        close = nearest(said, mine) if len(namesakes) != 1 else namesakes[0]
        return f"Did you mean {close}?" if close else f"The settings here are {', '.join(mine)}."
    if mine and not section:
        return f"Name one of its settings: {', '.join(mine)}."
    if said in keys or len(namesakes) == 1:
        key = said if said in keys else namesakes[0]
        return f"Did you mean {key}, written `{key.replace('.', ': {')}: ...}}`?"
    close = nearest(said, [*sections, *_OWN, *keys])
    if close is None and (by_name := nearest(said, (key.partition(".")[2] for key in keys))):
        close = next(key for key in keys if key.endswith(f".{by_name}"))
    return f"Did you mean {close}?" if close else f"There are {', '.join([*_OWN, *sections])}."


# places


def _places(node: Node) -> tuple[Any, ...]:
    """The records of a list of places, each checked against the cards of `place`."""
    if not isinstance(node.value, tuple) or not node.value:
        raise ScenarioError(f"{node.where}: places must be a list with at least one place, such as `- name: Our town`.")
    places = tuple(_place(one, index) for index, one in enumerate(node.value, 1))
    names = [place.name.casefold() for place in places]
    for index, name in enumerate(names):
        if name in names[:index]:
            where = node.value[index].where
            raise ScenarioError(f"{where}: two places are called {places[index].name}. Give each its own name.")
    _check_size(places, node.where)
    return places


def _place(node: Node, index: int) -> Any:
    cards = {card.name: card for card in parameters.cards().values() if card.section == "place"}
    if not isinstance(node.value, Mapping):
        raise ScenarioError(f"{node.where}: place {index} must be a group of settings, such as `- name: Our town`.")
    for name, one in node.value.items():
        if name not in cards:
            close = nearest(name, cards)
            mend = f"Did you mean {close}?" if close else f"A place has {', '.join(cards)}."
            raise ScenarioError(f"{one.where}: {name} is nothing that a place has. {mend}")
    if "name" not in node.value:
        raise ScenarioError(f"{node.where}: place {index} has no name. Add the line `name: Our town`.")
    title = printable(node.value["name"], f"the name of place {index}")
    values = {name: card.value for name, card in cards.items()}
    for name, one in node.value.items():
        values[name] = title if name == "name" else cards[name].check(one, f"{name} of {title}")
    return _record("Place", tuple(values), tuple(values.values()))


def _check_size(places: tuple[Any, ...], where: str) -> None:
    """Refuse what cannot fit, before anything is allocated."""
    residents = sum(place.residents for place in places)
    estimate, room = FIXED_BYTES + BYTES_A_RESIDENT * residents, available_memory()
    if room is not None and estimate > room:
        raise ScenarioError(
            f"{where}: {number(residents)} residents need about {estimate / 1e9:.1f} GB of memory, but "
            f"{room / 1e9:.1f} GB is free. Simulate fewer residents, or use a larger machine."
        )
    neighbourhoods = sum(-(-place.residents // place.neighbourhood_size) for place in places)
    if neighbourhoods > MOST_NEIGHBOURHOODS:
        raise ScenarioError(
            f"{where}: these places have {number(neighbourhoods)} neighbourhoods, but at most "
            f"{number(MOST_NEIGHBOURHOODS)} are possible. Make neighbourhood_size larger or simulate fewer residents."
        )


def available_memory() -> int | None:
    """Bytes of memory that a new process could take, or None where the system does not say."""
    room: list[int] = []
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
        room.extend(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
        limit = Path("/sys/fs/cgroup/memory.max")
        if limit.exists() and (said := limit.read_text().strip()).isdigit():
            room.append(int(said))
    except OSError:
        pass
    if not room and hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        room.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    return min(room, default=None)
