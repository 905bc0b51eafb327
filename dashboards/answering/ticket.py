"""What a visitor holds while an answer is being made."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from queue import SimpleQueue
from typing import Any

type Told = Callable[[int, Any], None]
"""Called with the number of a task and its result, or `Lost`."""


@dataclass(frozen=True)
class Lost:
    """What is told in place of a result that could not be made, and why."""

    why: str


class State(StrEnum):
    """How far a question has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


class Ticket:
    """A question under way: `done` of `total` tasks have been told.

    A thread of its own tells, so that a slow page holds up nobody else. It is started by who asks, so that Solara
    knows whose page it may change.
    """

    def __init__(self, visitor: str, total: int, told: Told, on_cancel: Callable[["Ticket"], None]) -> None:
        self.visitor, self.total, self.done, self.state = visitor, total, 0, State.WAITING
        self._told, self._on_cancel = told, on_cancel
        self._arrived = SimpleQueue[tuple[int, Any]]()
        self._over, self._once = threading.Event(), threading.Lock()

    def cancel(self) -> None:
        """Ask for no more: what waits is dropped, what runs ends by itself and is not told."""
        if self._end(State.CANCELLED):
            self._arrived.put((-1, None))
            self._on_cancel(self)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until all has been told or nothing more will be; whether that is so."""
        return self._over.wait(seconds)

    def begin(self) -> None:
        """Note that a task has begun."""
        if self.state is State.WAITING:
            self.state = State.RUNNING

    def arrive(self, number: int, result: Any) -> None:
        """Have a result told when its turn comes."""
        self._arrived.put((number, result))

    def tell(self, shelved: Sequence[int], read: Callable[[int], Any]) -> None:
        """Start telling: first what is shelved, except where `read` finds None, then what arrives."""
        threading.Thread(target=self._tell, args=(shelved, read), daemon=True).start()

    def _tell(self, shelved: Sequence[int], read: Callable[[int], Any]) -> None:
        try:
            for number in shelved:
                if not self._over.is_set():
                    self._pass_on(number, read(number))
            while self.done < self.total and not self._over.is_set():
                self._pass_on(*self._arrived.get())
            self._end(State.DONE)
        finally:
            self.cancel()

    def _pass_on(self, number: int, result: Any) -> None:
        if result is not None and not self._over.is_set():
            self.done += 1
            self._told(number, result)

    def _end(self, state: State) -> bool:
        """Whether the question came to its end just now."""
        if not self._once.acquire(blocking=False):
            return False
        self.state = state
        self._over.set()
        return True
