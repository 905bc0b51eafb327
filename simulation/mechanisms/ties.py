"""Ties closing and fading: friends of friends meet, neighbours meet, some ties are lost, once a year each."""

from typing import TYPE_CHECKING

import numpy as np

from simulation import chance
from simulation.chance import Decision
from simulation.kernels import AHEAD, kernel, prefetch, rule

if TYPE_CHECKING:
    from simulation.world import World


@rule
def weakest_link(seed, month, key, keys, target_row, degree, household, own):  # type: ignore[no-untyped-def]
    """The neighbour outside the household whose tie luck takes this time, or -1; it does not depend on their order."""
    chosen, lowest = -1, np.uint64(0xFFFFFFFFFFFFFFFF)
    for k in range(degree):
        j = target_row[k]
        if household[j] == own:
            continue
        lot = chance.mix(chance.pair(key, keys[j]), np.uint64(month & 0xFFFFFFFF), seed)
        if lot <= lowest:
            chosen, lowest = j, lot
    return chosen


@kernel
def _turn_over(  # type: ignore[no-untyped-def]
    seed, month, n, alive, key, born, neighbourhood, household, starts, target, degree, fade, form, closure,
    youngest, lost, made,
):  # fmt: skip
    rows, keys, birthdays = np.empty(n, np.uint32), np.empty(n, np.uint64), 0
    for i in range(n):
        age = month - born[i]
        rows[birthdays], keys[birthdays] = i, key[i]
        birthdays += alive[i] & (age >= youngest) & (np.uint32(age) % np.uint32(12) == 0)
    luck = np.empty((4, chance.AT_ONCE), np.uint32)
    gone, met = 0, 0
    for birthday in range(birthdays):
        at = birthday % chance.AT_ONCE
        if at == 0:
            chance.draw(seed, keys[birthday:birthdays], month, Decision.TIE_CHANGE >> 2, luck)
        prefetch(target, rows[min(birthday + AHEAD, birthdays - 1)])
        i, u = rows[birthday], chance.unit(luck[2, at])
        if 12.0 * fade * degree[i] <= u < 1.0 - 12.0 * form:
            continue
        outside = 0
        for k in range(degree[i]):
            outside += household[target[i, k]] != household[i]
        if u < 12.0 * fade * outside:
            j = weakest_link(seed, month, key[i], key, target[i], degree[i], household, household[i])
            if j >= 0:
                lost[gone, 0], lost[gone, 1] = i, j
                gone += 1
        elif u >= 1.0 - 12.0 * form:
            v = chance.unit(luck[3, at])
            j = -1
            if v < closure and degree[i] > 0:
                friend = target[i, int(v / closure * degree[i])]
                step = chance.below(np.uint32(chance.mix(key[i], key[friend], seed)), np.int64(degree[friend]))
                j = target[friend, step] if degree[friend] > 0 else -1
            elif v >= closure:
                h = neighbourhood[i]
                j = starts[h] + int((v - closure) / (1.0 - closure) * (starts[h + 1] - starts[h]))
            if j >= 0 and j != i and alive[j] and month - born[j] >= youngest:
                made[met, 0], made[met, 1] = i, j
                met += 1
    return gone, met


def turn_over(world: "World") -> None:
    """In the month of their birthday residents may lose a tie or meet somebody: a friend of a friend or a neighbour."""
    r, t, cards = world.residents, world.ties, world.scenario.ties
    lost, made = np.empty((r.count, 2), np.int32), np.empty((r.count, 2), np.int32)
    gone, met = _turn_over(
        world.seed, world.month, r.count, r.alive, r.key, r.born, r.neighbourhood, r.household,
        world.neighbourhood_starts, t.target, t.degree, cards.fade, cards.form, cards.closure, 11 * 12, lost, made,
    )  # fmt: skip
    t.disconnect(lost[:gone, 0], lost[:gone, 1])
    t.connect(made[:met, 0], made[:met, 1], np.full(met, cards.new_weight, np.int64))
