"""What frames show of residents and groups: each field, its meaning, and how it is read from a world's columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.agents.groups import DOMAINS, UNKNOWN
from simulation.kernels import kernel

if TYPE_CHECKING:
    from simulation.world import World

type Rows = NDArray[np.int64]
"""Rows of those who are here."""

LEVEL_BITS, STATUS_BITS = 2, 3
BURNOUT_STEPS = LINK_STEPS = 250
WELLBEING_STEPS = 25


class Field(NamedTuple):
    """One field of a frame. read: integers for these rows. fixed: never changes, so it is read once."""

    name: str
    meaning: str
    read: Callable[[World, Rows], NDArray[np.integer]]
    fixed: bool = False


@kernel
def _pack_ladders(rows, values, bits, packed):  # type: ignore[no-untyped-def]
    for k in range(len(rows)):
        word = np.int32(0)
        for l in range(5):
            word |= np.int32(values[rows[k], l]) << np.int32(bits * l)
        packed[k] = word


def pack_ladders(rows: Rows, values: NDArray[np.uint8], bits: int) -> NDArray[np.int32]:
    """Five small numbers a row, one a ladder, in one: the first ladder in the lowest bits."""
    packed = np.empty(len(rows), np.int32)
    _pack_ladders(rows, values, bits, packed)
    return packed


def unpack_ladders(packed: NDArray[np.integer], bits: int) -> NDArray[np.uint8]:
    """The five numbers again [row, ladder].

    >>> unpack_ladders(np.array([0b11_00_00_10_01]), 2).tolist()
    [[1, 2, 0, 0, 3]]
    """
    return ((packed[:, None] >> (bits * np.arange(5))) & ((1 << bits) - 1)).astype(np.uint8)


def in_steps(values: NDArray[np.float32], steps: int) -> NDArray[np.int32]:
    """The nearest whole number of 1/steps."""
    return np.rint(values * np.float32(steps)).astype(np.int32)


@kernel
def _heads(rows, household, head, ids, number, found):  # type: ignore[no-untyped-def]
    for i in rows:
        if head[i]:
            number[household[i]] = ids[i]
    for k in range(len(rows)):
        found[k] = number[household[rows[k]]]


def _head_of_household(world: World, rows: Rows) -> NDArray[np.int32]:
    """Labels change when rows are sorted, the number of the one who answers for the home does not."""
    r = world.residents
    number, found = np.zeros(int(r.household[: r.count].max(initial=0)) + 1, np.int32), np.empty(len(rows), np.int32)
    _heads(rows, r.household, r.head, r.id, number, found)
    return found


def _group_number(world: World, groups: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.where(groups >= 0, world.groups.id[groups], 0)


def _column(table: str, name: str) -> Callable[[World, Rows], NDArray[np.integer]]:
    return lambda world, rows: getattr(getattr(world, table), name)[rows]


RESIDENTS = (
    Field("key", "birth key, as a signed 64-bit number", lambda w, i: w.residents.key[i].view(np.int64), fixed=True),
    Field("born", "month of birth", _column("residents", "born"), fixed=True),
    Field("sex", "0 female, 1 male", _column("residents", "sex"), fixed=True),
    Field("ethnic", "0 white, 1 Asian, 2 Black, 3 mixed, 4 other", _column("residents", "ethnic"), fixed=True),
    Field("neighbourhood", "neighbourhood, numbered through all places", _column("residents", "neighbourhood")),
    Field(
        "fifth", "deprivation fifth of the neighbourhood, 1 = most deprived", _column("residents", "fifth"), fixed=True
    ),
    Field("household", "number of the resident who heads the household", _head_of_household),
    Field(
        "level", "level of need, 2 bits a ladder, functional lowest",
        lambda w, i: pack_ladders(i, w.residents.level, LEVEL_BITS),
    ),
    Field(
        "status", "Status with the service, 3 bits a ladder, functional lowest",
        lambda w, i: pack_ladders(i, w.residents.status, STATUS_BITS),
    ),
    Field("active", "1: takes part in social action", _column("residents", "active")),
    Field("burnout", "1/250", lambda w, i: in_steps(w.residents.burnout[i], BURNOUT_STEPS)),
    Field("wellbeing", "1/25 of a point of 10", lambda w, i: in_steps(w.residents.wellbeing[i], WELLBEING_STEPS)),
    Field(
        "formal", "number of the formal group belonged to, or 0",
        lambda w, i: _group_number(w, w.residents.groups[i, 0]),
    ),
    Field(
        "informal", "number of the informal group belonged to, or 0",
        lambda w, i: _group_number(w, w.residents.groups[i, 1]),
    ),
    Field("helper", "number of the group that helps, or 0", lambda w, i: _group_number(w, w.residents.helper[i])),
    Field(
        "helped_ladder", "the ladder on which a group helps, or 0",
        lambda w, i: np.where(w.residents.helper[i] >= 0, w.residents.helped_ladder[i], 0),
    ),
)  # fmt: skip
"""Fields of residents."""


def _link(service: int) -> Callable[[World, Rows], NDArray[np.int32]]:
    return lambda world, rows: in_steps(world.groups.synapse[rows, service], LINK_STEPS)


GROUPS = (
    Field("key", "the group's key, as a signed 64-bit number", lambda w, i: w.groups.key[i].view(np.int64), fixed=True),
    Field("neighbourhood", "where it meets", _column("groups", "neighbourhood"), fixed=True),
    Field("domain", "the domain of need it serves, 0-3", _column("groups", "domain"), fixed=True),
    Field("formal", "1: a constituted organisation", _column("groups", "formal"), fixed=True),
    Field("members", "residents who belong, as last counted", _column("groups", "members")),
    Field("active", "members taking part, as last counted", _column("groups", "active")),
    Field("known", "1: known to agencies", lambda w, i: w.groups.mapped[i] != UNKNOWN),
    *(Field(f"link_{name}", f"strength of the link with {name}, 1/250", _link(k)) for k, name in enumerate(DOMAINS)),
)  # fmt: skip
"""Fields of groups."""
