"""Who gains and who loses: people by age, sex, care given, disability and ethnic group.

Residents are counted once, in the cell that all these traits together make, and added up over a year; the groups are
the cells' marginal sums, taken when the year ends. Deprivation fifths are counted monthly, apart: with them the cells
of a place would no longer stay in the nearest memory of the processor.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.kernels import spelled_out

type Cells = NDArray[np.int64]

AGES = ("0 to 15", "16 to 24", "25 to 64", "65 to 79", "80 and over")
"""Bands of age: those of the Office for National Statistics for children, the young, working life and older people,
the oldest apart. Each begins at 0 or the next of `AGE_BOUNDS`."""

AGE_BOUNDS = (16 * 12, 25 * 12, 65 * 12, 80 * 12)
"""Months of age at which the second band and those after it begin."""

ETHNIC = ("white", "Asian", "Black", "mixed", "other")

SHAPE = (len(AGES), 2, 2, 2, len(ETHNIC))
"""Age, sex, carer, disability and ethnic group: the axes of a place's cells."""

CELLS = int(np.prod(SHAPE))


class Group(NamedTuple):
    """A group of people: what divides people so, and which part of it this is."""

    by: str
    name: str

    @property
    def key(self) -> str:
        """The group in one word, for columns and machines."""
        return f"{self.by} {self.name}".lower().replace(" ", "_")


DIVISIONS: dict[str, tuple[str, ...]] = {
    "age": AGES,
    "sex": ("female", "male"),
    "carer": ("not a carer", "carer"),
    "disability": ("not disabled", "disabled"),
    "ethnic group": ETHNIC,
}
"""What divides people into groups, and the names of the parts in order."""

WORKING_CARERS = Group("carer", "aged 16 to 64")

GROUPS = (*(Group(by, name) for by, names in DIVISIONS.items() for name in names), WORKING_CARERS)
"""Every group, in the order of the record; the last is a part of the carers, kept for the earnings that they lose."""


@spelled_out
def age_band(age):  # type: ignore[no-untyped-def]
    """The band of `AGES` of an age in months."""
    band = 0
    for bound in AGE_BOUNDS:
        band += age >= bound
    return band


@spelled_out
def cell(age, sex, carer, disabled, ethnic):  # type: ignore[no-untyped-def]
    """The number of the cell of a person: age in months, and the numbers of the other traits."""
    return (((age_band(age) * 2 + sex) * 2 + carer) * 2 + disabled) * 5 + ethnic


def marginals(cells: Cells) -> Cells:
    """Sums for every group [place, group, measure]; cells [place, cell, measure]."""
    whole = cells.reshape(len(cells), *SHAPE, cells.shape[-1])
    carers = whole[:, 1:3, :, 1].sum(axis=(1, 2, 3, 4))
    parts = [whole.sum(axis=tuple(other for other in range(1, 6) if other != axis)) for axis in range(1, 6)]
    return np.concatenate([*parts, carers[:, None]], axis=1)
