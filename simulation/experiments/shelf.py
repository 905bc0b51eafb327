"""Finished results on disk, shared by all who ask and bounded in bytes: the least recently used go first.

A result's key is a hash of all that it hangs on, so that the same question finds the same answer whoever asks, and
nothing of who asked. What is shelved may therefore say only what its key says: no titles, no names of files,
unless the key says them, as that of a picture does.
"""

import hashlib
import os
import pickle
import sys
import threading
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from simulation.kernels import CACHE, source_hash
from simulation.versions import versions

VERSION = repr(versions())
"""The sources of the model and the packages beneath it, by which results are made and shelved."""

FOLDER = CACHE.parent / "answers"

MOST_BYTES = 500_000_000
"""About 2,500 runs of twenty years."""

DAMAGED = (
    pickle.UnpicklingError, zlib.error, AttributeError, EOFError, ImportError, IndexError, TypeError, ValueError,
)  # fmt: skip
"""What reading a result of other sources, or none at all, can come to."""

DIGEST = hashlib.sha256().digest_size


class Keyed(Protocol):
    """A task whose `key` says all that its result hangs on, besides the work done on it and the version."""

    @property
    def key(self) -> str:
        """Say it."""


def key(work: Callable[[Any], object], task: Keyed) -> str:
    """The key under which the result of this work on this task is shelved: 64 hex digits."""
    said = "\n".join((VERSION, _sources(work.__module__), work.__module__, work.__qualname__, task.key))
    return hashlib.sha256(said.encode()).hexdigest()


@cache
def _sources(module: str) -> str:
    """A hash of the sources of the package that a module is in; the model's own are in its version already."""
    file = getattr(sys.modules[module.partition(".")[0]], "__file__", None)
    return source_hash(Path(file).parent) if file else ""


@dataclass(frozen=True)
class Shelf:
    """A folder of results, for several processes and threads at once.

    Whoever can write into the folder could have this program do what they like, so that it is closed to other users.
    """

    folder: Path = field(default_factory=lambda: FOLDER)
    most_bytes: int = MOST_BYTES

    def __contains__(self, key: str) -> bool:
        return os.path.isfile(self.folder / key)

    def get(self, key: str) -> Any:
        """The result, or None where there is none or its file is damaged."""
        path = self.folder / key
        try:
            whole = path.read_bytes()
        except OSError:
            return None
        with suppress(OSError):
            os.utime(path)
        if hashlib.sha256(whole[DIGEST:]).digest() == whole[:DIGEST]:
            with suppress(*DAMAGED):
                return pickle.loads(zlib.decompress(whole[DIGEST:]))
        with suppress(OSError):
            path.unlink()
        return None

    def forget(self, key: str) -> None:
        """Remove a result whose meaning is gone."""
        with suppress(OSError):
            (self.folder / key).unlink()

    def put(self, key: str, result: object) -> bool:
        """Shelve a result, make room for it, and say whether it lies there: not every disk can be written."""
        packed, written = zlib.compress(pickle.dumps(result, pickle.HIGHEST_PROTOCOL), 1), False
        beside = self.folder / f".{key}.{os.getpid()}.{threading.get_ident()}"
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside.write_bytes(hashlib.sha256(packed).digest() + packed)
            beside.replace(self.folder / key)
            written = True
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        self._make_room()
        return written and key in self

    def _make_room(self) -> None:
        """Remove the least recently used, and what killed processes left half-written, until the rest fits."""
        held = 0
        for _, size, path in sorted(self._files(), reverse=True):
            held += size
            if held > self.most_bytes:
                with suppress(OSError):
                    os.unlink(path)

    def _files(self) -> list[tuple[int, int, str]]:
        """When each file was last used, its bytes and its path."""
        found = []
        with suppress(OSError), os.scandir(self.folder) as files:
            for file in files:
                with suppress(OSError):
                    seen = file.stat()
                    found.append((seen.st_mtime_ns, seen.st_size, file.path))
        return found
