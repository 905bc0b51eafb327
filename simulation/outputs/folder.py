"""An output folder that is either whole or not there: written beside its place, and moved there at the end."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

MANIFEST = "manifest.json"
MONTHLY, PEOPLE, YEARLY = "monthly.parquet", "people.parquet", "yearly.parquet"
EVENTS, FRAMES = "events.parquet", "frames.parquet"
SUMMARY, REPORT, LOG = "summary.csv", "report.html", "run.log"
MADE = {MANIFEST, MONTHLY, PEOPLE, YEARLY, EVENTS, FRAMES, SUMMARY, REPORT, LOG}
"""The files of results; nothing else may lie in a folder that is replaced."""

MAKER = "synaptic"


class FolderError(Exception):
    """Results cannot go where the user wants them; the message says why and what to do."""


@contextmanager
def folder(out: Path) -> Iterator[Path]:
    """A new folder to write into, which becomes `out` when the block ends well and vanishes when it does not.

    An existing `out` must be empty or hold results of this program, which are then replaced. Raises FolderError where
    that is not so, where another run is writing to `out`, or where it cannot be written.
    """
    out = Path(os.path.abspath(out))
    part = out.with_name(f".{out.name}.part")
    try:
        _refuse_strangers(out)
        out.parent.mkdir(parents=True, exist_ok=True)
        with _held(out.with_name(f".{out.name}.lock"), out):
            _tidy(out, part)
            part.mkdir()
            try:
                yield part
                _move(part, out)
            finally:
                shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        reason = (os.strerror(error.errno) if error.errno else str(error)).lower()
        raise FolderError(f"Cannot write results to {out}: {reason}. Choose another folder with --out.") from error


def _refuse_strangers(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise FolderError(f"{out} is a file. Choose a folder with --out.")
    if out.is_symlink():
        raise FolderError(f"{out} is a link. Name the folder that it leads to with --out.")
    if out == Path.cwd():
        raise FolderError(f"{out} is the folder you stand in. Choose one inside it with --out.")
    found = {one.name for one in out.iterdir()} if out.is_dir() else set()
    if found - MADE or (found and not is_ours(out)):
        raise FolderError(f"{out} holds other files, which would be lost. Choose a new or empty folder with --out.")


def is_ours(out: Path) -> bool:
    """Whether a folder holds results of this program."""
    try:
        said = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(said, dict) and said.get("made_by") == MAKER


@contextmanager
def _held(lock: Path, out: Path) -> Iterator[None]:
    """Hold `lock` while writing; the system lets go of it when a run is killed."""
    with lock.open("a") as file:
        try:
            _lock(file)
        except OSError as error:
            raise FolderError(f"Another run is writing to {out}. Wait for it, or choose another folder.") from error
        try:
            yield
        finally:
            with suppress(OSError):
                lock.unlink()


def _lock(file: IO[str]) -> None:
    try:
        import fcntl
    except ImportError:
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _old(out: Path) -> Path:
    return out.with_name(f".{out.name}.old")


def _tidy(out: Path, part: Path) -> None:
    """Clear away what a killed run left, and bring back results that it was about to replace."""
    if part.exists():
        shutil.rmtree(part)
    if _old(out).exists():
        if out.exists():
            shutil.rmtree(_old(out))
        else:
            _old(out).rename(out)


def _move(part: Path, out: Path) -> None:
    if out.exists():
        out.rename(_old(out))
    part.rename(out)
    shutil.rmtree(_old(out), ignore_errors=True)
