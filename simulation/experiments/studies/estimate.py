"""What a study will take, before it starts: runs, time by a short probe, and disk by one file written for nothing."""

import io
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from simulation.experiments.studies.designs import MOST_POINTS
from simulation.experiments.studies.outcomes import MONEY
from simulation.experiments.studies.store import packed
from simulation.experiments.studies.study import Study
from simulation.scenario import ScenarioError
from simulation.words import so_many

MOST_BYTES = 2_000_000_000
"""What a study may take on disk unasked: about 400,000 tasks."""
BLOCK = 4096
"""Bytes that the smallest file takes."""
SHOWN = 12
"""Inputs that are named where a study is told in a few lines."""
PROBE_MONTHS = 12
OVERHEAD = 0.02
"""Seconds of a run besides the simulation."""


@dataclass(frozen=True)
class Estimate:
    """What a study takes. seconds: with so many workers."""

    points: int
    seeds: int
    ways: int
    worlds: int
    runs: int
    tasks: int
    workers: int
    seconds: float
    bytes: int

    def machine(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)

    def lines(self, study: Study) -> list[str]:
        """In words."""
        many = [
            so_many(self.points, "point"), so_many(self.seeds, "repeat run"),
            so_many(self.ways, "way of working", "ways of working"), so_many(self.worlds, "world"),
        ]  # fmt: skip
        product = " x ".join(many)
        names = list(study.inputs)
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        return [
            study.title,
            study.question,
            f"{so_many(self.runs, 'run')} ({product}); design: {study.design.kind}.",
            f"About {in_words(self.seconds)} with {so_many(self.workers, 'process', 'processes')}, and "
            f"{size_in_words(self.bytes)} of disk.",
            f"What varies: {', '.join(names[:SHOWN]) or 'nothing but luck'}{more}.",
        ]


def disk(study: Study) -> int:
    """Bytes that the study's folder will take: measured on one task's file, and the table of all."""
    row: dict[str, Any] = {"point": 0, "world": "world", "way": "way", "seed": 1}
    table = packed([row | dict.fromkeys((*study.outcomes, MONEY), 0.5) | {"failed": None}] * len(study.ways))
    file = io.BytesIO()
    pq.write_table(table, file, write_page_checksum=True)
    each = -(-len(file.getvalue()) // BLOCK) * BLOCK
    return study.tasks * each + study.runs * 8 * (len(study.outcomes) + 4)


def check_size(study: Study, folder: Path, yes: bool) -> None:
    """Refuse what is too large to list, and, unless `yes`, to store. Raises ScenarioError."""
    if study.size > MOST_POINTS:
        raise ScenarioError(
            f"{study.name}: this design has {_many(study)}, but at most {MOST_POINTS:,} points can be listed."
        )
    if (said := too_large(study, folder)) and not yes:
        raise ScenarioError(said)


def too_large(study: Study, folder: Path) -> str:
    """Why a study is not stored unless it is asked for with `--yes`, or nothing."""
    room = next(
        (shutil.disk_usage(one).free for one in (folder, *folder.absolute().parents) if one.exists()), MOST_BYTES
    )
    takes = disk(study)
    if takes <= min(MOST_BYTES, room):
        return ""
    return (
        f"{study.name}: this design has {_many(study)}, which take about {size_in_words(takes)} of disk; "
        f"{size_in_words(room)} are free. Ask for fewer samples or seeds, or add --yes."
    )


def _many(study: Study) -> str:
    return f"{study.size:,} points, {study.runs:,} runs"


def estimate(study: Study, workers: int) -> Estimate:
    """What the study takes, after living the first way's first months once."""
    from simulation.experiments.compiling import load_kernels
    from simulation.world import World

    seconds = 0.0
    for world in study.places().values():
        scenario = study.arms(world)[0].scenario
        load_kernels(scenario)
        began = time.perf_counter()
        place = World(scenario, rng=1)
        settled = time.perf_counter()
        for _ in range(PROBE_MONTHS):
            place.step_month()
        lived = (time.perf_counter() - settled) * scenario.run.years * 12 / PROBE_MONTHS
        shared = study.seeds if study.shares_towns else study.size * study.seeds
        seconds += (settled - began) * shared + (lived + OVERHEAD) * study.size * study.seeds * len(study.ways)
    worlds = max(len(study.worlds), 1)
    return Estimate(
        study.size,
        study.seeds,
        len(study.ways),
        worlds,
        study.runs,
        study.tasks,
        workers,
        seconds / workers,
        disk(study),
    )


def size_in_words(held: int) -> str:
    """Bytes as people say them.

    >>> size_in_words(65_536), size_in_words(2_500_000_000)
    ('0.1 MB', '2.5 GB')
    """
    return f"{held / 1e9:,.1f} GB" if held >= 1e9 else f"{held / 1e6:,.1f} MB"


def in_words(seconds: float) -> str:
    """A time that one can wait for.

    >>> in_words(40), in_words(400), in_words(40_000)
    ('40 seconds', '7 minutes', '11.1 hours')
    """
    if seconds < 90:
        return f"{max(seconds, 1):.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"
