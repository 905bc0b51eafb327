"""The words of the chronicle: what can happen to somebody, who had a hand in it, and why help did not come."""

from enum import IntEnum

import numpy as np


class What(IntEnum):
    """What happened. The comment says what `by` and `minutes` stand for; both are empty where it says nothing."""

    BORN = 0  # by the mother
    ARRIVED = 1
    DIED = 2
    LEFT_THE_PLACE = 3
    NEED_WORSENED = 4
    NEED_EASED = 5
    NEED_OVER = 6
    AVOIDABLE_CRISIS = 7
    ACUTE_CRISIS = 8
    NEED_OUTGROWN = 9
    SOUGHT_HELP = 10
    MISROUTED = 11
    ADMITTED = 12
    PLACED = 13
    DUTY_DROPPED = 14
    DUTY_ENDED = 15
    DIRECT_HELP_BEGAN = 16
    DIRECT_HELP_BROKE_OFF = 17
    DIRECT_HELP_ENDED = 18
    GAVE_UP_WAITING = 19
    GROUP_HELP_BEGAN = 20  # by a group
    GROUP_HELP_ENDED = 21  # by a group
    HELP_FROM_KIN = 22  # by a person; minutes a month from now on, over all ladders
    HELP_FROM_DUTY = 23  # minutes a month from now on
    HELP_DIRECT = 24  # minutes a month from now on
    HELP_FROM_GROUP = 25  # by a group; minutes a month from now on
    HELP_MISSING = 26  # minutes a month that are missing from now on
    ASKED_TO_TAKE_PART = 27  # by a connector
    INTRODUCED = 28  # by a connector, to the person named
    STARTED_HELPING = 29
    STOPPED_HELPING = 30
    JOINED_GROUP = 31  # by (that is, which) group
    LEFT_GROUP = 32  # by (which) group
    FOUNDED_GROUP = 33  # by (which) group
    GROUP_ENDED = 34  # by (which) group; nobody's event
    BURNT_OUT = 35
    NO_LONGER_BURNT_OUT = 36
    FREEZE_BEGAN = 37  # a place's event
    FREEZE_ENDED = 38  # a place's event
    HALL_CLOSED = 39  # a place's event


class By(IntEnum):
    """What kind of being `by` names."""

    NOBODY = 0
    PERSON = 1
    GROUP = 2


PEOPLE = (What.BORN, What.HELP_FROM_KIN, What.INTRODUCED)
GROUPS = (
    What.GROUP_HELP_BEGAN, What.GROUP_HELP_ENDED, What.HELP_FROM_GROUP, What.JOINED_GROUP, What.LEFT_GROUP,
    What.FOUNDED_GROUP, What.GROUP_ENDED,
)  # fmt: skip
BY = np.array([By.PERSON if what in PEOPLE else By.GROUP if what in GROUPS else By.NOBODY for what in What], np.uint8)
"""The kind of `by` [What]."""

LASTING = (What.HELP_FROM_KIN, What.HELP_FROM_DUTY, What.HELP_DIRECT, What.HELP_FROM_GROUP, What.HELP_MISSING)
"""What holds from its month on, until the same is said again with other minutes or the person is gone."""


class Why(IntEnum):
    """Why help did not come from services, from kin or from groups; or why something ended."""

    NOT_SAID = 0
    # services
    DID_NOT_COME_FORWARD = 1
    NO_FREE_PLACE = 2
    SPENDING_FREEZE = 3
    MISROUTED_BY_TRIAGE = 4
    NO_MONEY_FOR_THE_DUTY = 5
    GAVE_UP_WAITING = 6
    SERVICE_FALLS_SHORT = 7
    # kin
    NO_KIN_WITH_TIME = 8
    KIN_HAVE_NO_MORE_TIME = 9
    KIN_GAVE_WHAT_KIN_CAN = 10
    # groups
    NO_GROUP_FOUND = 11
    HOURS_OF_GROUP_USED_UP = 12
    GROUP_GAVE_ITS_MOST = 13
    GROUP_HELPS_WITH_ANOTHER_NEED = 14
    CRISIS_IS_BEYOND_GROUPS = 15
    # endings
    THE_NEED_IS_OVER = 16
    HELP_LAPSED = 17
    THE_GROUP_ENDED = 18
    FOUNDED_ANOTHER = 19


def label(word: IntEnum) -> str:
    """How a table names it.

    >>> label(What.GAVE_UP_WAITING)
    'gave up waiting'
    """
    return word.name.lower().replace("_", " ")
