"""How one person stands: levels of need, and the help that holds from month to month as it was last said."""

from __future__ import annotations

from typing import Any, NamedTuple

from simulation.agents.residents import Status
from simulation.chronicle.vocabulary import LASTING, What
from simulation.stories.archive import Archive, Event
from simulation.stories.cast import Cast

SMALL, SHARE = 120, 0.25
"""A change is told if it is both this many minutes a month and this share of what was last told."""

MOVES = (
    What.NEED_WORSENED, What.NEED_EASED, What.NEED_OVER, What.AVOIDABLE_CRISIS, What.ACUTE_CRISIS, What.NEED_OUTGROWN,
)  # fmt: skip


class Gap(NamedTuple):
    """Minutes a month missing on one ladder, and why from services, kin and groups (numbers of Why)."""

    minutes: int = 0
    why: int = 0
    why_kin: int = 0
    why_group: int = 0


def noticeable(was: int, now: int) -> bool:
    """Whether a change of minutes is worth a sentence.

    >>> noticeable(600, 660), noticeable(600, 900), noticeable(0, 30), noticeable(30, 0)
    (False, True, True, True)
    """
    return (was == 0) != (now == 0) or abs(now - was) >= max(SMALL, SHARE * was)


class Situation:
    """One person as the events up to now say.

    level [ladder]. waiting: since which month, by ladder; before the chronicle, None. kin: minutes by helper; giving:
    minutes by person helped; duty, direct: minutes by ladder; group: (who, minutes) by ladder; missing: by ladder.
    """

    def __init__(self, archive: Archive, number: int) -> None:
        self.archive, self.number, self.cast = archive, number, Cast(archive)
        self.who = self.cast.person(number)
        self.start = archive.people[number]
        self.level: list[int] = self.start["level"].tolist()
        waits = [l for l, status in enumerate(self.start["status"]) if status == Status.WAITING]
        self.waiting: dict[int, int | None] = dict.fromkeys(waits if self.there_at_first else ())
        self.kin: dict[int, int] = {}
        self.giving: dict[int, int] = {}
        self.duty: dict[int, int] = {}
        self.direct: dict[int, int] = {}
        self.group: dict[int, tuple[int, int]] = {}
        self.missing: dict[int, Gap] = {}

    @property
    def there_at_first(self) -> bool:
        """Whether the first frame shows them already."""
        return int(self.start["came"]) == self.archive.first

    def heed(self, event: Event) -> None:
        """Take in an event."""
        if event.what in MOVES and event.person == self.number:
            self.level[event.ladder] = event.after
        if event.what in LASTING:
            self._help(event)

    def _help(self, event: Event) -> None:
        minutes, ladder, by = event.minutes, event.ladder, event.by
        if event.what == What.HELP_FROM_KIN:
            mine = event.person == self.number
            _note(self.kin if mine else self.giving, by if mine else event.person, minutes, minutes)
        elif event.what == What.HELP_FROM_DUTY:
            _note(self.duty, ladder, minutes, minutes)
        elif event.what == What.HELP_DIRECT:
            _note(self.direct, ladder, minutes, minutes)
        elif event.what == What.HELP_MISSING:
            _note(self.missing, ladder, minutes, Gap(minutes, event.why, event.why_kin, event.why_group))
        elif minutes or self.group.get(ladder, (by, 0))[0] == by:
            _note(self.group, ladder, minutes, (by, minutes))

    def needed(self, ladder: int) -> int:
        """Minutes a month that the need on a ladder takes."""
        return int(self.archive.needed[ladder, self.level[ladder]])

    def balance(self) -> tuple[int, int]:
        """Minutes needed and missing, on all ladders together."""
        return sum(map(self.needed, range(len(self.level)))), sum(gap.minutes for gap in self.missing.values())


def _note(book: dict[int, Any], whose: int, minutes: int, value: Any) -> None:
    if minutes:
        book[whose] = value
    else:
        book.pop(whose, None)
