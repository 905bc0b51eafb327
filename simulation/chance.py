"""Luck as a pure function: who is asked, what is decided and when give the number; nothing is advanced or shared.

`words(seed, key, month, block)` is Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy
as 1, 2, 3", SC11), with the run's 64-bit seed as the generator's key and (person's 64-bit key, month, block) as its
counter. Its four 32-bit words are four decisions, each with one name in `Decision` and used in one place. Because
no state is advanced, one more person, one more draw, another order of rows or another parameter leaves every other
person's luck as it was, and two worlds under one seed meet the same luck.

Only uniforms are drawn; other distributions come from them through the inverse distribution function, so that two
worlds stay coupled when a parameter changes.
"""

import math
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.kernels import rule, spelled_out

_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint32(0x9E3779B9)
_WEYL_1 = np.uint32(0xBB67AE85)
_32 = np.uint64(32)
_ONE = np.uint64(1)


type Key = int | np.unsignedinteger[Any]
"""A 64-bit seed, birth key or mixed key; from Python pass np.uint64."""


def seed_word(seed: int) -> np.uint64:
    """A seed as the generator's key. Raises ValueError for one that does not fit into 64 bits."""
    if not isinstance(seed, int | np.integer) or not 0 <= seed < 2**64:
        raise ValueError(f"The seed is {seed!r}, but must be a whole number from 0 to 2^64 - 1.")
    return np.uint64(seed)


class Decision(IntEnum):
    """Every decision that luck takes: its value is 4 x block + word.

    A block is one call of the generator. Decisions taken for the same person in the same phase share a block where
    they can. The queue's decisions are taken once for each ladder of need, each in a block of its own.
    """

    # one month of a resident's need and of social action
    FUNCTIONAL_STEP = 0
    MENTAL_STEP = 1
    LIVELIHOOD_STEP = 2
    ACUTE_ARRIVAL = 3
    FAMILY_STEP = 4
    HOME_STEP = 5
    START_HELPING = 6
    STOP_HELPING = 7
    # demography and ties
    LIFE_EVENT = 8
    HOUSEHOLD_MOVE = 9
    TIE_CHANGE = 10
    TIE_PARTNER = 11
    # seeking and receiving help
    SEEK_HELP = 12
    TRIAGE_MISS = 13
    FIND_GROUP = 14
    WHICH_GROUP = 15
    LOSE_GROUP = 16
    FOUND_GROUP = 17
    JOIN_FORMAL = 18
    JOIN_INFORMAL = 19
    BURNOUT_SPREAD = 20
    GROUP_DOMAIN = 21
    GROUP_QUALITY = 22
    GROUP_KIND = 23
    # one ladder's queue: for ladder l, the block l blocks further on
    QUEUE_TICKET = 24
    SERVICE_ENDS = 25
    QUEUE_ABANDON = 26
    PLACEMENT = 27
    # what connectors do, keyed by place and by the act's number (slot)
    STIMULATE_WHOM = 44
    MAP_GROUP = 45
    STIMULATE_KNOWN = 46
    CATALYSE_WHERE = 47
    CONNECT_EARLY = 48
    CONNECT_WHOM = 49
    CONNECT_KNOWN = 50
    CONNECT_BRIDGES = 51
    # a group's month
    GROUP_ENDS = 52
    GROUP_STALE = 53
    GROUP_NOTICED = 54
    # a hall's month
    HALL_CLOSES = 57
    # whether an election turns a place's approach round, keyed by place
    ELECTION = 58
    # what a person's case costs against the usual, once for life (month 0)
    CASE_COST = 55
    # the candidates for a connector's introduction (one block, four candidates)
    CONNECT_WITH = 60
    # the better connected whom connectors may know of (one block, four rivals)
    STIMULATE_RIVALS = 64
    # what a provider is, once for life (month 0); whether one enters, keyed by place
    PROVIDER_SIZE = 76
    PROVIDER_COST = 77
    PROVIDER_ENTERS = 78
    # whether providers pass a person over for easier cases this month
    PASSED_OVER = 79
    # incentives: who is asked this month; who helps if others do, once for life (month 0)
    ASKED = 68
    CONDITIONAL = 72
    # one month of a resident's work; and for life (month 0) whether they want any, and whether they begin with some
    JOB_CHANGE = 88
    LABOUR_FORCE = 92
    WORK_AT_START = 93
    # whom connectors aim at in deprived streets, and the others they could have picked (three words each)
    STIMULATE_AIMED = 100
    STIMULATE_OTHERS = 101
    CONNECT_AIMED = 104
    CONNECT_OTHERS = 105
    # what a place's practice does in a month: a try, a look at another place, or neither
    IDEA = 80
    VARIATION = 81
    IDEA_JUDGED = 82
    LOOK_WHERE = 83
    # the centre's pilots, keyed by practice and number
    PILOT = 84
    PILOT_JUDGED = 85
    # a scenario's uncertain parameters, keyed by the parameter's name
    PARAMETER_DRAW = 56
    # making a place: population synthesis takes blocks from here on (see simulation/population)
    SYNTHESIS = 400


@spelled_out
def _rounds(k0, k1, c0, c1, c2, c3):  # type: ignore[no-untyped-def]
    """The ten rounds of the generator: 32-bit words of key and counter in, four words of luck out."""
    for _ in range(10):
        p0 = np.uint64(c0) * _MULTIPLIER_0
        p1 = np.uint64(c2) * _MULTIPLIER_1
        c0 = np.uint32(np.uint32(p1 >> _32) ^ c1 ^ k0)
        c2 = np.uint32(np.uint32(p0 >> _32) ^ c3 ^ k1)
        c1 = np.uint32(p1)
        c3 = np.uint32(p0)
        k0 = np.uint32(k0 + _WEYL_0)
        k1 = np.uint32(k1 + _WEYL_1)
    return c0, c1, c2, c3


