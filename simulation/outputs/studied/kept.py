"""What people take away from a study's folder: its report, workbook and summary, and all of it in one parcel."""

from pathlib import Path

from simulation.experiments.studies.files import NotStoredError, whole
from simulation.experiments.studies.store import POINTS, RUNS, STUDY, Store
from simulation.experiments.studies.study import SCENARIOS
from simulation.experiments.studies.switches import KEPT as TOOLS
from simulation.outputs.folder import PAPER, REPORT, WORKBOOK, FolderError
from simulation.outputs.office.parcel import packed
from simulation.outputs.replacing import holding, refuse_others
from simulation.outputs.studied.content import Content, content
from simulation.outputs.studied.document import document
from simulation.outputs.studied.page import page, remake
from simulation.outputs.studied.sheets import workbook
from simulation.parameters import ROOT

RESULTS, READ_ME, LICENCE = "results.csv", "READ_ME.txt", "LICENCE.txt"

IN_EVERY_PACK = (STUDY, POINTS, RESULTS, READ_ME, REPORT)
"""By which a pack is known."""

READ = """\
{title}

{question}

{done}

report.html     the answer, in words, pictures and tables; opens in any browser
results.xlsx    the same as a workbook, with every run
summary.docx    two pages for people who decide
study.yaml      what was asked, spelt out
scenarios/      every way of working, in every world, spelt out
tools/          every tool that is with some points and not with others, where there are any
points.parquet  what varies, point by point
results.csv     every run: its point, world, way of working, repeat run (seed), inputs, outcomes, and why it failed
runs/           the same as the program keeps it, to go on from

To run it again: unpack this, take the program in the version below, and there
  {remake}
FOLDER being the one unpacked. Every file under runs/ comes out the same, byte for byte, under the same versions.

Made of
{made_of}
"""


def report(folder: Path) -> Content:
    """Make the report, the workbook and the summary of a study in its folder. Raises FolderError."""
    made = content(folder)
    for name, held in files(made).items():
        _write(folder / name, held)
    return made


def files(made: Content) -> dict[str, bytes]:
    """The three by name."""
    return {REPORT: page(made).encode(), WORKBOOK: workbook(made), PAPER: document(made)}


def pack(folder: Path, out: Path) -> Content:
    """Put all that a reviewer needs into one zip file. Raises FolderError."""
    refuse_others(out, holding(*IN_EVERY_PACK))
    made = content(folder)
    store = Store(folder)
    kept = [folder / STUDY, folder / POINTS]
    kept += sorted([*(folder / SCENARIOS).rglob("*.yaml"), *(folder / TOOLS).glob("*.yaml")])
    kept += [folder / RUNS / f"{name}.parquet" for name in sorted(store.names())]
    held = {one.relative_to(folder).as_posix(): one.read_bytes() for one in kept}
    held |= files(made) | {RESULTS: store.table().to_csv(index=False, lineterminator="\n").encode()}
    held[READ_ME] = _read_me(made).encode()
    for licence in sorted(ROOT.glob("LICEN[CS]E*")):
        held[LICENCE] = licence.read_bytes()
    _write(out, packed(held.items()))
    return made


def _read_me(made: Content) -> str:
    study = made.found.study
    lines = "\n".join(f"  {name}: {one}" for name, one in study.made_of.items())
    return READ.format(title=study.title, question=study.question, done=made.done, remake=remake(), made_of=lines)


def _write(path: Path, held: bytes) -> None:
    try:
        with whole(path) as file:
            file.write(held)
    except NotStoredError as error:
        raise FolderError(str(error)) from error
