"""Which ladders of need apply to whom."""

from simulation.kernels import rule

ADULT_MONTHS, CHILD_UNTIL, WORKING_UNTIL = 16 * 12, 18 * 12, 65 * 12


@rule
def applies(ladder, age, head):  # type: ignore[no-untyped-def]
    """Whether a person of `age` months can hold need on a ladder.

    Functional and mental from 16 years; family until 18; livelihood from 16 to 64; home is held by the household's
    head.
    """
    if ladder == 2:
        return age < CHILD_UNTIL
    if ladder == 3:
        return ADULT_MONTHS <= age < WORKING_UNTIL
    if ladder == 4:
        return head
    return age >= ADULT_MONTHS
