"""What luck decides when a person or a household comes into being, and the keys that luck follows."""

from enum import IntEnum

import numpy as np

from simulation import chance
from simulation.chance import Decision
from simulation.kernels import rule

FOUNDING = np.uint64(1 << 40)
"""Stands in a household's key where newcomers have the month of their arrival (below 2**32)."""

MADE = 0
"""The month of all luck that makes a person or household, so that it can be asked again and settling is all one."""

MEMBER = np.uint64(0x4D454D42)
GROUP = np.uint64(0x47524F5550)
HALL = np.uint64(0x48414C4C)
"""Tags that keep keys of different kinds apart."""

_MONTHS = np.uint64(0xFFFFFFFF)


class Trait(IntEnum):
    """Decisions of synthesis, four to a block of the generator, from `Decision.SYNTHESIS` on."""

    # a household
    KIND_AND_AGE = Decision.SYNTHESIS
    SIZE = 401
    LAYOUT = 402
    HOUSEHOLD_ETHNIC = 403
    # a person
    AGE = 404
    SEX = 405
    ETHNIC = 406
    DISABLED = 407
    LIFELONG = 408
    CAPACITY = 409
    KIN_HOURS = 410
    CIVIC_HOURS = 411
    SPARE_HOURS = 412
    THRESHOLD = 413
    ACTIVE = 414
    FRAILTY_SHARED = 416
    FRAILTY_FUNCTIONAL = 417
    FRAILTY_MENTAL = 418
    FRAILTY_LIVELIHOOD = 419
    FRAILTY_FAMILY = 420
    FRAILTY_HOME = 421
    DONOR = 422
    LEVEL = 424
    LEVEL_HOME = 428
    MONTHS_AT_LEVEL = 429
    KINDS_OF_GROUP = 432
    WHICH_FORMAL = 433
    WHICH_INFORMAL = 434
    PAST_MEMBER = 435
    TIES_WISHED = 436
    OWN_CIRCLE = 437
    # one block for each tie that a person wishes for, and one more for each that a newcomer wishes for
    TIE = 440
    # a group, a neighbourhood
    GROUP = 600
    FIFTH = 604
    # a head of household, month by month, where older people are to replace others
    MAKE_WAY = 608


@rule
def when(month):  # type: ignore[no-untyped-def]
    """A month as part of a key: modulo 2**32, since settling months are negative."""
    return np.uint64(np.int64(month)) & _MONTHS


@rule
def household_key(place, slot, arrival):  # type: ignore[no-untyped-def]
    """The key of a place's household number `slot` among those that came at `arrival` (`when(month)` or FOUNDING)."""
    return chance.mix(np.uint64(place), np.uint64(slot), np.uint64(arrival))


@rule
def member_key(household, ordinal):  # type: ignore[no-untyped-def]
    """The birth key of a household's member number `ordinal`, the head being 0."""
    return chance.mix(np.uint64(household), np.uint64(ordinal), MEMBER)


@rule
def child_key(mother, month, ordinal):  # type: ignore[no-untyped-def]
    """The birth key of a child: its mother's key, the month and its number among her births that month."""
    return chance.mix(np.uint64(mother), when(month), np.uint64(ordinal))
