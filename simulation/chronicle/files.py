"""Events and frames as files: Parquet, whole or not there."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as parquet
from numpy.typing import NDArray

from simulation.chronicle.frames import CHANGE, FIELDS, MEANING, Frames
from simulation.chronicle.scribe import Scribe
from simulation.chronicle.table import table

SCENARIO = "scenario"
SPANS = b"frames"
"""In the metadata of frames: the first and the last of each way of working."""

NUMBERS = ("month", "person", "by", "minutes", "number", "other", "value")
"""Columns of numbers that seldom repeat, written as differences."""

FRAME_COLUMNS = {
    SCENARIO: ("", "the way of working"),
    "month": ("months from the start", "the frame: how the world stands when this month is about to begin"),
    "field": ("", "what changed: a field of residents or of groups, or a tie"),
    "number": ("number", "of the resident or group; of a tie, the lower number of its two ends"),
    "other": ("number", "of a tie, the higher number of its two ends; else 0"),
    "value": ("see the metadata of `field`", "the value from this frame on"),
}
"""Unit and meaning of the columns of frames."""


def save_events(path: Path, scribes: Mapping[str, Scribe]) -> None:
    """Write the events of several ways of working into one table, one way after another."""
    parts = [table(scribe) for scribe in scribes.values()]
    parts = [_named(name, part) for name, part in zip(scribes, parts, strict=True)]
    _save(path, parts)


def save_frames(path: Path, frames: Mapping[str, Frames]) -> None:
    """Write the frames of several ways of working into one table, one way after another."""
    spans = json.dumps({name: (one.first, one.last) for name, one in frames.items()})
    _save(path, [_named(name, _frame_table(one)) for name, one in frames.items()], {SPANS: spans})


def load_frames(path: Path, scenario: str | None = None) -> Frames:
    """The frames of one way of working from a file of `save_frames`; it must be named where there are several.

    Raises ValueError where the file holds no such frames.
    """
    kept = parquet.read_table(path)
    spans = json.loads(kept.schema.metadata[SPANS])
    names = list(spans)
    wanted = names[0] if scenario is None and len(names) == 1 else scenario
    if wanted not in names:
        raise ValueError(f"{path} holds the frames of {', '.join(names)}. Name one of them.")
    kept = kept.filter(pc.equal(kept[SCENARIO], wanted))
    month = kept["month"].to_numpy()
    changes = np.empty(len(month), CHANGE)
    words = kept["field"].combine_chunks()
    changes["field"] = np.array([FIELDS.index(word) for word in words.dictionary.to_pylist()])[words.indices.to_numpy()]
    for name in ("number", "other", "value"):
        changes[name] = kept[name].to_numpy()
    first, last = spans[wanted]
    return Frames(first, changes, np.searchsorted(month, np.arange(first, last + 2)))


def _frame_table(frames: Frames) -> pa.Table:
    changes = frames.changes
    month = np.repeat(np.arange(frames.first, frames.last + 1, dtype=np.int16), np.diff(frames.starts))
    fields = pa.DictionaryArray.from_arrays(pa.array(changes["field"].astype(np.int16)), FIELDS)
    columns: dict[str, pa.Array | NDArray[Any]] = {"month": month, "field": fields}
    columns |= {name: np.ascontiguousarray(changes[name]) for name in ("number", "other", "value")}
    whole = pa.table(columns)
    described = [whole.schema.field(name).with_metadata(_told(FRAME_COLUMNS[name])) for name in columns]
    described[1] = described[1].with_metadata(_told(FRAME_COLUMNS["field"]) | {"fields": json.dumps(MEANING)})
    return whole.cast(pa.schema(described))


def _told(column: tuple[str, str]) -> dict[str, str]:
    return dict(zip(("unit", "meaning"), column, strict=True))


def _named(scenario: str, part: pa.Table) -> pa.Table:
    names = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(part), np.int16)), [scenario])
    return part.add_column(0, pa.field(SCENARIO, names.type, metadata=_told(FRAME_COLUMNS[SCENARIO])), names)


def _save(path: Path, parts: list[pa.Table], said: Mapping[bytes, str] | None = None) -> None:
    """Write beside the file's place and move it there at the end; `said` goes into the schema's metadata."""
    whole = pa.concat_tables(parts).unify_dictionaries().replace_schema_metadata(said)
    part = path.with_name(f".{path.name}.part")
    numbers = [name for name in whole.column_names if name in NUMBERS]
    try:
        parquet.write_table(
            whole, part, compression="zstd",
            use_dictionary=[name for name in whole.column_names if name not in numbers],
            column_encoding=dict.fromkeys(numbers, "DELTA_BINARY_PACKED"),
        )  # fmt: skip
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
