"""What a visitor holds while an answer is being made."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from queue import SimpleQueue
from typing import Any

type Told = Callable[[int, Any], None]
"""Called with the number of a task and its result, or `Lost`; `Kept` in its place, to whoever asked for no more."""


@dataclass(frozen=True)
class Lost:
    """What is told in place of a result that could not be made, and why."""

    why: str


@dataclass(frozen=True)
class Kept:
    """What is told in place of a result that lies on the shelf, to whoever does not need it in hand."""

    key: str


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

    def tell(self, read: Callable[[int, Any], Any]) -> None:
        """Start telling what arrives, as `read` finds it; where that is None, it is not told."""
        threading.Thread(target=self._tell, args=(read,), daemon=True).start()

    def _tell(self, read: Callable[[int, Any], Any]) -> None:
        try:
            while self.done < self.total and not self._over.is_set():
                number, result = self._arrived.get()
                found = None if self._over.is_set() else read(number, result)
                if found is not None and not self._over.is_set():
                    self.done += 1
                    self._told(number, found)
            self._end(State.DONE)
        finally:
            self.cancel()

    def _end(self, state: State) -> bool:
        """Whether the question came to its end just now."""
        if not self._once.acquire(blocking=False):
            return False
        self.state = state
        self._over.set()
        return True
