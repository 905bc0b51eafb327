"""Rates of dying, giving birth, leaving home and moving by age: tables of monthly probabilities by year of age."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

AGES = 111
"""Years of age in the tables, 0 to 110; older people have the rates of the last."""

_MIDDLE = np.arange(AGES) + 0.5

INFANT, CHILD = 0.0038, 0.00011
"""Hazards of death a year in the first year and up to 14; together the first band of DEM14."""

ADULT_DEATH = (-7.01311579, -5.32512542, 0.105415166, 0.000361189130)
"""Hazard a year from 15 on: exp(a) + exp(b + c (age - 60) + d (age - 60)^2), fitted to the other bands of DEM14."""

WOMEN, MEN = 0.82, 1.20
"""The sexes' hazards of death against that (ONS National Life Tables, recalled, grade B)."""

BIRTH_AGE, BIRTH_SPREAD = 30.9, 5.9
"""Mean and standard deviation of mothers' ages (ONS, Births in England and Wales, recalled, grade B)."""

FERTILE = (15, 50)

PARTNERED = ((15, 0.0), (18, 0.05), (22, 0.16), (27, 0.34), (32, 0.52), (36, 0.70), (45, 0.75), (50, 0.76))
"""Share of women with a partner at home, by age, in a population just made."""

UNPARTNERED_BIRTHS = 0.2
"""Rate of births to women with no partner at home against those with one (grade C)."""

LEAVING_HOME = ((17.5, 0.06), (19.0, 0.11), (22.0, 0.12), (27.0, 0.14), (34.0, 0.18), (34.99, 0.18))
"""Hazard a year that a grown child leaves the parents' home for elsewhere, from 18 to 34 (grade C)."""

MOVERS = ((16, 2.6), (25, 2.5), (32, 1.7), (40, 1.13), (50, 0.73), (60, 0.62), (70, 0.57), (80, 0.57), (95, 0.57))
"""How often households move by age of head, against the mean of residents (ONS internal migration, recalled, C)."""

LEAVERS = 0.0127
"""Grown children who leave their parents' home in a year, as a share of residents, in a population just made."""

GROWN_UP = 18
LEFT_BY = 35


class Rates(NamedTuple):
    """Probabilities in a month: death [sex, year of age], births with and without a partner, leaving home, moving."""

    death: NDArray[np.float64]
    birth: NDArray[np.float64]
    leaving: NDArray[np.float64]
    moving: NDArray[np.float64]

    @classmethod
    def of(cls, cards: Any, month: int) -> "Rates":
        """From `scenario.demography`, for the year of this month; mortality falls each year from month 0 on."""
        moves = max(cards.moves - LEAVERS * cards.leaving_home, 0.0)
        mortality = cards.mortality * (1.0 - cards.mortality_fall) ** max(month // 12, 0)
        return _rates(mortality, cards.fertility, cards.leaving_home, moves)


@lru_cache(maxsize=16)
def _rates(mortality: float, fertility: float, leaving_home: float, moves: float) -> Rates:
    return Rates(
        death=in_a_month(death_hazard() * mortality),
        birth=in_a_month(birth_hazard(fertility)),
        leaving=in_a_month(leaving_hazard() * leaving_home),
        moving=in_a_month(movers() * moves),
    )


def in_a_month(hazard: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probability within a month of what has this hazard a year."""
    return np.asarray(-np.expm1(-hazard / 12.0))


def _by_age(knots: tuple[tuple[float, float], ...]) -> NDArray[np.float64]:
    ages, values = np.array(knots).T
    return np.asarray(np.interp(_MIDDLE, ages, values))


def death_hazard() -> NDArray[np.float64]:
    """Hazard of death a year [sex, year of age]; women first."""
    a, b, c, d = ADULT_DEATH
    x = np.minimum(_MIDDLE, 104.0) - 60.0
    hazard = np.exp(a) + np.exp(b + c * x + d * x**2)
    hazard[:15] = CHILD
    hazard[0] = INFANT
    return np.stack([hazard * WOMEN, hazard * MEN])


def birth_hazard(fertility: float) -> NDArray[np.float64]:
    """Births a year to a woman [with a partner at home or not, year of age]; over all women they sum to `fertility`."""
    curve = np.exp(-0.5 * ((_MIDDLE - BIRTH_AGE) / BIRTH_SPREAD) ** 2)
    curve[: FERTILE[0]] = 0.0
    curve[FERTILE[1] :] = 0.0
    curve *= fertility / curve.sum()
    partnered = _by_age(PARTNERED)
    base = curve / (partnered + UNPARTNERED_BIRTHS * (1.0 - partnered))
    return np.stack([base * UNPARTNERED_BIRTHS, base])


def leaving_hazard() -> NDArray[np.float64]:
    """Hazard a year that a grown child leaves home, by year of age."""
    hazard = _by_age(LEAVING_HOME)
    hazard[:GROWN_UP] = 0.0
    hazard[LEFT_BY:] = 0.0
    return hazard


def movers() -> NDArray[np.float64]:
    """How often a household moves, by year of its head's age, against the mean."""
    return _by_age(MOVERS)
