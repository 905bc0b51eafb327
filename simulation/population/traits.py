"""What each person brings: disability, frailty, capacity, hours, readiness to act, and need to begin with."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.agents.residents import FRAILTY_STEPS, MEDIAN_FRAILTY, MOST_MINUTES, Lifelong, Residents
from simulation.chance import normal, unit
from simulation.kernels import kernel, rule
from simulation.population.applies import OF_AGE, PENSION_AGE, applies
from simulation.population.luck import MADE, Trait

AGE_BANDS = (16, 25, 35, 45, 55, 65, 70, 75, 80, 85)
"""Ages in years at which the next band of the tables below begins; the first band is childhood."""

NEED_AT_START = np.array(
    [
        [0.00, 0.02, 0.03, 0.05, 0.08, 0.13, 0.21, 0.28, 0.38, 0.50, 0.60],
        [0.00, 0.258, 0.24, 0.23, 0.22, 0.20, 0.15, 0.13, 0.102, 0.102, 0.102],
        [0.08, 0.08, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00, 0.00],
        [0.00, 0.15, 0.10, 0.09, 0.09, 0.10, 0.00, 0.00, 0.00, 0.00, 0.00],
        [0.00, 0.12, 0.09, 0.07, 0.06, 0.05, 0.03, 0.03, 0.02, 0.02, 0.02],
    ]
)  # fmt: skip
"""Share with need of level 1 or more [ladder, age band] before settling: NED02, NED03, MHW01, MHW02, else rough."""

DEEPER = np.array([[0.62, 0.13], [0.35, 0.04], [0.37, 0.125], [0.41, 0.11], [0.25, 0.07]])
"""Of those with need, the shares at level 2 or more and at level 3 [ladder, 2]: the sources of the ladders' cards."""

FRAIL = 0.6
"""Correlation of need at the start with frailty, in normal scores; else the frail would take years to fall ill."""

LONGEST_AT_START = 48
"""Months that people have been at their level at the start, at most."""

NEED_GRADIENT = 0.2
"""Rise in these shares for each fifth towards the most deprived; rough."""

DISABLED = np.array([0.08, 0.105, 0.118, 0.139, 0.176, 0.235, 0.256, 0.293, 0.373, 0.447, 0.586])
"""Share disabled by age band: Census 2021, England, 17.8 % of residents (by age recalled, grade B)."""

DISABLED_GRADIENT = 0.12
"""Rise in the share disabled for each fifth towards the most deprived (Census 2021, recalled, grade B)."""

LEARNING_DISABILITY = 0.02
SPECIAL_NEEDS = 0.13
"""Shares with a learning disability, and of children with special needs besides, at month 0 (recalled, grade B)."""


class Spreads(NamedTuple):
    """The cards that traits are drawn from, as numbers a kernel can take."""

    frailty_sd: float
    frailty_shared: float
    capacity_mean: float
    capacity_sd: float
    capacity_gradient: float
    wellbeing_start: float
    kin_hours_median: float
    kin_hours_spread: float
    civic_hours_median: float
    civic_hours_spread: float
    spare_hours_working: float
    spare_hours_retired: float
    spare_hours_spread: float
    threshold_mean: float
    threshold_gradient: float
    threshold_sd: float
    active_spread: float
    learning_disability_growth: float
    special_needs_growth: float
    active_centre: float

    @classmethod
    def of(cls, scenario: Any) -> "Spreads":
        """From `scenario.population`, kept with the scenario.

        `active_centre` is the threshold at which half are active: a logistic curve of spread s falling with a normal
        threshold averages to the normal distribution function with variance sd**2 + (1.702 s)**2.
        """
        if cls not in scenario.kept:
            cards = scenario.population
            wide = math.hypot(cards.threshold_sd, 1.702 * cards.active_spread)
            share = min(max(cards.active_at_start, 1e-9), 1.0 - 1e-9)
            centre = cards.threshold_mean + wide * float(normal(share))
            drawn_from = {name: float(getattr(cards, name)) for name in cls._fields[:-1]}
            scenario.kept[cls] = cls(**drawn_from, active_centre=centre)
        return scenario.kept[cls]


