"""Films on disk: two ways of working filmed once for all visitors, beside the stories of everybody in them."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from dashboards.answering.questions import sized
from simulation.experiments.design import Draw, Task, plan
from simulation.experiments.shelf import key
from simulation.kernels import CACHE
from simulation.scenario import Scenario
from simulation.stories.archive import Archive
from simulation.stories.folders import Folders

FILMS = Folders(CACHE.parent / "films", most=4)
"""One of a town of 10,000 over twenty years takes some 200 MB, nearly all of it events."""

MOST_FILMED = 10_000
"""Residents of a film: as many as a picture can show."""

REEL = "reel"
LIVED = "lived"
"""A file of a film that is being made, as many bytes long as months of its worlds have been lived through."""

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

    def develop(part: Path) -> None:
        part.mkdir(parents=True)
        footage = record(task, settled, partial(_note, part / LIVED))
        file(footage, part)
        (part / REEL).write_bytes(wound(footage.worlds, footage.chronicles))
        (part / LIVED).unlink()

    name = name_of(task)
    return (FILMS.find(name) or FILMS.make(name, develop)).name


def _note(lived: Path, months: int) -> None:
    with lived.open("ab") as file:
        file.truncate(months)


def reel(name: str) -> Path | None:
    """The file that a browser plays, or None where there is no such film."""
    folder = FILMS.find(name) if re.fullmatch("[0-9a-f]{64}", name) else None
    return folder / REEL if folder else None


def months_lived(name: str) -> int:
    """How many months of a film's worlds, both counted, have been lived through, for one that is being made."""
    with suppress(OSError):
        files = [(one / LIVED).stat() for one in FILMS.unfinished(name)]
        return max(files, key=lambda one: one.st_mtime).st_size if files else 0
    return 0


def film(name: str) -> Film | None:
    """A film that has been shot, or None where it is not there (any more)."""
    found = FILMS.find(name)
    try:
        return _opened(found) if found else None
    except OSError:
        return None


@lru_cache(maxsize=FILMS.most)
def _opened(folder: Path) -> Film:
    first, second = Archive(folder / "0"), Archive(folder / "1")
    first.open()
    second.open()
    return Film(folder.name, (first, second))
