"""Settings: which cards a scenario may set, and what is meant where somebody names one that is not there."""

from collections.abc import Iterator, Mapping

from simulation import parameters
from simulation.parameters import Card
from simulation.strict_yaml import Node, ScenarioError, nearest, some_of, written

OWN = ("extends", "with", "title", "description", "places", "schedule", "fitted", "held")
"""What else a scenario says of itself."""


def settable() -> dict[str, Card]:
    """The cards that a scenario sets by section; those of `place` are set by each place."""
    return {key: card for key, card in parameters.cards().items() if card.section != "place"}


def settings_of(section: str, node: Node) -> Iterator[tuple[Card, Node]]:
    """The cards that a file sets in one section, each with what it says of it. Raises ScenarioError."""
    known = [card.name for card in settable().values() if card.section == section]
    if section in OWN:
        raise ScenarioError(
            f"{node.where}: {section} belongs to a whole scenario, and cannot be said here. Write it at the top of the "
            "scenario's own file, or leave it out."
        )
    if not known:
        raise ScenarioError(f"{node.where}: {written(section)} is not a setting. {_did_you_mean(section)}")
    if not isinstance(node.value, Mapping):
        raise ScenarioError(
            f"{node.where}: {section} needs settings under it, such as `{section}: {{{known[-1]}: ...}}`."
        )
    for name, one in node.value.items():
        yield card_of(f"{section}.{name}", one.where), one


def fitted_of(layer: Mapping[str, Node]) -> set[str]:
    """The settings that a file says it has fitted to data. Raises ScenarioError for one that it does not set itself."""
    node = layer.get("fitted")
    if node is None:
        return set()
    if not isinstance(node.value, tuple):
        raise ScenarioError(f"{node.where}: fitted needs a list of settings, such as `fitted: [ladder.family_up]`.")
    found = set()
    for one in node.value:
        card = card_of(_name_of(one, "fitted"), one.where)
        section = layer.get(card.section)
        if section is None or not isinstance(section.value, Mapping) or card.name not in section.value:
            raise ScenarioError(f"{one.where}: {card.key} is called fitted, but this file does not set it. Set it too.")
        found.add(card.key)
    return found


def held_of(layer: Mapping[str, Node]) -> set[str]:
    """The settings that a file says are held where they are, though that is where their cards have them."""
    node = layer.get("held")
    if node is None:
        return set()
    if not isinstance(node.value, tuple):
        raise ScenarioError(f"{node.where}: held needs a list of settings, such as `held: [effort.lag]`.")
    return {card_of(_name_of(one, "held"), one.where).key for one in node.value}


def _name_of(node: Node, listed: str) -> str:
    if not isinstance(node.value, str):
        raise ScenarioError(
            f"{node.where}: {listed} lists something that is no name of a setting. Write names, such as `effort.lag`."
        )
    return node.value


def card_of(key: str, where: str) -> Card:
    """The card of a setting. Raises ScenarioError with the nearest one where there is none."""
    card = settable().get(key)
    if key in OWN:
        raise ScenarioError(
            f"{where}: {key} is said in the scenario's own file, and cannot be changed here. Write `{key}: ...` there."
        )
    if card is None:
        raise ScenarioError(f"{where}: {written(key)} is not a setting. {_did_you_mean(key)}")
    return card


def _did_you_mean(said: str) -> str:
    """The valid name nearest to a mistaken one: in its own section, by the last part of its name, then anywhere."""
    keys = list(settable())
    sections = list(dict.fromkeys(key.partition(".")[0] for key in keys))
    section, _, name = said.rpartition(".")
    mine = [key for key in keys if key.startswith(f"{section or said}.")]
    namesakes = [key for key in keys if key.partition(".")[2] == name]
    if f"place.{name}" in parameters.cards() and (section == "place" or not (section or namesakes)):
        return f"It belongs to each place: write `places: [{{name: Our town, {name}: ...}}]` in a scenario of your own."
    if said not in keys and mine and section:
        close = nearest(said, mine) if len(namesakes) != 1 else namesakes[0]
        return f"Did you mean {close}?" if close else f"The settings here are {some_of(mine)}."
    if mine and not section:
        return f"Name one of its settings: {some_of(mine)}."
    if said in keys or len(namesakes) == 1:
        key = said if said in keys else namesakes[0]
        return f"Did you mean {key}, written `{key.replace('.', ': {')}: ...}}`?"
    close = nearest(said, [*sections, *OWN, *keys])
    if close is None and (by_name := nearest(said, (key.partition(".")[2] for key in keys))):
        close = next(key for key in keys if key.endswith(f".{by_name}"))
    if close:
        return f"Did you mean {close}?"
    return f"The groups of settings are {some_of([f"'{one}'" for one in sections])}."
