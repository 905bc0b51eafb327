"""Beats, passages and stories: what is told, and how a beat becomes a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from simulation.words import capital, words

type Values = tuple[tuple[str, str], ...]


class Beat(NamedTuple):
    """One thing that is told: the name of its sentence in words.yaml, and the facts that go into it."""

    words: str
    values: Values = ()

    @classmethod
    def of(cls, words: str, **values: str) -> Beat:
        """A beat with these facts."""
        return cls(words, tuple(sorted(values.items())))


class Subject(NamedTuple):
    """Whom a story is about: the section of words.yaml it is told by, what they are called, and their pronouns."""

    section: str
    name: str
    they: str
    them: str
    their: str
    theirs: str


QUIET = ("quiet", "quiet_little", "quiet_met")

HER, HIM, IT = ("she", "her", "her", "hers"), ("he", "him", "his", "his"), ("it", "it", "its", "its")


class Passage(NamedTuple):
    """What is told of the months from `month` to `until`: beats of one month, or what stayed as it was over several."""

    month: int
    until: int
    beats: tuple[Beat, ...]

    @property
    def quiet(self) -> bool:
        """Whether nothing happened, and it is told how things stayed."""
        return self.beats[0].words in QUIET


class Story(NamedTuple):
    """What happened, month by month; months in which nothing did are left out."""

    subject: Subject
    passages: tuple[Passage, ...]

    def told(self) -> list[tuple[int, list[str]]]:
        """Each month's sentences, ready to be read aloud."""
        return [(one.month, sentences(one.beats, self.subject)) for one in self.passages]


def sentences(beats: Iterable[Beat], who: Subject) -> list[str]:
    """Beats as sentences, the subject by name where first named and by pronoun from there on."""
    found, named = [], False
    for words_of, values in beats:
        template: str = words()[who.section][words_of]
        by_name = not named and ("{They}" in template or "{Their}" in template)
        found.append(capital(template.format(**_pronouns(who, by_name), **dict(values))))
        named |= by_name
    return found


def _pronouns(who: Subject, by_name: bool) -> dict[str, str]:
    return {
        "They": who.name if by_name else capital(who.they),
        "Their": f"{who.name}’{'' if who.name.endswith('s') else 's'}" if by_name else capital(who.their),
        "they": who.they, "them": who.them, "their": who.their, "theirs": who.theirs,
    }  # fmt: skip
