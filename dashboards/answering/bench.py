"""The bench, where the runs of all visitors are made: warm processes, in turns over visitors, for the server's life.

Whoever asks gets a `Ticket` at once and is told each result when it has been made, or found on the shelf.
"""

import atexit
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import wait
from typing import Any

from dashboards.answering.orders import Job, Orders
from dashboards.answering.runs import warm
from dashboards.answering.ticket import Lost, Ticket, Told
from simulation.experiments.execute import usable_cores
from simulation.experiments.shelf import Keyed, Shelf, key
from simulation.experiments.workers import Worker, hand, hire, let_go, received

MOST, MOST_OF_ONE = 2_500, 500
"""Tasks that may be under way, and of all tabs of one browser; a refined answer takes 70, a changed page two."""


class Bench:
    """Processes that do what visitors ask.

    workers: how many. warm: importable, and done first in each; the first does so alone, since it may have to compile.
    shelf: where results go and are found. ready: set once the first process is warm.
    """

    def __init__(
        self, workers: int, shelf: Shelf, warm: Callable[[], object] = warm, most: int = MOST,
        most_of_one: int = MOST_OF_ONE,
    ) -> None:  # fmt: skip
        self.shelf, self.ready = shelf, threading.Event()
        self._size, self._warm, self._orders = workers, warm, Orders(most, most_of_one)
        self._workers, self._cold = list[Worker[Job | None]](), set[Worker[Job | None]]()
        self._bell, self._button = Pipe(duplex=False)
        self._rung, self._ringing, self._closing = False, threading.Lock(), False
        self._hire()
        self._tending = threading.Thread(target=self._tend, name="bench", daemon=True)
        self._tending.start()
        atexit.register(self.close)

    def ask[T: Keyed](
        self, visitor: str, work: Callable[[T], object], tasks: Sequence[T], told: Told, long: bool = False
    ) -> Ticket:
        """Have `work` done on every task, and each result told with the task's number, as they get done, in a thread.

        work: importable; its result is not None and hangs on nothing but the task's key. Tasks and results pickle.
        long: whether a task takes more than a second or two; such tasks always leave one process for the others.
        Raises BusyError.
        """
        ticket = Ticket(visitor, len(tasks), told, self._orders.forget)
        jobs = [Job(key(work, task), work, task, long) for task in tasks]
        shelved = [number for number, job in enumerate(jobs) if job.key in self.shelf]
        missing = [(number, job) for number, job in enumerate(jobs) if number not in set(shelved)]

        def read(number: int) -> Any:
            result = self.shelf.get(jobs[number].key)
            if result is None:
                self._add(ticket, [(number, jobs[number])])
            return result

        self._orders.check_room(visitor, len(missing))
        self._add(ticket, missing)
        ticket.tell(shelved, read)
        return ticket

    def close(self) -> None:
        """End all processes, and every question with them; done by itself when the server ends."""
        atexit.unregister(self.close)
        self._closing = True
        self._ring()
        self._tending.join()
        for ticket in self._orders.tickets():
            ticket.cancel()

    def _add(self, ticket: Ticket, wanted: Sequence[tuple[int, Job]]) -> None:
        self._orders.add(ticket, wanted)
        self._ring()

    def _ring(self) -> None:
        with self._ringing:
            if not self._rung:
                self._rung = True
                self._button.send_bytes(b".")

    def _answer_bell(self) -> None:
        with self._ringing:
            self._bell.recv_bytes()
            self._rung = False

    def _tend(self) -> None:
        """Give out work and hear of it, until closed. Only this thread deals with processes."""
        while not self._closing:
            self._give_out()
            ready = wait([self._bell, *(worker.pipe for worker in self._workers)])
            if self._bell in ready:
                self._answer_bell()
            for worker in [one for one in self._workers if one.pipe in ready]:
                self._hear(worker)
        for worker in self._workers:
            worker.process.terminate()
            let_go(worker)

    def _give_out(self) -> None:
        """Give jobs to processes that are idle and warm, or to new ones where processes have been lost."""
        while True:
            idle = [one for one in self._workers if one.task is None and one not in self._cold]
            room = len(self._workers) < (self._size if self.ready.is_set() else 1)
            longs = sum(one.task is not None and one.task.long for one in self._workers)
            job = self._orders.next(longs < max(self._size - 1, 1)) if idle or room else None
            if job is None:
                return
            try:
                worker = idle[0] if idle else self._hire()
            except (OSError, EOFError):
                self._orders.lose(job)
                continue
            worker.task = job
            hand(worker, made, (job.work, job.task, self.shelf, job.key))

    def _hire(self) -> Worker[Job | None]:
        worker: Worker[Job | None] = hire(None)
        hand(worker, warmed, self._warm)
        self._workers.append(worker)
        self._cold.add(worker)
        return worker

    def _hear(self, worker: Worker[Job | None]) -> None:
        result, job = received(worker), worker.task
        if result is None:
            self._workers.remove(worker)
            self._cold.discard(worker)
            let_go(worker)
            if job is not None:
                self._orders.lose(job)
        elif worker in self._cold:
            self._cold.remove(worker)
            self.ready.set()
            with suppress(OSError, EOFError):
                while len(self._workers) < self._size:
                    self._hire()
        elif job is not None:
            worker.task = None
            self._orders.finish(job, result)


def warmed(warm: Callable[[], object]) -> bool:
    """In a worker: make it ready. Where that fails, so will what is asked of it, and say so."""
    try:
        warm()
    except Exception:
        traceback.print_exc()
    return True


def made(said: tuple[Callable[[Any], object], Any, Shelf, str]) -> object:
    """In a worker: do the work and shelve the result."""
    work, task, shelf, key = said
    try:
        result = work(task)
    except Exception as error:
        traceback.print_exc()
        return Lost(f"This could not be made. {type(error).__name__}: {error}")
    shelf.put(key, result)
    return result


_one, _making = list[Bench](), threading.Lock()


def bench() -> Bench:
    """The server's only bench, made when first asked for: best when the server starts, not in a visitor's page."""
    with _making:
        if not _one:
            _one.append(Bench(max(2, usable_cores()), Shelf()))
        return _one[0]
