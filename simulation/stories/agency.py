"""The story of one agency: one service of one place in one world."""

from __future__ import annotations

import numpy as np

from simulation.agents.groups import SERVICE_OF_LADDER
from simulation.agents.residents import Status
from simulation.chronicle.vocabulary import What
from simulation.outcomes import PLACE_MEASURES, Line
from simulation.stories.archive import Archive
from simulation.stories.group import STRONG
from simulation.stories.telling import IT, Beat, Passage, Story, Subject
from simulation.words import how_many, money, words

FEW, SHARE = 5, 0.25
"""A change of those who wait is told from this many and this share on."""

INTO_RESERVES = np.zeros(len(Line), np.int64)
"""By Line: what adds to reserves, and what takes from them."""
INTO_RESERVES[[Line.INCOME, Line.TAX_BASE, Line.GRANT, Line.BORROWED, Line.ADDED]] = 1
INTO_RESERVES[[Line.INTEREST, Line.REPAID, Line.FIXED, Line.STATUTORY, Line.DISCRETIONARY]] = -1


def story(archive: Archive, service: int, place: int = 0) -> Story:
    """What happened to an agency: how many needs it helps with and how many wait, money, freezes, what it knows."""
    return _Telling(archive, service, place).story()


class _Telling:
    """One pass through the months. waited: the needs that wait, as last told."""

    def __init__(self, archive: Archive, service: int, place: int) -> None:
        self.archive, self.service, self.place = archive, service, place
        ladders = [ladder for ladder, one in enumerate(SERVICE_OF_LADDER) if one == service]
        self.cases = archive.cases[:, place, ladders].sum(axis=1)
        self.money = archive.outcomes.money[:, place, service]
        events = archive.life(0)
        self.events = events[events["place"] == place]
        self.waited = 0

    def story(self) -> Story:
        months = range(len(self.cases))
        told = [Passage(self.archive.first + m, self.archive.first + m, tuple(self._month(m))) for m in months]
        name = str(words()["services"][self.service])
        if len(self.archive.places) > 1:
            name = f"{name} of {self.archive.places[self.place]}"
        return Story(Subject("agency", name, *IT), tuple(one for one in told if one.beats))

    def _month(self, m: int) -> list[Beat]:
        beats = [self._cases(m, "opening")] if m == 0 else []
        happened = self.events["what"][self.events["month"] == self.archive.first + m]
        beats += [Beat("freeze_began")] if What.FREEZE_BEGAN in happened else []
        beats += [Beat("freeze_ended")] if What.FREEZE_ENDED in happened else []
        beats += self._waiting(m) if m else []
        beats += self._shortfall(m)
        return beats + (self._year(m) if (self.archive.first + m) % 12 == 11 else [])

    def _cases(self, m: int, words_of: str) -> Beat:
        now = self.cases[m]
        self.waited = int(now[Status.WAITING])
        domain = {"domain": words()["domains"][self.service]} if words_of == "opening" else {}
        law = int(now[Status.STATUTORY] + now[Status.PLACED])
        numbers = {"law": law, "choice": int(now[Status.DIRECT]), "waiting": self.waited}
        return Beat.of(words_of, **{name: how_many(number) for name, number in numbers.items()}, **domain)

    def _waiting(self, m: int) -> list[Beat]:
        now, was = int(self.cases[m, Status.WAITING]), self.waited
        if abs(now - was) < max(FEW, SHARE * was):
            return []
        self.waited = now
        service = words()["services"][self.service]
        return [
            Beat.of(
                "waiting_grows" if now > was else "waiting_shrinks", service=service, was=f"{was:,}", now=f"{now:,}"
            )
        ]

    def _shortfall(self, m: int) -> list[Beat]:
        now, was = (int(self.money[month, Line.UNSERVED]) if month >= 0 else 0 for month in (m, m - 1))
        if now and not was:
            return [Beat.of("short", money=money(now))]
        return [Beat("short_no_more")] if was and not now else []

    def _year(self, m: int) -> list[Beat]:
        spent = self.money[max(m - 11, 0) : m + 1].sum(axis=0)
        lines = {
            "income": Line.INCOME, "fixed": Line.FIXED, "law": Line.STATUTORY, "direct": Line.DIRECT,
            "connecting": Line.CONNECTING,
        }  # fmt: skip
        beats = [Beat.of("money", **{name: money(int(spent[line])) for name, line in lines.items()})]
        if spent[Line.DUAL_RUNNING]:
            beats.append(Beat.of("changing", money=money(int(spent[Line.DUAL_RUNNING]))))
        if (drawn := -int(spent @ INTO_RESERVES)) > 0:
            beats.append(Beat.of("from_reserves", money=money(drawn)))
        return [self._cases(m, "cases"), *beats, self._knows(m)]

    def _knows(self, m: int) -> Beat:
        measures = self.archive.outcomes.places[m, self.place]
        known, groups = (int(measures[PLACE_MEASURES.index(name)]) for name in ("known_groups", "groups"))
        month, about = self.archive.first + m, self.archive.groups
        here = (about["place"] == self.place) & (about["came"] <= month + 1) & (about["gone"] > month)
        links = self.archive.standing[m + 1]["links"][here, self.service]
        linked, strong = (how_many(int(np.count_nonzero(links >= least))) for least in (1, STRONG))
        return Beat.of("knows", known=how_many(known), groups=f"{groups:,}", linked=linked, strong=strong)
