"""What each recorded event is as a beat of a person's story."""

from __future__ import annotations

from simulation.agents.residents import CRISIS
from simulation.chronicle.vocabulary import What, Why
from simulation.stories.archive import Event
from simulation.stories.cast import service
from simulation.stories.situation import MOVES, Situation
from simulation.stories.telling import Beat
from simulation.words import capital, counted, hours, words

OUTGROWN = {2: "outgrown_family", 3: "outgrown_livelihood", 4: "outgrown_home"}
GROUP_ENDINGS = {
    Why.THE_NEED_IS_OVER: "group_over", Why.CRISIS_IS_BEYOND_GROUPS: "group_crisis", Why.THE_GROUP_ENDED: "group_gone",
}  # fmt: skip
OF_SERVICES = {
    What.SOUGHT_HELP: "sought", What.MISROUTED: "misrouted", What.ADMITTED: "admitted", What.PLACED: "placed",
    What.DUTY_DROPPED: "duty_dropped", What.DUTY_ENDED: "duty_ended", What.DIRECT_HELP_BROKE_OFF: "direct_broke_off",
    What.DIRECT_HELP_ENDED: "direct_ended", What.GAVE_UP_WAITING: "gave_up",
    What.TURNED_AWAY: "turned_away",
}  # fmt: skip
PLAIN = {
    What.ASKED_TO_TAKE_PART: "asked", What.STARTED_HELPING: "started", What.STOPPED_HELPING: "stopped",
    What.BURNT_OUT: "burnt_out", What.NO_LONGER_BURNT_OUT: "rested",
}  # fmt: skip
ENDS_WAITING = (
    What.ADMITTED,
    What.PLACED,
    What.DIRECT_HELP_BEGAN,
    What.GAVE_UP_WAITING,
    What.TURNED_AWAY,
    What.NEED_OVER,
    What.MISROUTED,
)
BEGINS_WAITING = (What.SOUGHT_HELP, What.DUTY_DROPPED, What.DIRECT_HELP_BROKE_OFF)


def told_of(one: Situation, event: Event) -> Beat | None:
    """What is told of an event, once the month's help is known; None for what is told in another way."""
    what, month, ladder = What(event.what), event.month, event.ladder
    mine = event.person == one.number
    if what == What.INTRODUCED:
        other = event.by if mine else event.person
        return Beat.of("introduced", other=one.cast.person(other).name)
    if not mine:
        return None
    told = _told(one, what, month, ladder, event)
    if what in BEGINS_WAITING:
        one.waiting[ladder] = month
    elif what in ENDS_WAITING:
        one.waiting.pop(ladder, None)
    return told


def _told(one: Situation, what: What, month: int, ladder: int, event: Event) -> Beat | None:
    if what in PLAIN:
        return Beat.of(PLAIN[what])
    if what in MOVES:
        return _move(one, what, month, ladder, event)
    if what in OF_SERVICES or what == What.DIRECT_HELP_BEGAN:
        return _of_service(one, what, month, ladder)
    if what in (What.GROUP_HELP_BEGAN, What.GROUP_HELP_ENDED):
        return _of_group(one, what, ladder, event)
    if what in (What.JOINED_GROUP, What.LEFT_GROUP, What.FOUNDED_GROUP):
        return _membership(one, what, event)
    return _coming_or_going(one, what, month, event)


def _move(one: Situation, what: What, month: int, ladder: int, event: Event) -> Beat:
    before, after = event.before, event.after
    name = words()["ladders"][ladder]
    if what == What.NEED_OUTGROWN:
        return Beat.of(OUTGROWN[ladder], age=one.cast.age(one.number, month))
    key = {
        What.ACUTE_CRISIS: "acute", What.AVOIDABLE_CRISIS: "crisis",
        What.NEED_OVER: "over", What.NEED_EASED: "eases" if before == CRISIS else "eases_more",
        What.NEED_WORSENED: "begins" if after == 1 else "complex",
    }[what]  # fmt: skip
    return Beat.of(key, ladder=name)


def _of_service(one: Situation, what: What, month: int, ladder: int) -> Beat:
    said = {"service": service(ladder), "Service": capital(service(ladder)), "ladder": words()["ladders"][ladder]}
    minutes = one.duty.get(ladder, 0) if what == What.ADMITTED else one.direct.get(ladder, 0)
    said["hours"] = f", with {hours(minutes)} a month" if minutes else ""
    since = one.waiting.get(ladder)
    said["after"] = f" after {counted(month - since, 'month', 'months')}" if since is not None else ""
    if what == What.DIRECT_HELP_BEGAN:
        return Beat.of("direct_began" if ladder in one.waiting else "direct_found", **said)
    return Beat.of(OF_SERVICES[what], **said)


def _of_group(one: Situation, what: What, ladder: int, event: Event) -> Beat:
    said = {"group": one.cast.group_name(event.by), "ladder": words()["ladders"][ladder]}
    if what == What.GROUP_HELP_BEGAN:
        minutes = one.group.get(ladder, (0, 0))[1]
        return Beat.of("group_began", hours=f": {hours(minutes)} a month" if minutes else "", **said)
    return Beat.of(GROUP_ENDINGS.get(Why(event.why), "group_lapsed"), **said)


def _membership(one: Situation, what: What, event: Event) -> Beat:
    group = one.cast.group_name(event.by)
    if what == What.JOINED_GROUP:
        return Beat.of("joined", groups=f"the {group}")
    if what == What.FOUNDED_GROUP:
        return Beat.of("founded", group=group)
    return Beat.of("lost_group" if event.why == Why.THE_GROUP_ENDED else "left_group", group=group)


def _coming_or_going(one: Situation, what: What, month: int, event: Event) -> Beat | None:
    age = one.cast.age(one.number, month)
    if what == What.BORN:
        mother = event.by
        return Beat.of("born", mother=one.cast.person(mother).name) if mother else Beat.of("born_unknown")
    if what == What.ARRIVED:
        home = one.cast.household(one.number, int(one.start["came"]))
        return Beat.of("arrived", age=age, household=home, fifth=one.cast.fifth(one.number))
    if what in (What.DIED, What.LEFT_THE_PLACE):
        return Beat.of("died" if what == What.DIED else "left", age=age)
    return None
