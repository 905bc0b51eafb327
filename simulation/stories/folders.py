"""Folders on disk, each there whole or not at all and found by its name; the most newly used are kept."""

import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ABANDONED = 86_400.0
"""Seconds after which what is still half made, or half removed, belongs to nobody: its process was killed."""


@dataclass(frozen=True)
class Folders:
    """Folders within one place, for several processes at once. most: how many are kept."""

    place: Path
    most: int

    def find(self, name: str) -> Path | None:
        """The folder of this name, which then counts as newly used; None where there is none."""
        folder = self.place / name
        if not folder.is_dir():
            return None
        with suppress(OSError):
            os.utime(folder)
        return folder

    def unfinished(self, name: str) -> list[Path]:
        """What processes make, or made before they were killed, of the folder of this name."""
        return list(self.place.glob(f".{name}.*"))

    def make(self, name: str, fill: Callable[[Path], object]) -> Path:
        """The folder of this name, made now; where another process was first, theirs. Then the oldest go.

        fill: makes the folder that it is given, which has another name until it is whole. Raises OSError.
        """
        part = self._aside(name)
        try:
            shutil.rmtree(part, ignore_errors=True)
            fill(part)
            self._put(part, self.place / name)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        self._make_room(name)
        return self.place / name

    def _aside(self, name: str) -> Path:
        """What this process calls a folder that is not whole."""
        return self.place / f".{name}.{os.getpid()}"

    def _put(self, part: Path, folder: Path) -> None:
        try:
            part.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise

    def _make_room(self, newest: str) -> None:
        """Remove the oldest, each aside first: who still reads one does so to the end of what is mapped."""
        whole, hidden = list[tuple[float, str]](), list[tuple[float, str]]()
        for one in self.place.iterdir():
            with suppress(OSError):
                (hidden if one.name.startswith(".") else whole).append((one.stat().st_mtime, one.name))
        older = sorted(one for one in whole if one[1] != newest)
        for _, name in older[: max(len(older) + 1 - self.most, 0)]:
            with suppress(OSError):
                (self.place / name).rename(self._aside(name))
                shutil.rmtree(self._aside(name), ignore_errors=True)
        for since, name in hidden:
            if time.time() - since > ABANDONED:
                shutil.rmtree(self.place / name, ignore_errors=True)
