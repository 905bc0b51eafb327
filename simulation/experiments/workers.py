"""Work in several processes, each with a pipe of its own to the parent.

A process that is lost takes only its own task along, whatever it was doing, and another takes its place. All end with
their parent: one that finds its pipe closed goes.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

PRELOADED = ["simulation.world", "simulation.experiments.execute"]
"""What every worker needs: read once, where the system can fork, and shared."""

type Made[R] = Generator[tuple[int, R | None], None, None]


def usable_cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(eq=False)
class Worker[T]:
    """A process, its pipe, and what it has to do."""

    process: BaseProcess
    pipe: Connection
    task: T


def hire[T](task: T) -> Worker[T]:
    """A new process; what it has to do is not handed to it yet. It ends when this one does.

    `interrupts_held` keeps Ctrl-C from it while it starts.
    """
    context = _context()
    pipe, end = context.Pipe()
    process = context.Process(target=_serve, args=(end,), daemon=True)  # type: ignore[attr-defined]
    process.start()
    end.close()
    return Worker(process, pipe, task)


def hand[T, R](worker: Worker[Any], work: Callable[[T], R], said: T) -> None:
    """Give a worker something to do; what has gone already is found out by `received`."""
    with suppress(OSError):
        worker.pipe.send((work, said))


def received(worker: Worker[Any]) -> Any:
    """What a worker has made, or None where its process was lost."""
    try:
        return worker.pipe.recv()
    except (EOFError, OSError):
        return None


def let_go(worker: Worker[Any]) -> None:
    """Part with a worker, which ends once it is done."""
    worker.pipe.close()
    worker.process.join()


def shared_out[T, R](work: Callable[[T], R], tasks: Sequence[T], workers: int) -> Made[R]:
    """The number of each task with what `work` makes of it, as they get done; None where its process was lost.

    `work` must be importable, and tasks and results must pickle. An error in `work` loses its process.
    """
    waiting, busy = deque(range(len(tasks))), list[Worker[int]]()
    try:
        while waiting or busy:
            with interrupts_held():
                while waiting and len(busy) < workers:
                    busy.append(hire(waiting.popleft()))
                    hand(busy[-1], work, tasks[busy[-1].task])
            done = wait([worker.pipe for worker in busy])
            for worker in [one for one in busy if one.pipe in done]:
                number, result = worker.task, received(worker)
                if result is None or not waiting:
                    busy.remove(worker)
                    let_go(worker)
                else:
                    worker.task = waiting.popleft()
                    hand(worker, work, tasks[worker.task])
                yield number, result
    finally:
        for worker in busy:
            worker.process.terminate()
            let_go(worker)


def in_order[T, R](
    work: Callable[[T], R], tasks: Sequence[T], workers: int, lost: Callable[[T], R],
    progress: Callable[[int], None] = lambda _: None,
) -> list[R]:  # fmt: skip
    """What `work` makes of every task, in the order of the tasks, whatever the number of workers.

    lost: what stands for a task whose process was lost. progress is called with the number of tasks done so far.
    """
    found = dict[int, R]()
    with closing(shared_out(work, tasks, min(workers, len(tasks)))) as made:
        for number, result in made:
            found[number] = lost(tasks[number]) if result is None else result
            progress(len(found))
    return [found[number] for number in range(len(tasks))]


def _context() -> BaseContext:
    """How processes start: each does its sums in one thread, since there is one for each processor."""
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(threads, "1")
    if method == "forkserver":
        context.set_forkserver_preload(PRELOADED)
    return context


def _serve(pipe: Connection) -> None:
    """What a worker does until its pipe closes. Ctrl-C is its parent's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            work, said = pipe.recv()
            pipe.send(work(said))


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold back Ctrl-C while processes start: they inherit this and leave it to their parent, which gets it after.

    It is blocked in this thread, for the children, and noted for later, since other threads may receive it. Python's
    resource tracker is made to run before: starting it would lift the block.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()
    noted: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: noted.append(number))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        signal.signal(signal.SIGINT, handler)
    if noted:
        raise KeyboardInterrupt
