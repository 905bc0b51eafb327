"""Who works in a place, and what is usual there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .agents import Place


@dataclass
class Headcount:
    """Counts of a place in a month, or summed over months; skills in 1/65536."""

    labour: int = 0
    in_work: int = 0
    able: int = 0
    looking: int = 0
    skills: int = 0
    leavers: int = 0
    leavers_skills: int = 0

    def share(self, part: int, whole: int, nobody: float) -> float:
        """One as a share of another."""
        return part / whole if whole else nobody


def usual(place: Place) -> Headcount:
    """The counts of the settled year, added up."""
    return Headcount(*(sum(column) for column in zip(*(vars(one).values() for one in place.settled_jobs), strict=True)))
