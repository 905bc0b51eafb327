"""What is heard of one question while it is being answered: how far it is, and now and then a picture of its runs.

Only the thread of the question's ticket writes here once it has been asked; it waits while a picture is drawn.
"""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any

from dashboards.answering.bench import bench
from dashboards.answering.drawing import Asked, Drawing, Drawn, drawn
from dashboards.answering.finished import Finished
from dashboards.answering.orders import Pace
from dashboards.answering.ticket import Lost, Ticket

PAUSE = 2.0
"""Seconds between two pictures of an answer that is still being made."""

TELL_EVERY = 0.5
"""Seconds between two words on how far it is, for each of which a page is drawn anew."""

SPARING = 10
"""The next comes at least so many times as much later as the last took: with many visitors pages change less often."""

FEWEST, GROWTH = 4, 1.5
"""Runs of which the first such picture is made, and how many times more the next takes: each costs a quarter second."""

MOST_FINISHED = 64
"""Finished pictures kept for all visitors; some 200 kB each."""

_finished = Finished[Any](MOST_FINISHED)


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
        self._results, self._next, self._quiet_until = dict[int, Any](), (float(FEWEST), 0.0), 0.0
        self._visitor, self._pace = "", Pace.REST
        self._ticket: Ticket | None = None
        self._drawing: Ticket | None = None
        self._over = False

    def ask(self, visitor: str, question: Asked[Found], pace: Pace = Pace.REST) -> None:
        """Begin. Raises BusyError."""
        self.heard = Heard(self.heard.picture, 0, len(question.tasks))
        self._visitor, self._pace = visitor, min(pace, Pace.REST)
        told = partial(self._hear, question)
        self._ticket = bench().ask(visitor, question.work, question.tasks, told, pace, in_hand=False)

    def recall(self, question: Asked[Found]) -> bool:
        """Whether somebody has asked the same before and its picture is finished, which is then heard."""
        known = _finished.get(self._key(question))
        if known is not None:
            self.heard = Heard(known, len(question.tasks), len(question.tasks))
        return known is not None

    def cancel(self) -> None:
        """Hear no more."""
        self._over = True
        for one in (self._ticket, self._drawing):
            if one:
                one.cancel()

    def _hear(self, question: Asked[Found], number: int, result: Any) -> None:
        before = self.heard
        self._take(question, number, result)
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
        self._results[number] = result
        done, total = len(self._results), len(question.tasks)
        made = self._drawn(question) if done == total or self._due(done) else Drawn(None)
        if made is None:
            return
        if isinstance(made, Lost):
            self.cancel()
            why = f"The repeat runs are kept, but cannot be shown. {made.why}"
            self.heard = Heard(self.heard.picture, trouble=why)
            return
        trouble = result.why if isinstance(result, Lost) else self.heard.trouble
        picture = made.picture or self.heard.picture
        self.heard = Heard(picture, done, total, len(question.lost(self._results)), trouble)
        if done == total and made.picture and not trouble:
            _finished.put(self._key(question), made.picture)

    def _key(self, question: Asked[Found]) -> Hashable:
        return self._draw, question.named

    def _due(self, done: int) -> bool:
        runs, moment = self._next
        return done >= runs and time.monotonic() >= moment

    def _drawn(self, question: Asked[Found]) -> Drawn[Picture] | Lost | None:
        """What the bench draws of what has been heard so far; None where nobody waits any longer."""
        said = list[Any]()
        drawing = Drawing(self._draw, question, dict(self._results), bench().shelf)
        self._drawing = bench().go_on(self._visitor, drawn, drawing, lambda _, one: said.append(one), self._pace)
        if self._over:
            self._drawing.cancel()
        self._drawing.wait()
        self._next = GROWTH * len(self._results), time.monotonic() + PAUSE
        return said[0] if said else None