@rule
def trait_band(age):  # type: ignore[no-untyped-def]
    """The band of AGE_BANDS of an age in months."""
    band = 0
    for years in AGE_BANDS:
        band += age >= 12 * years
    return band


@rule
def is_disabled(u, age, fifth):  # type: ignore[no-untyped-def]
    """Whether the person with this luck is disabled at this age; never undone by age, since the shares only rise."""
    return u < DISABLED[trait_band(age)] * (1.0 + DISABLED_GRADIENT * (3.0 - fifth))


@rule
def lognormal_minutes(u, median_hours, spread):  # type: ignore[no-untyped-def]
    """Whole minutes at quantile `u` of lognormal hours, at most MOST_MINUTES."""
    return min(np.int64(60.0 * median_hours * math.exp(spread * normal(u))), MOST_MINUTES)


@rule
def level_at_start(u, ladder, age, fifth):  # type: ignore[no-untyped-def]
    """The level of need of the person with this luck before the place settles."""
    some = NEED_AT_START[ladder, trait_band(age)] * (1.0 + NEED_GRADIENT * (3.0 - fifth))
    if u >= some:
        return 0
    return 1 + (u < some * DEEPER[ladder, 0]) + (u < some * DEEPER[ladder, 1])


@rule
def frailty_byte(score):  # type: ignore[no-untyped-def]
    """The byte that stands for this standard score of frailty."""
    return np.int64(min(max(np.rint(MEDIAN_FRAILTY + FRAILTY_STEPS * score), 0.0), 255.0))


@rule
def frail_luck(u, frailty_byte, frailty_sd):  # type: ignore[no-untyped-def]
    """A uniform that is low for the frail: the normal score of luck `u` mixed with that of frailty."""
    if frailty_sd == 0.0:
        return u
    frailty = (np.float64(frailty_byte) - MEDIAN_FRAILTY) / FRAILTY_STEPS
    score = math.sqrt(1.0 - FRAIL * FRAIL) * normal(u) - FRAIL * frailty
    return 0.5 * math.erfc(-score / math.sqrt(2.0))


@kernel
def _grow_older(seed, month, rows, key, born, fifth, disabled, spare_minutes, retired):  # type: ignore[no-untyped-def]
    for i in rows:
        age = month - born[i]
        _, _, _, w = chance.words(seed, key[i], MADE, Trait.DISABLED >> 2)
        disabled[i] = is_disabled(unit(w), age, float(fifth[i]))
        if age == PENSION_AGE:
            spare_minutes[i] = min(np.int64(spare_minutes[i] * retired), MOST_MINUTES)


@kernel
def _endow(  # type: ignore[no-untyped-def]
    seed, month, rows, s, key, born, fifth, disabled, lifelong, kin_minutes, civic_minutes, spare_minutes
):
    years = max(month, 0) / 12.0
    learning_disability = LEARNING_DISABILITY * (1.0 + s.learning_disability_growth) ** years
    special_needs = SPECIAL_NEEDS * (1.0 + s.special_needs_growth) ** years
    for i in rows:
        age, f, k = month - born[i], float(fifth[i]), key[i]
        _, _, _, w = chance.words(seed, k, MADE, Trait.DISABLED >> 2)
        disabled[i] = is_disabled(unit(w), age, f)
        a, _, c, d = chance.words(seed, k, MADE, Trait.LIFELONG >> 2)
        u = unit(a)
        if u < learning_disability:
            lifelong[i] = Lifelong.LEARNING_DISABILITY
        elif age < OF_AGE and u < learning_disability + special_needs:
            lifelong[i] = Lifelong.SPECIAL_NEEDS
        kin_minutes[i] = lognormal_minutes(unit(c), s.kin_hours_median, s.kin_hours_spread)
        civic_minutes[i] = lognormal_minutes(unit(d), s.civic_hours_median, s.civic_hours_spread)
        a, _, _, _ = chance.words(seed, k, MADE, Trait.SPARE_HOURS >> 2)
        spare = s.spare_hours_retired if age >= PENSION_AGE else s.spare_hours_working
        spare_minutes[i] = lognormal_minutes(unit(a), spare, s.spare_hours_spread)


