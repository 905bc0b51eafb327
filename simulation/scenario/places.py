"""The places of a scenario: what each is like, checked, and whether they fit into memory."""

import math
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from simulation import parameters
from simulation.parameters import number
from simulation.scenario.records import record
from simulation.strict_yaml import Node, ScenarioError, nearest, printable

BYTES_A_RESIDENT = 400
FIXED_BYTES = 400_000_000
"""Memory of one world: its residents with ties and work space, and what Python and compiled code take besides."""

MOST_NEIGHBOURHOODS = 32_767


def read_places(node: Node) -> tuple[Any, ...]:
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
    return record("Place", tuple(values), tuple(values.values()))


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


def neighbourhoods(place: Any) -> tuple[int, ...]:
    """How many neighbourhoods of a place lie in each fifth by deprivation: its shares, by largest remainder."""
    count = max(1, round(place.residents / place.neighbourhood_size))
    exact = [share * count for share in place.deprivation]
    whole = [math.floor(one) for one in exact]
    first = sorted(range(len(exact)), key=lambda fifth: whole[fifth] - exact[fifth])[: count - sum(whole)]
    return tuple(number + (fifth in first) for fifth, number in enumerate(whole))


def uninhabited(places: Iterable[Any]) -> list[int]:
    """The fifths by deprivation, from 0, that places say they have but, of so few neighbourhoods, have none of."""
    shares, numbers = zip(*((place.deprivation, neighbourhoods(place)) for place in places), strict=True)
    said, there = (map(sum, zip(*each, strict=True)) for each in (shares, numbers))
    return [fifth for fifth, (share, number) in enumerate(zip(said, there, strict=True)) if share and not number]


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
