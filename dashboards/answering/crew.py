"""A crew: so many warm processes for work of some paces, in place of any that is lost a new one."""

import os
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress

from dashboards.answering.orders import Job, Pace
from simulation.experiments.workers import Worker, hand, hire, let_go, received


class Crew:
    """Processes, of which the first is hired alone: it may have to compile what the others then find.

    warm: importable, and done first in each. takes: for each pace, how many of its jobs may be under way at once.
    yields: how far the system lets other processes go before these, as `os.nice` counts.
    """

    def __init__(self, size: int, warm: Callable[[], object], takes: Mapping[Pace, int], yields: int) -> None:
        self.workers, self._cold = list[Worker[Job | None]](), set[Worker[Job | None]]()
        self._size, self._warm, self._takes, self._yields, self._ready = size, warm, takes, yields, False

    def open_to(self) -> list[Pace]:
        """The paces of which a job could begin now; the very first process does all until others can be hired."""
        if not (self._idle() or len(self.workers) < (self._size if self._ready else 1)):
            return []
        if not self._ready:
            return list(Pace)
        busy = [one.task.pace for one in self.workers if one.task is not None]
        return [pace for pace, most in self._takes.items() if busy.count(pace) < most]

    def begin(self, job: Job, work: Callable[..., object], said: object) -> None:
        """Have a process that is idle and warm do it, or a new one. Raises OSError, EOFError."""
        idle = self._idle()
        worker = idle[0] if idle else self.hire()
        worker.task = job
        hand(worker, work, said)

    def hire(self) -> Worker[Job | None]:
        """One process more."""
        worker: Worker[Job | None] = hire(None)
        hand(worker, warmed, (self._warm, self._yields))
        self.workers.append(worker)
        self._cold.add(worker)
        return worker

    def fill(self) -> None:
        """Hire all that are missing; from now on `begin` may do so too."""
        self._ready = True
        with suppress(OSError, EOFError):
            while len(self.workers) < self._size:
                self.hire()

    def hear(self, worker: Worker[Job | None]) -> tuple[Job | None, object]:
        """A process's job and its result, None where the process was lost; no job where it says that it is warm."""
        result, job = received(worker), worker.task
        if result is None:
            self.workers.remove(worker)
            self._cold.discard(worker)
            let_go(worker)
        elif worker in self._cold:
            self._cold.remove(worker)
            return None, result
        else:
            worker.task = None
        return job, result

    def close(self) -> None:
        """End all."""
        for worker in self.workers:
            worker.process.terminate()
            let_go(worker)

    def _idle(self) -> list[Worker[Job | None]]:
        return [one for one in self.workers if one.task is None and one not in self._cold]


def warmed(said: tuple[Callable[[], object], int]) -> bool:
    """In a worker: stand back behind others, and make it ready. Where that fails, so will what is asked of it."""
    warm, yields = said
    with suppress(AttributeError, OSError):
        os.nice(yields)
    try:
        warm()
    except Exception:
        traceback.print_exc()
    return True
