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
    TURNED_AWAY = 20
    GROUP_HELP_BEGAN = 21  # by a group
    GROUP_HELP_ENDED = 22  # by a group
    HELP_FROM_KIN = 23  # by a person; minutes a month from now on, over all ladders
    HELP_FROM_DUTY = 24  # minutes a month from now on
    HELP_DIRECT = 25  # minutes a month from now on
    HELP_FROM_GROUP = 26  # by a group; minutes a month from now on
    HELP_MISSING = 27  # minutes a month that are missing from now on
    ASKED_TO_TAKE_PART = 28  # by a connector
    INTRODUCED = 29  # by a connector, to the person named
    STARTED_HELPING = 30
    STOPPED_HELPING = 31
    JOINED_GROUP = 32  # by (that is, which) group
    LEFT_GROUP = 33  # by (which) group
    FOUNDED_GROUP = 34  # by (which) group
    GROUP_ENDED = 35  # by (which) group; nobody's event
    BURNT_OUT = 36
    NO_LONGER_BURNT_OUT = 37
    FREEZE_BEGAN = 38  # a place's event
    FREEZE_ENDED = 39  # a place's event
    HALL_CLOSED = 40  # a place's event
    APPROACH_TURNED_BACK = 41  # a place's event
    APPROACH_RESUMED = 42  # a place's event


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
    BELOW_THE_THRESHOLD = 8
    # kin
    NO_KIN_WITH_TIME = 9
    KIN_HAVE_NO_MORE_TIME = 10
    KIN_GAVE_WHAT_KIN_CAN = 11
    # groups
    NO_GROUP_FOUND = 12
    HOURS_OF_GROUP_USED_UP = 13
    GROUP_GAVE_ITS_MOST = 14
    GROUP_HELPS_WITH_ANOTHER_NEED = 15
    CRISIS_IS_BEYOND_GROUPS = 16
    # endings
    THE_NEED_IS_OVER = 17
    HELP_LAPSED = 18
    THE_GROUP_ENDED = 19
    FOUNDED_ANOTHER = 20
    # services
    NO_PROVIDER_WITH_HOURS = 21


def label(word: IntEnum) -> str:
    """How a table names it.

    >>> label(What.GAVE_UP_WAITING)
    'gave up waiting'
    """
    return word.name.lower().replace("_", " ")
