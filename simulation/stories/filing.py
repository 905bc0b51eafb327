"""Filing a world's chronicle: its events sorted by person once, and where to find what one gave or a group did."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from simulation.agents.residents import LADDERS
from simulation.chronicle.frames import Frames
from simulation.chronicle.notebook import EVENT, NONE
from simulation.chronicle.vocabulary import BY, By, What, Why, label
from simulation.outcomes import Outcomes
from simulation.stories import seen
from simulation.stories.archive import Archive

type Rows = NDArray[Any]

NUMBERS = {
    "month": "month", "person": "person", "by": "by", "level_before": "before", "level_after": "after",
    "minutes": "minutes",
}  # fmt: skip
"""Columns of the table of events that hold numbers, and what EVENT calls them."""


def _labels(words: type[IntEnum]) -> list[str]:
    return [label(word) for word in words]


def file(
    folder: Path,
    table: pa.Table,
    frames: Frames,
    outcomes: Outcomes,
    needed: NDArray[np.integer],
    places: Sequence[str],
) -> Archive:
    """File one world's chronicle in a new folder, which is there whole or not at all.

    table: events as by `chronicle.table.table`. needed [ladder, level]: `world.needs.needed_at`. places: their names.
    """
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    part.mkdir(parents=True)
    try:
        for name, array in _arrays(read(table, places), frames, outcomes, len(places)).items():
            np.save(part / f"{name}.npy", array, allow_pickle=False)
        np.save(part / "needed.npy", needed, allow_pickle=False)
        np.save(part / "places.npy", np.array(places, np.str_), allow_pickle=False)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Archive(folder)


def read(table: pa.Table, places: Sequence[str]) -> Rows:
    """A table of events as rows of EVENT again.

    >>> read(table(scribe), scribe.places)                                  # doctest: +SKIP
    """
    rows = np.empty(len(table), EVENT)
    for column, name in NUMBERS.items():
        rows[name] = table[column].combine_chunks().fill_null(NONE).to_numpy()
    reasons = _labels(Why)
    words = {"what": _labels(What), "ladder": list(LADDERS), "place": list(places)}
    for column, meant in (words | dict.fromkeys(("why", "why_kin", "why_group"), reasons)).items():
        said = table[column].combine_chunks()
        nothing = NONE if column == "ladder" else 0
        meaning = np.array([*map(meant.index, said.dictionary.to_pylist()), nothing], EVENT[column])
        rows[column] = meaning[said.indices.fill_null(-1).to_numpy()]
    return rows


def _arrays(rows: Rows, frames: Frames, outcomes: Outcomes, places: int) -> dict[str, Rows]:
    rows = rows[np.argsort(rows["person"], kind="stable")]
    kinds = BY[rows["what"]]
    size = 1 + int(rows["person"].max(initial=0))
    people, groups = (
        seen.people(frames, size),
        seen.groups(frames, 1 + int(rows["by"][kinds == By.GROUP].max(initial=0))),
    )
    homes = seen.homes(frames)
    seen.add_what_happened(people, groups, rows)
    found = {
        "others": seen.index(np.where(kinds == By.PERSON, rows["by"], 0), len(people)),
        "doings": seen.index(np.where(kinds == By.GROUP, rows["by"], 0), len(groups)),
        "homes_of": seen.index(homes["person"], len(people)),
    }
    starts = np.searchsorted(rows["person"], np.arange(len(people) + 1))
    span = (frames.first, frames.last - frames.first, places)
    return {
        "events": rows, "starts": starts, "people": people, "groups": groups, "homes": homes,
        "standing": seen.standing(frames, len(groups)), "cases": seen.cases(frames, people, places),
        "tally": seen.tally(rows, *span), "gaps": seen.gaps(rows, people, *span),
        "frames": np.array([frames.first, frames.last]),
        **{name: at for name, (at, _) in found.items()},
        **{f"{name}_starts": starts for name, (_, starts) in found.items()},
        **{f"outcomes_{name}": getattr(outcomes, name)[: outcomes.months] for name in Outcomes.MONTHLY},
    }  # fmt: skip
