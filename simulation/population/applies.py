"""Which ladders of need a person can stand on."""

from simulation.agents.residents import ADULT
from simulation.kernels import rule

OF_AGE = 18 * 12
"""Age in months at which the family ladder, which is about children, ends."""

PENSION_AGE = 65 * 12
"""Age in months at which the livelihood ladder ends and people count as older."""


@rule
def applies(ladder: int, age: int, head: bool) -> bool:
    """Whether a person of this age in months can hold need on this ladder; the home's is held by its head.

    >>> applies(3, 40 * 12, False), applies(2, 40 * 12, False)
    (True, False)
    """
    if ladder == 2:
        return age < OF_AGE
    if ladder == 3:
        return ADULT <= age < PENSION_AGE
    if ladder == 4:
        return head
    return age >= ADULT
