"""Jobs of a study done by the workers of a Dask cluster: the same files as those of a process on a laptop.

Workers receive jobs (scenarios and numbers), never worlds. One that sees the study's folder writes its results there;
one that does not returns the bytes of its files, which are written here. What a lost worker was doing is done by
another. Every job is refused by a worker of another version.
"""

import asyncio
import logging
import pickle
import socket
import tempfile
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.experiments.compiling import compile_kernels
from simulation.experiments.studies import opening
from simulation.experiments.studies.files import NotStoredError, beside, whole
from simulation.experiments.studies.jobs import Job
from simulation.experiments.studies.running import Done, Execution, Work
from simulation.experiments.studies.store import RUNS, Store
from simulation.experiments.workers import Made
from simulation.strict_yaml import ScenarioError

if TYPE_CHECKING:
    from distributed import Client, Future

PATIENCE = 5
"""Seconds in which a scheduler must answer."""

AHEAD = 3
"""Jobs handed out for each thread of a worker, so that none waits for the next."""

MEND = "Install the same version of this program there, or end that worker. What is finished is kept."

LOUD = ("distributed", "distributed.client")
"""What would otherwise tell a lost connection in a hundred lines."""

made_with = cache(opening.made_with)
"""The versions here that results hang on, as a study's folder notes them."""

ONE = threading.Lock()
"""A process lives through one job at a time, however many threads its worker has."""


class ClusterError(ScenarioError):
    """A cluster cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Report:
    """What a worker says of a job, and the files that it could not put into the study's folder, by name."""

    done: Done
    files: dict[str, bytes]


def threads(address: str) -> int:
    """How many threads the workers of a cluster have by now. Raises ClusterError where no scheduler answers."""
    with _connected(address) as client:
        return sum(client.nthreads().values())


def cluster(address: str) -> Execution:
    """Jobs done by the workers of the cluster whose scheduler answers at an address, such as tcp://host:8786."""
    return partial(_on_cluster, address)


def _on_cluster(address: str, work: Work, jobs: Sequence[Job]) -> Made[Done]:
    from distributed import as_completed

    if not len(jobs):
        return
    compile_kernels(jobs[0].arms[0].scenario)
    folder = jobs[0].folder.absolute()
    waiting, handed = iter(range(len(jobs))), dict[str, int]()
    with _connected(address) as client, _mark(folder) as mark:
        finished: Any = as_completed(loop=client.loop)

        def hand_out() -> None:
            room = AHEAD * max(sum(client.nthreads().values()), 1) - len(handed)
            for number in islice(waiting, max(room, 0)):
                packed = pickle.dumps((work, replace(jobs[number], folder=folder)))
                future = client.submit(perform, packed, made_with(), mark, key=f"job-{uuid.uuid4().hex}", pure=False)
                handed[future.key] = number
                finished.add(future)

        with _told(address):
            hand_out()
            for future in finished:
                yield handed.pop(future.key), _kept(Store(folder), _reported(future))
                hand_out()


def perform(packed: bytes, wanted: dict[str, str], mark: str) -> Report | str:
    """What a worker does: a job, packed with its work; or it says why it does not.

    wanted: versions that results hang on. mark: the file that lies in the study's folder, where that is shared.
    """
    own = made_with()
    differing = [f"{name} is {own.get(name)} and not {one}" for name, one in wanted.items() if own.get(name) != one]
    if differing:
        return f"The worker on {socket.gethostname()} has another version ({', '.join(differing)})"
    work, job = pickle.loads(packed)
    with ONE:
        if _sees(job.folder, mark):
            return Report(work(job), {})
        with tempfile.TemporaryDirectory() as own_folder:
            done = work(replace(job, folder=Path(own_folder)))
            return Report(done, {one.name: one.read_bytes() for one in (Path(own_folder) / RUNS).glob("*")})


def _reported(future: "Future[Any]") -> Report | None:
    """What became of a job: None where its worker was lost, as often as the scheduler tried it elsewhere."""
    from distributed import KilledWorker

    if future.cancelled():
        raise ConnectionError("it went away")
    error = future.exception()
    if isinstance(error, KilledWorker):
        return None
    if error is not None:
        raise ClusterError(f"A worker cannot do this ({type(error).__name__}: {error}). {MEND}")
    said = future.result()
    if isinstance(said, str):
        raise ClusterError(f"{said}. {MEND}")
    return said


def _kept(store: Store, said: Report | None) -> Done | None:
    """What became of a job, once its results are in the study's folder."""
    if said is None:
        return None
    try:
        for name, held in said.files.items():
            with whole(store.runs / name) as file:
                file.write(held)
    except NotStoredError as error:
        return Done(not_stored=str(error))
    return said.done


@contextmanager
def _mark(folder: Path) -> Iterator[str]:
    """A file in the study's folder, by whose name workers know that it is this very folder that they see.

    Where this process is killed, the next call clears it away as it does what is half-written.
    """
    path = beside(folder / uuid.uuid4().hex)
    path.touch()
    try:
        yield path.name
    finally:
        with suppress(OSError):
            path.unlink()


def _sees(folder: Path, mark: str) -> bool:
    return (folder / mark).is_file()


@contextmanager
def _connected(address: str) -> Iterator["Client"]:
    """A connection to a scheduler. Raises ClusterError where none answers soon."""
    from distributed import Client
    from distributed.comm import get_address_host_port

    with _told(address):
        try:
            get_address_host_port(address, strict=True)
        except ValueError as error:
            raise ConnectionError(str(error)) from error
        for name in LOUD:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        asyncio.run(_greet(address))
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    try:
        yield client
    finally:
        client.close(timeout=PATIENCE)


async def _greet(address: str) -> None:
    """Ask what answers at an address whether it is a scheduler. Raises OSError where it is not, or says nothing."""
    from distributed.core import rpc

    scheduler = rpc(address, timeout=PATIENCE)
    try:
        said = await asyncio.wait_for(scheduler.identity(), PATIENCE)
    except OSError:
        raise
    except Exception as error:
        raise ConnectionError("something else listens there") from error
    finally:
        await scheduler.close_rpc()
    if said["type"] != "Scheduler":
        raise ConnectionError(f"a {said['type'].lower()} listens there")


@contextmanager
def _told(address: str) -> Iterator[None]:
    """Say in a sentence that a scheduler does not answer, or no longer does."""
    try:
        yield
    except OSError as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ClusterError(
            f"No Dask scheduler answers at {address} ({reason}). Start one with `dask scheduler` and name its address, "
            "such as --dask tcp://host:8786. What is finished is kept."
        ) from error
