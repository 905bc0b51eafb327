"""Whom to follow in two recorded worlds: by key, or out of a list of some worth following."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.agents.groups import DOMAINS
from simulation.chronicle.vocabulary import What
from simulation.scenario import ScenarioError
from simulation.stories import agency, group, person
from simulation.stories.archive import Archive
from simulation.stories.cast import Cast
from simulation.stories.pair import Pair, side_by_side
from simulation.stories.telling import Story
from simulation.strict_yaml import nearest
from simulation.words import capital, words

type Worlds = Sequence[Archive]

ANY = "any"
"""Instead of a key: asks for a list."""

LISTED = 12


class Known(NamedTuple):
    """Somebody who can be followed: their key, and who that is."""

    key: str
    who: str


LONGEST_KEY = 20
"""Digits of the largest 64-bit number."""

type Key = int | tuple[int, int]
"""The key of a person or a group, or the number of a service and of its place."""


def key_of(kind: str, said: str, places: Sequence[str], hint: str = "") -> Key:
    """What a user says of whom to follow, or a ScenarioError. kind: person, group or agency. places: their names.

    hint: where keys are to be found; the command's own unless said.

    >>> key_of("person", "12", []), key_of("agency", "family@Mill town", ["Port", "Mill town"])
    (12, (1, 1))
    """
    if kind == "agency":
        return _agency(said, places, hint or _hint(kind))
    if not (said.isascii() and said.isdecimal() and len(said) <= LONGEST_KEY and 0 < int(said) < 2**64):
        raise ScenarioError(f"{capital(kind)} {said[:40]}: a key is a whole number above 0. {hint or _hint(kind)}")
    return int(said)


def unknown(kind: str, key: Key, hint: str = "") -> ScenarioError:
    """Why somebody cannot be followed whom neither world knows."""
    return ScenarioError(f"{capital(kind)} {key}: there is none with this key in either world. {hint or _hint(kind)}")


def follow(worlds: Worlds, titles: tuple[str, str], kind: str, key: Key) -> Pair:
    """Both stories of a person, a group or an agency (kind). Raises ScenarioError where neither world knows them."""
    if isinstance(key, tuple):
        stories: list[Story | None] = [agency.story(world, *key) for world in worlds]
    else:
        tell = person.story if kind == "person" else group.story
        stories = [tell(world, key) for world in worlds]
    told = side_by_side(stories[0], stories[1], titles)
    if told is None:
        raise unknown(kind, key)
    return told


def _hint(kind: str) -> str:
    return f"Try --{kind} {ANY}, which lists some with their keys."


def _agency(said: str, places: Sequence[str], hint: str) -> tuple[int, int]:
    """Service and place of a key such as `care` or `care@Mill town`."""
    service, _, place = said.partition("@")
    place = place or places[0]
    for name, known in ((service, DOMAINS), (place, places)):
        if name not in known:
            close = nearest(name, known)
            mend = f"Did you mean {close}?" if close else hint
            raise ScenarioError(f"Agency {said}: there is no {name or 'agency without a name'}. {mend}")
    return DOMAINS.index(service), places.index(place)


def listing(worlds: Worlds, kind: str) -> list[Known]:
    """Some who can be followed. Of people, as many whose crises are more in the first world as in the second."""
    return {"person": _people, "group": _groups, "agency": _agencies}[kind](worlds)


def _people(worlds: Worlds) -> list[Known]:
    first, second = worlds
    there = np.flatnonzero((first.people["came"] == first.first) & (first.people["key"] > 0)).tolist()
    both = [(one, second.number("people", int(first.people["key"][one]))) for one in there]
    numbers = np.array([pair for pair in both if pair[1]], np.int64).reshape(-1, 2).T
    at = numbers[0]
    crises, found = (
        [_times(world, which)[rows] for world, rows in zip(worlds, numbers, strict=True)]
        for which in ((What.AVOIDABLE_CRISIS, What.ACUTE_CRISIS), (What.GROUP_HELP_BEGAN,))
    )
    each = LISTED // 4
    chosen = dict.fromkeys(
        row
        for apart in (crises[0] - crises[1], crises[1] - crises[0], found[0] - found[1], found[1] - found[0])
        for row in np.argsort(-apart, kind="stable")[:each].tolist()
        if apart[row] > 0
    )
    cast, said = Cast(first), words()["follow"]["person"]

    def who(row: int) -> Known:
        number = int(at[row])
        about = {"name": cast.person(number).name, "age": cast.age(number, first.first), "fifth": cast.fifth(number)}
        counts = {"a": crises[0][row], "b": crises[1][row], "c": found[0][row], "d": found[1][row]}
        return Known(str(int(first.people["key"][number])), said.format(**about, **counts))

    return [who(row) for row in chosen]


def _times(world: Archive, which: Sequence[What]) -> NDArray[np.int64]:
    """How often one of these happened to each person, by number."""
    people = world.events["person"][np.isin(world.events["what"], which)]
    return np.bincount(people, minlength=len(world.people)).astype(np.int64)


def _groups(worlds: Worlds) -> list[Known]:
    first, second = worlds
    there = np.flatnonzero((first.groups["came"] == first.first) & (first.groups["key"] > 0))
    largest = there[np.argsort(-first.standing[0]["members"][there], kind="stable")][:LISTED].tolist()
    cast, said = Cast(first), words()

    def which(number: int) -> Known:
        key = int(first.groups["key"][number])
        kind = said["kinds"]["formal" if first.groups["formal"][number] else "informal"]
        members = {"a": _members(first, number), "b": _members(second, second.number("groups", key))}
        return Known(str(key), said["follow"]["group"].format(name=cast.group_name(number), kind=kind, **members))

    return [which(number) for number in largest]


def _members(world: Archive, number: int | None) -> int:
    """How many belong to a group in the end."""
    here = number is not None and world.groups["gone"][number] > world.last
    return int(world.standing[-1]["members"][number]) if here else 0


def _agencies(worlds: Worlds) -> list[Known]:
    said, places = words(), worlds[0].places
    return [
        Known(
            domain if len(places) == 1 else f"{domain}@{place}",
            said["follow"]["agency"].format(name=said["services"][service]),
        )
        for place in places
        for service, domain in enumerate(DOMAINS)
    ]
