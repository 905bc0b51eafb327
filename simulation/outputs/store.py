"""What a comparison leaves on disk, and how it remakes itself to the byte."""

import hashlib
import json
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from simulation.chronicle import files as chronicles
from simulation.experiments.compare import Comparison
from simulation.experiments.design import RECORDED, Design, Draw, plan
from simulation.experiments.execute import Make, Progress, execute
from simulation.experiments.resources import check_equal
from simulation.experiments.studies.store import STUDY
from simulation.outputs import monthly, yearly
from simulation.outputs.folder import (
    EVENTS,
    FRAMES,
    LOG,
    MAKER,
    MANIFEST,
    MONTHLY,
    PAPER,
    PEOPLE,
    REPORT,
    SUMMARY,
    WORKBOOK,
    YEARLY,
    FolderError,
    is_ours,
)
from simulation.outputs.report import report
from simulation.scenario import Scenario
from simulation.versions import versions

LONGEST_NAME = 200
"""Bytes of a scenario's name; file systems take 255, with what is put around it."""


def write(folder: Path, comparison: Comparison, command: str) -> None:
    """Write the files of results into a folder."""
    from simulation.outputs.office import compared

    runs, places = comparison.runs, [place.name for place in comparison.yardstick.places]
    monthly.write(folder / MONTHLY, monthly.table(runs, places, comparison.yardstick))
    monthly.write(folder / PEOPLE, yearly.people_table(runs, places))
    monthly.write(folder / YEARLY, yearly.place_table(runs, places))
    _text(folder / SUMMARY, monthly.summary(runs, comparison.row))
    _text(folder / REPORT, report(comparison, command, versions()))
    (folder / WORKBOOK).write_bytes(compared.workbook(comparison, command, versions()))
    (folder / PAPER).write_bytes(compared.document(comparison, command))
    kept = {run.arm: run.chronicle for run in runs if run.chronicle}
    if kept:
        chronicles.save_events(folder / EVENTS, {arm: one.scribe for arm, one in kept.items()})
        chronicles.save_frames(folder / FRAMES, {arm: one.camera.frames() for arm, one in kept.items()})
    files = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in results(folder)}
    _text(folder / MANIFEST, json.dumps(manifest(comparison, command) | {"files": files}, indent=1) + "\n")


def results(folder: Path) -> list[str]:
    """The names of the results that a folder holds; only recorded ones hold events and frames."""
    return [
        name
        for name in (MONTHLY, PEOPLE, YEARLY, SUMMARY, REPORT, WORKBOOK, PAPER, EVENTS, FRAMES)
        if (folder / name).is_file()
    ]


def log(folder: Path, workers: int, seconds: float) -> None:
    """Write down when, where and how long: what may differ from one making to the next."""
    now = time.strftime("%Y-%m-%d %H:%M:%S %z")
    _text(folder / LOG, f"made {now}\nhost {socket.gethostname()}\nworkers {workers}\nseconds {seconds:.1f}\n")


