"""What a listener has last heard of somebody's help, and what is worth telling them now."""

from __future__ import annotations

from simulation.agents.residents import LADDERS
from simulation.chronicle.vocabulary import What, Why, label
from simulation.stories.cast import service
from simulation.stories.situation import Gap, Situation, noticeable
from simulation.stories.telling import Beat
from simulation.words import capital, hours, listed, words

TOLD_OF_DUTY = (What.ADMITTED, (What.DUTY_DROPPED, What.DUTY_ENDED))
TOLD_OF_DIRECT = (What.DIRECT_HELP_BEGAN, (What.DIRECT_HELP_BROKE_OFF, What.DIRECT_HELP_ENDED))
TOLD_OF_GROUPS = (What.GROUP_HELP_BEGAN, What.GROUP_HELP_ENDED)

type Happened = set[tuple[int, int]]
"""What happened this month, each with the ladder it was about."""


class Heard:
    """The help of one person as last told.

    kin, giving: minutes in all; the rest by ladder. over: services of which it was told that they end; they still give
    in the month in which they do.
    """

    def __init__(self, one: Situation) -> None:
        self.one = one
        self.kin = self.giving = 0
        self.duty: dict[int, int] = {}
        self.direct: dict[int, int] = {}
        self.group: dict[int, int] = {}
        self.missing: dict[int, Gap] = {}
        self.over: set[tuple[int, int]] = set()

    def news(self, month: int, happened: Happened) -> list[Beat]:
        """What is to be told of the help of this month, beyond its events."""
        return [*self._services(happened), *self._groups(happened), *self._kin(month), *self._gaps(happened),
                *self._given(month)]  # fmt: skip

    def _services(self, happened: Happened) -> list[Beat]:
        beats = []
        books = ((self.one.duty, self.duty, TOLD_OF_DUTY), (self.one.direct, self.direct, TOLD_OF_DIRECT))
        for book, heard, (begins, ends) in books:
            for l in range(len(LADDERS)):
                now, was = book.get(l, 0), heard.get(l, 0)
                if any((what, l) in happened for what in ends):
                    self.over.add((begins, l))
                told = (begins, l) in happened or (begins, l) in self.over or not self.one.level[l]
                if told or noticeable(was, now):
                    heard[l] = now
                if not told and noticeable(was, now):
                    beats.append(_of_service(l, now))
                if not now:
                    self.over.discard((begins, l))
        return beats

    def _groups(self, happened: Happened) -> list[Beat]:
        beats = []
        for l, (group, now) in self.one.group.items():
            told = any((what, l) in happened for what in TOLD_OF_GROUPS)
            was = self.group.get(l, 0)
            news = noticeable(was, now)
            if news and not told:
                said = {"group": self.one.cast.group_name(group), "ladder": words()["ladders"][l]}
                beats.append(Beat.of("group_gives" if was else "group_goes_on", hours=hours(now), **said))
            if news or told:
                self.group[l] = now
        return beats

    def _kin(self, month: int) -> list[Beat]:
        kin = self.one.kin
        now = sum(kin.values())
        if not noticeable(self.kin, now):
            return []
        self.kin = now
        if not now:
            return [Beat.of("kin_none")] if any(self.one.level) else []
        helpers = sorted(kin, key=lambda other: (-kin[other], other))
        told = capital(self.one.cast.company(self.one.number, helpers, month + 1))
        verb = "gives" if len(helpers) == 1 else "give"
        return [Beat.of("kin", Helpers=told + "," * (", " in told), give=verb, hours=hours(now))]

    def _gaps(self, happened: Happened) -> list[Beat]:
        beats = []
        for l in range(len(LADDERS)):
            now, was = self.one.missing.get(l, Gap()), self.missing.get(l, Gap())
            if not self.one.level[l]:
                self.missing.pop(l, None)
                continue
            touched = any(ladder == l for _, ladder in happened)
            if now == was or not (touched or now.why != was.why or noticeable(was.minutes, now.minutes)):
                continue
            self.missing[l] = now
            beats.append(self._gap(l, now, was) if now.minutes else Beat.of("all_there", ladder=words()["ladders"][l]))
        return beats

    def _gap(self, ladder: int, gap: Gap, was: Gap) -> Beat:
        """What is missing, with such reasons as were not told before."""
        reasons = [
            words()["why"][label(Why(why))] for why, old in zip(gap[1:], was[1:], strict=True) if why not in (0, old)
        ]
        said = {"ladder": words()["ladders"][ladder], "needed": hours(self.one.needed(ladder)), **lacking(gap.minutes)}
        if not reasons:
            return Beat.of("still_missing", **said)
        who = self.one.who
        return Beat.of("missing", why=listed(reasons).format(they=who.they, them=who.them, their=who.their), **said)

    def _given(self, month: int) -> list[Beat]:
        giving = self.one.giving
        now = sum(giving.values())
        if not noticeable(self.giving, now):
            return []
        self.giving = now
        if not now:
            return [Beat.of("gives_no_more")]
        others = sorted(giving, key=lambda other: (-giving[other], other))
        return [Beat.of("gives", hours=hours(now), others=self.one.cast.company(self.one.number, others, month + 1))]


def _of_service(ladder: int, minutes: int) -> Beat:
    said = {"Service": capital(service(ladder)), "ladder": words()["ladders"][ladder]}
    return Beat.of("service_gives", hours=hours(minutes), **said) if minutes else Beat.of("service_stops", **said)


def lacking(minutes: int) -> dict[str, str]:
    """How much is missing, with its verb."""
    amount = hours(minutes)
    return {"missing": amount, "are": "is" if amount.startswith("1 ") else "are"}
