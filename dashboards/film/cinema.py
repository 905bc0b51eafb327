"""Films on disk: two ways of working filmed once for all visitors, beside the stories of everybody in them."""

import os
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dashboards.answering.questions import sized
from simulation.experiments.design import Draw, Task, plan
from simulation.experiments.shelf import key
from simulation.kernels import CACHE
from simulation.scenario import Scenario
from simulation.stories.archive import Archive

FOLDER = CACHE.parent / "films"
MOST_FILMS = 4
"""Films kept; one of a town of 10,000 over twenty years takes some 200 MB, nearly all of it events."""

MOST_FILMED = 10_000
"""Residents of a film: as many as a picture can show."""

REEL = "reel"
SEED = 1


@dataclass(frozen=True)
class Film:
    """A film that has been shot. name: by which a browser fetches it. worlds: who lived through what, in both."""

    name: str
    worlds: tuple[Archive, Archive]


def shooting(pair: Sequence[Scenario]) -> Task:
    """The task of filming a pair of ways of working, larger places in small. Raises ScenarioError."""
    return Task(SEED, Draw.LUCK, plan([sized(one, MOST_FILMED) for one in pair], 1).arms)


def name_of(task: Task) -> str:
    """The name of a task's film: what it hangs on, hashed."""
    return key(shoot, task)


def shoot(task: Task) -> str:
    """Film a task and file what happened, on the bench; the film's name."""
    from dashboards.answering.runs import settled
    from dashboards.film.develop import wound
    from simulation.stories.footage import file, record

    folder = FOLDER / name_of(task)
    if not (folder / REEL).is_file():
        shutil.rmtree(folder, ignore_errors=True)
        footage = record(task, settled)
        file(footage, folder)
        beside = folder / f".{REEL}"
        beside.write_bytes(wound(footage.worlds, footage.chronicles))
        beside.replace(folder / REEL)
        _make_room(folder)
    return folder.name


def _make_room(newest: Path) -> None:
    """Keep the newest films; whoever still reads an older one does so to the end of what is mapped.

    A film's reel goes first, so that what is left where the rest cannot be removed is no film.
    """
    films = []
    for one in FOLDER.iterdir():
        with suppress(OSError):
            films += [(one.stat().st_mtime_ns, one)] if one != newest else []
    for _, old in sorted(films)[: max(len(films) + 1 - MOST_FILMS, 0)]:
        with suppress(OSError):
            (old / REEL).unlink()
        shutil.rmtree(old, ignore_errors=True)


def reel(name: str) -> Path | None:
    """The file that a browser plays, or None where there is no such film."""
    path = FOLDER / name / REEL
    return path if re.fullmatch("[0-9a-f]{64}", name) and path.is_file() else None


def film(name: str) -> Film | None:
    """A film that has been shot, or None where it is not there (any more)."""
    found = reel(name)
    if found is None:
        return None
    with suppress(OSError):
        os.utime(found.parent)
    try:
        return _opened(found.parent)
    except OSError:
        return None


@lru_cache(maxsize=MOST_FILMS)
def _opened(folder: Path) -> Film:
    first, second = Archive(folder / "0"), Archive(folder / "1")
    first.open()
    second.open()
    return Film(folder.name, (first, second))
