"""Events as a table, every column with its unit and meaning, and one person's life read from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from simulation.agents.residents import LADDERS
from simulation.chronicle.notebook import NOBODY, NONE
from simulation.chronicle.scribe import Scribe
from simulation.chronicle.vocabulary import BY, By, What, Why, label

COLUMNS = {
    "month": ("months from the start", "when it happened"),
    "person": ("number", "to whom: the resident's number; 0 for what happens to a place or a group"),
    "key": ("key", "the same person's birth key, by which they can be found in another world; 0 where there is none"),
    "place": ("", "where"),
    "what": ("", "what happened"),
    "ladder": ("", "the ladder of need it was about"),
    "level_before": ("level 0-3", "level of need before"),
    "level_after": ("level 0-3", "level of need after"),
    "by": ("number", "of the other person or the group that it was by or with; 0 where there is none"),
    "by_kind": ("", "person or group"),
    "by_key": ("key", "of the other person or the group; 0 where there is none"),
    "minutes": ("minutes a month", "given, or missing, from this month on until the same is said again"),
    "why": ("", "why services leave need unmet, or why it ended"),
    "why_kin": ("", "why kin leave need unmet"),
    "why_group": ("", "why groups leave need unmet"),
}
"""Unit and meaning of every column. Numbers and keys are never empty, since many tools would then round keys."""


def table(scribe: Scribe) -> pa.Table:
    """Everything a scribe has written, in the order in which it happened."""
    events = scribe.notebook.events()
    by = np.where(BY[events["what"]] == By.NOBODY, NOBODY, events["by"])
    is_person = BY[events["what"]] == By.PERSON
    by_key = np.where(
        is_person, scribe.people.keys[np.where(is_person, by, 0)], scribe.groups.keys[np.where(is_person, 0, by)]
    )
    columns = {
        "month": pa.array(events["month"]),
        "person": pa.array(events["person"]),
        "key": pa.array(scribe.people.keys[events["person"]]),
        "place": _words(events["place"], scribe.places),
        "what": _words(events["what"], [label(what) for what in What]),
        "ladder": _words(events["ladder"], LADDERS, NONE),
        "level_before": _where_any(events["before"]),
        "level_after": _where_any(events["after"]),
        "by": pa.array(by),
        "by_kind": _words(BY[events["what"]], [label(kind) for kind in By], By.NOBODY),
        "by_key": pa.array(by_key),
        "minutes": _where_any(events["minutes"]),
    }
    reasons = [label(why) for why in Why]
    columns |= {name: _words(events[name], reasons, Why.NOT_SAID) for name in ("why", "why_kin", "why_group")}
    fields = [
        pa.field(name, columns[name].type, metadata={"unit": unit, "meaning": meaning})
        for name, (unit, meaning) in COLUMNS.items()
    ]
    return pa.Table.from_arrays(list(columns.values()), schema=pa.schema(fields))


def _where_any(values: NDArray[Any]) -> pa.Array:
    return pa.array(values, mask=values == NONE)


def _words(number: NDArray[Any], words: Sequence[str], nothing: int | None = None) -> pa.Array:
    mask = None if nothing is None else number == nothing
    return pa.DictionaryArray.from_arrays(pa.array(np.where(number < 0, 0, number).astype(np.int16), mask=mask), words)


def life(events: pa.Table, key: int) -> pa.Table:
    """What happened to the person with this birth key, and what they did for others, in order.

    What they did stands in the rows of those others: `by_key` is the key asked for.
    """
    wanted = pa.scalar(int(key), pa.uint64())
    return events.filter(pc.or_(pc.equal(events["key"], wanted), pc.equal(events["by_key"], wanted)))
