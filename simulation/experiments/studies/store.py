"""A study's folder: `study.yaml` as resolved, `points.parquet`, and one finished job in each file under `runs`.

Finished files are the only truth. They appear whole (written beside their place, flushed to the disk, then renamed),
are named by the fingerprint of what made them, and are never changed, so that resuming is subtraction and several
machines can share the folder. `table.parquet` holds what has been read of them, to be read faster; it can be deleted
at any time.
"""

import os
import re
import socket
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from simulation.experiments.studies.files import PART, NotStoredError, abandoned, read_table, write
from simulation.outputs.folder import FolderError

if TYPE_CHECKING:
    import pandas as pd

    from simulation.experiments.studies.study import Study

STUDY, POINTS, RUNS, TABLE, LOG = "study.yaml", "points.parquet", "runs", "table.parquet", "run.log"
FINISHED, LOST = ".parquet", ".lost.parquet"
OURS = re.compile(r"[0-9a-f]{32}(\.lost)?\.parquet")
"""What files of results are called; whatever else lies there, such as a copy that a shared drive has made, is none."""

JOB = b"job"
"""Under what a file of results names its job, so that one that was put in another's place is found out."""

KEYS = ("point", "world", "way", "seed")
FILE, BYTES = "file", "bytes"


@dataclass(frozen=True)
class Found:
    """What lay in a folder: finished tasks, damaged files, now removed, and half-written ones, now cleared away."""

    finished: int
    damaged: tuple[str, ...]
    half_written: int

    @property
    def told(self) -> str:
        """In words, as far as there is anything to say."""
        told = {
            "finished tasks": self.finished,
            "damaged files, removed to be made again": len(self.damaged),
            "half-written files, cleared away": self.half_written,
        }
        return "; ".join(f"{what}: {many:,}" for what, many in told.items() if many)


