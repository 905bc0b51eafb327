"""What a check is: a mechanism's own function, run bare, against a published or solved result."""

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple


class Result(NamedTuple):
    """One quantity that a check found: it should lie within `tolerance` of `expected`, in the quantity's own units."""

    quantity: str
    expected: float
    got: float
    tolerance: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table that `run.py verify` prints."""

    check: str
    mechanism: str
    function: str
    step: str
    source: str
    quantity: str
    expected: float
    got: float
    tolerance: float

    @property
    def passed(self) -> bool:
        """Whether the quantity came out; a value that is not a finite number never does."""
        return math.isfinite(self.got) and abs(self.got - self.expected) <= self.tolerance

    @property
    def verdict(self) -> str:
        """The outcome in a word."""
        return "agrees" if self.passed else "MISSES"

    def as_dict(self) -> dict[str, Any]:
        """The row with its verdict, for machines."""
        return {**asdict(self), "passed": self.passed, "verdict": self.verdict}


@dataclass(frozen=True, slots=True)
class Check:
    """A published or solved result that a mechanism must reproduce.

    name: short, unique. mechanism: its number and name. function: the rules or kernels it exercises. step: the time
    step. source: who published it, or how it is solved. run: does the work.
    """

    name: str
    mechanism: str
    function: str
    step: str
    source: str
    run: Callable[[], list[Result]]

    def rows(self) -> list[Row]:
        """Run the check."""
        about = (self.name, self.mechanism, self.function, self.step, self.source)
        return [Row(*about, quantity, *map(float, numbers)) for quantity, *numbers in self.run()]
