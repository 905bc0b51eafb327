"""What is happening in two worlds in a month or a year, and why, in a few sentences out of what was recorded."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from simulation.chronicle.vocabulary import What, Why, label
from simulation.observation.tally import Measure
from simulation.outcomes import PLACE_MEASURES, Line
from simulation.stories.archive import Archive
from simulation.stories.cast import Cast
from simulation.stories.sums import Sums
from simulation.words import capital, count, counted, how_many, money, month_name, words

type Worlds = tuple[Archive, Archive]
type Both = tuple[list[str], list[str]]
"""What is told of the first world and of the second."""

YEAR = 12


def month(worlds: Worlds, at: int) -> Both:
    """What happens in one month. at: months from the first recorded.

    >>> narration.month((doing_things, making_things_happen), 62)[1]        # doctest: +SKIP
    ['14 people fall into crisis this month, beside 17 in the other world.', ...]
    """
    first, second = map(Sums, worlds)
    return _month(first, second, at), _month(second, first, at)


def headlines(worlds: Worlds, at: int) -> tuple[str, str]:
    """The first that happens in a month, for a room: without the other world's number, which stands beside it."""
    first, second = map(Sums, worlds)
    mine, theirs = _month(first, second, at, alone=True), _month(second, first, at, alone=True)
    return next(iter(mine), ""), next(iter(theirs), "")


def year(worlds: Worlds, number: int) -> Both:
    """What happens in a year, counted from 1."""
    first, second = map(Sums, worlds)
    return _year(first, second, number), _year(second, first, number)


def _month(mine: Sums, other: Sums, at: int, alone: bool = False) -> list[str]:
    helped = Measure.HELPED_BY_GROUP
    return [
        *_councils(mine, at),
        *_groups(mine, at),
        *_compared("crises", lambda one: one.crises(at, at + 1), mine, other, "person falls", "people fall", alone),
        *_compared("waiting", lambda one: one.waiting(at), mine, other, "need waits", "needs wait", alone),
        *_why_missing(mine, at),
        *_compared("helped", lambda one: one.people(helped, at, at + 1), mine, other, "person", "people", alone),
        *_connecting("asked", mine, at, at + 1),
    ]


def _year(mine: Sums, other: Sums, number: int) -> list[str]:
    since, until = YEAR * (number - 1), min(YEAR * number, len(mine.world.tally))
    last = until - 1
    helped, active = Measure.HELPED_BY_GROUP, Measure.ACTIVE
    demand = f"{mine.demand(last):.2f}"
    return [
        _say("demand_same" if demand == "1.00" else "demand", year=str(number), demand=demand),
        *_elections(mine, since, until),
        *_frozen(mine, since, until),
        *_queue(mine, since, last),
        *_crises(mine, other, since, until),
        *_why_missing(mine, last),
        *_compared("year_helped", lambda one: one.people(helped, last, until), mine, other, "person", "people"),
        *_compared(
            "year_active", lambda one: one.people(active, last, until), mine, other, "person gives", "people give"
        ),
        *_year_of_groups(mine, since, until),
        *_connecting("year_connecting", mine, since, until, money=money(mine.spent(Line.CONNECTING, since, until))),
    ]


def _say(key: str, **facts: str) -> str:
    return capital(words()["narration"][key].format(**facts))


def _beside(mine: int, other: int) -> str:
    said = words()["narration"]
    return str(said["as_there"] if mine == other else said["beside"].format(number=how_many(other)))


def _compared(
    key: str, of: Callable[[Sums], int], mine: Sums, other: Sums, one: str, many: str, alone: bool = False
) -> list[str]:  # fmt: skip
    """A number of this world, beside that of the other unless alone; where both are 0 nothing is said."""
    here, there = of(mine), of(other)
    beside = "" if alone else _beside(here, there)
    return [_say(key, number=counted(here, one, many), beside=beside)] if here or there else []


def _where(mine: Sums, place: int) -> str:
    many = len(mine.world.places) > 1
    return words()["narration"]["at"].format(place=mine.world.places[place]) if many else ""


OF_COUNCILS = {
    What.APPROACH_TURNED_BACK: "turned_back",
    What.APPROACH_RESUMED: "resumed",
    What.FREEZE_BEGAN: "freeze_began",
    What.FREEZE_ENDED: "freeze_ended",
}
"""What befalls a council, and how it is told."""


