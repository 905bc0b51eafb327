"""What switching each mechanism off leaves on disk, and how it remakes itself to the byte."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from simulation.experiments.ablation import Ablation, ablate, live, tasks
from simulation.experiments.design import Task
from simulation.experiments.execute import Progress
from simulation.outputs import plain_json, store
from simulation.outputs.folder import MANIFEST, SWITCHED_OFF_PAGE, SWITCHED_OFF_TABLE, is_ours
from simulation.outputs.switched_off.telling import machine, page, rows


def write(folder: Path, found: Ablation, command: str) -> None:
    """Write the table, the page and what they came from."""
    said = store.head(command) | {"yaml": found.scenario.to_yaml()}
    texts = {
        SWITCHED_OFF_TABLE: rows(found), SWITCHED_OFF_PAGE: page(found, command, said["versions"]),
        MANIFEST: plain_json.text(said | machine(found)) + "\n",
    }  # fmt: skip
    store.leave(folder, texts)


def holds(made: Path) -> bool:
    """Whether a folder holds what `write` leaves there."""
    return is_ours(made) and (made / SWITCHED_OFF_TABLE).is_file()


def read_manifest(made: Path) -> tuple[list[Task], dict[str, Any]]:
    """The tasks that made the results in `made`, and what their manifest says. Raises FolderError."""
    with store.legible(made, "ablate") as said:
        (scenario,) = store.scenarios([{"name": said["scenario"], "yaml": said["yaml"]}])
        return tasks(scenario, max(said["seeds"]), said["months"] // 12), said


def reproduce(
    made: Path, asked: Sequence[Task], said: dict[str, Any], workers: int, progress: Progress
) -> tuple[dict[str, bool], list[str]]:
    """Make the results in `made` again, run by run: whether each file agrees, and which versions have changed."""
    found = ablate(asked, workers, progress, live)
    names = (SWITCHED_OFF_TABLE, SWITCHED_OFF_PAGE, MANIFEST)
    return store.remade(made, names, lambda folder: write(folder, found, said["command"]), said["versions"])
