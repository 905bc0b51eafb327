"""What is heard of one question while it is being answered: its runs, kept until all are there, and drawn now and then.

Only the thread of the question's ticket writes here once it has been asked. A run of twenty years takes 0.8 MB, so that
a refined answer of 70 holds 60 MB until its last run is there, and nothing but pictures after.
"""

import time
import traceback
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from dashboards.answering.bench import bench
from dashboards.answering.finished import Finished
from dashboards.answering.orders import Pace
from dashboards.answering.ticket import Lost, Ticket
from simulation.experiments.design import Task

PAUSE = 2.0
"""Seconds between two pictures of an answer that is still being made."""

TELL_EVERY = 0.5
"""Seconds between two words on how far it is, for each of which a page is drawn anew."""

SPARING = 10
"""The next comes at least so many times as much later as the last took: with many visitors each is drawn less often."""

FEWEST, GROWTH = 4, 1.5
"""Runs of which the first such picture is made, and how many times more the next takes: each costs a quarter second."""


MOST_FINISHED = 64
"""Finished pictures kept for all visitors; some 200 kB each."""

_finished = Finished[Any](MOST_FINISHED)


class Asked[Found](Protocol):
    """A question whose results are drawn."""

    @property
    def tasks(self) -> Sequence[Task]:
        """What is to be done."""

    @property
    def work(self) -> Callable[[Task], object]:
        """How, as the bench is told it."""

    @property
    def named(self) -> Hashable:
        """All that a picture hangs on, titles that people wrote among it."""

    def found(self, results: Mapping[int, Any]) -> Found | None:
        """What can be drawn of the results so far, by the number of the task; None where that is nothing."""

    def lost(self, results: Mapping[int, Any]) -> Collection[int]:
        """The repeat runs that were lost."""


@dataclass(frozen=True)
class Heard[Picture]:
    """How far it is: runs done, of how many; the last picture of them; repeat runs lost; why one could not be made."""

    picture: Picture | None = None
    done: int = 0
    total: int = 0
    lost: int = 0
    trouble: str = ""


class Hearing[Picture, Found]:
    """Hears of one question. draw: makes a picture of it. seen: one that was there before. tell: that there is news."""

    def __init__(self, draw: Callable[[Found], Picture], seen: Picture | None, tell: Callable[[], None]) -> None:
        self.heard, self._draw, self._tell = Heard[Picture](seen), draw, tell
        self._runs, self._next, self._quiet_until = dict[int, Any](), (float(FEWEST), 0.0), 0.0
        self._ticket: Ticket | None = None

    def ask(self, visitor: str, question: Asked[Found], pace: Pace = Pace.REST) -> None:
        """Begin. Raises BusyError."""
        self.heard = Heard(self.heard.picture, 0, len(question.tasks))
        told = partial(self._hear, question)
        self._ticket = bench().ask(visitor, question.work, question.tasks, told, pace)

    def recall(self, question: Asked[Found]) -> bool:
        """Whether somebody has asked the same before and its picture is finished, which is then heard."""
        known = _finished.get(self._key(question))
        if known is not None:
            self.heard = Heard(known, len(question.tasks), len(question.tasks))
        return known is not None

    def cancel(self) -> None:
        """Hear no more."""
        if self._ticket:
            self._ticket.cancel()

    def _hear(self, question: Asked[Found], number: int, result: Any) -> None:
        before = self.heard
        try:
            self._take(question, number, result)
        except Exception as error:
            traceback.print_exc()
            self.cancel()
            self._runs.clear()
            why = f"The repeat runs cannot be shown ({type(error).__name__}: {error}). They are kept: go on."
            self.heard = Heard(self.heard.picture, trouble=why)
        self._tell_unless_minor(before)

    def _tell_unless_minor(self, before: Heard[Picture]) -> None:
        """Tell at once what changes what is shown, and now and then how far it is."""
        now = self.heard
        same = now.picture is before.picture and now.trouble == before.trouble and now.done < now.total
        if not same or time.monotonic() >= self._quiet_until:
            began = time.monotonic()
            self._tell()
            self._quiet_until = began + max(TELL_EVERY, SPARING * (time.monotonic() - began))

    def _take(self, question: Asked[Found], number: int, result: Any) -> None:
        self._runs[number] = result
        done, total = len(self._runs), len(question.tasks)
        made = self._picture(question) if done == total or self._due(done) else None
        trouble = result.why if isinstance(result, Lost) else self.heard.trouble
        self.heard = Heard(made or self.heard.picture, done, total, len(question.lost(self._runs)), trouble)
        if done == total:
            self._runs.clear()
            if made and not trouble:
                _finished.put(self._key(question), made)

    def _key(self, question: Asked[Found]) -> Hashable:
        return self._draw, question.named

    def _due(self, done: int) -> bool:
        runs, moment = self._next
        return done >= runs and time.monotonic() >= moment

    def _picture(self, question: Asked[Found]) -> Picture | None:
        found = question.found(self._runs)
        if found is None:
            return None
        began = time.monotonic()
        made = self._draw(found)
        self._next = GROWTH * len(self._runs), began + max(PAUSE, SPARING * (time.monotonic() - began))
        return made
