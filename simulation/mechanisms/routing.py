"""M8 Travel: needs reach groups, and groups' hours reach people, across the synapses.

A need enters the network at the agency that its holder is in touch with, or at a group that they belong to; it passes
from agency to agency and on to one of the few groups near where they live. A group found goes on helping until the
need changes or the help lapses.
"""

from typing import TYPE_CHECKING

import numpy as np

from simulation import chance
from simulation.agents.groups import SERVICE_OF_LADDER
from simulation.agents.residents import CRISIS, Status
from simulation.chance import Decision
from simulation.kernels import kernel, rule
from simulation.links.near import circle
from simulation.mechanisms.kin import granted, ration
from simulation.mechanisms.ladder import probability

if TYPE_CHECKING:
    from simulation.world import World

NO_GROUP = -1


@rule
def civic_minutes_free(civic_minutes, spare_minutes, kin_given, burnout):  # type: ignore[no-untyped-def]
    """M5 Civic energy: minutes that an active resident can give to groups this month, after kin."""
    return min(np.int64(np.floor(civic_minutes * (1.0 - burnout))), max(np.int64(spare_minutes) - kin_given, 0))


@rule
def worst_emerging(level_row):  # type: ignore[no-untyped-def]
    """The ladder with the highest level among levels 1 and 2, the first of equals; -1 where there is none."""
    worst = -1
    for l in range(5):
        if 0 < level_row[l] < CRISIS and (worst < 0 or level_row[l] > level_row[worst]):
            worst = l
    return worst


@kernel
def _gather_pools(  # type: ignore[no-untyped-def]
    n, alive, active, level, groups, helper, helped_ladder, civic_minutes, spare_minutes, kin_given, burnout,
    civic_given, serving_share, hosting, pool,
):  # fmt: skip
    for i in range(n):
        if helper[i] >= 0 and level[i, helped_ladder[i]] == 0:
            helper[i] = NO_GROUP
        civic_given[i] = 0
        if not alive[i] or not active[i]:
            continue
        formal, informal = groups[i, 0], groups[i, 1]
        if formal < 0 and informal < 0:
            continue
        free = civic_minutes_free(civic_minutes[i], spare_minutes[i], kin_given[i], np.float64(burnout[i]))
        civic_given[i] = free
        half = free // 2 if formal >= 0 and informal >= 0 else free
        if formal >= 0:
            pool[formal] += np.int64(np.floor(half * serving_share * hosting[formal]))
        if informal >= 0:
            share = free - half if formal >= 0 else free
            pool[informal] += np.int64(np.floor(share * serving_share * hosting[informal]))


@kernel
def _find_groups(  # type: ignore[no-untyped-def]
    seed, month, rows, needed, kin, statutory, direct, key, neighbourhood, level, status, groups, helper,
    helped_ladder, near, group_alive, domain, synapse, between, base, path_strength, other_domain, lose_rate,
    most_minutes, ask, asked,
):  # fmt: skip
    hazard = np.empty(near.shape[2])
    for j in range(len(rows)):
        i = rows[j]
        if helper[i] >= 0:
            lost, _, _, _ = chance.words(seed, key[i], month, Decision.LOSE_GROUP >> 2)
            l = helped_ladder[i]
            over = level[i, l] == CRISIS or not group_alive[helper[i]]
            if over or chance.unit(lost) < probability(lose_rate):
                helper[i] = NO_GROUP
        worst = worst_emerging(level[i])
        if helper[i] < 0 and worst >= 0:
            k = SERVICE_OF_LADDER[worst]
            if needed[j, worst] > kin[j, worst] + statutory[j, worst] + direct[j, worst]:
                entry = 1.0
                if status[i, worst] == Status.NONE:
                    entry = 0.0
                    for own in groups[i]:
                        if own >= 0:
                            entry = max(entry, np.float64(synapse[own, k]))
                around = near[neighbourhood[i], circle(key[i])]
                total = 0.0
                for c in range(len(around)):
                    hazard[c] = 0.0
                    g = around[c]
                    if g < 0 or not group_alive[g]:
                        continue
                    best = 0.0
                    for other in range(4):
                        link = 1.0 if other == k else between
                        best = max(best, link * np.float64(synapse[g, other]))
                    hazard[c] = (base + path_strength * entry * best) * (1.0 if domain[g] == k else other_domain)
                    total += hazard[c]
                _, _, find, which = chance.words(seed, key[i], month, Decision.FIND_GROUP >> 2)
                if chance.unit(find) < probability(total):
                    at = chance.unit(which) * total
                    running = 0.0
                    for c in range(len(around)):
                        running += hazard[c]
                        if at < running:
                            helper[i] = around[c]
                            helped_ladder[i] = worst
                            break
        ask[j] = 0
        if helper[i] >= 0:
            l = helped_ladder[i]
            missing = needed[j, l] - kin[j, l] - statutory[j, l] - direct[j, l]
            ask[j] = min(most_minutes, max(missing, 0))
            asked[helper[i]] += ask[j]


@kernel
def _give(rows, helper, ask, pool, asked, civic, given):  # type: ignore[no-untyped-def]
    for j in range(len(rows)):
        if ask[j] > 0:
            g = helper[rows[j]]
            civic[j] = granted(ask[j], ration(pool[g], asked[g]))
            given[g] += civic[j]


def route(world: "World") -> None:
    """Let go of needs that are over, gather active members' hours, let needs find groups, and let groups give."""
    r, g, needs, cards = world.residents, world.groups, world.needs, world.scenario.routing
    hosting = np.where(g.formal & (g.hall < 0), world.scenario.groups.no_hall, 1.0)
    for minutes in (g.pool, g.asked, g.given):
        minutes[:] = 0
    _gather_pools(
        r.count, r.alive, r.active, r.level, r.groups, r.helper, r.helped_ladder, r.civic_minutes, r.spare_minutes,
        r.kin_given, r.burnout, r.civic_given, cards.serving_share, hosting, g.pool,
    )  # fmt: skip
    ask = np.zeros(len(needs.rows), np.int64)
    _find_groups(
        world.seed, world.month, needs.rows, needs.needed, needs.kin, needs.statutory, needs.direct, r.key,
        r.neighbourhood, r.level, r.status, r.groups, r.helper, r.helped_ladder, world.near, g.alive, g.domain,
        g.synapse, world.scenario.synapse.between_agencies, cards.base, cards.path, cards.other_domain,
        cards.lose_rate, int(60 * cards.most_hours), ask, g.asked,
    )  # fmt: skip
    _give(needs.rows, r.helper, ask, g.pool, g.asked, needs.civic, g.given)
