"""Whose turn it is: the visitor who has had least of late goes first, however much the others have asked for."""

from collections import Counter
from collections.abc import Callable

HALVED_EVERY = 32
"""Turns after which what each visitor has had counts half."""


class Turns[Job]:
    """What visitors wait for, each one's in the order of asking. A job stays listed until it is dropped.

    >>> turns, begun = Turns[str](), list[str]()
    >>> for job in ("ann 1", "ann 2", "ann 3"):
    ...     turns.add("ann", job)
    >>> turns.add("bob", "bob 1")
    >>> while (job := turns.next(lambda one: one not in begun)) is not None:
    ...     begun.append(job)
    >>> begun
    ['ann 1', 'bob 1', 'ann 2', 'ann 3']
    """

    def __init__(self) -> None:
        self._listed: dict[str, list[Job]] = {}
        self._had: Counter[str] = Counter()
        self._taken = 0

    def __len__(self) -> int:
        return sum(len(jobs) for jobs in self._listed.values())

    def of(self, visitor: str) -> int:
        """How much is listed for a visitor."""
        return len(self._listed.get(visitor, ()))

    def add(self, visitor: str, job: Job) -> None:
        """List a job for a visitor, once."""
        jobs = self._listed.setdefault(visitor, [])
        if job not in jobs:
            jobs.append(job)

    def drop(self, visitor: str, job: Job) -> None:
        """Take a job of a visitor off the list."""
        self._listed[visitor].remove(job)
        if not self._listed[visitor]:
            del self._listed[visitor]

    def next(self, may: Callable[[Job], bool]) -> Job | None:
        """The job whose turn it is, of those that may begin now; None where there is none."""
        for visitor in sorted(self._listed, key=lambda one: self._had[one]):
            for job in self._listed[visitor]:
                if may(job):
                    self._count(visitor)
                    return job
        return None

    def _count(self, visitor: str) -> None:
        self._had[visitor] += 1
        self._taken += 1
        if self._taken % HALVED_EVERY == 0:
            self._had = Counter({one: had // 2 for one, had in self._had.items() if had > 1})
