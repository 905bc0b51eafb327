"""Whether a study may go into a folder: a new one, its own to go on in or to grow; anything else is refused."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from simulation.experiments.studies import switches
from simulation.experiments.studies.designs import SAMPLED
from simulation.experiments.studies.files import PART, NotStoredError, whole, write
from simulation.experiments.studies.store import LOG, POINTS, RUNS, STUDY, Store
from simulation.experiments.studies.study import SCENARIOS, Study
from simulation.outputs.folder import FolderError
from simulation.strict_yaml import ScenarioError
from simulation.versions import versions
from simulation.words import so_many

BEARING = ("model", "python", "platform", "mesa", "numba", "numpy", "pyarrow", "scipy")
"""The versions that results hang on."""

GROWS = ("title", "question", "seeds", "made_of")
"""What may differ between a study and its continuation, besides the number of samples."""


def opened(study: Study, folder: Path, extend: bool = False) -> Study:
    """The study as the folder holds it from now on. Raises FolderError with what to do where it may not go there."""
    asked, store = _resolved(study), Store(folder)
    if folder.exists() and not folder.is_dir():
        raise FolderError(f"{folder} is a file. Choose a folder with --out.")
    if not (folder / STUDY).is_file():
        _refuse_strangers(folder, store)
        return _written(asked, study, store)
    try:
        held = store.study
    except ScenarioError as error:
        raise FolderError(f"{folder / STUDY} cannot be read: {error} Choose another folder with --out.") from error
    _check_same(held, asked, folder)
    grown = _grown(held, asked, folder, extend)
    return held if grown is held and _has_points(store, held) else _written(grown, study, store)


def _has_points(store: Store, held: Study) -> bool:
    """Whether the points in a folder are those of its study: a start that was killed may have left others, or none."""
    try:
        return store.points.equals(held.points)
    except FolderError:
        return False


def _resolved(study: Study) -> Study:
    """The study with the names that ways and worlds have in results, the versions, and fingerprints of all."""
    now = made_with()
    for name, world in study.places().items():
        arms = study.arms(world)
        now |= {f"{name}/{arm.name}": arm.scenario.fingerprint for arm in arms}
    now |= {name: switches.fingerprint(tool) for name, tool in study.tools.items()}
    return replace(study, ways=tuple(arm.name for arm in arms), worlds=tuple(study.places()), made_of=now)


def made_with() -> dict[str, str]:
    """The versions here that results hang on; of Python, as far as its first two numbers."""
    now = {name: one for name, one in versions().items() if name in BEARING}
    return now | {"python": now["python"].rpartition(".")[0]}


def _refuse_strangers(folder: Path, store: Store) -> None:
    if store.names():
        raise FolderError(
            f"{folder} holds results, but no {STUDY} that says of which study and version, and they are not mixed with "
            "others. Put that file back, or choose another folder with --out."
        )
    own = (POINTS, RUNS, LOG, SCENARIOS, switches.KEPT)
    if folder.is_dir() and any(one.name not in own and not one.name.endswith(PART) for one in folder.iterdir()):
        raise FolderError(f"{folder} holds other files and no study. Choose a new or empty folder with --out.")


def _written(held: Study, study: Study, store: Store) -> Study:
    """Write what the study is, `study.yaml` last: from then on the folder is the study's."""
    points = study.points if held.design.kind == "list" else held.points
    try:
        write(store.folder / POINTS, pa.Table.from_pandas(points, preserve_index=False))
        for name, world in study.places().items():
            for arm in study.arms(world):
                with whole(store.folder / SCENARIOS / name / f"{arm.name}.yaml") as file:
                    file.write(arm.scenario.to_yaml().encode())
        for name, text in switches.kept(study.inputs, study.name, study.folder).items():
            with whole(store.folder / switches.KEPT / name) as file:
                file.write(text.encode())
        if held.design.kind == "list":
            held = replace(held, design=replace(held.design, file=POINTS))
        with whole(store.folder / STUDY) as file:
            file.write(held.to_yaml().encode())
    except NotStoredError as error:
        raise FolderError(str(error)) from error
    return Store(store.folder).study


def _check_same(held: Study, asked: Study, folder: Path) -> None:
    """Refuse a folder of another study, and one made by another version."""
    theirs, ours = _identity(held), _identity(asked)
    differing = [name for name in (ours | theirs) if theirs.get(name) != ours.get(name)]
    if differing:
        raise FolderError(
            f"{folder} holds another study, {held.title!r}: {' and '.join(differing)} are not the same. Choose another "
            "folder with --out."
        )
    changed = [name for name in asked.made_of if held.made_of.get(name) != asked.made_of[name]]
    versions_changed = [name for name in changed if name in BEARING]
    if versions_changed:
        said = ", ".join(f"{name} {held.made_of.get(name)}, now {asked.made_of[name]}" for name in versions_changed)
        raise FolderError(
            f"{folder} was made by another version ({said}), and runs of different versions are not mixed. Choose "
            "another folder with --out, or go back to that version."
        )
    if changed:
        raise FolderError(
            f"{folder} holds runs of {', '.join(changed)} as it was before somebody changed it. Choose another folder "
            "with --out, or put it back."
        )


def _identity(study: Study) -> dict[str, Any]:
    """What makes a study another one."""
    said = {name: one for name, one in study.resolved().items() if name not in GROWS}
    said["design"] = {name: one for name, one in study.design.said.items() if name not in ("samples", "file")}
    if study.design.kind == "list":
        said["inputs"] = list(study.inputs)
    return said


def _grown(held: Study, asked: Study, folder: Path, extend: bool) -> Study:
    """The held study with the seeds and points that are asked for beyond its own."""
    if asked.seeds < held.seeds or asked.size < held.size:
        raise FolderError(
            f"{folder} holds more than this study asks for: {_many(held)}. Ask for as many, or choose another folder "
            "with --out."
        )
    if asked.design.kind in SAMPLED:
        wider = replace(held, design=held.design.grown(asked.design), seeds=asked.seeds)
    else:
        wider = replace(asked, title=held.title, question=held.question)
    if not wider.points.iloc[: held.size].equals(held.points):
        raise FolderError(
            f"{folder} holds other points than this study asks for; a list can only grow at its end. Choose another "
            "folder with --out."
        )
    if (wider.seeds, wider.size) == (held.seeds, held.size):
        return held
    if not extend:
        raise FolderError(
            f"{folder} holds {_many(held)}, and this study asks for {_many(wider)}. Add --extend to add what is "
            "missing; nothing that is finished is run again."
        )
    return wider


def _many(study: Study) -> str:
    return f"{so_many(study.seeds, 'repeat run')} of {so_many(study.size, 'point')}"
