"""The story of one person in one world."""

from __future__ import annotations

import numpy as np

from simulation.chronicle.vocabulary import LASTING, What
from simulation.stories.archive import Archive, Event, one_by_one
from simulation.stories.cast import service
from simulation.stories.happenings import told_of
from simulation.stories.heard import Heard, lacking
from simulation.stories.situation import Situation
from simulation.stories.telling import Beat, Passage, Story
from simulation.words import count, hours, listed, words

QUIET = 2
"""So many months without news are told as one stretch, if somebody is in need."""


def story(archive: Archive, key: int) -> Story | None:
    """What happened to the person with this birth key; None if this world never knew them.

    >>> story(archive, key=10793619650396998472).told()[0]                  # doctest: +SKIP
    (0, ['Janet, aged 70, lives with three others, in ...'])
    """
    number = archive.number("people", key)
    return _Telling(archive, number).story() if number else None


class _Telling:
    """One pass through a life. before: minutes needed and missing when the month past was over."""

    def __init__(self, archive: Archive, number: int) -> None:
        self.archive = archive
        self.one = Situation(archive, number)
        self.heard = Heard(self.one)
        self.passages: list[Passage] = []
        self.before, self.changed = (0, 0), False

    def story(self) -> Story:
        one, archive = self.one, self.archive
        lived: dict[int, list[Event]] = {archive.first: []} if one.there_at_first else {}
        for event in one_by_one(np.concatenate([archive.life(one.number), archive.given(one.number)])):
            lived.setdefault(event.month, []).append(event)
        for month in sorted(lived):
            self._month(month, lived[month])
        self.before = one.balance()
        self._quiet_until(min(int(one.start["gone"]), archive.last) - 1)
        return Story(one.who, tuple(self.passages))

    def _month(self, month: int, events: list[Event]) -> None:
        one = self.one
        self.before = one.balance()
        beats = self._opening(month) if one.there_at_first and month == self.archive.first else []
        were = dict(one.kin)
        for event in events:
            one.heed(event)
        happened = {(e.what, e.ladder) for e in events if e.person == one.number and e.what not in LASTING}
        for event in events:
            told = told_of(one, event)
            beats += [told] if told else []
            beats += [needs(one)] if event.what == What.ARRIVED else []
        beats += self._helpers_gone(month, were)
        beats += [] if one.start["gone"] == month else self.heard.news(month, happened)
        if beats:
            self._quiet_until(month - 1)
            self.passages.append(Passage(month, month, _joined(beats)))
            self.changed = False
        else:
            self.changed |= bool(events)

    def _opening(self, month: int) -> list[Beat]:
        one, cast = self.one, self.one.cast
        household = cast.household(one.number, self.archive.first)
        beats = [Beat.of("opening", age=cast.age(one.number, month), household=household, fifth=cast.fifth(one.number))]
        beats.append(needs(one))
        belongs = [int(one.start[kind]) for kind in ("formal", "informal") if one.start[kind]]
        if belongs:
            beats.append(Beat.of("belongs", groups=cast.groups(belongs)))
        if one.start["active"]:
            beats.append(Beat.of("takes_part"))
        said = words()
        beats += [Beat.of("waits", service=service(l), ladder=said["ladders"][l]) for l in one.waiting]
        return beats

    def _helpers_gone(self, month: int, were: dict[int, int]) -> list[Beat]:
        """Of helpers who die or leave; not in the month in which a whole household leaves together."""
        if self.one.start["gone"] == month:
            return []
        people, cast = self.archive.people, self.one.cast
        gone = [other for other, until in zip(were, people["gone"][list(were)].tolist(), strict=True) if until == month]
        return [
            Beat.of(
                "helper_died" if people["died"][other] else "helper_left",
                helper=cast.person(other).name,
                hours=hours(were[other]),
            )
            for other in gone
        ]

    def _quiet_until(self, until: int) -> None:
        """Tell of the months since the last passage as one, if they are many and somebody is in need."""
        needed, missing = self.before
        since = self.passages[-1].until + 1 if self.passages else until + 1
        months = until - since + 1
        if months < QUIET or not needed:
            return
        said = {"months": f"{count(months)} months"}
        if missing:
            kind = "quiet_little" if self.changed else "quiet"
            said |= {"needed": hours(needed), **lacking(missing)}
        else:
            kind = "quiet_met"
        self.passages.append(Passage(since, until, (Beat.of(kind, **said),)))


def _joined(beats: list[Beat]) -> tuple[Beat, ...]:
    """The same said once, and all groups joined in one breath, with the beginning of taking part."""
    groups = [dict(beat.values)["groups"] for beat in beats if beat.words == "joined"]
    found = []
    for beat in dict.fromkeys(beats):
        if beat.words == "joined" and not groups:
            continue
        if groups and beat.words in ("started", "joined"):
            beat = Beat.of("started_in" if beat.words == "started" else "joined", groups=listed(groups))
            groups = []
        found.append(beat)
    return tuple(found)


def needs(one: Situation) -> Beat:
    """How somebody stands when first met."""
    said = words()
    found = [f"{said['levels'][n]} with {said['ladders'][l]}" for l, n in enumerate(one.start["level"]) if n]
    return Beat.of("has_need", needs=listed(found)) if found else Beat.of("no_need")
