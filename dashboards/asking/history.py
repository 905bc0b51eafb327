"""What a visitor has chosen so far: every move can be undone, and done again."""

from dataclasses import dataclass

from dashboards.asking.choice import Choice

LONGEST = 100
"""Moves that are remembered."""


@dataclass(frozen=True)
class History:
    """The choice on screen, those before it (the latest last), and those undone (the next last).

    >>> first, second = Choice(), Choice(years=10)
    >>> History(first).moved(second).undone().now == first
    True
    """

    now: Choice
    past: tuple[Choice, ...] = ()
    future: tuple[Choice, ...] = ()

    def moved(self, to: Choice) -> "History":
        """On to another choice."""
        return self if to == self.now else History(to, (*self.past, self.now)[-LONGEST:])

    def undone(self) -> "History":
        """Back by one move."""
        return History(self.past[-1], self.past[:-1], (*self.future, self.now)) if self.past else self

    def redone(self) -> "History":
        """On again by one move."""
        return History(self.future[-1], (*self.past, self.now), self.future[:-1]) if self.future else self
