"""The commands that run a study and look into its folder. Heavy imports are made inside."""

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.commands import checked, print_json, print_lines, progress_bar

if TYPE_CHECKING:
    from simulation.experiments.studies.running import Execution
    from simulation.experiments.studies.study import Study


def study(
    source: str, out: Path | None, workers: int | None, dry_run: bool, extend: bool, yes: bool, as_json: bool,
    dask: str = "",
) -> None:  # fmt: skip
    """Run a study, or what is missing of it; or only say what it would take. Its own folder names it as well."""
    from simulation.experiments.studies import estimate
    from simulation.experiments.studies.store import STUDY
    from simulation.experiments.studies.study import Study

    if (own := Path(source) / STUDY).is_file():
        source, out = str(own), out or Path(source)
    asked = Study.load(source)
    execution, number = _execution(workers, dask)
    folder = out or Path("results") / asked.name
    estimate.check_size(asked, folder, yes or dry_run)
    if dry_run:
        told, refusal = estimate.estimate(asked, number), estimate.too_large(asked, folder)
        print_json(told.machine()) if as_json else print_lines([*told.lines(asked), *([refusal] if refusal else [])])
        return
    _run(asked, folder, execution, extend, as_json)


def _execution(workers: int | None, dask: str) -> "tuple[Execution, int]":
    """Who does the tasks, and how many at once."""
    from simulation.experiments.studies.running import processes

    if not dask:
        number = checked(workers)
        return processes(number), number
    from simulation.experiments.cluster import ClusterError, cluster, threads

    if workers is not None:
        raise ClusterError("Say --workers or --dask, not both: a cluster has as many workers as have joined it.")
    number = threads(dask)
    if not number:
        print(f"No worker has joined the cluster at {dask} yet: the study waits for one.", file=sys.stderr)
    return cluster(dask), max(number, 1)


def _run(asked: "Study", folder: Path, execution: "Execution", extend: bool, as_json: bool) -> None:
    from simulation.experiments.studies.files import NotStoredError
    from simulation.experiments.studies.jobs import Jobs
    from simulation.experiments.studies.opening import opened
    from simulation.experiments.studies.running import run
    from simulation.experiments.studies.store import Store
    from simulation.outputs.folder import FolderError

    began, made = time.perf_counter(), 0
    held = opened(asked, folder, extend)
    store = Store(folder)
    found = store.mend()
    jobs = Jobs(held, folder)
    waiting = jobs.missing(store.names())
    store.log(f"{len(waiting)} of {len(jobs)} tasks to do, {found.told or 'nothing before'}")
    try:
        with progress_bar(len(waiting), "Tasks") as progress:
            for made, _ in enumerate(run(jobs, waiting, execution), 1):
                progress(made)
    except NotStoredError as error:
        raise FolderError(str(error)) from error
    finally:
        store.sweep()
        store.log(f"{made} tasks done in {time.perf_counter() - began:.1f} seconds")
    _tell(held, store, found.told, as_json)


def _tell(held: "Study", store: Any, found: str, as_json: bool) -> None:
    from simulation.outputs.folder import PAPER, REPORT, WORKBOOK
    from simulation.outputs.studied.kept import report
    from simulation.outputs.studied.money import money

    table = store.table()
    report(store.folder)
    failed = table[table["failed"].notna()]
    if as_json:
        told = {
            "folder": str(store.folder), "runs": len(table), "planned": held.runs, "found": found,
            "money": money(held, table), "files": [str(store.folder / name) for name in (REPORT, WORKBOOK, PAPER)],
            "failed": json.loads(failed[["point", "world", "way", "seed", "failed"]].to_json(orient="records")),
        }  # fmt: skip
        print_json(told)
        return
    from simulation.words import counted

    lines = [
        held.title,
        held.question,
        f"{len(table):,} of {held.runs:,} runs are done, at {counted(held.size, 'point', 'points')}.",
    ]
    lines += [f"Found there: {found}."] if found else []
    made = (
        f"In {store.folder}: {REPORT} (the answer in words and pictures), {WORKBOOK}, and {PAPER} of two pages at most."
    )
    print_lines([*lines, *_failures(failed), *money(held, table), made])


def _failures(failed: Any, most: int = 5) -> list[str]:
    """How many runs failed, and the commonest reasons with the first point of each."""
    from simulation.words import so_many

    if failed.empty:
        return []
    first = failed.groupby("failed", sort=False)["point"].agg(["size", "min"]).sort_values("size", ascending=False)
    kept = "is" if len(failed) == 1 else "are"
    lines = [f"{so_many(len(failed), 'run')} failed and {kept} kept as such; the others are not touched by it:"]
    lines += [
        f"  {so_many(int(row['size']), 'time')}, first at point {int(row['min'])}: {reason}"
        for reason, row in first[:most].iterrows()
    ]
    return lines + (
        [f"  and {so_many(len(first) - most, 'other reason')}; see the column `failed`"] if len(first) > most else []
    )