@rule
def words(seed: Key, key: Key, month: int, block: int) -> tuple[Any, Any, Any, Any]:
    """Four independent 32-bit words: Philox4x32-10 of the counter (key, month, block) under the key `seed`.

    seed, key: 64-bit. month: any integer, negative while a world settles (taken modulo 2**32). block: 32-bit.
    """
    return _rounds(
        np.uint32(np.uint64(seed)),
        np.uint32(np.uint64(seed) >> _32),
        np.uint32(np.uint64(key)),
        np.uint32(np.uint64(key) >> _32),
        np.uint32(np.int64(month)),
        np.uint32(block),
    )


AT_ONCE = 256
"""Keys whose words `draw` writes at once."""


@rule
def draw(seed: Key, keys: NDArray[np.uint64], month: int, block: int, luck: NDArray[np.uint32]) -> None:
    """Write `words` of at most AT_ONCE keys into `luck` [4, AT_ONCE]: the same words, eight times as fast.

    A loop over residents calls it once every AT_ONCE rows and then reads its own column, so that the words never
    leave the processor's nearest memory. A short list of keys fills the first columns.
    """
    k0, k1 = np.uint32(np.uint64(seed)), np.uint32(np.uint64(seed) >> _32)
    c2, c3 = np.uint32(np.int64(month)), np.uint32(block)
    for i in range(min(len(keys), AT_ONCE)):
        c0, c1 = np.uint32(keys[i]), np.uint32(keys[i] >> _32)
        luck[0, i], luck[1, i], luck[2, i], luck[3, i] = _rounds(k0, k1, c0, c1, c2, c3)


@rule
def draw_each(
    seed: Key, keys: NDArray[np.uint64], month: int, block: int, further: NDArray[np.uint8], luck: NDArray[np.uint32]
) -> None:  # fmt: skip
    """Write `words` of keys into `luck` [4, key], each one's from a block so much further on; as fast as `draw`."""
    k0, k1 = np.uint32(np.uint64(seed)), np.uint32(np.uint64(seed) >> _32)
    c2 = np.uint32(np.int64(month))
    for i in range(len(keys)):
        c0, c1 = np.uint32(keys[i]), np.uint32(keys[i] >> _32)
        luck[0, i], luck[1, i], luck[2, i], luck[3, i] = _rounds(k0, k1, c0, c1, c2, np.uint32(block + further[i]))


@rule
def unit(word: int) -> float:
    """The uniform in (0, 1) of a 32-bit word: the middle of its cell, so never 0 and never 1."""
    return (float(word) + 0.5) * 2.0**-32


@rule
def uniform(seed: Key, key: Key, month: int, decision: int) -> float:
    """The uniform in (0, 1) for one decision about one key in one month.

    From Python pass the decision as an int: to find out what an enumeration is takes numba a quarter millisecond.
    """
    a, b, c, d = words(seed, key, month, decision >> 2)
    which = decision & 3
    if which == 0:
        return unit(a)
    if which == 1:
        return unit(b)
    if which == 2:
        return unit(c)
    return unit(d)


@rule
def mix(a: Key, b: Key, c: Key) -> Any:
    """A 64-bit key from three: two rounds of the SplitMix64 finaliser (Steele, Lea and Flood 2014) over each."""
    z = np.uint64(0x9E3779B97F4A7C15)
    for part in (np.uint64(a), np.uint64(b), np.uint64(c)):
        z = z ^ part
        for _ in range(2):
            z = z + np.uint64(0x9E3779B97F4A7C15)
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            z = z ^ (z >> np.uint64(31))
    return z


@rule
def pair(a: Key, b: Key) -> Any:
    """The key of two people, the same whichever is named first."""
    return mix(min(a, b), max(a, b), np.uint64(2))


@rule
def normal(u: float) -> float:
    """The standard normal quantile of `u` in (0, 1): Acklam's rational approximation, relative error under 1.2e-9."""
    tail = min(u, 1.0 - u)
    if tail < 0.02425:
        q = math.sqrt(-2.0 * math.log(tail))
        top = -7.784894002430293e-03 * q - 3.223964580411365e-01
        top = ((top * q - 2.400758277161838) * q - 2.549732539343734) * q + 4.374664141464968
        top = top * q + 2.938163982698783
        bottom = (7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996
        bottom = (bottom * q + 3.754408661907416) * q + 1.0
        below_half = top / bottom
        return below_half if u < 0.5 else -below_half
    q = u - 0.5
    r = q * q
    top = (-3.969683028665376e01 * r + 2.209460984245205e02) * r - 2.759285104469687e02
    top = ((top * r + 1.383577518672690e02) * r - 3.066479806614716e01) * r + 2.506628277459239
    bottom = (-5.447609879822406e01 * r + 1.615858368580409e02) * r - 1.556989798598866e02
    bottom = ((bottom * r + 6.680131188771972e01) * r - 1.328068155288572e01) * r + 1.0
    return q * top / bottom


@rule
def below(word: Key, n: int) -> Any:
    """An index in [0, n) from a 32-bit word by multiplication (bias under n / 2**32)."""
    return np.int64((np.uint64(word) * np.uint64(n)) >> _32)