class Store:
    """A study's folder, to read and to add finished jobs to."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self.runs = self.folder / RUNS

    @cached_property
    def study(self) -> "Study":
        """The study that the folder holds. Raises ScenarioError where it holds none."""
        from simulation.experiments.studies.study import Study

        return Study.load(self.folder / STUDY)

    @cached_property
    def points(self) -> "pd.DataFrame":
        """What every input is at each point. Raises FolderError where that cannot be read."""
        import pandas as pd

        try:
            return pd.read_parquet(self.folder / POINTS)
        except (OSError, pa.ArrowException) as error:
            raise FolderError(
                f"{self.folder / POINTS} is damaged or not there. Let run.py study go on, which writes it anew and "
                "keeps what is finished."
            ) from error

    def has(self, name: str) -> bool:
        """Whether a job is finished."""
        return (self.runs / (name + FINISHED)).is_file()

    def names(self) -> set[str]:
        """The jobs that are finished."""
        return {file.removesuffix(FINISHED) for file in self._sizes() if not file.endswith(LOST)}

    def _sizes(self) -> dict[str, int]:
        """The bytes of every file of results, by its name; a job's loss counts while the job is not finished."""
        sizes = dict[str, int]()
        with suppress(FileNotFoundError), os.scandir(self.runs) as files:
            sizes = {one.name: one.stat().st_size for one in files if OURS.fullmatch(one.name)}
        stale = {name for name in sizes if name.endswith(LOST) and name.removesuffix(LOST) + FINISHED in sizes}
        return {name: size for name, size in sizes.items() if name not in stale}

    def put(self, name: str, rows: Sequence[Mapping[str, Any]], lost: bool = False) -> None:
        """Keep the rows of a finished job, or of one that was `lost`. Raises NotStoredError."""
        table = packed(rows).replace_schema_metadata({JOB: name})
        write(self.runs / (name + (LOST if lost else FINISHED)), table)

    def sweep(self) -> int:
        """Clear away what is half-written and nobody is writing any more, and say how many files that were."""
        left = [one for one in self.folder.rglob(f".*{PART}") if abandoned(one)]
        for one in left:
            with suppress(OSError):
                one.unlink()
        return len(left)

    def mend(self) -> Found:
        """Clear away what is half-written or damaged, and say what was found."""
        half, rows = self.sweep(), self._read()
        for name in rows.damaged:
            with suppress(OSError):
                (self.runs / name).unlink()
        self._keep(rows)
        return Found(len(self.names()), tuple(rows.damaged), half)

    def table(self, columns: Sequence[str] | None = None) -> "pd.DataFrame":
        """Every finished or failed run, by point, world, way and seed, with its inputs and outcomes.

        columns: which to read besides those four and `failed`; all unless said.
        """
        import pandas as pd

        rows = self._read()
        if rows.fresh:
            self.sweep()
            self._keep(rows)
        found = rows.table.drop_columns([FILE, BYTES])
        if columns is not None:
            found = found.select([*KEYS, *(c for c in found.column_names if c in columns), "failed"])
        frame = found.to_pandas()
        inputs = [name for name in self.points.columns if columns is None or name in columns]
        if not inputs:
            return frame
        at = self.points[inputs].iloc[frame["point"].to_numpy()].reset_index(drop=True)
        return pd.concat([frame[list(KEYS)], at, frame.drop(columns=list(KEYS))], axis=1)

    def _read(self) -> "_Rows":
        """All rows, as far as possible from what has been read before."""
        sizes = self._sizes()
        kept = self._kept(sizes)
        known = set(kept[FILE].unique().to_pylist()) if kept is not None else set[str]()
        tables, damaged = [kept] if kept is not None else [], list[str]()
        for name in sorted(set(sizes) - known):
            one = read_table(self.runs / name)
            if one is None or (one.schema.metadata or {}).get(JOB) != name.partition(".")[0].encode():
                damaged.append(name)
            else:
                own = pa.array([name] * len(one)), pa.array([sizes[name]] * len(one), pa.int64())
                one = one.replace_schema_metadata(None)
                tables.append(one.append_column(FILE, own[0]).append_column(BYTES, own[1]))
        fresh = len(tables) - (kept is not None)
        if not tables:
            return _Rows(
                packed([])
                .append_column(FILE, pa.array([], pa.string()))
                .append_column(BYTES, pa.array([], pa.int64())),
                damaged,
                0,
            )
        table = pa.concat_tables(tables).combine_chunks()
        table = table.sort_by([(key, "ascending") for key in KEYS]) if fresh else table
        return _Rows(table, damaged, fresh)

    def _kept(self, sizes: Mapping[str, int]) -> pa.Table | None:
        """The rows that were read before, of the files that are still as they were."""
        table = read_table(self.folder / TABLE)
        if table is None or FILE not in table.column_names:
            return None
        files, lengths = table[FILE].to_pylist(), table[BYTES].to_pylist()
        same = [sizes.get(name) == size for name, size in zip(files, lengths, strict=True)]
        return table if all(same) else table.filter(pa.array(same, pa.bool_()))

    def _keep(self, rows: "_Rows") -> None:
        """Keep what has been read, to be read faster; a disk that cannot be written is no obstacle."""
        if rows.fresh and self.runs.is_dir():
            with suppress(NotStoredError):
                write(self.folder / TABLE, rows.table)

    def log(self, line: str) -> None:
        """Add a line on when, where and how: what may differ from one making to the next."""
        now = time.strftime("%Y-%m-%d %H:%M:%S %z")
        with suppress(OSError), (self.folder / LOG).open("a", encoding="utf-8") as file:
            file.write(f"{now} {socket.gethostname()} {os.getpid()}: {line}\n")


@dataclass(frozen=True)
class _Rows:
    """Rows with the file of each and its bytes; damaged files; how many files were read anew."""

    table: pa.Table
    damaged: list[str]
    fresh: int


def packed(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows as a table with the types of the results table."""
    kinds = {"point": pa.int32(), "world": pa.string(), "way": pa.string(), "seed": pa.int32(), "failed": pa.string()}
    names = list(rows[0]) if rows else [*KEYS, "failed"]
    return pa.table({name: pa.array([row[name] for row in rows], kinds.get(name, pa.float64())) for name in names})
