"""How all jobs of a study are done: the same files whoever does them, and however often they are stopped.

An execution takes work and jobs, and gives the number of each job with what the work made of it, in any order; None
where the process was lost. A job that it says nothing of counts as lost too. `in_turn` does them here, `processes` in
local processes; Dask is a third.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from simulation.experiments.compiling import compile_kernels
from simulation.experiments.studies.files import NotStoredError
from simulation.experiments.studies.jobs import Job, Jobs, lost, rows
from simulation.experiments.studies.store import Store
from simulation.experiments.workers import Made, shared_out

type Work = Callable[[Job], "Done"]
type Execution = Callable[[Work, Sequence[Job]], Made["Done"]]

ATTEMPTS = 3
"""How often a job is tried whose process is lost each time."""

LOST = "the worker process ended, perhaps for want of memory, or never said what came of this"


@dataclass(frozen=True)
class Done:
    """What became of a job: how many of its runs failed, and why its results could not be stored."""

    failed: int = 0
    not_stored: str = ""
    already: bool = False


def do(job: Job) -> Done:
    """Do a job, unless somebody else has, and write its results into the study's folder."""
    store = Store(job.folder)
    if store.has(job.name):
        return Done(already=True)
    try:
        found = rows(job)
    except Exception as error:
        found = lost(job, job.why(f"{type(error).__name__}: {error}"))
    try:
        store.put(job.name, found)
    except NotStoredError as error:
        return Done(not_stored=str(error))
    return Done(sum(row["failed"] is not None for row in found))


def in_turn(work: Work, jobs: Sequence[Job]) -> Made[Done]:
    """Do jobs in this process, one after the other."""
    for number in range(len(jobs)):
        yield number, work(jobs[number])


def processes(workers: int) -> Execution:
    """Jobs done in so many local processes of one thread each; in this one where there is only one."""
    return in_turn if workers == 1 else partial(_in_processes, workers)


def _in_processes(workers: int, work: Work, jobs: Sequence[Job]) -> Made[Done]:
    if len(jobs):
        compile_kernels(jobs[0].arms[0].scenario)
    yield from shared_out(work, jobs, min(workers, len(jobs)))


def run(jobs: Jobs, waiting: Sequence[int], execution: Execution) -> Iterator[Done]:
    """Do the jobs of these numbers; one that is not given back is done again, and told as a failure at last.

    Raises NotStoredError where results cannot be written: what is finished stays.
    """
    for _ in range(ATTEMPTS):
        left = set(waiting)
        with closing(execution(do, jobs.some(waiting))) as made:
            for number, done in made:
                if done is None:
                    continue
                if done.not_stored:
                    raise NotStoredError(done.not_stored)
                left.discard(waiting[number])
                yield done
        waiting = [number for number in waiting if number in left]
        if not waiting:
            return
    store = Store(jobs.folder)
    for job in jobs.some(waiting):
        store.put(job.name, lost(job, LOST), lost=True)
        yield Done(len(job.arms))
