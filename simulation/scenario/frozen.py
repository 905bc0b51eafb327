"""A scenario, frozen: every value that a world is told, and what changes in the course of time."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from simulation import parameters
from simulation.parameters import CardError, Value
from simulation.scenario.files import first_line, goes_behind, moved, read_chain
from simulation.scenario.places import read_places
from simulation.scenario.records import record
from simulation.scenario.schedule import Change, changed, read_schedule
from simulation.scenario.settings import card_of, fitted_of, held_of, settable, settings_of
from simulation.scenario.tools import EVENTS, TOOLS, Tool, called, split, tools_of
from simulation.shares import check_shares, within_whole
from simulation.strict_yaml import Node, ScenarioError, nearest, node_of, printable, said_by_program

MOST_CHANGES = 500
"""Changes in one schedule, its tools' included: one a month for forty years."""


@dataclass(frozen=True, eq=False, repr=False)
class Scenario:
    """Everything that a world is told. Read a value as `scenario.effort.lag` or `scenario["effort.lag"]`.

    `values` holds every card's value by key, `places` one record for each place with the attributes of the cards in
    simulation/parameters/place.yaml, `drawn` the quantile of every value that `draw` drew, `schedule` what changes in
    the course of time, `local` the values by place that differ between places, `fitted` the settings whose values come
    from data, so that `draw` draws around them, and `held` those said to be as their cards have them. Two scenarios are
    equal when their `fingerprint` is: 16 hex digits of a SHA-256 over all of these that bear on results, however they
    were layered. `kept` is what worlds have made of these values already.

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
    schedule: tuple[Change, ...] = ()
    local: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    fitted: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    kept: dict[Any, Any] = field(init=False, default_factory=dict)

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
            object.__setattr__(self, section, record(section, tuple(values), tuple(values.values())))
        for own in ("values", "origins", "drawn", "local"):
            object.__setattr__(self, own, MappingProxyType(dict(getattr(self, own))))

    @cached_property
    def fingerprint(self) -> str:
        """What tells scenarios apart: reckoned once asked for, since many are steps on the way to another."""
        return _fingerprint(self)

    @classmethod
    def load(
        cls, source: str | Path, changes: Mapping[str, object] | None = None, where: str = "changes", world: str = ""
    ) -> "Scenario":
        """The scenario in a file, or of a bare name under scenarios/ or scenarios/worlds/, with `changes` on top.

        world: another world to put it in, likewise a file or a bare name, instead of the one that it extends.
        """
        base, behind = split(source)
        printable(Node(called(source), repr(str(source))), "the name of the file")
        values = {key: card.value for key, card in settable().items()}
        origins = {key: card.where for key, card in settable().items()}
        words = {"title": Path(base).stem.replace("_", " "), "description": ""}
        places: tuple[Any, ...] = ()
        layers = moved(read_chain(base), world) if world else read_chain(base)
        own = list(layers)[-1]
        if own.parent in (TOOLS, EVENTS):
            raise ScenarioError(goes_behind(own.stem))
        fitted, held = set[str](), set[str]()
        for layer in layers.values():
            for name, node in layer.items():
                if name == "places":
                    places, origins["places"] = read_places(node), node.where
                elif name in words:
                    words[name] = printable(node, name, lines=name == "description")
                elif name not in ("extends", "with", "schedule", "fitted", "held"):
                    for card, one in settings_of(name, node):
                        values[card.key], origins[card.key] = card.check(one), one.where
                        fitted.discard(card.key)
            fitted |= fitted_of(layer)
            held |= held_of(layer)
        if not places:
            last = first_line(list(layers.values())[-1]) or source
            raise ScenarioError(
                f"{last}: neither this scenario nor what it extends says `places`. "
                "Add the line `extends: worlds/market_town`."
            )
        tools = tools_of(layers, behind)
        schedule = [change for layer in layers.values() for change in read_schedule(layer)]
        schedule += [change for tool in tools for change in tool.changes]
        told = [words["description"], *(tool.description for tool in tools)]
        scenario = cls(
            called(source), _with_tools(words["title"], tools), " ".join(filter(None, told)), values, places, origins,
            schedule=tuple(schedule), fitted=frozenset(fitted), held=frozenset(held),
        )  # fmt: skip
        return scenario.with_changes(changes or {}, where)

    def _check_schedule(self) -> None:
        """Refuse too many changes, changes in places that are not there, and values that do not go together."""
        if len(self.schedule) > MOST_CHANGES:
            where = self.schedule[MOST_CHANGES].where
            raise ScenarioError(f"{where}: this is change {MOST_CHANGES + 1}, but a scenario can have {MOST_CHANGES}.")
        names = [place.name for place in self.places]
        for change in self.schedule:
            where = change.where_places or change.where
            for name in change.places:
                if name not in names:
                    close = nearest(name, names)
                    mend = f"Did you mean {close}?" if close else f"There are {', '.join(names)}."
                    raise ScenarioError(f"{where}: there is no place {name!r}. {mend}")
            for key in (*change.values, *change.factors):
                if change.places and not card_of(key, change.where).by_place:
                    raise ScenarioError(
                        f"{where}: {key} is the same in all places. Leave out `places`, or change only "
                        f"{', '.join(card.key for card in settable().values() if card.by_place)} there."
                    )
        for month in sorted(self.turns):
            check_shares(self.at(month).values, self.at(month).origins)

    def with_changes(
        self, changes: Mapping[str, object], where: str = "changes", scheduled: bool = False
    ) -> "Scenario":
        """The same scenario with some values changed; a text is read as it would be in a file (`--set key=value`).

        where: what the user calls these changes, for messages and as the origin of the values. What is changed here is
        held for good, whatever the schedule says; `scheduled`: unless the schedule changes it in turn.
        """
        values, origins, places = dict(self.values), dict(self.origins), self.places
        for key, raw in changes.items():
            if key == "places":
                places, origins["places"] = read_places(said_by_program(raw, where)), where
            else:
                card = card_of(key, where)
                node = node_of(raw, where) if isinstance(card.value, str) else said_by_program(raw, where)
                values[key], origins[key] = card.check(node), where
        check_shares(values, origins)
        scenario = replace(
            self, values=values, origins=origins, places=places,
            schedule=self.schedule if scheduled else self._schedule_without(changes),
            local=self._local_without(changes), fitted=self.fitted - set(changes),
            held=self.held - set(changes) | _as_their_cards(values, changes),
        )  # fmt: skip
        scenario._check_schedule()
        return scenario

    def using(self, tools: Iterable[Tool]) -> "Scenario":
        """The same scenario with these tools, as if they stood behind its name."""
        later = tuple(change for tool in tools for change in tool.changes)
        scenario = replace(self, schedule=(*self.schedule, *later))
        scenario._check_schedule()
        return scenario

    def _local_without(self, keys: Iterable[str]) -> dict[str, tuple[Value, ...]]:
        keys = set(keys)
        return {key: values for key, values in self.local.items() if key not in keys}

    def _schedule_without(self, keys: Iterable[str]) -> tuple[Change, ...]:
        kept = [change.without(keys) for change in self.schedule]
        return tuple(change for change in kept if change.values or change.factors)

    @cached_property
    def turns(self) -> frozenset[int]:
        """The months in which something changes."""
        ends = {change.ends for change in self.schedule if change.ends is not None}
        return frozenset(ends | {change.begins for change in self.schedule})

    def at(self, month: int) -> "Scenario":
        """What holds in a month of the run, as a scenario without a schedule."""
        if not self.schedule:
            return self
        now = [change for change in self.schedule if change.holds(month)]
        everywhere = [change for change in now if not change.places]
        here = [
            changed(self.values, [one for one in now if not one.places or place.name in one.places])
            for place in self.places
        ]
        keys = {key for one in now if one.places for key in (*one.values, *one.factors)}
        origins = {key: one.where for one in now for key in (*one.values, *one.factors)}
        return replace(
            self, values=changed(self.values, everywhere), origins={**self.origins, **origins}, schedule=(),
            local={key: tuple(values[key] for values in here) for key in sorted(keys)},
        )  # fmt: skip

    def by_place(self, key: str) -> tuple[Value, ...]:
        """A value in each place."""
        return self.local.get(key, (self.values[key],) * len(self.places))

    def today(self) -> "Scenario":
        """The same world with every policy at its card's value: what the place does now, for settling."""
        policies = [card for card in settable().values() if card.decides == "policy"]
        as_they_are = {card.key: card.value for card in policies}, {card.key: card.where for card in policies}
        return replace(self, schedule=())._with(*as_they_are)

    def without_effects(self, effects: Iterable[str]) -> "Scenario":
        """The null arm: each card whose `effect` is among `effects` at its null. Draw first, then take them away."""
        effects = set(effects)
        if unknown := effects - set(parameters.EFFECTS):
            raise ScenarioError(f"{', '.join(sorted(unknown))} is no effect. Use {', '.join(parameters.EFFECTS)}.")
        nulls = {card.key: card.null for card in settable().values() if card.effect in effects}
        values = {key: null for key, null in nulls.items() if null is not None}
        nowhere = replace(self, schedule=self._schedule_without(values))
        return nowhere._with(values, dict.fromkeys(values, "null arm"))

    def draw(self, seed: int, grades: str = "CD") -> "Scenario":
        """One plausible set of the parameters that are not well known: the same for every scenario under one seed.

        Each card of one of the `grades` that a policy does not decide and that has a plausible range moves to a
        quantile of that range (see `Card.draw`). What the scenario sets itself, away from the card's value, is held,
        unless it was fitted to data; so is what a user says is to be as its card has it.
        """
        import numpy as np

        from simulation.chance import Decision, seed_word, uniform

        luck_of, word = seed_word(seed), np.uint64
        drawn: dict[str, float] = {}
        for key, card in (cards := settable()).items():
            held = key in self.held or (self.values[key] != card.value and key not in self.fitted)
            held |= card.decides == "policy"
            if card.grade in grades and card.plausible and not held:
                luck = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest())
                drawn[key] = float(uniform(luck_of, word(luck), 0, int(Decision.PARAMETER_DRAW)))
        values = within_whole({key: cards[key].draw(self.values[key], u) for key, u in drawn.items()}, self.values)
        return replace(self._with(values, dict.fromkeys(values, f"drawn with seed {seed}")), drawn=drawn)

    def _with(self, values: Mapping[str, Value], origins: Mapping[str, str]) -> "Scenario":
        return replace(
            self, values={**self.values, **values}, origins={**self.origins, **origins},
            local=self._local_without(values),
        )  # fmt: skip

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
        lines += [f"fitted: {_json(sorted(self.fitted))}"] if self.fitted else []
        lines += [f"held: {_json(sorted(self.held))}"] if self.held else []
        lines += ["schedule:"] if self.schedule else []
        lines += [f"  - {_json(change.said())}" for change in self.schedule]
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
        plain = dict(self.values), self.places, dict(self.origins), dict(self.drawn), self.schedule, dict(self.local)
        return Scenario, (self.name, self.title, self.description, *plain, self.fitted, self.held)

    def __deepcopy__(self, memo: object) -> "Scenario":
        return self


def _with_tools(title: str, tools: Iterable[Tool]) -> str:
    """A title that names the tools too, with the month from which one is used if that is not the first."""
    return " + ".join([title, *(tool.title + (f" from month {tool.begins}" if tool.begins else "") for tool in tools)])


def _as_their_cards(values: Mapping[str, Value], keys: Iterable[str]) -> set[str]:
    """Those of the settings that would be drawn, since they have their cards' values."""
    known = settable()
    mine = [known[key] for key in keys if key in known]
    return {card.key for card in mine if card.plausible and card.decides != "policy" and values[card.key] == card.value}


def _json(value: object) -> str:
    """JSON, which YAML 1.2 contains, so that a text never turns into a number or a switch."""
    return json.dumps(value, ensure_ascii=False)


def _fingerprint(scenario: Scenario) -> str:
    said: list[object] = [dict(scenario.values)]
    said.append([{name: getattr(place, name) for name in place.__slots__} for place in scenario.places])
    said += [[change.said() for change in scenario.schedule]] if scenario.schedule else []
    said += [dict(scenario.local)] if scenario.local else []
    said += [sorted(scenario.fitted)] if scenario.fitted else []
    said += [{"held": sorted(scenario.held)}] if scenario.held else []
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
