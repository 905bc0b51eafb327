"""Whether a study may go into a folder: a new one, its own to go on in or to grow; anything else is refused."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from simulation.experiments.studies.designs import SAMPLED
from simulation.experiments.studies.store import LOG, POINTS, RUNS, STUDY, NotStoredError, Store
from simulation.experiments.studies.study import Study
from simulation.outputs.folder import FolderError
from simulation.strict_yaml import ScenarioError
from simulation.versions import versions

if TYPE_CHECKING:
    import pandas as pd

BEARING = ("model", "python", "platform", "mesa", "numba", "numpy", "pyarrow", "scipy")
"""The versions that results hang on."""

GROWS = ("title", "question", "seeds", "made_of")
"""What may differ between a study and its continuation, besides the number of samples."""


def stamped(study: Study) -> Study:
    """The study with what it is made of: versions, and the fingerprint of every way of working in every world."""
    now = {name: one for name, one in versions().items() if name in BEARING}
    now["python"] = ".".join(now["python"].split(".")[:2])
    for name, world in study.places().items():
        now |= {f"{name}/{arm.name}": arm.scenario.fingerprint for arm in study.arms(world)}
    return replace(study, made_of=now)


def opened(study: Study, folder: Path, extend: bool = False) -> Study:
    """The study as the folder is to hold it from now on, which is written there. Raises FolderError with what to do."""
    study, store = stamped(study), Store(folder)
    if folder.exists() and not folder.is_dir():
        raise FolderError(f"{folder} is a file. Choose a folder with --out.")
    if not (folder / STUDY).is_file():
        if folder.is_dir() and any(one.name not in (POINTS, RUNS, LOG) for one in folder.iterdir()):
            raise FolderError(f"{folder} holds other files and no study. Choose a new or empty folder with --out.")
        return _written(study, store)
    try:
        held = store.study
    except ScenarioError as error:
        raise FolderError(f"{folder / STUDY} cannot be read ({error}) Choose another folder with --out.") from error
    _check_same(held, study, folder)
    grown = _grown(held, study, folder, extend)
    return held if grown is held else _written(grown, store)


def _written(study: Study, store: Store) -> Study:
    """Write the points first: a folder is a study's once `study.yaml` is there."""
    try:
        store.write(store.folder / POINTS, pa.Table.from_pandas(study.points, preserve_index=False))
        if study.design.kind == "list":
            study = replace(study, design=replace(study.design, file=POINTS), folder=store.folder)
        with store.whole(store.folder / STUDY) as file:
            file.write(study.to_yaml().encode())
    except NotStoredError as error:
        raise FolderError(str(error)) from error
    return study


def _check_same(held: Study, study: Study, folder: Path) -> None:
    """Refuse a folder of another study, and one made by another version."""
    theirs, ours = _identity(held), _identity(study)
    differing = [name for name in ours | theirs if theirs.get(name) != ours.get(name)]
    if differing:
        raise FolderError(
            f"{folder} holds another study ({held.title}): {', '.join(differing)} differ. Choose another folder with "
            "--out."
        )
    changed = [name for name in BEARING if held.made_of.get(name) != study.made_of.get(name)]
    if changed:
        said = ", ".join(f"{name} was {held.made_of.get(name)} and is {study.made_of.get(name)}" for name in changed)
        raise FolderError(
            f"{folder} was made by another version ({said}), and runs of different versions are not mixed. Choose "
            "another folder with --out, or go back to that version."
        )
    moved = [name for name in study.made_of if held.made_of.get(name) != study.made_of[name]]
    if moved:
        raise FolderError(
            f"{folder} holds runs of other scenarios: what {', '.join(moved)} says has changed since. Choose another "
            "folder with --out, or put the scenario back as it was."
        )


def _identity(study: Study) -> dict[str, Any]:
    """What makes a study another one."""
    said = {name: one for name, one in study.resolved().items() if name not in GROWS}
    said["ways"] = [Path(way.partition("+")[0]).stem + "".join(way.partition("+")[1:]) for way in study.ways]
    said["worlds"] = [Path(world).stem for world in study.worlds]
    said["design"] = {name: one for name, one in study.design.said.items() if name not in ("samples", "file")}
    if study.design.kind == "list":
        said["inputs"] = list(study.inputs)
    return said


def _grown(held: Study, study: Study, folder: Path, extend: bool) -> Study:
    """The held study with the seeds and points that are asked for beyond its own."""
    if study.seeds < held.seeds or study.size < held.size:
        fewer = f"{held.seeds} seeds and {held.size} points"
        raise FolderError(
            f"{folder} holds more than this study asks for: {fewer}. Ask for as many, or choose another folder with "
            "--out."
        )
    if (study.seeds, study.size) == (held.seeds, held.size) and _begins_with(study, held):
        return held
    if study.design.kind in SAMPLED:
        wider = replace(held, design=held.design.grown(study.design), seeds=study.seeds)
    else:
        wider = replace(study, title=held.title, question=held.question)
    if not _begins_with(wider, held):
        raise FolderError(
            f"{folder} holds other points than this study asks for, so that none can be added. A list may only grow at "
            "its end. Choose another folder with --out."
        )
    if not extend:
        raise FolderError(
            f"{folder} holds {held.seeds} seeds of {held.size} points, and this study asks for {wider.seeds} of "
            f"{wider.size}. Add --extend to add what is missing; nothing that is finished is run again."
        )
    return wider


def _begins_with(wider: Study, held: Study) -> bool:
    """Whether the points of one study begin with those of another."""
    if wider.design == held.design and held.design.kind != "list":
        return True
    ours: pd.DataFrame = wider.points.iloc[: held.size].reset_index(drop=True)
    return ours.astype(object).equals(held.points.reset_index(drop=True).astype(object))
