"""Pairs of recorded worlds on disk, so that one life after another can be followed in them; the newest few are kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.experiments.shelf import key
from simulation.kernels import CACHE
from simulation.stories.archive import Archive
from simulation.stories.footage import file, record

if TYPE_CHECKING:
    from simulation.experiments.design import Task

FOLDER = CACHE.parent / "stories"

MOST = 3
"""Pairs kept; that of a town of 10,000 over ten years takes some 100 MB."""


def lived(task: Task, progress: Callable[[int], None] = lambda _: None) -> tuple[Archive, ...]:
    """The chronicles of a task's first two ways of working: from disk, or lived through and filed now."""
    kept = FOLDER / key(lived, task)
    if not kept.is_dir():
        part = FOLDER / f".{kept.name}.{os.getpid()}"
        try:
            file(record(task, progress=progress), part)
            _keep(part, kept)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    with suppress(OSError):
        os.utime(kept)
    return Archive(kept / "0"), Archive(kept / "1")


def _keep(part: Path, kept: Path) -> None:
    """Move a pair to its place, unless another process was there first, and let the oldest go."""
    try:
        part.rename(kept)
    except OSError:
        if not kept.is_dir():
            raise
    pairs = sorted((one for one in FOLDER.iterdir() if not one.name.startswith(".")), key=_used, reverse=True)
    for old in pairs[MOST:]:
        shutil.rmtree(old, ignore_errors=True)


def _used(folder: Path) -> int:
    return folder.stat().st_mtime_ns