def _councils(mine: Sums, at: int) -> list[str]:
    """What befalls the council of each place."""
    return [
        _say(key, place=_where(mine, place))
        for what, key in OF_COUNCILS.items()
        for place in np.flatnonzero(mine.world.tally[at, :, what]).tolist()
    ]


def _groups(mine: Sums, at: int) -> list[str]:
    """Which groups are founded and which end."""
    told, about, now = [], mine.world.groups, mine.world.first + at
    founded = (about["founder"] > 0) & (about["came"] == now + 1)
    for key, which, verbs in (("founded", founded, ("is", "are")), ("ended", about["gone"] == now, ("ends", "end"))):
        numbers = np.flatnonzero(which).tolist()
        if numbers:
            told.append(_say(key, groups=Cast(mine.world).groups(numbers), verb=verbs[len(numbers) > 1]))
    return told


def _why_missing(mine: Sums, at: int) -> list[str]:
    """How many needs lack help, and the reason from services that most of them have."""
    gaps = mine.world.gaps[at].sum(axis=0)
    if not gaps.sum():
        return []
    most = int(gaps.argmax())
    needs, why = counted(int(gaps.sum()), "need", "needs"), words()["reasons"][label(Why(most))]
    return [_say("missing", number=needs, why=why, most=count(int(gaps[most])))]


def _connecting(key: str, mine: Sums, since: int, until: int, **facts: str) -> list[str]:
    asked, met = (mine.happened(what, since, until) for what in (What.ASKED_TO_TAKE_PART, What.INTRODUCED))
    if not asked and not met:
        return []
    pairs = counted(met, "pair of people", "pairs of people")
    return [_say(key, asked=counted(asked, "person", "people"), introduced=pairs, **facts)]


def _elections(mine: Sums, since: int, until: int) -> list[str]:
    """Which elections have turned a council round."""
    return [
        _say(OF_COUNCILS[what], place=_where(mine, place))
        for what in (What.APPROACH_TURNED_BACK, What.APPROACH_RESUMED)
        for place in np.flatnonzero(mine.world.tally[since:until, :, what].any(axis=0)).tolist()
    ]


def _frozen(mine: Sums, since: int, until: int) -> list[str]:
    told = []
    frozen = mine.world.outcomes.places[since:until, :, PLACE_MEASURES.index("frozen")]
    for place in np.flatnonzero(frozen.sum(axis=0)).tolist():
        facts = {"place": _where(mine, place), "months": counted(int(frozen[:, place].sum()), "month", "months")}
        began = np.flatnonzero(mine.world.tally[since:until, place, What.FREEZE_BEGAN])
        if len(began):
            facts["month"] = month_name(mine.world.first + since + int(began[0]))
        told.append(_say("year_freeze" if len(began) else "year_frozen", **facts))
    return told


def _queue(mine: Sums, since: int, last: int) -> list[str]:
    was, now = mine.waiting(max(since - 1, 0)), mine.waiting(last)
    if was == now:
        return [_say("year_waiting_same", now=counted(now, "need waits", "needs wait"))]
    return [_say("year_waiting", move="grow" if now > was else "shrink", was=how_many(was), now=how_many(now))]


def _crises(mine: Sums, other: Sums, since: int, until: int) -> list[str]:
    here, acute = mine.crises(since, until), mine.people(Measure.UNAVOIDABLE_CRISES, since, until)
    times = counted(here, "time somebody falls", "times somebody falls")
    beside = _beside(here, other.crises(since, until))
    return [_say("year_crises", number=times, acute=how_many(acute), beside=beside)] if here else []


def _year_of_groups(mine: Sums, since: int, until: int) -> list[str]:
    founded, ended = (mine.happened(what, since, until) for what in (What.FOUNDED_GROUP, What.GROUP_ENDED))
    groups, known = (mine.measure(name, until - 1) for name in ("groups", "known_groups"))
    facts = {"groups": counted(groups, "group", "groups"), "known": how_many(known)}
    begin, end = counted(founded, "group is", "groups are"), f"{how_many(ended)} {'end' if ended > 1 else 'ends'}"
    return [_say("year_groups", founded=begin, ended=end, **facts)]
