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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any

PRELOADED = ["simulation.world", "simulation.experiments.execute"]
"""What every worker needs: read once, where the system can fork, and shared."""


@dataclass
class Worker:
    """A process, its pipe, and the number of the task that it has."""

    process: BaseProcess
    pipe: Connection
    task: int


type Made[R] = Generator[tuple[int, R | None], None, None]


def shared_out[T, R](work: Callable[[T], R], tasks: Sequence[T], workers: int) -> Made[R]:
    """The number of each task with what `work` makes of it, as they get done; None where its process was lost.

    `work` must be importable, and tasks and results must pickle. An error in `work` loses its process.
    """
    if os.name == "posix":
        resource_tracker.ensure_running()
    context, waiting, busy = _context(), deque(range(len(tasks))), list[Worker]()
    try:
        while waiting or busy:
            with interrupts_held():
                while waiting and len(busy) < workers:
                    busy.append(_hired(context, work, waiting.popleft(), tasks))
            done = wait([worker.pipe for worker in busy])
            for worker in [one for one in busy if one.pipe in done]:
                number, result = worker.task, _received(worker)
                if result is None or not waiting:
                    busy.remove(worker)
                    _let_go(worker)
                else:
                    worker.task = waiting.popleft()
                    _handed(worker, tasks)
                yield number, result
    finally:
        for worker in busy:
            worker.process.terminate()
            _let_go(worker)


def _context() -> BaseContext:
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(PRELOADED)
    return context


def _hired[T, R](context: BaseContext, work: Callable[[T], R], task: int, tasks: Sequence[T]) -> Worker:
    pipe, end = context.Pipe()
    process = context.Process(target=_serve, args=(end, work), daemon=True)  # type: ignore[attr-defined]
    process.start()
    end.close()
    worker = Worker(process, pipe, task)
    _handed(worker, tasks)
    return worker


def _handed[T](worker: Worker, tasks: Sequence[T]) -> None:
    with suppress(OSError):
        worker.pipe.send(tasks[worker.task])


def _received(worker: Worker) -> Any:
    try:
        return worker.pipe.recv()
    except (EOFError, OSError):
        return None


def _let_go(worker: Worker) -> None:
    worker.pipe.close()
    worker.process.join()


def _serve[T, R](pipe: Connection, work: Callable[[T], R]) -> None:
    """What a worker does until its pipe closes. Ctrl-C is its parent's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            pipe.send(work(pipe.recv()))


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold back Ctrl-C while processes start: they inherit this and leave it to their parent, which gets it after.

    It is blocked in this thread, for the children, and noted for later, since other threads may receive it. Python's
    resource tracker must run already: starting it would lift the block.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "pthread_sigmask"):
        yield
        return
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
