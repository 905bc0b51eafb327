"""Who lives here: every resident's state, as columns."""

from enum import IntEnum
from functools import lru_cache

import numpy as np

from simulation.agents.columns import Column, Columns, column

LADDERS = ("functional", "mental", "family", "livelihood", "home")
"""The five ladders of need. The first two belong to the care service; home is held by the head of the household."""

LEVELS = ("coping", "emerging", "complex", "crisis")
"""What 0, 1, 2 and 3 mean on every ladder."""

COMPLEX, CRISIS = 2, 3
FULL = 255
"""A share of 1 in the columns that hold shares as bytes."""

ADULT = 16 * 12
"""Age in months from which a resident can volunteer, care for others and hold adult needs."""


MOST_MINUTES = 29_200
"""Minutes a month that anybody could give at most: those of 16 waking hours a day."""

MEDIAN_FRAILTY, FRAILTY_STEPS = 128, 32
"""The byte that stands for median frailty, and steps to a standard deviation of its log."""


@lru_cache(maxsize=8)
def frailties(spread: float) -> Column:
    """The multiplier of hazards of need that each byte of `frailty_score` stands for [256], at a log-sd of `spread`.

    >>> frailties(0.8)[[96, 128, 160]].round(3).tolist()
    [0.449, 1.0, 2.226]
    """
    return np.exp(spread * (np.arange(256) - MEDIAN_FRAILTY) / FRAILTY_STEPS)


class Status(IntEnum):
    """Where a resident stands with the service of one ladder."""

    NONE = 0
    WAITING = 1
    STATUTORY = 2
    DIRECT = 3
    MISROUTED = 4
    PLACED = 5


class Lifelong(IntEnum):
    """Need that somebody has for life."""

    NONE = 0
    LEARNING_DISABILITY = 1
    SPECIAL_NEEDS = 2


class Work(IntEnum):
    """What somebody does in the world of work."""

    NONE = 0
    IN_WORK = 1
    LOOKING = 2


class Event(IntEnum):
    """What befell a resident this month: bits of the column `event`."""

    AVOIDABLE_CRISIS = 1
    UNAVOIDABLE_CRISIS = 2
    HARM = 4
    ABANDONED = 8
    SOUGHT = 16
    STARTED_HELPING = 32
    STOPPED_HELPING = 64
    RECOVERED = 128


class Residents(Columns):
    """Columns of all residents. `key` is the birth key: luck follows it, rows move."""

    key: Column = column(np.uint64, "birth key, never changes")
    id: Column = column(np.int32, "the number Mesa knows the resident by")
    alive: Column = column(np.bool_, "lives here now")
    neighbourhood: Column = column(np.int16, "neighbourhood, numbered through all places")
    household: Column = column(np.int32, "label shared by a household's members")
    head: Column = column(np.bool_, "answers for the household's home")
    born: Column = column(np.int16, "month of birth, counted from the first reported month; mostly negative")
    sex: Column = column(np.uint8, "0 female, 1 male", within=(0, 1))
    ethnic: Column = column(np.uint8, "0 white, 1 Asian, 2 Black, 3 mixed, 4 other", within=(0, 4))
    disabled: Column = column(np.bool_, "disabled under the Equality Act")
    lifelong: Column = column(
        np.uint8, "Lifelong need: 0 none, 1 learning disability, 2 special educational needs", within=(0, 2)
    )
    fifth: Column = column(np.uint8, "deprivation fifth of the neighbourhood, 1 = most deprived")

    level: Column = column(np.uint8, "level of need on each ladder, 0-3", width=5, within=(0, 3))
    months: Column = column(np.uint8, "months at this level on each ladder, at most 255", width=5)
    status: Column = column(np.uint8, "Status with the service of each ladder", width=5, within=(0, 5))
    wait: Column = column(np.uint8, "months in this status on each ladder, at most 255", width=5)
    kin_share: Column = column(np.uint8, "share of need met by kin last month on each ladder, of 255", width=5)
    agency_share: Column = column(np.uint8, "share met by agencies, as effective help, of 255", width=5)
    civic_share: Column = column(np.uint8, "share met by groups, as effective help, of 255", width=5)
    event: Column = column(np.uint8, "Event bits of this month")
    fell: Column = column(np.int16, "month of the last entry into crisis", new=-32768)
    frailty_score: Column = column(
        np.uint8, "standard score of log frailty on each ladder, in 32nds, 128 at the median", width=5, new=128
    )
    capacity: Column = column(np.float32, "capacity to cope, 0-1", within=(0, 1))
    start_capacity: Column = column(np.float32, "the capacity that this person drifts back to, 0-1", within=(0, 1))
    work: Column = column(
        np.uint8, "Work: 0 outside the labour force, 1 in work, 2 out of work and looking", within=(0, 2)
    )
    skills: Column = column(np.float32, "share of the kinds of local jobs that this person could do", within=(0, 1))
    wellbeing: Column = column(np.float32, "life satisfaction, 0-10", within=(0, 10))

    kin_minutes: Column = column(np.int16, "minutes a month that could go to kin", within=(0, MOST_MINUTES))
    civic_minutes: Column = column(
        np.int16, "minutes a month that would go to social action when active", within=(0, MOST_MINUTES)
    )
    spare_minutes: Column = column(
        np.int16, "minutes a month free of work and sleep: the ceiling on all unpaid help", within=(0, MOST_MINUTES)
    )
    kin_given: Column = column(np.int16, "minutes given to kin this month", within=(0, MOST_MINUTES))
    civic_given: Column = column(
        np.int16, "minutes given to groups this month, serving need or not", within=(0, MOST_MINUTES)
    )
    threshold: Column = column(
        np.float32, "share of others active at which the chance of starting is half of the most that it can be"
    )
    stimulation: Column = column(np.float32, "push from connectors still felt, in units of exposure", within=(0, 1))
    burnout: Column = column(np.float32, "exhaustion from unpaid help, 0-1", within=(0, 1))
    active: Column = column(np.bool_, "takes part in social action now")
    resting: Column = column(np.uint8, "months before this person can act again")
    groups: Column = column(
        np.int32, "rows of the formal and of the informal group belonged to, or -1", width=2, new=-1
    )
    helper: Column = column(np.int32, "row of the group that helps this person, or -1", new=-1)
    helped_ladder: Column = column(np.uint8, "the ladder on which that group helps", within=(0, 4))
