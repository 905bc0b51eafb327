"""Who is who in one world: what people and groups are called, how old they are, who they are to each other."""

from __future__ import annotations

from simulation.agents.groups import SERVICE_OF_LADDER
from simulation.stories.archive import Archive
from simulation.stories.names import first_name, group_name
from simulation.stories.telling import HER, HIM, IT, Subject
from simulation.words import count, listed, words

MOST_NAMED = 2
"""More people than these are counted rather than named."""


class Cast:
    """The people and groups of an archive, by number."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def person(self, number: int) -> Subject:
        """A person as the subject of a story."""
        one = self.archive.people[number]
        name = first_name(int(one["key"]), int(one["sex"]), int(one["ethnic"]))
        return Subject("person", name, *(HIM if one["sex"] else HER))

    def group(self, number: int) -> Subject:
        """A group as the subject of a story."""
        return Subject("group", f"the {self.group_name(number)}", *IT)

    def group_name(self, number: int) -> str:
        """What a group is called, without an article."""
        one = self.archive.groups[number]
        return group_name(int(one["key"]), int(one["domain"]), bool(one["formal"]))

    def groups(self, numbers: list[int]) -> str:
        """Groups, one after another."""
        return listed([f"the {self.group_name(number)}" for number in numbers])

    def age(self, number: int, month: int) -> str:
        """Age in a month, in words that follow "aged"."""
        years = (month - int(self.archive.people[number]["born"])) // 12
        return str(years) if years else "under one"

    def household(self, number: int, frame: int) -> str:
        """With how many others somebody lives."""
        others = len(self.archive.home(number, frame))
        if not others:
            return "alone"
        return f"with {count(others)} other{'s' if others > 1 else ''}" if others > 1 else "with one other person"

    def fifth(self, number: int) -> str:
        """In which fifth of neighbourhoods somebody lives."""
        return str(words()["fifths"][int(self.archive.people[number]["fifth"]) - 1])

    def relation(self, number: int, other: int, at_home: list[int]) -> str:
        """Another person by name, and who that is to this one, as far as the chronicle knows."""
        people, me = self.archive.people, self.person(number)
        name = self.person(other).name
        if people[other]["mother"] == number:
            return f"{me.their} {'son' if people[other]['sex'] else 'daughter'} {name}"
        if people[number]["mother"] == other:
            return f"{me.their} mother {name}"
        return f"{name}, who lives with {me.them}" if other in at_home else name

    def company(self, number: int, others: list[int], frame: int) -> str:
        """Other people, named if they are few, else counted."""
        at_home = self.archive.home(number, frame)
        if len(others) == 1:
            return self.relation(number, others[0], at_home)
        if len(others) <= MOST_NAMED:
            return listed(sorted(self.person(other).name for other in others))
        near = sum(other in at_home for other in others)
        lives = "lives" if near == 1 else "live"
        whom = self.person(number).them
        told = f", {count(near)} of whom {lives} with {whom}" if 0 < near < len(others) else ""
        told = f", all of whom live with {whom}" if near == len(others) else told
        return f"{count(len(others))} people close to {whom}{told}"


def service(ladder: int) -> str:
    """The service that helps with a kind of need."""
    return str(words()["services"][SERVICE_OF_LADDER[ladder]])
