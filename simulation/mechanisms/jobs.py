"""M18 Skills and jobs: kinds of jobs change, skills fade unless somebody renews them, and people find and lose work.

Skills are one stock for life: school builds them and family need wears them down; later employers, fellow members and
courses renew them while new kinds of jobs wear them away.
"""

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation import chance
from simulation.agents.residents import COMPLEX, FULL, Work
from simulation.chance import Decision
from simulation.kernels import kernel, rule
from simulation.mechanisms.kin import WHOLE
from simulation.mechanisms.ladder import befalls
from simulation.population.applies import OF_AGE, PENSION_AGE
from simulation.population.working_life import first_work, work_lots

if TYPE_CHECKING:
    from simulation.world import World

YEAR = 12
FAMILY, LIVELIHOOD = 2, 3

MOST_PUSH = 600.0
"""The furthest that local activity moves the log rates of finding and losing work: beyond it they are certain."""

LABOUR, IN_WORK, ABLE, LOOKING, SKILLS, LEAVERS, LEAVERS_SKILLS = range(7)
"""What is counted: the labour force; of it those in work; those without serious need of work, and of these those out
of work; the labour force's skills; school leavers, and theirs (skills in 1/65536)."""


@rule
def next_skills(skills, renewal, fade):  # type: ignore[no-untyped-def]
    """Skills next month, in [0, 1]: k + renewal (1 - k) - fade k; they settle at renewal / (renewal + fade)."""
    return min(max(skills + renewal * (1.0 - skills) - fade * skills, 0.0), 1.0)


@rule
def next_work(u, work, losing, finding):  # type: ignore[no-untyped-def]
    """Work next month, by hazards a month of losing and of finding it; of those looking losing / (both) settle there.

    Good luck is a high u, as it is for need.
    """
    if work == Work.IN_WORK:
        return Work.LOOKING if befalls(u, losing) else Work.IN_WORK
    return Work.IN_WORK if befalls(1.0 - u, finding) else Work.LOOKING


@rule
def _count(row, work, able, skills, leaves):  # type: ignore[no-untyped-def]
    whole = np.int64(skills * np.float32(WHOLE))
    if work != Work.NONE:
        row[LABOUR] += 1
        row[IN_WORK] += work == Work.IN_WORK
        row[ABLE] += able
        row[LOOKING] += able and work == Work.LOOKING
        row[SKILLS] += whole
    if leaves:
        row[LEAVERS] += 1
        row[LEAVERS_SKILLS] += whole


@kernel
def _work_and_learn(  # type: ignore[no-untyped-def]
    seed, month, n, alive, key, born, neighbourhood, place_of, level, agency_share, groups, work, skills, usual, push,
    fade, school, family_harm, employer, peers, course, participation, losing, finding, skills_effect, counts,
):  # fmt: skip
    """Rows are dealt out by age, AT_ONCE at a time, since the ages of neighbours are what a processor guesses badly."""
    luck = np.empty((4, chance.AT_ONCE), np.uint32)
    most = math.exp(skills_effect)
    most_lost, most_found = losing * most / push, finding * most * push
    children, adults, retired = np.empty((3, chance.AT_ONCE), np.uint16)
    for first in range(0, n, chance.AT_ONCE):
        chance.draw(seed, key[first:n], month, Decision.JOB_CHANGE >> 2, luck)
        learning = working = resting = 0
        for at in range(min(chance.AT_ONCE, n - first)):
            i = first + at
            age = month - born[i]
            children[learning], adults[working], retired[resting] = at, at, at
            learning += alive[i] & (age < OF_AGE)
            working += alive[i] & (age >= OF_AGE) & (age < PENSION_AGE)
            resting += alive[i] & (age >= PENSION_AGE)
        for at in retired[:resting]:
            work[first + at] = Work.NONE
        for at in children[:learning]:
            i = first + at
            need = level[i, FAMILY]
            wear = fade + (family_harm[need - 1] if need > 0 else 0.0)
            skills[i] = next_skills(np.float64(skills[i]), school, wear)
        for at in adults[:working]:
            i = first + at
            age, k = month - born[i], np.float64(skills[i])
            p, need, before = place_of[neighbourhood[i]], level[i, LIVELIHOOD], work[i]
            u = chance.unit(luck[0, at])
            if age == OF_AGE:
                belongs, begins = work_lots(seed, key[i])
                work[i] = first_work(belongs, begins, participation, 1.0 - k, need)
            elif before == Work.IN_WORK and need >= COMPLEX:
                work[i] = Work.LOOKING
            elif (
                before != Work.NONE
                and need < COMPLEX
                and (u < most_lost[p] if before == Work.IN_WORK else 1.0 - u < most_found[p])
            ):
                ease = math.exp(skills_effect * (k - usual[p])) * push[p]
                work[i] = next_work(u, before, losing / ease, finding * ease)
            renewal = employer if before == Work.IN_WORK else 0.0
            renewal += peers if (groups[i, 0] >= 0) | (groups[i, 1] >= 0) else 0.0
            renewal += course * (agency_share[i, LIVELIHOOD] / FULL) if need > 0 else 0.0
            skills[i] = next_skills(k, renewal, fade)
            _count(counts[p], work[i], need < COMPLEX, skills[i], age == OF_AGE)


