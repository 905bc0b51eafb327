"""The commands that make a study's report and parcel. Heavy imports are made inside."""

from pathlib import Path
from typing import TYPE_CHECKING

from simulation.commands import print_json, print_lines

if TYPE_CHECKING:
    from simulation.outputs.studied.content import Content


def report(folder: Path, as_json: bool) -> None:
    """Make the report, the workbook and the summary of a study."""
    from simulation.outputs.folder import PAPER, REPORT, WORKBOOK
    from simulation.outputs.studied.kept import report as made

    _tell(made(folder), [folder / name for name in (REPORT, WORKBOOK, PAPER)], as_json)


def pack(folder: Path, out: Path | None, as_json: bool) -> None:
    """Put all that a reviewer needs of a study into one file."""
    from simulation.outputs.studied.kept import pack as made

    parcel = out or folder.resolve().parent / f"{folder.resolve().name}.zip"
    _tell(made(folder, parcel), [parcel], as_json)


def _tell(content: "Content", files: list[Path], as_json: bool) -> None:
    study = content.found.study
    if as_json:
        told = {"runs": len(content.found.table), "planned": study.runs, "failed": len(content.failed)}
        print_json(
            told | {"short": content.short, "not_answered": content.untold, "files": [str(one) for one in files]}
        )
        return
    print_lines([study.title, content.done, *content.short, *(f"Not answered. {one}" for one in content.untold)])
    print_lines([f"Made: {', '.join(str(one) for one in files)}"])
