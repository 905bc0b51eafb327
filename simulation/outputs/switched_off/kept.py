"""What switching each mechanism off leaves on disk, and how it remakes itself to the byte."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from simulation.experiments.ablation import Ablation, ablate, live, tasks
from simulation.experiments.design import Task
from simulation.experiments.execute import Progress
from simulation.outputs import plain_json, store
from simulation.outputs.folder import MANIFEST, SWITCHED_OFF_PAGE, SWITCHED_OFF_TABLE, FolderError, is_ours
from simulation.outputs.switched_off.telling import machine, page, rows
from simulation.versions import versions


def write(folder: Path, found: Ablation, command: str) -> None:
    """Write the table, the page and what they came from."""
    made_with = versions()
    said = {
        **store.head(command), "yaml": found.scenario.to_yaml(),
    }  # fmt: skip
    made = {
        SWITCHED_OFF_TABLE: rows(found), SWITCHED_OFF_PAGE: page(found, command, made_with),
        MANIFEST: plain_json.text(said | machine(found)) + "\n",
    }  # fmt: skip
    for name, text in made.items():
        (folder / name).write_bytes(text.encode())


def holds(made: Path) -> bool:
    """Whether a folder holds what `write` leaves there."""
    return is_ours(made) and (made / SWITCHED_OFF_TABLE).is_file()


def read_manifest(made: Path) -> tuple[list[Task], dict[str, Any]]:
    """The tasks that made the results in `made`, and what their manifest says. Raises FolderError."""
    try:
        said = json.loads((made / MANIFEST).read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as place:
            (scenario,) = store.scenarios([{"name": said["scenario"], "yaml": said["yaml"]}], Path(place))
        return tasks(scenario, max(said["seeds"]), said["months"] // 12), said
    except (LookupError, TypeError, ValueError) as error:
        raise FolderError(
            f"{made / MANIFEST} has been changed or damaged and cannot be read ({error}). Put the file back as "
            "it was made, or make the results anew with run.py ablate."
        ) from error


def reproduce(
    made: Path, asked: Sequence[Task], said: dict[str, Any], workers: int, progress: Progress
) -> tuple[dict[str, bool], list[str]]:
    """Make the results in `made` again, run by run: whether each file agrees, and which versions have changed."""
    found = ablate(asked, workers, progress, live)
    names = (SWITCHED_OFF_TABLE, SWITCHED_OFF_PAGE, MANIFEST)
    return store.remade(made, names, lambda folder: write(folder, found, said["command"]), said["versions"])