def _text(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def leave(folder: Path, made: Mapping[str, str]) -> None:
    """Write texts into a folder, by the name of their file, with the same bytes on every system."""
    for name, text in made.items():
        _text(folder / name, text)


def manifest(comparison: Comparison, command: str) -> dict[str, Any]:
    """What was asked, of which scenarios, with which versions, and what failed."""
    design = comparison.design
    return (
        head(command)
        | {
            "seeds": design.seeds,
            "months": design.months,
            "draws": {str(draw): {name: sorted(comparison.of(name, draw)) for name in _arms(design)} for draw in Draw},
            "failed": [[one.arm, str(one.draw), one.seed, one.error] for one in comparison.failures],
            "scenarios": [
                {"name": arm.scenario.name, "fingerprint": arm.scenario.fingerprint, "yaml": arm.scenario.to_yaml()}
                for arm in design.arms
            ],
        }
        | ({"recorded": {"seed": RECORDED[0], "draw": str(RECORDED[1])}} if design.recorded else {})
    )


def _arms(design: Design) -> list[str]:
    return [arm.name for arm in (*design.arms, *design.corners)]


def answer(design: Design, workers: int, progress: Progress, make: Make = execute) -> Comparison:
    """Do what the design asks, and see that all had the same money. make: where its runs come from."""
    comparison = Comparison(design, make(design.tasks(), workers, progress))
    check_equal((*design.arms, *design.corners), comparison.runs)
    return comparison


def read_manifest(made: Path) -> tuple[Design, dict[str, Any]]:
    """The design of the results in `made`, from the scenarios that they carry, and all that their manifest says."""
    if (made / STUDY).is_file():
        raise FolderError(
            f"{made} holds a study, which is made again by run.py study {made / STUDY} --out ANOTHER: every finished "
            "run comes out the same, byte for byte, under the same versions."
        )
    if not is_ours(made):
        raise FolderError(f"{made} holds no results of this program. Name a folder that --out has made.")
    with legible(made, "compare") as said:
        _check_kinds(said)
        design = plan(scenarios(said["scenarios"]), said["seeds"], recorded="recorded" in said)
        return design, {"command": said["command"], "versions": said["versions"]}


@contextmanager
def legible(made: Path, maker: str) -> Iterator[dict[str, Any]]:
    """What the manifest of the results in `made` says; what turns out wrong with it is told as a FolderError.

    maker: the command that makes such results.
    """
    try:
        yield json.loads((made / MANIFEST).read_text(encoding="utf-8"))
    except (LookupError, TypeError, ValueError) as error:
        raise FolderError(
            f"{made / MANIFEST} has been changed or damaged and cannot be read ({error}). Put the file back as "
            f"it was made, or make the results anew with run.py {maker}."
        ) from error


def _check_kinds(said: dict[str, Any]) -> None:
    """Raise a TypeError or LookupError where a manifest does not hold the kinds of things that it was made of."""
    kinds = {"seeds": int, "scenarios": list, "command": str, "versions": dict}
    held = [(said[name], kind) for name, kind in kinds.items()]
    held += [(one[name], str) for one in said["scenarios"] for name in ("name", "yaml")]
    for value, kind in held:
        if type(value) is not kind:
            raise TypeError(f"{value!r} is not of type {kind.__name__}")
    if any(len(one["name"].encode()) > LONGEST_NAME for one in said["scenarios"]):
        raise ValueError("a scenario's name is too long for a file")
    if not said["scenarios"]:
        raise LookupError("there are no scenarios")


def reproduce(
    made: Path, design: Design, said: dict[str, Any], workers: int, progress: Progress
) -> tuple[dict[str, bool], list[str]]:
    """Make the results in `made` again: whether each file agrees to the byte, and which versions have changed."""
    comparison = answer(design, workers, progress)
    with tempfile.TemporaryDirectory() as place:
        write(Path(place), comparison, said["command"])
        agree = {name: same(made / name, Path(place) / name) for name in (*results(Path(place)), MANIFEST)}
    return agree, changed(said["versions"])


def head(command: str) -> dict[str, Any]:
    """How every manifest begins: what made the results, by which command, under which versions."""
    remake = f"python3 -m uv run {command} --out FOLDER"
    return {"made_by": MAKER, "command": command, "remake": remake, "versions": versions()}


def remade(
    made: Path, names: Sequence[str], write: Callable[[Path], None], then: dict[str, str]
) -> tuple[dict[str, bool], list[str]]:
    """Whether each file of the results in `made` agrees with what `write` makes again, and which versions changed."""
    with tempfile.TemporaryDirectory() as place:
        write(Path(place))
        return {name: same(made / name, Path(place) / name) for name in names}, changed(then)


def changed(then: dict[str, str]) -> list[str]:
    """Which versions are no longer what they were."""
    now = versions()
    return [f"{name} was {then.get(name)} and is {now[name]}" for name in now if then.get(name) != now[name]]


def same(made: Path, again: Path) -> bool:
    """Whether two files are there and agree to the byte."""
    return made.is_file() and made.read_bytes() == again.read_bytes()


def scenarios(said: Sequence[dict[str, str]]) -> list[Scenario]:
    """The resolved scenarios under their own names, each from its `name` and `yaml`."""
    found = []
    with tempfile.TemporaryDirectory() as place:
        for number, one in enumerate(said):
            path = Path(place) / str(number) / f"{Path(one['name']).name}.yaml"
            path.parent.mkdir()
            _text(path, one["yaml"])
            found.append(Scenario.load(path))
    return found