@kernel
def _count_all(month, n, alive, born, neighbourhood, place_of, level, work, skills, counts):  # type: ignore[no-untyped-def]
    for i in range(n):
        if alive[i] and OF_AGE <= month - born[i] < PENSION_AGE:
            p = place_of[neighbourhood[i]]
            _count(counts[p], work[i], level[i, LIVELIHOOD] < COMPLEX, skills[i], False)


class Jobs:
    """Work and skills of every place.

    counts [place, what is counted]: this month's. recent: those of the last twelve settling months; year: their sum.
    usual_skills [place]: the labour force's, on average, in that year. settled: whether a month has been counted, and
    not the place as made.
    """

    def __init__(self, world: "World", places: int) -> None:
        r = world.residents
        self.counts: NDArray[np.int64] = np.zeros((places, 7), np.int64)
        _count_all(
            world.month, r.count, r.alive, r.born, r.neighbourhood, world.place_of, r.level, r.work, r.skills,
            self.counts,
        )  # fmt: skip
        self.settled = False
        self.keep([self.counts.copy()])

    def remember(self) -> None:
        """Keep this month's counts among the last twelve; the place as made counts only until a month has passed."""
        self.keep([*(self.recent if self.settled else []), self.counts.copy()][-YEAR:])
        self.settled = True

    def keep(self, recent: list[NDArray[np.int64]]) -> None:
        """Let these months' counts be what is usual."""
        self.recent = recent
        self._need_of_work: dict[float, NDArray[np.float64]] = {}
        self.year: NDArray[np.int64] = sum(recent, np.zeros_like(self.counts))
        self.usual_skills = self.usual(SKILLS, LABOUR, 0.0) / WHOLE

    def usual(self, part: int, whole: int, nobody: float) -> NDArray[np.float64]:
        """One sum as a share of another over the settled year [place]; `nobody` where there is none."""
        return np.asarray(share(self.year, part, whole, nobody))

    def usual_count(self, part: int) -> NDArray[np.float64]:
        """A count on average over the settled year [place]."""
        return np.asarray(self.year[:, part] / max(len(self.recent), 1))

    def need_of_work(self, cards: Any) -> NDArray[np.float64]:
        """What multiplies the hazard of falling into livelihood need [place, Work]; centred on what is usual.

        Kept for as long as what is usual is the same.
        """
        told = float(cards.need_effect) if cards.on else 0.0
        if told not in self._need_of_work:
            multipliers = self._need_of_work[told] = np.ones((len(self.counts), len(Work)))
            looking = self.usual(LOOKING, ABLE, 0.0)
            multipliers[:, Work.IN_WORK] = np.exp(-told * looking)
            multipliers[:, Work.LOOKING] = np.exp(told * (1.0 - looking))
        return self._need_of_work[told]


@rule
def share_of(row, part, whole, nobody):  # type: ignore[no-untyped-def]
    """One count of a place as a share of another; `nobody` where there is nothing to share."""
    return row[part] / row[whole] if row[whole] != 0 else nobody


@kernel
def share(counts, part, whole, nobody):  # type: ignore[no-untyped-def]
    """`share_of` in each place [place]."""
    shares = np.empty(len(counts))
    for p in range(len(counts)):
        shares[p] = share_of(counts[p], part, whole, nobody)
    return shares


def work_and_learn(world: "World") -> None:
    """People find and lose work, learn and forget; children learn as far as need at home lets them."""
    r, cards, jobs = world.residents, world.scenario.jobs, world.jobs
    push = np.exp(np.clip(cards.activity_effect * world.tax_base.activity, -MOST_PUSH, MOST_PUSH))
    jobs.counts[:] = 0
    _work_and_learn(
        world.seed, world.month, r.count, r.alive, r.key, r.born, r.neighbourhood, world.place_of, r.level,
        r.agency_share, r.groups, r.work, r.skills, jobs.usual_skills, push, cards.novelty / YEAR, cards.school,
        np.array(cards.family_harm), cards.employer, cards.peers, cards.course, cards.participation, cards.loss_rate,
        cards.finding_rate, cards.skills_effect, jobs.counts,
    )  # fmt: skip
    if world.month < 0:
        jobs.remember()
