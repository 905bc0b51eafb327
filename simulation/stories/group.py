"""The story of one community group in one world."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.chronicle.fields import LINK_STEPS
from simulation.chronicle.vocabulary import What, Why, label
from simulation.stories.archive import NEVER, Archive
from simulation.stories.cast import Cast
from simulation.stories.telling import Beat, Passage, Story
from simulation.words import counted, listed, words

NAMED_UP_TO = 25
"""Groups with more members tell of their comings and goings once a year, in numbers."""

STRONG = LINK_STEPS // 2
"""The strength from which a working link is called strong."""


def story(archive: Archive, key: int) -> Story | None:
    """What happened to the group with this key; None if this world never knew it."""
    number = archive.number("groups", key)
    return _Telling(archive, number).story() if number else None


class _Telling:
    """One pass through the months of a group. joined, helped: how many people, since it was last told."""

    def __init__(self, archive: Archive, number: int) -> None:
        self.archive, self.number, self.cast = archive, number, Cast(archive)
        self.group = archive.groups[number]
        self.events = archive.doings(number)
        self.joined = self.helped = 0

    def story(self) -> Story:
        archive = self.archive
        founded = self.events["month"][self.events["what"] == What.FOUNDED_GROUP]
        first = int(founded[0]) if len(founded) else max(int(self.group["came"]), archive.first)
        last = min(int(self.group["gone"]), archive.last - 1)
        passages = []
        for month in range(first, last + 1):
            beats = self._month(month, self.events[self.events["month"] == month], first)
            passages += [Passage(month, month, tuple(beats))] if beats else []
        return Story(self.cast.group(self.number), tuple(passages))

    def _month(self, month: int, events: NDArray[Any], first: int) -> list[Beat]:
        beats = self._beginning(month, events) if month == first else []
        beats += self._people(events)
        if month != first and month < self.group["gone"]:
            beats += self._standing(month)
        if month % 12 == 11 and month < self.group["gone"]:
            beats += self._year(month)
        return beats + (self._end(month) if month == self.group["gone"] else [])

    def _beginning(self, month: int, events: NDArray[Any]) -> list[Beat]:
        said = words()
        kind = said["kinds"]["formal" if self.group["formal"] else "informal"]
        about = {"domain": said["domains"][self.group["domain"]], "kind": kind}
        founder = int(self.group["founder"])
        if (events["what"] == What.FOUNDED_GROUP).any():
            name = self.cast.person(founder).name
            return [Beat.of("founded", founder=name, **about) if founder else Beat.of("founded_unknown", **about)]
        now = self._at(month)
        beats = [Beat.of("opening", members=f"{now['members']:,}", active=f"{now['active']:,}", **about)]
        beats += [Beat.of("knows_of")] if now["known"] else []
        return beats + self._links({
            "has_link": (now["links"] > 0) & (now["links"] < STRONG), "has_strong_link": now["links"] >= STRONG,
        })  # fmt: skip

    def _at(self, frame: int) -> Any:
        return self.archive.standing[frame - self.archive.first, self.number]

    def _people(self, events: NDArray[Any]) -> list[Beat]:
        joined = _whom(events, What.JOINED_GROUP)
        helped = _whom(events, What.GROUP_HELP_BEGAN)
        self.joined, self.helped = self.joined + len(joined), self.helped + len(helped)
        month = int(events["month"][0]) if len(events) else self.archive.first
        if self._at(min(max(month, self.group["came"]), self.archive.last))["members"] > NAMED_UP_TO:
            return []
        beats = []
        if joined:
            beats.append(Beat.of("joins", people=self._names(joined), join="joins" if len(joined) == 1 else "join"))
        if helped:
            beats.append(Beat.of("helps", people=self._names(helped)))
        for why in np.unique(events["why"][events["what"] == What.GROUP_HELP_ENDED]).tolist():
            people = _whom(events[events["why"] == why], What.GROUP_HELP_ENDED)
            beats.append(Beat.of("helps_over", people=self._names(people), why=words()["endings"][label(Why(why))]))
        return beats

    def _names(self, people: list[int]) -> str:
        return listed([self.cast.person(one).name for one in people])

    def _standing(self, month: int) -> list[Beat]:
        """What changed between the frames before and after a month."""
        was, now = self._at(month), self._at(month + 1)
        beats = []
        if was["known"] != now["known"]:
            beats.append(Beat.of("known" if now["known"] else "unknown"))
        before, after = was["links"], now["links"]
        return beats + self._links({
            "link_begins": (before == 0) & (after > 0), "link_gone": (before > 0) & (after == 0),
            "link_strong": (before > 0) & (before < STRONG) & (after >= STRONG),
            "link_weak": (before >= STRONG) & (after < STRONG) & (after > 0),
        })  # fmt: skip

    def _links(self, kinds: dict[str, NDArray[np.bool_]]) -> list[Beat]:
        """A sentence for each kind of link, about the services of which it is true."""
        found = [(kind, [words()["services"][k] for k in np.flatnonzero(which)]) for kind, which in kinds.items()]
        return [Beat.of(kind, services=listed(services)) for kind, services in found if services]

    def _year(self, month: int) -> list[Beat]:
        now = self._at(month + 1)
        people = {"members": f"{now['members']:,}", "active": f"{now['active']:,}"}
        told = Beat.of(
            "year",
            joined=counted(self.joined, "person", "people"),
            helped=counted(self.helped, "person", "people"),
            **people,
        )
        self.joined = self.helped = 0
        return [told]

    def _end(self, month: int) -> list[Beat]:
        last = self._at(max(month, int(self.group["came"])))
        beats = [Beat.of("ended", members=f"{last['members']:,}", active=f"{last['active']:,}")]
        founder = int(self.group["founder"])
        if founder and self.archive.people[founder]["gone"] <= month < NEVER:
            died = self.archive.people[founder]["died"]
            beats.append(Beat.of("founder_died" if died else "founder_left", founder=self.cast.person(founder).name))
        return beats


def _whom(events: NDArray[Any], what: What) -> list[int]:
    return [int(person) for person in events["person"][events["what"] == what]]
