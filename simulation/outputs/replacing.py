"""Which files may be replaced: those that this program made. What anybody else wrote is never lost."""

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

from simulation.outputs.folder import FolderError, writing
from simulation.outputs.office.parcel import LONG_AGO

PAGE = '<meta name="generator" content="synaptic">'
"""What every page carries in its head (report.html)."""

LAYER = "# Made by `run.py calibrate "
"""How every fitted layer begins."""

LOG = "<!-- status:begin -->\n"
"""What comes before the numbers of an assurance log."""

NEAR = 4096
"""Bytes of a file's beginning in which its mark stands."""

type Ours = Callable[[Path], bool]


def marked(mark: str) -> Ours:
    """Whether a text file was made by this program: it carries `mark` near its beginning."""

    def ours(path: Path) -> bool:
        with path.open("rb") as file:
            return mark.encode() in file.read(NEAR)

    return ours


def holding(*names: str) -> Ours:
    """Whether a zip file was made by this program: it holds these files, all without the time they were made."""

    def ours(path: Path) -> bool:
        try:
            with zipfile.ZipFile(path) as archive:
                held = archive.infolist()
        except (zipfile.BadZipFile, ValueError):
            return False
        return set(names) <= {one.filename for one in held} and all(one.date_time == LONG_AGO for one in held)

    return ours


def write_file(out: Path, text: str, ours: Ours) -> None:
    """Write a file whole: beside its place, and moved there at the end. Raises FolderError where it cannot be.

    ours: which files in its place may be replaced.
    """
    refuse_others(out, ours)
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    with writing(out):
        try:
            part.write_text(text, encoding="utf-8")
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)


def refuse_others(out: Path, ours: Ours) -> None:
    """Raise FolderError where a file is to be written in the place of a folder, or of one that is not `ours`."""
    if out.is_dir():
        raise FolderError(f"{out} is a folder. Name a file in it, or elsewhere, with --out.")
    if os.path.lexists(out) and not _is_ours(out, ours):
        raise FolderError(
            f"{out} is there already, and this program did not make it, so it is not replaced. Choose another name "
            "with --out, or move or delete that file."
        )


def _is_ours(out: Path, ours: Ours) -> bool:
    try:
        return out.is_file() and ours(out)
    except OSError:
        return False
