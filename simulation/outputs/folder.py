"""An output folder that is either whole or not there: written beside its place, and moved there at the end."""

import errno
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
WORKBOOK, PAPER = "results.xlsx", "summary.docx"
SWITCHED_OFF_TABLE, SWITCHED_OFF_PAGE = "switched_off.csv", "switched_off.html"
APPRAISAL_TABLE, APPRAISAL_TEXT, APPRAISAL_PAGE = "appraisal.csv", "appraisal.txt", "appraisal.html"
UNIT_COSTS = "unit_costs.csv"
BEARING_TABLE, BEARING_PAGE = "breaking_point.csv", "breaking_point.html"
MADE = {
    MANIFEST, MONTHLY, PEOPLE, YEARLY, EVENTS, FRAMES, SUMMARY, REPORT, WORKBOOK, PAPER, LOG,
    SWITCHED_OFF_TABLE, SWITCHED_OFF_PAGE,
    APPRAISAL_TABLE, APPRAISAL_TEXT, APPRAISAL_PAGE, UNIT_COSTS, BEARING_TABLE, BEARING_PAGE,
}  # fmt: skip
"""The files of results; nothing else may lie in a folder that is replaced."""

MAKER = "synaptic"


class FolderError(Exception):
    """Results cannot go where the user wants them; the message says why and what to do."""


@contextmanager
def folder(out: Path) -> Iterator[Path]:
    """A new folder to write into, which becomes `out` when the block ends well and vanishes when it does not.

    An existing `out` must be empty or hold results of this program, which are then replaced. Raises FolderError where
    that is not so, where another run is writing to `out`, or where it cannot be written. Nothing is deleted that this
    program did not make.
    """
    out = Path(os.path.abspath(_named(out)))
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
        raise _cannot(out, error, "results to ", "folder") from error


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Make the folder of a file that is to be written; what the system refuses meanwhile becomes a FolderError."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise _cannot(out, error, "to ", "file") from error


def _cannot(out: Path, error: OSError, what: str, instead: str) -> FolderError:
    reason = (os.strerror(error.errno) if error.errno else str(error)).lower()
    return FolderError(f"Cannot write {what}{out}: {reason}. Choose another {instead} with --out.")


def _named(out: Path) -> Path:
    """A path with a name that can be shown."""
    try:
        str(out).encode()
    except UnicodeEncodeError as error:
        raise FolderError(f"The name {str(out)!r} is not UTF-8 text. Choose another one with --out.") from error
    if not Path(os.path.abspath(out)).name:
        raise FolderError(f"{out} is no folder for results. Choose one inside it with --out.")
    return out


def _refuse_strangers(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise FolderError(f"{out} is a file. Choose a folder with --out.")
    if out.is_symlink():
        raise FolderError(f"{out} is a link. Name the folder that it leads to with --out.")
    if out.exists() and out.samefile(Path.cwd()):
        raise FolderError(f"{out} is the folder you stand in. Choose one inside it with --out.")
    if out.exists() and any(out.iterdir()) and not (_only_results(out) and is_ours(out)):
        raise FolderError(f"{out} holds other files, which would be lost. Choose a new or empty folder with --out.")


def is_ours(out: Path) -> bool:
    """Whether a folder holds results of this program."""
    try:
        said = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, RecursionError, ValueError):
        return False
    return isinstance(said, dict) and said.get("made_by") == MAKER


def _only_results(path: Path) -> bool:
    """Whether `path` is a folder in which nothing lies but files of results."""
    return path.is_dir() and not path.is_symlink() and {one.name for one in path.iterdir()} <= MADE


@contextmanager
def _held(lock: Path, out: Path) -> Iterator[None]:
    """Hold `lock` while writing; the system lets go of it when a run is killed."""
    if lock.is_symlink() or (lock.exists() and lock.stat().st_size):
        raise _in_the_way(lock)
    with lock.open("a") as file:
        try:
            _lock(file)
            _still_there(file, lock)
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


def _still_there(file: IO[str], lock: Path) -> None:
    """Raise FileNotFoundError where the run that held the lock before has removed it as it ended."""
    if not os.path.samestat(os.fstat(file.fileno()), lock.stat()):
        raise FileNotFoundError(errno.ENOENT, "removed", str(lock))


def _old(out: Path) -> Path:
    return out.with_name(f".{out.name}.old")


def _in_the_way(path: Path) -> FolderError:
    return FolderError(f"{path} is in the way, and was not made by this program. Move it, or choose another --out.")


def _tidy(out: Path, part: Path) -> None:
    """Clear away what a killed run left, and bring back results that it was about to replace."""
    left = [path for path in (part, _old(out)) if os.path.lexists(path)]
    for path in left:
        if not _only_results(path):
            raise _in_the_way(path)
    for path in left:
        if path == part or out.exists():
            shutil.rmtree(path)
        else:
            path.rename(out)


def _move(part: Path, out: Path) -> None:
    if out.exists():
        out.rename(_old(out))
    part.rename(out)
    if _only_results(_old(out)):
        shutil.rmtree(_old(out), ignore_errors=True)
