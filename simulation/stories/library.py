"""Pairs of recorded worlds on disk, so that one life after another can be followed in them; the newest few are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simulation.experiments.shelf import key
from simulation.kernels import CACHE
from simulation.stories.archive import Archive
from simulation.stories.folders import Folders
from simulation.stories.footage import file, record

if TYPE_CHECKING:
    from simulation.experiments.design import Task

PAIRS = Folders(CACHE.parent / "stories", most=3)
"""That of a town of 10,000 over ten years takes some 100 MB."""


def lived(task: Task, progress: Callable[[int], None] = lambda _: None) -> tuple[Archive, ...]:
    """The chronicles of a task's first two ways of working: from disk, or lived through and filed now."""
    name = key(lived, task)
    kept = PAIRS.find(name) or PAIRS.make(name, lambda part: file(record(task, progress=progress), part))
    return Archive(kept / "0"), Archive(kept / "1")
