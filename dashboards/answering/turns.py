"""Whose turn it is: the visitor who has had least of late, however much the others ask for; small questions first.

A question of two jobs is one turn, with its picture: were its second to wait for all who ask meanwhile, each of them
would wait twice.
"""

from bisect import insort
from collections import Counter
from collections.abc import Callable
from operator import itemgetter

HALVED_EVERY = 32
"""Turns after which what each visitor has had counts half."""

HEAD_START = 20
"""Turns by which the smallest question may go before the largest, so that small ones cannot hold up large ones long."""

GOES_ON = 0
"""Stands for how many were asked for together where a job goes on with what has been made, as a picture does."""

PAIR = 2
"""Jobs of a question that takes one turn."""


class Turns[Job]:
    """What visitors wait for: of each one's, the smaller question first. A job stays listed until it is dropped.

    >>> turns, begun = Turns[str](), list[str]()
    >>> for job in ("ann 1", "ann 2", "ann 3"):
    ...     turns.add("ann", job, of=3)
    >>> turns.add("bob", "bob 1", of=3)
    >>> while (job := turns.next(lambda one: one not in begun)) is not None:
    ...     begun.append(job)
    >>> begun
    ['ann 1', 'bob 1', 'ann 2', 'ann 3']
    """

    def __init__(self) -> None:
        self._listed: dict[str, list[tuple[int, Job]]] = {}
        self._had: Counter[str] = Counter()
        self._halfway = set[str]()
        self._taken = 0

    def __len__(self) -> int:
        return sum(len(jobs) for jobs in self._listed.values())

    def of(self, whose: Callable[[str], bool]) -> int:
        """How much is listed for those visitors."""
        return sum(len(jobs) for visitor, jobs in self._listed.items() if whose(visitor))

    def add(self, visitor: str, job: Job, of: int) -> None:
        """List a job for a visitor, once. of: how many were asked for together, or GOES_ON."""
        jobs = self._listed.setdefault(visitor, [])
        if all(job != listed for _, listed in jobs):
            insort(jobs, (of, job), key=itemgetter(0))

    def drop(self, visitor: str, job: Job) -> None:
        """Take a job of a visitor off the list."""
        self._listed[visitor] = [one for one in self._listed[visitor] if one[1] != job]
        if not self._listed[visitor]:
            del self._listed[visitor]
            self._halfway.discard(visitor)

    def next(self, may: Callable[[Job], bool]) -> Job | None:
        """The job whose turn it is, of those that may begin now; None where there is none."""
        offers: list[tuple[int, str, int, Job]] = []
        for visitor, jobs in self._listed.items():
            for of, job in jobs:
                if may(job):
                    begun = of == GOES_ON or (of == PAIR and visitor in self._halfway)
                    offers.append((0 if begun else self._had[visitor] + min(of, HEAD_START), visitor, of, job))
                    break
        if not offers:
            return None
        _, visitor, of, job = min(offers, key=itemgetter(0))
        if of == PAIR:
            self._halfway ^= {visitor}
        self._count(visitor)
        return job

    def _count(self, visitor: str) -> None:
        self._had[visitor] += 1
        self._taken += 1
        if self._taken % HALVED_EVERY == 0:
            self._had = Counter({one: had // 2 for one, had in self._had.items() if had > 1})
