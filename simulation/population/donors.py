"""Where newcomers' state comes from: settled residents of the same age band, sex, fifth and place in the household.

Without donors every newcomer would arrive in the health of a town just made. The pool is taken once, when the place
has settled, and never changes: newcomers are the same in two worlds whose policies differ.
"""

from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.agents.residents import Residents
from simulation.kernels import kernel, rule
from simulation.population.luck import Trait
from simulation.population.traits import AGE_BANDS, trait_band

A_STRATUM = 48
"""Donors kept for each stratum: those whose keys hash lowest."""

STATE = (
    "level", "months", "frailty_score", "capacity", "start_capacity", "skills", "wellbeing", "threshold", "burnout",
    "active", "resting",
)  # fmt: skip
"""The columns that a newcomer takes from a donor; services and groups must be found anew."""

state_of = attrgetter(*STATE)

BANDS, SEXES, FIFTHS, ROLES = len(AGE_BANDS) + 1, 2, 5, 2
STRATA = BANDS * SEXES * FIFTHS * ROLES


@dataclass
class Donors:
    """Donors' state by stratum: `start` and `count` [stratum] say where in `state` [column name] its donors lie.

    A stratum with none of its own points to the most similar one; `count` is 0 where there is none of that age.
    """

    start: NDArray[np.int64]
    count: NDArray[np.int64]
    state: dict[str, NDArray[np.generic]]


@rule
def stratum_of(age, sex, fifth, head):  # type: ignore[no-untyped-def]
    """The number of the stratum of a person of this age in months."""
    return ((trait_band(age) * SEXES + sex) * FIFTHS + fifth - 1) * ROLES + head


@kernel
def _strata(rows, month, born, sex, fifth, head, stratum):  # type: ignore[no-untyped-def]
    for j in range(len(rows)):
        i = rows[j]
        stratum[j] = stratum_of(month - born[i], sex[i], fifth[i], head[i])


def strata(residents: Residents, rows: NDArray[np.integer], month: int) -> NDArray[np.int64]:
    """The stratum of each of these rows."""
    r, stratum = residents, np.empty(len(rows), np.int64)
    _strata(rows, month, r.born, r.sex, r.fifth, r.head, stratum)
    return stratum


@kernel
def _lots(seed, key, month, block, lots):  # type: ignore[no-untyped-def]
    for i in range(len(key)):
        lots[i, 0], lots[i, 1], lots[i, 2], lots[i, 3] = chance.words(seed, key[i], month, block)


def lots(seed: np.uint64, key: NDArray[np.uint64], month: int, decision: int) -> NDArray[np.uint32]:
    """The word of luck of each key for one decision."""
    out = np.empty((len(key), 4), np.uint32)
    _lots(seed, key, month, decision >> 2, out)
    return out[:, decision & 3]


def pool(seed: np.uint64, residents: Residents, month: int) -> Donors:
    """The donors among the residents alive."""
    rows = np.flatnonzero(residents.alive[: residents.count])
    stratum = strata(residents, rows, month)
    order = np.lexsort((residents.key[rows], lots(seed, residents.key[rows], month, Trait.DONOR), stratum))
    rows, stratum = rows[order], stratum[order]
    first = np.searchsorted(stratum, np.arange(STRATA))
    kept = np.arange(len(rows)) - first[stratum] < A_STRATUM
    rows, stratum = rows[kept], stratum[kept]
    start = np.searchsorted(stratum, np.arange(STRATA)).astype(np.int64)
    count = np.bincount(stratum, minlength=STRATA)
    like = _most_similar(count)
    return Donors(start[like], count[like], {name: getattr(residents, name)[rows] for name in STATE})


def _most_similar(count: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each stratum the nearest one that has donors: other fifth first, then other sex, then other role."""
    like = np.arange(STRATA)
    shape = BANDS, SEXES, FIFTHS, ROLES
    for stratum in np.flatnonzero(count == 0):
        band, sex, fifth, role = (int(i) for i in np.unravel_index(stratum, shape))
        others = [
            (abs(f - fifth) + 10 * (s != sex) + 100 * (o != role), int(np.ravel_multi_index((band, s, f, o), shape)))
            for s in range(SEXES)
            for f in range(FIFTHS)
            for o in range(ROLES)
        ]
        found = [(far, other) for far, other in others if count[other] > 0]
        like[stratum] = min(found)[1] if found else stratum
    return like


@kernel
def _inherit(  # type: ignore[no-untyped-def]
    seed, month, rows, births, key, born, sex, fifth, head, start, count, donor_level, donor_months, donor_frailty,
    donor_capacity, donor_start_capacity, donor_skills, donor_wellbeing, donor_threshold, donor_burnout, donor_active,
    donor_resting, level, months, frailty_score, capacity, start_capacity, skills, wellbeing, threshold, burnout,
    active, resting,
):  # fmt: skip
    alone, left = np.empty_like(rows), 0
    for at, i in enumerate(rows):
        s = stratum_of(month - born[i], sex[i], fifth[i], head[i])
        if at < births or count[s] == 0:
            alone[left] = i
            left += 1
            continue
        _, _, word, _ = chance.words(seed, key[i], month, Trait.DONOR >> 2)
        d = start[s] + chance.below(word, count[s])
        for l in range(5):
            level[i, l], months[i, l], frailty_score[i, l] = donor_level[d, l], donor_months[d, l], donor_frailty[d, l]
        capacity[i], start_capacity[i], wellbeing[i] = donor_capacity[d], donor_start_capacity[d], donor_wellbeing[d]
        skills[i] = donor_skills[d]
        threshold[i], burnout[i] = donor_threshold[d], donor_burnout[d]
        active[i], resting[i] = donor_active[d], donor_resting[d]
    return alone[:left]


def inherit(
    seed: np.uint64, month: int, residents: Residents, rows: NDArray[np.int64], births: int, donors: Donors
) -> NDArray[np.int64]:
    """Give newcomers the state of a donor of their stratum, by luck; the rows of those who take nobody's.

    Those are the first `births` rows, of children born here, and newcomers of an age with no donor.
    """
    r = residents
    alone: NDArray[np.int64] = _inherit(
        seed, month, rows, births, r.key, r.born, r.sex, r.fifth, r.head, donors.start, donors.count,
        *donors.state.values(), *state_of(r),
    )  # fmt: skip
    return alone
