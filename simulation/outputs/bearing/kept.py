"""What a search for breaking points leaves on disk and tells machines, and how it remakes itself to the byte."""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from simulation.experiments.bisection import LEAST, MOST, TOLERANCE
from simulation.experiments.breaking_point import HELD, STILL, Borne, find, search, tasks
from simulation.experiments.design import Arm, Task, plan
from simulation.experiments.execute import Progress
from simulation.experiments.foundation import EFFORT, FOUNDATION
from simulation.experiments.intervals import Interval
from simulation.outputs import plain_json, store
from simulation.outputs.bearing.page import page
from simulation.outputs.bearing.telling import Bearing, Way, bounded
from simulation.outputs.folder import BEARING_PAGE, BEARING_TABLE, MANIFEST, is_ours
from simulation.outputs.machine import interval
from simulation.outputs.plain_csv import cell

NUMBERS = ("stops", "recovers", "year", "ceiling", "gain", "left")

ENDLESS = {
    "stops": f"it bears {MOST:.0f} times today's demand, the most that is searched",
    "year": "it copes to the end of the ordinary path of demand",
}
"""Why a number has no end."""

NONE = {
    "recovers": "it never stopped coping",
    "gain": "gains are told against this way of working, the first",
    "left": "gains are told against this way of working, the first",
}
"""Why a number is not there."""

FEW = "too few repeat runs to say"


def write(folder: Path, found: Bearing, command: str) -> None:
    """Write the table, the page and what they came from."""
    said = {
        **store.head(command), "asked": max(one.seed for one in found.found),
        "yaml": [{"name": arm.scenario.name, "yaml": arm.scenario.to_yaml()} for arm in found.arms],
    }  # fmt: skip
    texts = {
        BEARING_TABLE: rows(found), BEARING_PAGE: page(found, command, said["versions"]),
        MANIFEST: plain_json.text(said | machine(found)) + "\n",
    }  # fmt: skip
    store.leave(folder, texts)


def rows(found: Bearing) -> str:
    """CSV: a line for each repeat run of each way of working."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow([one.name for one in fields(Borne)])
    for one in found.found:
        lines.writerow(cell(said) if isinstance(said, float) else said for said in asdict(one).values())
    return text.getvalue()


def machine(found: Bearing) -> dict[str, Any]:
    """The same for machines. A number that is not finite is null, and `why_null` says why."""
    return {
        "scenarios": [arm.name for arm in found.arms],
        "fingerprints": [arm.scenario.fingerprint for arm in found.arms],
        "seeds": found.seeds,
        "searched": {
            "least": LEAST, "most": MOST, "factor": TOLERANCE, "held_years": HELD, "recovery_from": STILL,
            "effort_years": EFFORT, "foundation_years": FOUNDATION,
        },
        "physical_ceiling": found.ceiling,
        "ways": [_way(way) for way in found.ways],
        "runs": [_run(one) for one in found.found if not one.error],
        "failed": [{"scenario": one.arm, "seed": one.seed, "error": one.error} for one in found.failed],
    }  # fmt: skip


def _way(way: Way) -> dict[str, Any]:
    told: dict[str, Any] = {"name": way.arm.name, "title": way.arm.title, "mostly": way.mostly}
    for name in ("stops", "recovers", "year", "gain", "left"):
        one: Interval = getattr(way, name)
        why = {end: _why(name, end, one) for end in ("estimate", "low", "high") if not math.isfinite(getattr(one, end))}
        told[name] = interval(one) | ({"why_null": why} if why else {})
    return told


def _why(name: str, end: str, one: Interval) -> str:
    if one.n and end != "estimate" and not bounded(one):
        return FEW
    return ENDLESS[name] if math.isinf(getattr(one, end)) else NONE[name]


def _run(one: Borne) -> dict[str, Any]:
    told = {name: value for name, value in asdict(one).items() if name != "error"}
    gone = {name: told[name] for name in NUMBERS if not math.isfinite(told[name])}
    why = {name: ENDLESS[name] if math.isinf(value) else NONE[name] for name, value in gone.items()}
    return plain_json.finite(told) | ({"why_null": why} if why else {})


def holds(made: Path) -> bool:
    """Whether a folder holds what `write` leaves there."""
    return is_ours(made) and (made / BEARING_TABLE).is_file()


def read_manifest(made: Path) -> tuple[list[Task], dict[str, Any]]:
    """The tasks that made the results in `made`, and what their manifest says. Raises FolderError."""
    with store.legible(made, "breaking-point") as said:
        arms = plan(store.scenarios(said["yaml"]), said["asked"]).arms
        return tasks(arms, said["asked"]), said


def reproduce(
    made: Path, asked: Sequence[Task], said: dict[str, Any], workers: int, progress: Progress
) -> tuple[dict[str, bool], list[str]]:
    """Make the results in `made` again, run by run: whether each file agrees, and which versions have changed."""
    arms: Sequence[Arm] = asked[0].arms
    found = Bearing(arms, find(asked, workers, progress, search))
    names = (BEARING_TABLE, BEARING_PAGE, MANIFEST)
    return store.remade(made, names, lambda folder: write(folder, found, said["command"]), said["versions"])
