"""How often people of a year of age die, give birth, leave home and move: ODD.md's formulas, one year at a time."""

import math
from functools import cache
from itertools import pairwise

from simulation.population import vital

type Knots = tuple[tuple[float, float], ...]


def monthly(hazard: float) -> float:
    """What has this hazard a year happens within a month with this probability."""
    return 1.0 - math.exp(-hazard / 12.0)


def line(knots: Knots, x: float) -> float:
    """The line through the knots, level beyond them."""
    if x <= knots[0][0]:
        return knots[0][1]
    for (x0, y0), (x1, y1) in pairwise(knots):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return knots[-1][1]


def year_of(age: int) -> int:
    """The year of age, in the tables, of an age in months."""
    return min(age // 12, 110)


def death(cards, month: int, sex: int, year: int) -> float:
    """Mortality falls each year from month 0 on."""
    z = min(year + 0.5, 104.0) - 60.0
    a, b, c, d = vital.ADULT_DEATH
    hazard = math.exp(a) + math.exp(b + c * z + d * z * z)
    if year < 15:
        hazard = vital.INFANT if year == 0 else vital.CHILD
    fallen = cards.mortality * (1.0 - cards.mortality_fall) ** max(month // 12, 0)
    return monthly(hazard * (vital.MEN if sex else vital.WOMEN) * fallen)


def birth(cards, year: int, partnered: bool) -> float:
    """Births to women, rarer with no partner at home."""
    first, end = vital.FERTILE
    if not first <= year < end:
        return 0.0
    q = line(vital.PARTNERED, year + 0.5)
    base = cards.fertility * _normal_curve(year) / _curve_in_all() / (q + vital.UNPARTNERED_BIRTHS * (1.0 - q))
    return monthly(base if partnered else vital.UNPARTNERED_BIRTHS * base)


def _normal_curve(year: int) -> float:
    return math.exp(-0.5 * ((year + 0.5 - vital.BIRTH_AGE) / vital.BIRTH_SPREAD) ** 2)


@cache
def _curve_in_all() -> float:
    return math.fsum(_normal_curve(year) for year in range(*vital.FERTILE))


def leaving(cards, year: int) -> float:
    """Grown children leave home."""
    return monthly(cards.leaving_home * line(vital.LEAVING_HOME, year + 0.5)) if 18 <= year < 35 else 0.0


def moving(cards, year: int) -> float:
    """Households move, by the age of their head."""
    moves = max(cards.moves - vital.LEAVERS * cards.leaving_home, 0.0)
    return monthly(moves * line(vital.MOVERS, year + 0.5))