@kernel
def _start_out(  # type: ignore[no-untyped-def]
    seed, month, rows, s, key, born, fifth, head, frailty, capacity, start_capacity, wellbeing, threshold, active,
    level, months,
):  # fmt: skip
    shared, own = math.sqrt(s.frailty_shared), math.sqrt(1.0 - s.frailty_shared)
    for i in rows:
        age, f, k = month - born[i], float(fifth[i]), key[i]
        _, b, _, _ = chance.words(seed, k, MADE, Trait.CAPACITY >> 2)
        start = s.capacity_mean - s.capacity_gradient * (3.0 - f) + s.capacity_sd * normal(unit(b))
        start_capacity[i] = min(max(start, 0.05), 0.95)
        capacity[i] = start_capacity[i]
        wellbeing[i] = s.wellbeing_start
        _, b, c, _ = chance.words(seed, k, MADE, Trait.THRESHOLD >> 2)
        threshold[i] = s.threshold_mean + s.threshold_gradient * (3.0 - f) + s.threshold_sd * normal(unit(b))
        ready = 1.0 / (1.0 + math.exp((threshold[i] - s.active_centre) / s.active_spread))
        active[i] = applies(0, age, False) and unit(c) < ready
        a, b, c, d = chance.words(seed, k, MADE, Trait.FRAILTY_SHARED >> 2)
        everywhere = shared * normal(unit(a))
        frailty[i, 0] = frailty_byte(everywhere + own * normal(unit(b)))
        frailty[i, 1] = frailty_byte(everywhere + own * normal(unit(c)))
        frailty[i, 3] = frailty_byte(everywhere + own * normal(unit(d)))
        a, b, _, _ = chance.words(seed, k, MADE, Trait.FRAILTY_FAMILY >> 2)
        frailty[i, 2] = frailty_byte(everywhere + own * normal(unit(a)))
        frailty[i, 4] = frailty_byte(everywhere + own * normal(unit(b)))
        lots = chance.words(seed, k, MADE, Trait.LEVEL >> 2)
        home, since, _, _ = chance.words(seed, k, MADE, Trait.LEVEL_HOME >> 2)
        for l in range(5):
            level[i, l] = 0
            months[i, l] = chance.below(since, LONGEST_AT_START)
            if age > 0 and applies(l, age, head[i]):
                luck = frail_luck(unit(home if l == 4 else lots[l]), frailty[i, l], s.frailty_sd)
                level[i, l] = level_at_start(luck, l, age, f)


def endow(seed: np.uint64, month: int, rows: NDArray[np.intp], residents: Residents, spreads: Spreads) -> None:
    """Give the people in `rows` the traits that they keep, from their keys; key, born and fifth must be set."""
    r = residents
    _endow(
        seed, month, rows, spreads, r.key, r.born, r.fifth, r.disabled, r.lifelong, r.kin_minutes, r.civic_minutes,
        r.spare_minutes,
    )  # fmt: skip


def start_out(seed: np.uint64, month: int, rows: NDArray[np.intp], residents: Residents, spreads: Spreads) -> None:
    """Give them the state that they start out in where they take nobody's, from their keys; head must be set too."""
    r = residents
    _start_out(
        seed, month, rows, spreads, r.key, r.born, r.fifth, r.head, r.frailty_score, r.capacity, r.start_capacity,
        r.wellbeing, r.threshold, r.active, r.level, r.months,
    )  # fmt: skip


def grow_older(seed: np.uint64, month: int, rows: NDArray[np.intp], residents: Residents, spreads: Spreads) -> None:
    """What birthdays at which a band of age begins bring: more become disabled; at 65 there is more spare time."""
    r = residents
    retired = spreads.spare_hours_retired / max(spreads.spare_hours_working, 1e-9)
    _grow_older(seed, month, rows, r.key, r.born, r.fifth, r.disabled, r.spare_minutes, retired)
