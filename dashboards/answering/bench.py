"""The bench, where the runs of all visitors are made: warm processes, in turns over visitors, for the server's life.

Whoever asks gets a `Ticket` at once and is told each result when it has been made, or found on the shelf.
"""

import atexit
import threading
import traceback
from collections.abc import Callable, Sequence
from multiprocessing import Pipe
from multiprocessing.connection import wait
from typing import Any

from dashboards.answering.crew import Crew
from dashboards.answering.orders import Job, Orders, Pace
from dashboards.answering.questions import warm
from dashboards.answering.ticket import Kept, Lost, Ticket, Told
from dashboards.answering.turns import GOES_ON
from simulation.experiments.shelf import Keyed, Shelf, key
from simulation.experiments.workers import Worker, usable_cores

MOST, MOST_OF_ONE = 2_500, 500
"""Tasks that may be under way, and of all tabs of one browser; a refined answer takes 70, a changed page two."""

YIELDS = {Pace.FIRST: 5, Pace.REST: 19}
"""How far processes stand back, as `os.nice` counts: first answers behind the server, all else behind these."""


class Bench:
    """Processes that do what visitors ask: some for first answers alone, as many for all else, which yield to those.

    workers: how many of each. warm: importable, and done first in each; the very first does so alone, since it may have
    to compile. shelf: where results go and are found. ready: set once that one is warm.
    """

    def __init__(
        self, workers: int, shelf: Shelf, warm: Callable[[], object] = warm, most: int = MOST,
        most_of_one: int = MOST_OF_ONE,
    ) -> None:  # fmt: skip
        self.shelf, self.ready = shelf, threading.Event()
        self._orders = Orders(most, most_of_one)
        rest = {Pace.REST: workers, Pace.LONG: max(workers - 1, 1)}
        self._first = Crew(workers, warm, {Pace.FIRST: workers}, YIELDS[Pace.FIRST])
        self._crews = self._first, Crew(workers, warm, rest, YIELDS[Pace.REST])
        self._bell, self._button = Pipe(duplex=False)
        self._rung, self._ringing, self._closing = False, threading.Lock(), False
        self._first.hire()
        self._tending = threading.Thread(target=self._tend, name="bench", daemon=True)
        self._tending.start()
        atexit.register(self.close)

    def ask[T: Keyed](
        self, visitor: str, work: Callable[[T], object], tasks: Sequence[T], told: Told, pace: Pace = Pace.REST,
        in_hand: bool = True,
    ) -> Ticket:  # fmt: skip
        """Have `work` done on every task, and each result told with the task's number, as they get done, in a thread.

        work: importable; its result is not None and hangs on nothing but the task's key. Tasks and results pickle.
        pace: how soon each is wanted, and how long it takes. in_hand: whether results are to be told, or that they are
        on the shelf. Raises BusyError.
        """
        return self._begin(visitor, work, tasks, told, pace, len(tasks), in_hand)

    def go_on[T: Keyed](self, visitor: str, work: Callable[[T], object], task: T, told: Told, pace: Pace) -> Ticket:
        """As `ask`, for one thing more of what has been asked already: there is always room, and it comes next."""
        return self._begin(visitor, work, [task], told, pace, GOES_ON)

    def crowded(self, visitor: str) -> bool:
        """Whether a first answer is under way for somebody else, so that this visitor should ask for little."""
        return self._orders.under_way(Pace.FIRST, besides=visitor) > 0

    def close(self) -> None:
        """End all processes, and every question now and later; done by itself when the server ends."""
        atexit.unregister(self.close)
        self._closing = True
        self._ring()
        self._tending.join()
        for ticket in self._orders.tickets():
            ticket.cancel()

    def _begin[T: Keyed](
        self, visitor: str, work: Callable[[T], object], tasks: Sequence[T], told: Told, pace: Pace, of: int,
        in_hand: bool = True,
    ) -> Ticket:  # fmt: skip
        keys = [key(work, task) for task in tasks]
        missing = [number for number, one in enumerate(keys) if one not in self.shelf]
        if of != GOES_ON:
            self._orders.check_room(visitor, len(missing))
        ticket = Ticket(visitor, len(tasks), told, self._orders.forget)

        def wanted(number: int) -> tuple[int, Job]:
            return number, Job(keys[number], work, tasks[number], pace, of)

        def read(number: int, result: Any) -> Any:
            if not in_hand or not isinstance(result, Kept):
                return result
            found = self.shelf.get(result.key)
            if found is None:
                self._add(ticket, [wanted(number)])
            return found

        for number in sorted({*range(len(tasks))} - {*missing}):
            ticket.arrive(number, Kept(keys[number]))
        self._add(ticket, [wanted(number) for number in missing])
        ticket.tell(read)
        return ticket

    def _add(self, ticket: Ticket, wanted: Sequence[tuple[int, Job]]) -> None:
        self._orders.add(ticket, wanted)
        self._ring()
        if self._closing:
            ticket.cancel()

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
            for crew in self._crews if self.ready.is_set() else self._crews[:1]:
                self._give_out(crew)
            workers = [(crew, worker) for crew in self._crews for worker in crew.workers]
            told = wait([self._bell, *(worker.pipe for _, worker in workers)])
            if self._bell in told:
                self._answer_bell()
            for crew, worker in workers:
                if worker.pipe in told:
                    self._hear(crew, worker)
        for crew in self._crews:
            crew.close()

    def _give_out(self, crew: Crew) -> None:
        """Give a crew all jobs that it can begin now."""
        while (job := self._orders.next(crew.open_to())) is not None:
            try:
                crew.begin(job, made, (job.work, job.task, self.shelf, job.key))
            except (OSError, EOFError):
                self._orders.lose(job)

    def _hear(self, crew: Crew, worker: Worker[Job | None]) -> None:
        job, result = crew.hear(worker)
        if job is not None and result is None:
            self._orders.lose(job)
        elif job is not None:
            self._orders.finish(job, result)
        elif result is not None and not self.ready.is_set():
            self.ready.set()
            for one in self._crews:
                one.fill()


def made(said: tuple[Callable[[Any], object], Any, Shelf, str]) -> object:
    """In a worker: do the work and shelve the result, which is itself told only where it cannot be shelved."""
    work, task, shelf, key = said
    try:
        result = work(task)
    except Exception as error:
        traceback.print_exc()
        return Lost(f"This could not be made. {type(error).__name__}: {error}")
    return Kept(key) if shelf.put(key, result) else result


_one, _making = list[Bench](), threading.Lock()


def bench() -> Bench:
    """The server's only bench, made when first asked for: best when the server starts, not in a visitor's page."""
    with _making:
        if not _one:
            _one.append(Bench(max(2, usable_cores()), Shelf()))
        return _one[0]
