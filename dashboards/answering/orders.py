"""The order book: what has been asked for, by whom, what has begun, and what comes next.

The same task asked by two is one job. A job that is lost is begun once more, and told as `Lost` when it is lost again.
"""

import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from dashboards.answering.ticket import Lost, Ticket
from dashboards.answering.turns import Turns
from simulation.experiments.shelf import Keyed

TRIES = 2


class Pace(IntEnum):
    """How soon a task is wanted, and how long it takes.

    FIRST: a first answer, for which somebody waits. REST: what refines it. LONG: what takes more than a second or two.
    """

    FIRST = 0
    REST = 1
    LONG = 2


class BusyError(Exception):
    """Too much is asked for just now; the message says what, and what to do."""


@dataclass(eq=False)
class Job:
    """A task that somebody has asked for: the tickets, with its number in each, and how often it was lost.

    of: how many were asked for together, or GOES_ON.
    """

    key: str
    work: Callable[[Any], object]
    task: Keyed
    pace: Pace
    of: int
    asked: list[tuple[Ticket, int]] = field(default_factory=list)
    begun: bool = False
    lost: int = 0

    @property
    def visitors(self) -> set[str]:
        """Who still wants it."""
        return {ticket.visitor for ticket, _ in self.asked}


class Orders:
    """Jobs by key, given out in turns over visitors. For several threads.

    most, most_of_one: how many may be under way, and of all tabs of one browser.
    """

    def __init__(self, most: int, most_of_one: int) -> None:
        self._most, self._most_of_one = most, most_of_one
        self._jobs, self._turns, self._lock = dict[str, Job](), Turns[Job](), threading.Lock()

    def check_room(self, visitor: str, more: int) -> None:
        """Raise BusyError where there is no room for `more` tasks of a visitor, or of the browser before the slash."""
        with self._lock:
            mine, all_ = self._turns.of(lambda one: _browser(one) == _browser(visitor)), len(self._turns)
        if more and mine + more > self._most_of_one:
            raise BusyError(
                f"{mine:,} of your repeat runs are still under way and this would add {more:,}, but at most "
                f"{self._most_of_one:,} are possible at once. Wait for them, or stop some, here or in another tab."
            )
        if more and all_ + more > self._most:
            raise BusyError(
                f"Many people are asking at once: {all_:,} repeat runs are under way, and this would add {more:,}. "
                "Try again in a minute."
            )

    def add(self, ticket: Ticket, wanted: Sequence[tuple[int, Job]]) -> None:
        """Note that a ticket wants these jobs, by their numbers in it; one that is under way already is shared."""
        with self._lock:
            for number, new in wanted:
                job = self._jobs.setdefault(new.key, new)
                job.asked.append((ticket, number))
                job.pace = min(job.pace, new.pace)
                self._turns.add(ticket.visitor, job, new.of)
                if job.begun:
                    ticket.begin()

    def forget(self, ticket: Ticket) -> None:
        """Drop what nobody but this ticket waits for."""
        with self._lock:
            for job in [one for one in self._jobs.values() if any(ticket is asker for asker, _ in one.asked)]:
                job.asked = [(asker, number) for asker, number in job.asked if asker is not ticket]
                if ticket.visitor not in job.visitors:
                    self._turns.drop(ticket.visitor, job)
                if not job.asked and not job.begun:
                    del self._jobs[job.key]

    def next(self, paces: Collection[Pace]) -> Job | None:
        """The job of one of these paces to begin now, which is then begun; None where there is none."""
        with self._lock:
            job = self._turns.next(lambda one: not one.begun and one.pace in paces)
            if job is not None:
                job.begun = True
                for ticket, _ in job.asked:
                    ticket.begin()
            return job

    def lose(self, job: Job) -> None:
        """A job's process is gone: it waits once more, or is told as lost."""
        job.lost += 1
        if job.lost < TRIES:
            with self._lock:
                job.begun = False
                if not job.asked:
                    del self._jobs[job.key]
        else:
            why = "The process that did this was lost twice, perhaps for want of memory."
            self.finish(job, Lost(why))

    def finish(self, job: Job, result: object) -> None:
        """A job is done: all who asked for it are told."""
        with self._lock:
            del self._jobs[job.key]
            for visitor in job.visitors:
                self._turns.drop(visitor, job)
        for ticket, number in job.asked:
            ticket.arrive(number, result)

    def under_way(self, pace: Pace, besides: str) -> int:
        """How many jobs of a pace have not ended that somebody waits for besides the tabs of this visitor's browser."""
        with self._lock:
            return sum(job.pace is pace and _others(job.visitors, besides) for job in self._jobs.values())

    def tickets(self) -> set[Ticket]:
        """All that wait for something."""
        with self._lock:
            return {ticket for job in self._jobs.values() for ticket, _ in job.asked}


def _browser(visitor: str) -> str:
    return visitor.partition("/")[0]


def _others(visitors: Collection[str], visitor: str) -> bool:
    return any(_browser(one) != _browser(visitor) for one in visitors)
